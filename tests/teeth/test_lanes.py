"""The quick lane leaves out what it says, and nothing else."""

import pytest

from tests.conftest import HERE, SLOW


@pytest.mark.parametrize("left_out", SLOW)
def test_what_the_quick_lane_leaves_out_is_there(left_out):
    assert (HERE / left_out).exists()


def test_what_is_slow_is_marked_by_its_place_or_by_itself(request):
    """Of the tests that run now: a mark on each whose file stands in the list."""
    for item in request.session.items:
        if item.path.relative_to(HERE).as_posix().startswith(SLOW):
            assert item.get_closest_marker("slow"), item.nodeid
    assert not request.node.get_closest_marker("slow")
