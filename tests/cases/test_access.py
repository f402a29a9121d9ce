"""Who may see and do what in a case (access.md): the table, row by row."""

from collections.abc import Callable

import pytest

from kring.cases.access import (
    Need,
    Standing,
    cases_visible_to,
    cases_with_standing,
    may,
    plans_visible_to,
    standing,
)
from kring.cases.actions import people
from kring.cases.actions.change import changing
from kring.cases.errors import NotAllowed, Refused
from kring.school.models import Role, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of
from tests.school.plain import change_staff

NEEDS = list(Need)
TEAM = {Need.READ_PLAN, Need.OBSERVE}
TEACHER = TEAM | {Need.READ_FILE, Need.WRITE}
EVERYTHING = set(Need)

WHO: list[tuple[str, Callable[[Cast], StaffMember], set[Need]]] = [
    ("the owner", lambda cast: cast.anouk, TEACHER),
    ("the other child's teacher", lambda cast: cast.bram, TEACHER),
    ("another teacher", lambda cast: cast.wil, TEAM),
    ("a team member", lambda cast: cast.mo, TEAM),
    ("the coordinator", lambda cast: cast.carla, EVERYTHING),
    ("the head", lambda cast: cast.hein, EVERYTHING),
    ("the administrator", lambda cast: cast.ada, set()),
    ("the head of another school", lambda cast: cast.linde.head, set()),
    ("the coordinator of another school", lambda cast: cast.linde.coordinator, set()),
]


def opened(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.yara,))


@pytest.mark.parametrize(("who", "staff", "allowed"), WHO, ids=[who for who, _staff, _allowed in WHO])
def test_what_each_may_do_in_a_case(
    cast: Cast, who: str, staff: Callable[[Cast], StaffMember], allowed: set[Need]
) -> None:
    case = opened(cast).case
    assert {need for need in NEEDS if may(staff(cast), need, case)} == allowed


@pytest.mark.parametrize("name", ["bram", "wil", "mo", "hein"])
def test_who_is_excluded_gets_nothing_whatever_the_role(cast: Cast, name: str) -> None:
    case, staff = opened(cast), getattr(cast, name)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=staff.pk)
    assert standing(staff, case.case) is Standing.EXCLUDED
    assert not any(may(staff, need, case.case) for need in NEEDS)
    assert not cases_visible_to(staff).filter(pk=case.id).exists()


def test_an_excluded_colleague_does_not_see_the_plan_that_the_team_reads(cast: Cast) -> None:
    case = opened(cast).step_1().judged("bullying").step_3()
    assert plans_visible_to(cast.mo).count() == 1
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.mo.pk)
    assert plans_visible_to(cast.mo).count() == 0
    assert plans_visible_to(cast.wil).count() == 1


def test_a_case_with_its_standing_annotated_gives_the_same_answer_without_a_query(cast: Cast) -> None:
    case = opened(cast)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    for staff in (cast.anouk, cast.bram, cast.wil, cast.mo, cast.carla, cast.hein, cast.ada):
        assert standing(staff, cases_with_standing(staff).get(pk=case.id)) is standing(staff, case.case)
    assert not cases_with_standing(cast.linde.head).exists()


def test_lists_hold_the_cases_whose_file_one_may_read_and_no_other(cast: Cast) -> None:
    case = opened(cast).case
    readers = [cast.anouk, cast.bram, cast.carla, cast.hein]
    others = [cast.wil, cast.mo, cast.ada, cast.linde.head, cast.linde.teacher]
    assert all(list(cases_visible_to(staff)) == [case] for staff in readers)
    assert not any(cases_visible_to(staff).exists() for staff in others)


def test_somebody_who_left_the_school_sees_nothing_more(cast: Cast) -> None:
    case = opened(cast).case
    cast.carla.is_active = False
    assert standing(cast.carla, case) is Standing.NOBODY


@pytest.mark.parametrize("name", ["mo", "ada"])
def test_a_verb_refuses_who_may_not(cast: Cast, name: str) -> None:
    case = opened(cast)
    with pytest.raises(NotAllowed), changing(case.as_(getattr(cast, name)).act(), case.id, Need.WRITE):
        pass


def test_a_verb_does_not_know_the_case_of_another_school(cast: Cast) -> None:
    case = opened(cast)
    act = tell(cast, cast.linde.coordinator).act()
    with pytest.raises(NotAllowed), changing(act, case.id, Need.READ_PLAN):
        pass


def test_the_owner_cannot_be_excluded_before_handing_over(cast: Cast) -> None:
    case = opened(cast).as_(cast.carla)
    with pytest.raises(Refused, match="Draag de zaak eerst over"):
        people.exclude(act=case.act(), case_id=case.id, staff_id=cast.anouk.pk)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.bram.pk, reason="Ziek")
    people.exclude(act=case.act(), case_id=case.id, staff_id=cast.anouk.pk)
    assert case.case.owner == cast.bram
    assert standing(cast.anouk, case.case) is Standing.EXCLUDED


def test_the_former_owner_goes_on_taking_part_and_the_file_tells_of_it(cast: Cast) -> None:
    case = opened(cast).as_(cast.hein)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.wil.pk)
    assert standing(cast.anouk, case.case) is Standing.TAKES_PART
    assert [fact.kind for fact in case.file.of_kind("handed_over")] == ["handed_over"]


def test_a_stand_in_who_becomes_the_owner_stands_in_no_more(cast: Cast) -> None:
    case = opened(cast).as_(cast.hein)
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.wil.pk)
    people.hand_over(act=case.act(), case_id=case.id, to=cast.wil.pk)
    assert case.case.owner == cast.wil
    assert case.case.stand_in is None


def test_a_stand_in_takes_part_while_standing_in(cast: Cast) -> None:
    case = opened(cast)
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.wil.pk)
    assert standing(cast.wil, case.case) is Standing.TAKES_PART
    people.set_stand_in(act=case.act(), case_id=case.id, to=None)
    assert standing(cast.wil, case.case) is Standing.TEAM


def test_an_administrator_is_never_let_into_a_case(cast: Cast) -> None:
    case = opened(cast)
    with pytest.raises(Refused, match="beheerder"):
        people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.ada.pk)


def test_who_becomes_administrator_sees_no_more_of_the_cases_they_owned(cast: Cast) -> None:
    case = opened(cast)
    change_staff(act=act_of(cast.hein), staff=cast.anouk, role=Role.ADMINISTRATOR)
    cast.anouk.refresh_from_db()
    assert standing(cast.anouk, case.case) is Standing.NOBODY
    assert not any(may(cast.anouk, need, case.case) for need in NEEDS)
    assert not cases_visible_to(cast.anouk).exists()
