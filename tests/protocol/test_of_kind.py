"""What a kind of duty is to the protocol stands in one table, that leaves out no kind and no part."""

from dataclasses import asdict
from typing import Any

import pytest

from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import OF_KIND, Duty, Kind, OfKind, Whom, total

PARTS = ("how", "tells_others", "for_each")
MADE: Any = OfKind


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_without_a_row_is_named(kind: Kind) -> None:
    with pytest.raises(LookupError, match=kind.name):
        total({other: row for other, row in OF_KIND.items() if other is not kind}, Kind)


@pytest.mark.parametrize("part", PARTS)
def test_a_row_without_a_part_is_refused(part: str) -> None:
    row = asdict(OF_KIND[Kind.TALK])
    assert set(row) == set(PARTS)
    del row[part]
    with pytest.raises(TypeError, match=part):
        MADE(**row)


def test_every_kind_is_explained_in_words_of_its_own() -> None:
    assert all(row.how.endswith(".") for row in OF_KIND.values())


def test_what_names_nobody_is_not_asked_for_each_child() -> None:
    with pytest.raises(ValueError, match="consult: consult names nobody"):
        Duty("consult", Kind.CONSULT, "Overleg", whom=Whom.EACH_TARGET)
    assert Duty("buddy", Kind.EXTRA, "Maatje", whom=Whom.EACH_TARGET)


def test_every_duty_that_is_asked_for_each_is_of_a_kind_that_says_for_whom() -> None:
    each = [duty for step in STAPPENPLAN.steps for duty in step.every_duty() if duty.whom is not Whom.ONCE]
    assert {duty.kind for duty in each} == {Kind.TALK, Kind.INFORM_GUARDIANS}
