"""What is kept from some who read a file: a story, a confidence, a report about staff, a plan that is wrong."""

from dataclasses import replace

import pytest

from kring.cases.access import (
    concerns_visible_to,
    may_read_concern,
    may_read_in_confidence,
    may_read_story,
    may_stand_in,
    plans_visible_to,
)
from kring.cases.actions import people
from kring.cases.actions.opening import open_case, raise_concern
from kring.cases.models import Case, CaseStaff, Concern, Report
from kring.school.models import Role, StaffMember
from tests.cases.telling import tell
from tests.cast import Cast, act_of


def everybody(cast: Cast) -> list[StaffMember]:
    return [cast.anouk, cast.bram, cast.wil, cast.mo, cast.carla, cast.hein, cast.ada, cast.linde.head]


def first_names(staff: list[StaffMember]) -> str:
    return " ".join(one.name.split()[0] for one in staff)


def test_a_story_that_is_kept_is_for_those_who_lead_and_who_took_it_down(cast: Cast) -> None:
    told = replace(tell(cast).report_of(cast.sem), reported_by=Report.By.PUPIL, reporter="Lars", story_kept_back=True)
    report = Report.objects.get(case=open_case(act=tell(cast, cast.mo).act(), report=told))
    readers = (cast.anouk, cast.bram, cast.mo, cast.carla, cast.hein)
    assert first_names([one for one in readers if may_read_story(one, report)]) == "Mo Carla Hein"
    report.story_kept_back = False
    assert all(may_read_story(one, report) for one in readers)


def test_what_was_told_in_confidence_is_for_the_owner_the_stand_in_and_those_who_lead(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.yara,))
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.wil.pk)
    assert CaseStaff.objects.filter(case=case.id, staff=cast.bram, part=CaseStaff.Part.TAKES_PART).exists()
    readers = [one for one in everybody(cast) if may_read_in_confidence(one, case.case)]
    assert first_names(readers) == "Anouk Wil Carla Hein"
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cast.carla.pk)
    assert not may_read_in_confidence(cast.carla, case.case)


def test_an_owner_who_may_not_read_the_file_any_more_reads_no_confidence_either(cast: Cast) -> None:
    case = tell(cast).report(cast.sem).case
    StaffMember.objects.filter(pk=cast.anouk.pk).update(role=Role.ADMINISTRATOR)
    assert not may_read_in_confidence(StaffMember.objects.get(pk=cast.anouk.pk), case)


def test_who_could_own_any_case_may_stand_in_while_working_here(cast: Cast) -> None:
    assert first_names([one for one in everybody(cast)[:-1] if may_stand_in(one)]) == "Anouk Bram Wil Carla Hein"
    cast.wil.is_active = False
    assert not may_stand_in(cast.wil)


@pytest.mark.parametrize("accused", ["wil", "hein"])
def test_reports_about_staff_are_listed_for_those_who_may_read_each(cast: Cast, accused: str) -> None:
    raise_concern(act=act_of(cast.mo), story="Er werd hard geroepen.", accused=getattr(cast, accused).pk)
    concern = Concern.objects.get()
    for one in everybody(cast):
        assert list(concerns_visible_to(one)) == ([concern] if may_read_concern(one, concern) else []), one.name
    assert may_read_concern(cast.hein, concern) == (accused != "hein")
    assert not may_read_concern(cast.anouk, concern)


def test_a_plan_that_is_wrong_about_a_child_is_in_no_list_of_the_team(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    assert list(plans_visible_to(cast.mo)) == [case.case]
    Case.objects.filter(pk=case.id).update(plan_is=Case.PlanIs.WRONG)
    assert not plans_visible_to(cast.mo).exists()
