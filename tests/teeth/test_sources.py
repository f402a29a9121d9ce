"""A test that cannot fail is no test: what the tests assert is looked at, and so is the one that looks."""

import ast

import pytest

from tests.teeth.sources import Idle, asserting_among, every_source, idle_in


@pytest.mark.slow
def test_every_test_can_fail():
    sources = dict(every_source())
    asserting = asserting_among(ast.parse(source) for source in sources.values())
    idle = [one for name, source in sources.items() for one in idle_in(source, name, asserting)]
    assert idle == [], "\n".join(f"{one.where} {one.why}" for one in idle)


@pytest.mark.parametrize(
    "idle",
    [
        "assert True",
        "assert page == 'x' or True",
        "assert 1",
        "assert (page, 'says so')",
        "assert [page]",
        "assert 'x' in page or 'it is there'",
        "assert not False",
        "assert not ''",
        "assert page is page",
        "assert page.text == page.text",
        "assert lambda: page",
        "assert (one for one in page)",
        "assert f'page {page}'",
        "assert (page or True) and 1",
        "assert (found := 1)",
        "isinstance(page, str)",
        "page.lower()",
        "send(page)",
        "assert isinstance(page, str)",
        "assert isinstance(page, str) and isinstance(page.x, int)",
        "assert all(isinstance(one, str) for one in page)",
        "assert callable(page)",
        "assert page == 'x'\n    assert isinstance(page, str)",
        "assert 'Sem' not in (page or '')",
        "assert 'Sem' not in page.text + (page.html or '')",
        "assert all([])",
        "assert not any(one for one in [])",
        "assert all(one == 2 for one in page or [])",
    ],
)
def test_what_cannot_fail_is_refused(idle):
    assert len(idle_in(f"def test_it(page):\n    {idle}\n")) >= 1


@pytest.mark.parametrize(
    "biting",
    [
        "assert page",
        "assert page == 'x'",
        "assert page or other",
        "assert (page, other) == (1, 2)",
        "assert not page",
        "assert ask() == ask()",
        "assert isinstance(page, str)\n    assert page == 'x'",
        "assert isinstance(page, str) and page",
        "with pytest.raises(ValueError):\n        page()",
        "with django_assert_num_queries(2):\n        page()",
        "looks_right(page)",
        "sees(page)",
        "assert all(one == 2 for one in page)",
        "assert 'Sem' in (page or '')",
        "assert page.text\n    assert 'Sem' not in page.text",
        "assert all([page == 2, page == 3])",
    ],
)
def test_what_can_fail_is_let_through(biting):
    helper = "def looks_right(page):\n    assert page\n\ndef sees(page):\n    looks_right(page)\n\n"
    assert idle_in(f"{helper}def test_it(page):\n    {biting}\n") == []


def test_a_method_of_a_class_of_tests_is_looked_at_too():
    assert idle_in("class TestIt:\n    def test_it(self):\n        assert True\n", "x.py") == [
        Idle("x.py:3", "cannot be untrue: True")
    ]
