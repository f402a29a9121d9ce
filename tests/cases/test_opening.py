"""A report opens a case or joins one (row S0)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from kring.cases.access import may_know_reporter, may_read_concern
from kring.cases.actions import opening, people
from kring.cases.bodies import Danger
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Case, CaseStaff, Concern, Involved, Report
from kring.protocol.terms import Role
from kring.school.models import GroupTeacher, StaffMember
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import Cast


def test_the_teacher_of_the_bullied_child_becomes_the_owner_and_the_other_childs_teacher_takes_part(cast: Cast) -> None:
    case = tell(cast, cast.carla).report(cast.sem, by=(cast.yara,)).case
    assert case.owner == cast.anouk
    taking_part = CaseStaff.objects.filter(case=case, part=CaseStaff.Part.TAKES_PART)
    assert [link.staff for link in taking_part] == [cast.bram]


def test_a_team_member_opens_a_case_for_the_teacher_and_takes_no_part_in_it(cast: Cast) -> None:
    case = tell(cast, cast.mo).report(cast.sem).case
    assert case.owner == cast.anouk
    assert not CaseStaff.objects.filter(case=case, staff=cast.mo).exists()


def test_a_child_without_a_group_goes_to_who_may_own_a_case(cast: Cast) -> None:
    cast.sem.group = None
    cast.sem.save()
    assert tell(cast, cast.mo).report(cast.sem).case.owner == cast.carla
    assert tell(cast, cast.wil).report(cast.sem).case.owner == cast.wil


def test_somebody_who_was_let_go_while_their_report_was_on_its_way_does_not_own_the_case(cast: Cast) -> None:
    GroupTeacher.objects.filter(staff=cast.anouk).delete()
    StaffMember.objects.filter(pk=cast.wil.pk).update(is_active=False)  # this one still holds the row of before
    assert tell(cast, cast.wil).report(cast.sem).case.owner == cast.carla


def test_references_count_up_within_the_year_and_begin_again_in_the_next(cast: Cast) -> None:
    first = tell(cast).report(cast.sem).case
    second = tell(cast).report(cast.noor).case
    third = tell(cast).on(date(2027, 1, 11)).report(cast.jens).case
    assert [case.reference for case in (first, second, third)] == ["2026-001", "2026-002", "2027-001"]


def test_the_same_submit_twice_opens_one_case(cast: Cast) -> None:
    case = tell(cast)
    act, report = case.act(token=uuid4()), case.report_of(cast.sem)
    assert opening.open_case(act=act, report=report) == opening.open_case(act=act, report=report)
    assert Case.objects.count() == 1
    assert Report.objects.count() == 1


def test_a_report_joins_a_running_case_with_the_children_it_adds(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    case.as_(cast.mo)
    opening.join_case(act=case.act(), case_id=case.id, report=case.report_of(cast.sem, by=(cast.lars,)))
    assert {child.pupil.first_name: child.role for child in case.file.people} == {
        "Sem": "target",
        "Daan": "instigator",
        "Lars": "instigator",
    }
    assert Report.objects.filter(case=case.id).count() == 2


def test_a_report_brings_back_a_child_who_had_left_the_case(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan, cast.lars))
    lars = next(child for child in case.file.people if child.pupil_id == cast.lars.pk)
    people.remove_child(act=case.act(), case_id=case.id, involved_id=lars.pk, because="Niet erbij.")
    opening.join_case(
        act=case.as_(cast.mo).act(), case_id=case.id, report=case.report_of(cast.sem, followers=(cast.lars,))
    )
    assert {child.pupil.first_name: child.role for child in case.file.people}["Lars"] == "follower"


def test_the_teachers_of_the_children_whom_a_later_report_names_take_part(cast: Cast) -> None:
    case = tell(cast).report(cast.sem)
    case.as_(cast.mo)
    opening.join_case(act=case.act(), case_id=case.id, report=case.report_of(cast.sem, by=(cast.yara,)))
    assert CaseStaff.objects.filter(case=case.id, part=CaseStaff.Part.TAKES_PART, staff=cast.bram).exists()


def test_a_closed_case_is_not_joined(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    case.agree()
    case.close()
    with pytest.raises(Refused, match="gesloten"):
        opening.join_case(act=case.act(), case_id=case.id, report=case.report_of(cast.sem))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"story": "  "}, "story"),
        ({"reported_on": date(2026, 11, 24)}, "reported_on"),
        ({"reported_on": date(2025, 11, 1)}, "reported_on"),
        ({"reported_by": Report.By.GUARDIAN, "reporter": " "}, "reporter"),
        ({"people": ()}, "targets"),
    ],
)
def test_a_report_that_cannot_be_right_is_refused_at_its_field(
    cast: Cast, change: dict[str, object], field: str
) -> None:
    case = tell(cast)
    with pytest.raises(Refused) as refused:
        opening.open_case(act=case.act(), report=replace(case.report_of(cast.sem), **change))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Case.objects.exists()


def test_a_child_has_one_role_in_a_case(cast: Cast) -> None:
    case = tell(cast)
    with pytest.raises(Refused, match="twee keer"):
        opening.open_case(act=case.act(), report=case.report_of(cast.sem, by=(cast.sem,)))


def test_a_pupil_of_another_school_is_not_known_here(cast: Cast) -> None:
    case = tell(cast)
    with pytest.raises(NotAllowed):
        opening.open_case(act=case.act(), report=case.report_of(cast.linde.mila))


def test_the_administrator_opens_nothing(cast: Cast) -> None:
    case = tell(cast, cast.ada)
    with pytest.raises(NotAllowed):
        opening.open_case(act=case.act(), report=case.report_of(cast.sem))


def test_who_reported_is_for_the_leaders_and_who_took_it_down_unless_it_is_passed_on(cast: Cast) -> None:
    case = tell(cast, cast.mo)
    told = replace(case.report_of(cast.sem), reported_by=Report.By.GUARDIAN, reporter="De moeder van Sem")
    opened = opening.open_case(act=case.act(), report=told)
    report = Report.objects.get(case=opened)
    assert report.reporter == "De moeder van Sem"
    assert [may_know_reporter(staff, report) for staff in (cast.carla, cast.hein, cast.mo, cast.anouk)] == [
        True,
        True,
        True,
        False,
    ]
    passed_on = opening.open_case(act=case.act(), report=replace(told, passed_on=True))
    assert may_know_reporter(cast.anouk, Report.objects.get(case=passed_on))


def test_the_signs_of_danger_are_kept_sealed(cast: Cast) -> None:
    case = tell(cast)
    told = replace(case.report_of(cast.sem), dangers=(Danger.SELF_HARM, Danger.HOME))
    opened = opening.open_case(act=case.act(), report=told)
    assert Report.objects.get(case=opened).danger_signs == (Danger.SELF_HARM, Danger.HOME)
    assert "self_harm" not in repr(Report.objects.filter(case=opened).values("dangers")[0])


@pytest.mark.parametrize("who", ["mo", "hein"])
def test_who_reports_themselves_is_sent_to_whoever_is_above_them_also_as_head(cast: Cast, who: str) -> None:
    case = tell(cast, getattr(cast, who))
    with pytest.raises(Refused) as refused:
        opening.raise_concern(act=case.act(), story="Ik riep te hard.", accused=case.by.pk)
    assert refused.value.sentence.endswith("Praat met je leidinggevende.")


def test_a_concern_about_a_colleague_is_for_the_head_and_never_for_the_accused(cast: Cast) -> None:
    case = tell(cast, cast.mo)
    concern = opening.raise_concern(
        act=case.act(token=uuid4()), story="Iemand schreeuwt elke dag.", accused=cast.carla.pk
    )
    assert may_read_concern(cast.hein, concern)
    assert not may_read_concern(cast.carla, concern)
    assert not may_read_concern(cast.mo, concern)
    assert not may_read_concern(cast.linde.head, concern)
    with pytest.raises(NotAllowed):
        opening.take_up_concern(act=case.as_(cast.carla).act(), concern_id=concern.pk)
    opening.take_up_concern(act=case.as_(cast.hein).act(), concern_id=concern.pk)
    assert Concern.objects.get().taken_up_by == cast.hein
    assert TrailLine.objects.filter(verb="concern.taken_up", by=cast.hein, subject_id=concern.pk).count() == 1


def test_the_case_keeps_the_variation_it_began_with(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    cast.school.variation = {
        "version": 1,
        "terms": {"approach": 1},
        "titles": {},
        "duties": [],
        "channels": {},
        "after_care": None,
    }
    cast.school.save(update_fields=["variation"])
    case.step_1().judged("bullying")
    assert case.case.next_due_on == case.today + timedelta(days=2)
    newer = tell(cast).report(cast.noor, by=(cast.jens,)).step_1().judged("bullying")
    assert newer.case.next_due_on == newer.today + timedelta(days=1)
    assert Involved.objects.filter(case=newer.id, role=Role.TARGET).count() == 1
