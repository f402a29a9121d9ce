"""Vandaag asks for all of a person at once; what it finds is what each question gives by itself (decision 165)."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from kring.cases.actions import people
from kring.cases.bodies import Danger
from kring.cases.cannot_wait import cannot_wait
from kring.cases.for_today import for_today
from kring.cases.queries import TodayLine, today_lines
from kring.cases.team import asked_of
from kring.school.calendars import calendar_for
from kring.school.models import StaffMember
from tests.cases.telling import tell
from tests.cast import TODAY, Cast


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
