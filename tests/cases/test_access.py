"""Who may see and do what in a case (access.md): the table, row by row."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kring.cases.access import (
    ALLOWED,
    Need,
    cases_visible_to,
    cases_with_standing,
    coordinators_of,
    leads,
    may,
    may_know_reporter,
    plans_visible_to,
    readers,
    roles_that,
    roles_that_own,
    standing,
)
from kring.cases.access_outline import PAGE, TABLES, filled
from kring.cases.actions import people
from kring.cases.actions.change import changing
from kring.cases.actions.opening import open_case
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, CaseStaff, Report
from kring.school.models import GroupTeacher, Role, StaffMember
from kring.school.rights import RIGHTS, Right, Rights, Standing
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, act_of
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


# ── One answer, for a case, a list and a list of people ─────────────────────────────────────────────────────────────

PARTS = ("none", "owner", "stand-in", "listed", "excluded", "stand-in, excluded")
ROWS: dict[str, Rights] = {
    **{role.value: rights for role, rights in RIGHTS.items()},
    "nothing": Rights(says=""),
    "a part only": Rights(says="", with_a_part=Standing.TAKES_PART),
    "the plan, with a part": Rights(says="", with_a_part=Standing.TEAM),
    "leads with a part": Rights(says="", in_cases=Standing.TEAM, with_a_part=Standing.LEADS),
    "the file of every case": Rights(says="", in_cases=Standing.TAKES_PART, with_a_part=Standing.TAKES_PART),
}
EXPECTED = {
    "none": "in_cases",
    "owner": "with_a_part",
    "stand-in": "with_a_part",
    "listed": "with_a_part",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_case_its_lists_and_its_readers_give_one_answer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """For every row of rights there may be, in one case that is told once."""
    told = opened(cast).step_1().judged("bullying").step_3()
    case, wil = told.case, cast.wil
    if part == "owner":
        case.owner = wil
    if "stand-in" in part:
        case.stand_in = wil
    case.save()
    if part == "listed" or "excluded" in part:
        kept = CaseStaff.Part.EXCLUDED if "excluded" in part else CaseStaff.Part.TAKES_PART
        CaseStaff.objects.create(case=case, staff=wil, part=kept)
    wil.role = Role.TEACHER
    for name, row in ROWS.items():
        monkeypatch.setitem(RIGHTS, Role.TEACHER, row)
        expected = Standing.EXCLUDED if "excluded" in part else getattr(row, EXPECTED[part])
        assert standing(wil, case) is expected, name
        assert standing(wil, cases_with_standing(wil).get(pk=case.pk)) is expected, name
        for need in Need:
            allowed = need in ALLOWED[expected]
            assert may(wil, need, case) == allowed, name
            assert (wil in readers(case, need)) == allowed, name
        assert cases_visible_to(wil).filter(pk=case.pk).exists() == may(wil, Need.READ_FILE, case), name
        assert plans_visible_to(wil).filter(pk=case.pk).exists() == may(wil, Need.READ_PLAN, case), name
        assert leads(wil) == (row.in_cases is Standing.LEADS), name


def test_who_left_or_works_elsewhere_is_in_no_list(cast: Cast) -> None:
    case = opened(cast).step_1().judged("bullying").step_3().case
    assert not readers(case).filter(school=cast.linde.school.pk).exists()
    for name in ("carla", "anouk", "mo"):
        staff: StaffMember = getattr(cast, name)
        assert staff in readers(case)
        staff.is_active = False
        staff.save()
        assert standing(staff, case) is Standing.NOBODY
        assert staff not in readers(case)
        assert not cases_visible_to(staff).exists()
        assert not plans_visible_to(staff).exists()
        assert not leads(staff)
    assert not plans_visible_to(cast.linde.head).exists()


def test_the_team_is_those_who_read_the_plan_by_name(cast: Cast) -> None:
    case = opened(cast)
    assert [one.name.split()[0] for one in readers(case.case)] == ["Anouk", "Bram", "Carla", "Hein", "Mo", "Wil"]
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    assert [one.name.split()[0] for one in readers(case.case)] == ["Anouk", "Bram", "Carla", "Hein", "Mo"]
    assert [one.name.split()[0] for one in readers(case.case, Need.WRITE)] == ["Anouk", "Bram", "Carla", "Hein"]
    assert [one.name.split()[0] for one in readers(case.case, Need.LEAD)] == ["Carla", "Hein"]


def test_a_plan_is_in_the_list_when_it_was_issued_and_while_the_case_runs(cast: Cast) -> None:
    case = opened(cast).step_1().judged("bullying")
    assert not plans_visible_to(cast.mo).exists()
    case.step_3()
    assert plans_visible_to(cast.mo).exists()
    Case.objects.filter(pk=case.id).update(closed_on=TODAY)
    assert not plans_visible_to(cast.mo).exists()


def test_roles_for_a_query_are_those_that_may(monkeypatch: pytest.MonkeyPatch) -> None:
    leading = {Role.COORDINATOR, Role.HEAD}
    working = {Role.TEACHER, Role.MEMBER} | leading
    cast_of_roles = working | {Role.ADMINISTRATOR}
    assert roles_that(Need.READ_PLAN) & cast_of_roles == working
    assert roles_that(Need.READ_FILE) & cast_of_roles == leading
    assert roles_that(Need.READ_FILE, with_a_part=True) & cast_of_roles == working
    assert roles_that(Need.LEAD, with_a_part=True) & cast_of_roles == leading
    assert roles_that_own() == {Role.TEACHER} | leading
    monkeypatch.setitem(RIGHTS, Role.TEACHER, Rights(says="", may=frozenset({Right.OWN})))
    assert roles_that_own() == {Role.COORDINATOR, Role.HEAD}  # nobody owns what they cannot work at


def test_the_page_about_access_holds_the_tables_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("<!-- printed: ") == len(TABLES)
    assert page == filled(page), "print it again: ./dev access"


def test_an_owner_whose_role_has_no_rights_any_more_has_no_case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(cast).case
    monkeypatch.setitem(RIGHTS, Role.TEACHER, Rights(says=""))
    assert standing(cast.anouk, case) is Standing.NOBODY
    assert not cases_visible_to(cast.anouk).exists()
    assert cast.anouk not in readers(case)


@pytest.mark.parametrize("name", ["mo", "ada"])
def test_nobody_owns_or_stands_in_whose_role_does_not(cast: Cast, name: str) -> None:
    case = opened(cast).as_(cast.carla)
    for verb in (people.hand_over, people.set_stand_in):
        with pytest.raises(Refused, match="Leerkracht, Seo-coördinator en Directeur"):
            verb(act=case.act(), case_id=case.id, to=getattr(cast, name).pk)
    assert (case.case.owner, case.case.stand_in) == (cast.anouk, None)


def test_a_teacher_whose_role_sees_no_case_becomes_the_owner_of_none(cast: Cast) -> None:
    GroupTeacher.objects.filter(group=cast.group6).update(staff=cast.ada)
    assert tell(cast, cast.mo).report(cast.sem).case.owner == cast.carla
    assert tell(cast, cast.bram).report(cast.lars).case.owner == cast.bram


def test_who_reports_about_a_child_of_another_group_takes_no_part_by_it(cast: Cast) -> None:
    """Taking part is the owner's choice (decision 049)."""
    parts = {
        name: standing(getattr(cast, name), tell(cast, getattr(cast, name)).report(pupil).case)
        for name, pupil in (("wil", cast.sem), ("mo", cast.lars), ("carla", cast.noor))
    }
    assert parts == {"wil": Standing.TEAM, "mo": Standing.TEAM, "carla": Standing.LEADS}
    assert not CaseStaff.objects.filter(staff__in=(cast.wil, cast.mo, cast.carla)).exists()


def test_a_part_in_one_case_says_nothing_about_another(cast: Cast) -> None:
    this = opened(cast).step_1().judged("bullying").step_3().case
    kept_out, listed = (tell(cast).report(pupil).case for pupil in (cast.lars, cast.noor))
    CaseStaff.objects.create(case=kept_out, staff=cast.wil, part=CaseStaff.Part.EXCLUDED)
    CaseStaff.objects.create(case=listed, staff=cast.wil, part=CaseStaff.Part.TAKES_PART)
    assert standing(cast.wil, this) is Standing.TEAM
    assert standing(cast.wil, cases_with_standing(cast.wil).get(pk=this.pk)) is Standing.TEAM
    assert list(cases_visible_to(cast.wil)) == [listed]
    assert list(plans_visible_to(cast.wil)) == [this]
    assert cast.wil in readers(this)
    assert cast.wil not in readers(this, Need.READ_FILE)
    assert cast.wil in readers(listed, Need.READ_FILE)
    assert cast.wil not in readers(kept_out)


def test_who_reported_is_known_to_those_who_lead_who_took_it_down_and_whom_it_was_passed_on_to(cast: Cast) -> None:
    told = replace(
        tell(cast).report_of(cast.sem), reported_by=Report.By.GUARDIAN, reporter="Inge Bakker", passed_on=False
    )
    case = open_case(act=tell(cast, cast.mo).act(), report=told)
    report = Report.objects.get(case=case)
    everybody = (cast.anouk, cast.bram, cast.mo, cast.carla, cast.hein)
    assert [may_know_reporter(one, report) for one in everybody] == [False, False, True, True, True]
    report.passed_on = True
    assert all(may_know_reporter(one, report) for one in everybody)


def test_a_coordinator_is_asked_about_the_cases_that_role_leads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(cast).case
    assert coordinators_of(case) == [cast.carla]
    also = Rights(says="", in_cases=Standing.TAKES_PART, with_a_part=Standing.LEADS, may=frozenset({Right.COORDINATE}))
    monkeypatch.setitem(RIGHTS, Role.MEMBER, also)
    assert coordinators_of(case) == [cast.carla]
    CaseStaff.objects.create(case=case, staff=cast.carla, part=CaseStaff.Part.EXCLUDED)
    assert coordinators_of(case) == []


def test_a_standing_that_reads_and_does_not_write_has_cases_and_owns_none(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(cast).case
    monkeypatch.setitem(ALLOWED, Standing.TAKES_PART, frozenset({Need.READ_PLAN, Need.READ_FILE}))
    assert list(cases_visible_to(cast.anouk)) == [case]
    assert Role.TEACHER not in roles_that_own()
    with pytest.raises(Refused, match="Kies een collega"):
        people.hand_over(act=tell(cast, cast.hein).act(), case_id=case.pk, to=cast.wil.pk)
