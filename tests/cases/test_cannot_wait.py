"""What cannot wait: what a case asks by its own row is asked of running and of closed cases as each thing says."""

from datetime import UTC, datetime, timedelta

import pytest

from kring.cases.access import cases_visible_to
from kring.cases.cannot_wait import ASKED_WHEN_CLOSED, Why, _by_its_own_row, cases_that_wait
from kring.cases.models import Case
from kring.school.models import StaffMember
from tests.cases.telling import tell
from tests.cast import TODAY, Cast

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)

COLUMNS = {
    "danger_since": AT,
    "wrongly_told": 1,
    "departed_at": AT,
    "talk_owed_on": TODAY - timedelta(days=1),
    "unendorsed_since": AT,
    "relative_waits": True,
}

NOTHING = dict.fromkeys(COLUMNS) | {"wrongly_told": 0, "relative_waits": False}


@pytest.mark.parametrize("plan_is", [Case.PlanIs.SOUND, Case.PlanIs.STALE, Case.PlanIs.WRONG])
@pytest.mark.parametrize("closed_on", [None, TODAY])
def test_the_list_holds_what_each_thing_says_of_a_case(cast: Cast, plan_is, closed_on) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().case
    for column, value in COLUMNS.items():
        Case.objects.filter(pk=case.pk).update(closed_on=closed_on, plan_is=plan_is, **NOTHING | {column: value})
        for reader in (cast.anouk, cast.carla, cast.bram):
            assert found(reader, case) == said(reader, case), (column, reader)


def found(reader: StaffMember, case: Case) -> set[Why]:
    """What waits of this case by its own row, as the list has it."""
    rows = _by_its_own_row(reader, TODAY)
    return {why for one in cases_that_wait(reader, TODAY) for why in rows if one == case and getattr(one, why, False)}


def said(reader: StaffMember, case: Case) -> set[Why]:
    """The same, each thing asked by itself of a case that this person may read."""
    rows = _by_its_own_row(reader, TODAY)
    theirs = cases_visible_to(reader).filter(pk=case.pk)
    return {why for why, cases in rows.items() if cases is not None and theirs.filter(cases).exists()}


def test_only_what_says_so_is_asked_when_a_case_is_closed(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().case
    Case.objects.filter(pk=case.pk).update(closed_on=TODAY, plan_is=Case.PlanIs.STALE, **COLUMNS)
    assert said(cast.anouk, case) | said(cast.carla, case) == set(ASKED_WHEN_CLOSED)
