"""Vandaag asks for all of a person at once; what it finds is what each question gives by itself (decision 165)."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from kring.cases.actions import people
from kring.cases.bodies import Danger
from kring.cases.cannot_wait import MOST_NEW, Why, _by_its_own_row, _by_what_is_in_it, cannot_wait
from kring.cases.for_today import for_today
from kring.cases.handing_on import year_began
from kring.cases.models import Case
from kring.cases.queries import TodayLine, today_lines
from kring.cases.team import asked_of
from kring.school.calendars import calendar_for
from kring.school.models import StaffMember
from tests.cases.telling import tell
from tests.cast import NOW, TODAY, Cast
from tests.web.many import many_like


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A plan that the team is asked about, a case with danger, one just reported, and one that Mo is kept out of."""
    planned = tell(cast).on(date(2026, 11, 13)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    planned.on(date(2026, 11, 16)).step_3()
    at_once = tell(cast)
    at_once.opens(replace(at_once.report_of(cast.noor, by=(cast.daan,)), dangers=(Danger.VIOLENCE,)))
    kept_out = tell(cast).report(cast.lars)
    people.exclude(act=kept_out.as_(cast.hein).act(), case_id=kept_out.id, staff_id=cast.mo.pk)
    return cast


def said(line: TodayLine) -> tuple[Any, ...]:
    """All that a line says; a file is another object each time it is read."""
    file, *others = (getattr(line, field.name) for field in fields(line))
    return (file.case, file.people, file.facts, *others)


def test_what_is_asked_at_once_is_what_each_question_gives(busy: Cast) -> None:
    calendar, something = calendar_for(busy.school), set()
    for staff in StaffMember.objects.filter(school=busy.school).select_related("school"):
        found = for_today(staff, TODAY, calendar, most_asked=9)
        lines = today_lines(staff, TODAY, calendar)
        assert [said(one) for one in found.lines] == [said(one) for one in lines], staff.name
        assert found.asked == asked_of(staff, TODAY, 9), staff.name
        assert found.waiting == cannot_wait(staff, TODAY), staff.name
        something |= {name for name in ("lines", "asked", "waiting") if getattr(found, name)}
    assert something == {"lines", "asked", "waiting"}


def test_of_many_new_cases_the_latest_wait_and_one_more_says_that_there_are_more(cast: Cast) -> None:
    told = tell(cast).report(cast.noor, by=(cast.daan,))
    ids = many_like(told.case, MOST_NEW + 3)
    for minutes, pk in enumerate(ids, 1):
        Case.objects.filter(pk=pk).update(opened_at=told.case.opened_at + timedelta(minutes=minutes))
    new = [one.case.pk for one in cannot_wait(cast.carla, TODAY) if one.why is Why.NEW]
    assert new == ids[-MOST_NEW - 1 :]


def test_a_case_of_which_two_things_wait_is_one_case_with_both(cast: Cast) -> None:
    told = tell(cast).report(cast.noor, by=(cast.daan,))
    Case.objects.filter(pk=told.id).update(relative_waits=True)
    waiting = cannot_wait(cast.carla, TODAY)
    assert [one.why for one in waiting] == [Why.RELATIVE, Why.NEW]
    assert waiting[0].case is waiting[1].case


def test_everything_that_cannot_wait_is_asked_in_one_part_of_the_question(cast: Cast) -> None:
    itself = _by_its_own_row(cast.carla, TODAY)
    within = _by_what_is_in_it(cast.carla, TODAY, NOW, year_began(TODAY))
    assert [*itself, *within] == list(Why)
