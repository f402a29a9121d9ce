"""A child tells something: what it should know first, one question a screen, and the six words at the end."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as lazy

from kring.reports.models import By
from kring.reports.numbers import to_say
from kring.reports.promise import answer_by
from kring.school.calendars import calendar_for
from kring.school.calling import numbers_of, on_call
from kring.school.models import Line
from kring.web.door import screens
from kring.web.door.answers import Answers, begun
from kring.web.door.asking import Screen
from kring.web.door.coming_back import CHILD
from kring.web.door.opening import door_page
from kring.web.door.page import Caller, on_the_day, who_reads
from kring.web.door.road import Road

CHILD_LINES = (Line.ALARM, Line.SUICIDE, Line.CHILD_LINE)
"""The numbers that a child is shown (E6.3)."""


@door_page
def first_page(caller: Caller) -> HttpResponse:
    """What is true, before anything is typed: who reads it, when, and what is not promised (E6.4)."""
    return caller.page("kring/door/first.html", _first_words(caller))


@door_page
def asks(caller: Caller) -> HttpResponse:
    """A child's questions."""
    return ROAD.asks(caller)


def _shows(caller: Caller, answers: Answers, screen: Screen) -> dict[str, Any]:
    return {
        "asks": screen.question(answers),
        "under": screen.under_it(answers),
        **screen.shows(answers),
        **_beside(caller, answers, screen),
    }


def _beside(caller: Caller, answers: Answers, screen: Screen) -> dict[str, Any]:
    """What a screen shows of the school."""
    if screen.kind == "danger":
        numbers = numbers_of(caller.school)
        return {
            "numbers": [(line, numbers[line].number) for line in CHILD_LINES],
            "on_call": on_call(caller.school, caller.today),
            "is_shut": not calendar_for(caller.school).is_school_day(caller.today),
            "hurts": "hurt_myself" in answers.told.fears,
        }
    if screen.kind == "look":
        return {"given": screens.given(answers), "readers": who_reads(caller.door, answers.subject)}
    if screen.name in ("is_head", "adult"):
        return {"readers": who_reads(caller.door, answers.subject)}
    return {}


ROAD: Road[Caller, Screen, Answers] = Road(
    door="door",
    by=By.CHILD,
    questions=screens.QUESTIONS,
    answers=Answers,
    begun=begun,
    to_send=screens.to_send,
    without=lambda answers, screen, _field: screen.emptied(answers),
    moved=lambda answers: msgspec.structs.replace(answers, rows=1),
    left_out=lambda answers, screen: screen.skipped(answers),
    template=lambda screen: f"kring/door/{screen.kind}.html",
    shows=_shows,
    once_more=CHILD.once_more,
    begins_again=lazy("Dit lukte niet. Wil je het nog eens vertellen?"),
)


def _first_words(caller: Caller) -> dict[str, Any]:
    promised = answer_by(caller.today, calendar_for(caller.school))
    return {
        "readers": who_reads(caller.door),
        "answer_by": on_the_day(promised),
        "numbers": to_say(caller.door, caller.today),
        "parent_url": caller.address("parent_door") if caller.door.for_parents else "",
    }
