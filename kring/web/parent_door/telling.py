"""A parent tells something: what is true first, a subject a screen, and at the end how the answer comes."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as lazy

from kring.reports.models import By
from kring.reports.numbers import to_say
from kring.reports.promise import answer_by
from kring.reports.told import Named
from kring.school.calendars import calendar_for
from kring.school.calling import numbers_of, on_call
from kring.school.models import Line, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, roles_with
from kring.web.door.page import on_the_day, who_reads
from kring.web.door.road import Road
from kring.web.parent_door import screens, wording
from kring.web.parent_door.answers import ParentAnswers, begun, to_send, without
from kring.web.parent_door.coming_back import PARENT
from kring.web.parent_door.page import ASKED, Parent, parent_page
from kring.web.parent_door.screens import Screen

PARENT_LINES = (Line.ALARM, Line.SUICIDE, Line.SAFE_HOME)
"""The numbers that a parent is shown when a child is in danger."""


@parent_page
def first_page(parent: Parent) -> HttpResponse:
    """What is true, before anything is typed: who reads it, when, what the school does, and where else one can go."""
    return parent.page("kring/parent_door/first.html", _first_words(parent))


@parent_page
def asks(parent: Parent) -> HttpResponse:
    """A parent's questions."""
    return ROAD.asks(parent)


def _beside(parent: Parent, answers: ParentAnswers, name: str) -> dict[str, Any]:
    """What one screen shows beside the answers."""
    if name == "about":
        return {"abouts": list(wording.ABOUT.items())}
    if name == "adult":
        return {"is_head": list(wording.IS_HEAD.items()), "readers": who_reads(parent.door, answers.subject)}
    if name == "happens":
        return {
            "sorts": list(wording.HAPPENS.items()),
            "doing": _rows(answers, answers.told.doing),
            "bullied": _rows(answers, answers.told.bullied),
            "asks_doing": screens.asks_doing(answers),
            "asks_bullied": screens.asks_bullied(answers),
        }
    if name == "when":
        return {
            "places_there": list(wording.PLACE.items()),
            "oftens": list(wording.OFTEN.items()),
            "sinces": list(wording.SINCE.items()),
        }
    if name == "child":
        return {"feelings": list(wording.FEELS.items()), "fears": list(wording.FEARS.items())}
    if name == "danger":
        return {"numbers": _numbers(parent, PARENT_LINES), "on_call": on_call(parent.school, parent.today)}
    if name == "look":
        whole = to_send(answers)
        given = [(one.name, one.asks, rows) for one, rows in screens.given(answers)]
        return {"given": given, "readers": who_reads(parent.door, whole.subject)}
    return {}


def _rows(answers: ParentAnswers, named: tuple[Named, ...]) -> list[Named]:
    """So many rows for names as were asked for, the filled ones first."""
    return [*named, *[Named("")] * max(0, answers.rows - len(named))]


def _numbers(parent: Parent, lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    numbers = numbers_of(parent.school)
    return [(line.value, numbers[line].number) for line in lines]


ROAD: Road[Parent, Screen, ParentAnswers] = Road(
    door="parent_door",
    by=By.PARENT,
    questions=screens.QUESTIONS,
    answers=ParentAnswers,
    begun=begun,
    to_send=to_send,
    without=lambda answers, _screen, field: without(answers, field),
    moved=lambda answers: answers,
    left_out=lambda answers, _screen: answers,
    template=lambda screen: f"kring/parent_door/{screen.name}.html",
    shows=lambda parent, answers, screen: {"answers": answers, **_beside(parent, answers, screen.name)},
    once_more=PARENT.once_more,
    begins_again=lazy("Dit lukte niet. Wilt u het nog eens vertellen?"),
    back_with_what_is_wrong=True,
    shown_again=ASKED,
)


def _first_words(parent: Parent) -> dict[str, Any]:
    """What the first page says of this school."""
    promised = answer_by(parent.today, calendar_for(parent.school))
    return {
        "readers": who_reads(parent.door),
        "answer_by": on_the_day(promised),
        "numbers": to_say(parent.door, parent.today),
        "contact": parent.door.contact or ", ".join(_coordinators(parent)),
        "complaints": parent.door.complaints,
        "inspector": numbers_of(parent.school)[Line.INSPECTOR].number,
    }


def _coordinators(parent: Parent) -> list[str]:
    """Whom parents can speak to where the school says nothing else."""
    able = StaffMember.objects.filter(
        school=parent.school, is_active=True, role__in=roles_with(Right.COORDINATE) & roles_with(Right.DOORS)
    )
    return [one.name for one in by_name(able)]
