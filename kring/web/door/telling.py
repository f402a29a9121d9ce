"""A child tells something: what it should know first, one question a screen, and the six words at the end."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kring.reports import codes
from kring.reports.actions.telling import NewTelling, tell
from kring.reports.models import By
from kring.reports.promise import answer_by
from kring.reports.told import tidied, tidied_teller
from kring.school.calendars import calendar_for
from kring.school.calling import numbers_of, on_call
from kring.school.errors import Refused
from kring.school.models import Line
from kring.web.door import screens, slowly
from kring.web.door.answers import Answers, begun, opened, sealed
from kring.web.door.asking import Screen
from kring.web.door.opening import door_page
from kring.web.door.page import UNTAKEN, Caller, is_stale, on_the_day, who_reads
from kring.web.forms.drafts import STATE
from kring.web.request.redirects import SeeOther

CHILD_LINES = (Line.ALARM, Line.SUICIDE, Line.CHILD_LINE)
"""The numbers that a child is shown (E6.3)."""


@door_page
def first_page(caller: Caller) -> HttpResponse:
    """What is true, before anything is typed: who reads it, when, and what is not promised (E6.4)."""
    return caller.page("kring/door/first.html", _first_words(caller))


@door_page
def asks(caller: Caller) -> HttpResponse:
    """One address for all questions: what was answered so far comes with the form, sealed."""
    sent = caller.request.POST
    if caller.request.method != "POST":
        return SeeOther(caller.address("door"))
    if STATE not in sent:
        return _show(caller, begun(), screens.FIRST)
    answers = opened(caller.door, sent[STATE], Answers)
    if answers is None or answers.screen not in screens.BY_NAME:
        lost = _("Dit lukte niet. Wil je het nog eens vertellen?")
        return _show(caller, begun(), screens.FIRST, says=lost)
    if "written" in sent:
        return caller.page("kring/door/done.html", {}, leaves=True)
    answers = screens.BY_NAME[answers.screen].read(answers, sent)
    if is_stale(caller.request):
        return _show(caller, answers, answers.screen, says=_("Tik nog een keer. Alles staat er nog."))
    return _go_on(caller, answers)


def _go_on(caller: Caller, answers: Answers) -> HttpResponse:
    """Where the button leads that was pressed."""
    sent, here = caller.request.POST, answers.screen
    if refused := _wrong_in(answers, here):
        return _show(caller, answers, here, wrong=refused.sentence)
    if "send" in sent:
        return _send(caller, answers)
    if "back" in sent:
        return _show(caller, answers, screens.before(answers, here))
    if "skip" in sent:
        answers = screens.BY_NAME[here].skipped(answers)
    elif "more" in sent:
        return _show(caller, msgspec.structs.replace(answers, rows=answers.rows + 1), here)
    elif sent.get("change") in screens.BY_NAME:
        return _show(caller, msgspec.structs.replace(answers, looks=True, rows=1), sent["change"])
    elif "to_end" in sent:
        return _show(caller, answers, screens.LAST)
    return _show(caller, msgspec.structs.replace(answers, rows=1), _next(answers, here))


def _next(answers: Answers, here: str) -> str:
    """The screen after this one; the last where the child came from there, and nothing new is to be asked or said."""
    following = screens.after(answers, here)
    if not answers.looks:
        return following
    new = screens.BY_NAME[following]
    return following if _must_be_seen(answers, new) else screens.LAST


def _must_be_seen(answers: Answers, screen: Screen) -> bool:
    return screen.name == "danger" or (screen.name in ("is_head", "talk_with") and not screen.given(answers))


def _wrong_in(answers: Answers, here: str) -> Refused | None:
    """What is wrong with what was typed on this screen."""
    try:
        tidied(answers.told)
        tidied_teller(answers.teller)
    except Refused as refused:
        return refused if _screen_of(refused) == here else None
    return None


def _screen_of(refused: Refused) -> str:
    name = refused.field or "story"
    name = screens.OF_FIELD.get(name, name)
    return name if name in screens.BY_NAME else screens.FIRST


def _send(caller: Caller, answers: Answers) -> HttpResponse:
    """Keep it, and show the six words. The same form again gives the same ones."""
    whole = screens.to_send(answers)
    code = codes.code_of(bytes.fromhex(caller.door.secret), answers.nonce)
    telling = NewTelling(By.CHILD, whole.told, whole.teller, whole.subject)
    try:
        kept = tell(door=caller.door, came=caller.came, telling=telling, digest=slowly.digest(caller.door, code))
    except Refused as refused:
        return _show(caller, answers, _screen_of(refused), wrong=refused.sentence)
    shown = {
        "code": list(enumerate(code.words(), start=1)),
        "code_where": caller.request.get_host() + caller.address("door_code"),
        "answer_by": on_the_day(kept.promised_on),
        "danger": kept.danger,
        "readers": who_reads(caller.door, answers.subject),
        STATE: sealed(caller.door, answers),
    }
    return caller.page("kring/door/sent.html", shown)


def _show(caller: Caller, answers: Answers, name: str, *, says: str = "", wrong: str = "") -> HttpResponse:
    """This screen, with what was answered on it before."""
    screen = screens.BY_NAME[name]
    answers = msgspec.structs.replace(answers, screen=name)
    there = screens.asked(answers)
    shown = {
        "screen": screen,
        "asks": screen.question(answers),
        "under": screen.under_it(answers),
        "says": says,
        "wrong": wrong,
        "place": there.index(screen) + 1 if screen in there else 1,
        "places": len(there),
        "is_first": name == screens.FIRST,
        # What is wrong stands in its field, as long as it may be, and is sent from there again.
        STATE: sealed(caller.door, screen.emptied(answers) if wrong else answers),
        **screen.shows(answers),
        **_beside(caller, answers, screen),
    }
    return caller.page(f"kring/door/{screen.kind}.html", shown, status=UNTAKEN if says or wrong else 200)


def _beside(caller: Caller, answers: Answers, screen: Screen) -> dict[str, Any]:
    """What a screen shows of the school."""
    if screen.kind == "danger":
        numbers = numbers_of(caller.school)
        return {
            "numbers": [(line, numbers[line].number) for line in CHILD_LINES],
            "on_call": on_call(caller.school, caller.today),
            "hurts": "hurt_myself" in answers.told.fears,
        }
    if screen.kind == "look":
        return {"given": screens.given(answers), "readers": who_reads(caller.door, answers.subject)}
    if screen.name in ("is_head", "adult"):
        return {"readers": who_reads(caller.door, answers.subject)}
    return {}


def _first_words(caller: Caller) -> dict[str, Any]:
    promised = answer_by(caller.today, calendar_for(caller.school))
    return {
        "readers": who_reads(caller.door),
        "answer_by": on_the_day(promised),
        "parent_url": caller.address("parent_door") if caller.door.for_parents else "",
    }
