"""The sweep opens a case on the day on which there may be something to say; whoever changes it is looked at anew."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.cases.actions import school_changes
from kring.cases.actions.reminding import sweep
from kring.cases.models import AT_ONCE, Case, CaseStaff
from kring.config import jobs
from kring.mail.models import Letter
from kring.school.calendars import Closure
from kring.school.models import Role, School
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast, act_of
from tests.school import plain as actions

MONDAY, LATE, LATER = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4)
DAY = timedelta(days=1)


def on(day: date) -> datetime:
    return NOW + (day - TODAY)


def swept(cast: Cast, day: date) -> int:
    return sweep(school=cast.school, at=on(day), today=day)


def looked_at(cast: Cast, day: date) -> int:
    """In how many questions of a sweep cases are locked, which is where they are opened."""
    with CaptureQueriesContext(connection) as asked:
        swept(cast, day)
    return sum('UPDATE "cases_case" SET "look_on"' in query["sql"] for query in asked)


def in_step_3(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def test_a_case_of_which_all_was_said_is_not_opened_again_for_two_weeks(cast: Cast) -> None:
    case = in_step_3(cast)
    swept(cast, LATER)
    assert Case.objects.get(pk=case.id).look_on == LATER + timedelta(weeks=2)
    days = [LATER + DAY * number for number in range(1, 15)]
    assert [looked_at(cast, day) for day in days if day.weekday() < 5] == [0] * 9 + [1]


def test_whatever_is_stored_of_a_case_makes_the_next_sweep_look_at_it(cast: Cast) -> None:
    case = in_step_3(cast)
    swept(cast, LATER)
    Case.objects.get(pk=case.id).save(update_fields=["taken_up"])
    assert Case.objects.get(pk=case.id).look_on == AT_ONCE
    assert looked_at(cast, LATER + 3 * DAY) == 1


def test_who_becomes_head_hears_the_day_after_what_was_said_before(cast: Cast) -> None:
    case = in_step_3(cast)
    swept(cast, LATER)
    late = Letter.objects.filter(kind="late_for_head", about=case.id, to_staff=cast.mo)
    assert not late.exists()
    actions.change_staff(act=act_of(cast.hein), staff=cast.mo, role=Role.HEAD)
    swept(cast, LATER + 3 * DAY)
    assert late.exists()


def test_who_comes_to_teach_the_group_may_be_asked_what_the_team_was_asked_before(cast: Cast) -> None:
    case = in_step_3(cast).step_3()
    swept(cast, LATER)
    group = case.case.group
    assert group is not None
    assert not CaseStaff.objects.filter(case=case.id, staff=cast.bram).exists()
    teachers = [*group.teachers.all(), cast.bram]
    school_changes.change_teachers(act=act_of(cast.hein), group=group, teachers=teachers)
    assert CaseStaff.objects.filter(case=case.id, staff=cast.bram).exists()
    assert Case.objects.get(pk=case.id).look_on == AT_ONCE


def test_a_day_off_that_is_a_school_day_after_all_still_has_its_sweep(cast: Cast) -> None:
    case = in_step_3(cast)
    closure = Closure(LATE, LATE, "Studiedag")
    (closed,) = school_changes.add_closed_day(act=act_of(cast.hein), school=cast.school, closure=closure)
    jobs.remind(on(LATE))
    assert School.objects.get(pk=cast.school.pk).looked_on == LATE
    assert not Letter.objects.filter(kind__startswith="late", about=case.id).exists()
    school_changes.remove_closed_day(act=replace(act_of(cast.hein), today=LATE), closed_day=closed)
    jobs.remind(on(LATE))
    assert Letter.objects.filter(kind__startswith="late", about=case.id).exists()


def test_schools_with_nothing_to_say_are_ticked_off_together(cast: Cast) -> None:
    tell(cast).report(cast.noor, by=(cast.lars,))
    while jobs.remind(on(LATE)):
        pass
    Case.objects.update(look_on=LATE + timedelta(weeks=2))
    with CaptureQueriesContext(connection) as asked:
        jobs.remind(on(LATE + DAY))
    few = len(asked)
    copies = [School(name=f"De {number}", region="midden", looked_on=LATE, reminded_on=LATE) for number in range(30)]
    School.objects.bulk_create(copies)
    with CaptureQueriesContext(connection) as asked:
        jobs.remind(on(LATE + 2 * DAY))
    assert len(asked) == few
    assert not School.objects.exclude(looked_on=LATE + 2 * DAY).exists()


def test_the_other_jobs_have_a_turn_between_schools(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SCHOOLS_A_TURN", 1)
    assert jobs.remind(on(LATE))
    assert School.objects.filter(looked_on=LATE).count() == 1
    while jobs.remind(on(LATE)):
        pass
    assert not School.objects.exclude(looked_on=LATE).exists()


def test_on_a_day_without_school_each_school_is_looked_at_once(cast: Cast) -> None:
    in_step_3(cast)
    sunday = date(2026, 12, 6)
    jobs.remind(on(sunday))
    with CaptureQueriesContext(connection) as asked:
        jobs.remind(on(sunday))
    assert not any("cases_case" in query["sql"] and "FOR UPDATE" in query["sql"] for query in asked)
    assert not School.objects.exclude(looked_on=sunday).exists()
