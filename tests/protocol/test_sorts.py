"""Sorts of approach that a school names or leaves out: two names for two sorts, and of what does not fit the rest."""

import pytest

from kring.protocol.choices import ApproachSort, Variation
from kring.protocol.fitting import fitted
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.variation import problems

OF_KRING = frozenset(key for key, _title in Variation().approach_sorts)


def sorts(*titles: str) -> tuple[ApproachSort, ...]:
    return tuple(ApproachSort(f"sort_{n}", title) for n, title in enumerate(titles))


@pytest.mark.parametrize(
    "second",
    [ApproachSort("sort_2", "no blame"), ApproachSort("sort_1", "Maatje")],
    ids=["the same name", "the same key"],
)
def test_two_sorts_of_a_school_have_two_names(second: ApproachSort) -> None:
    found = problems(Variation(own_sorts=(ApproachSort("sort_1", "No Blame"), second)), STAPPENPLAN)
    assert [one.field for one in found] == ["sorts.1"]


def test_of_several_sorts_only_the_one_that_does_not_fit_is_left_out() -> None:
    named = sorts("No Blame", "Maatje", "Empathie", "Kring", "Brief")
    found = fitted(Variation(own_sorts=named).to_dict(), STAPPENPLAN)
    assert found.variation.own_sorts == (*named[:2], *named[3:])
    assert [(one.what, one.why.field) for one in found.left_out] == [("Empathie", "sorts.2")]


@pytest.mark.parametrize("many", [6, 8])
def test_of_too_many_sorts_the_first_five_hold(many: int) -> None:
    named = sorts(*(f"Aanpak {n}" for n in range(1, many + 1)))
    found = fitted(Variation(own_sorts=named).to_dict(), STAPPENPLAN)
    assert found.variation.own_sorts == named[:5]
    assert [one.what for one in found.left_out] == [f"Aanpak {n}" for n in range(many, 5, -1)]


def test_where_no_sort_is_left_those_of_kring_are_all_offered_again() -> None:
    found = fitted(Variation(sorts_left_out=OF_KRING).to_dict(), STAPPENPLAN)
    assert found.variation == Variation()
    assert [(one.what, one.why.field) for one in found.left_out] == [("", "sorts_of_kring")]


def test_sorts_hold_in_another_protocol_too() -> None:
    own = Variation(own_sorts=sorts("Maatje"), sorts_left_out=frozenset({"limit"}), protocol="another", edition="1")
    found = fitted(own.to_dict(), STAPPENPLAN)
    assert found.variation == Variation(own_sorts=sorts("Maatje"), sorts_left_out=frozenset({"limit"}))
    assert found.left_out == ()
