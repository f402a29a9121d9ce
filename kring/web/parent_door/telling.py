"""A parent tells something: what is true first, a subject a screen, and at the end how the answer comes."""

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kring.reports import codes
from kring.reports.actions.telling import NewTelling, tell
from kring.reports.models import By
from kring.reports.promise import answer_by
from kring.reports.told import Named, tidied, tidied_teller
from kring.school.calendars import calendar_for
from kring.school.calling import numbers_of, on_call
from kring.school.errors import Refused
from kring.school.models import Line, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, roles_with
from kring.web.door import slowly
from kring.web.door.answers import opened, sealed
from kring.web.door.page import UNTAKEN, is_stale, on_the_day, who_reads
from kring.web.forms.drafts import STATE
from kring.web.parent_door import screens, wording
from kring.web.parent_door.answers import ParentAnswers, begun, to_send, without
from kring.web.parent_door.page import ASKED, Parent, parent_page
from kring.web.request.redirects import SeeOther

PARENT_LINES = (Line.ALARM, Line.SUICIDE, Line.SAFE_HOME)
"""The numbers that a parent is shown when a child is in danger."""


@parent_page
def first_page(parent: Parent) -> HttpResponse:
    """What is true, before anything is typed: who reads it, when, what the school does, and where else one can go."""
    return parent.page("kring/parent_door/first.html", _first_words(parent))


@parent_page
def asks(parent: Parent) -> HttpResponse:
    """One address for all screens: what was answered so far comes with the form, sealed."""
    sent = parent.request.POST
    if parent.request.method != "POST":
        return SeeOther(parent.address("parent_door"))
    if STATE not in sent:
        return _show(parent, begun(), screens.FIRST)
    answers = opened(parent.door, sent[STATE], ParentAnswers)
    if answers is None or answers.screen not in screens.BY_NAME:
        return _show(parent, begun(), screens.FIRST, says=_("Dit lukte niet. Wil je het nog eens vertellen?"))
    if "written" in sent:
        return parent.page("kring/parent_door/done.html", {}, leaves=True)
    answers = screens.BY_NAME[answers.screen].read(answers, sent)
    if is_stale(parent.request):
        return _show(parent, answers, answers.screen, says=_("Druk nog een keer op de knop. Alles staat er nog."))
    return _go_on(parent, answers)


def _go_on(parent: Parent, answers: ParentAnswers) -> HttpResponse:
    """Where the button leads that was pressed."""
    sent, here = parent.request.POST, answers.screen
    if ASKED in sent:
        return _show(parent, answers, here)
    if "back" in sent:
        return _show(parent, answers, screens.before(answers, here))
    if refused := _wrong_in(answers, here):
        return _show(parent, answers, here, wrong=refused)
    if "send" in sent:
        return _send(parent, answers)
    if "more" in sent:
        return _show(parent, msgspec.structs.replace(answers, rows=answers.rows + 1), here)
    if sent.get("change") in screens.BY_NAME:
        return _show(parent, msgspec.structs.replace(answers, looks=True), sent["change"])
    if "to_end" in sent:
        return _show(parent, answers, screens.LAST)
    return _show(parent, answers, screens.after(answers, here))


def _wrong_in(answers: ParentAnswers, here: str) -> Refused | None:
    """What is wrong with what was typed on this screen; on the last one, anywhere."""
    try:
        tidied(answers.told)
        tidied_teller(answers.teller)
    except Refused as refused:
        return refused if here in (screens.LAST, screens.OF_FIELD.get(refused.field or "", "")) else None
    return None


def _send(parent: Parent, answers: ParentAnswers) -> HttpResponse:
    """Keep it, and say how the answer comes. The same form again gives the same six words."""
    whole = to_send(answers)
    code = codes.code_of(bytes.fromhex(parent.door.secret), answers.nonce)
    telling = NewTelling(By.PARENT, whole.told, whole.teller, whole.subject, parent.language)
    try:
        kept = tell(door=parent.door, came=parent.came, telling=telling, digest=slowly.digest(parent.door, code))
    except Refused as refused:
        return _show(parent, answers, screens.OF_FIELD.get(refused.field or "", "happens"), wrong=refused)
    teller = kept.who_told
    shown = {
        "code": list(enumerate(code.words(), start=1)),
        "code_where": parent.request.get_host() + parent.address("parent_door_code"),
        "answer_by": on_the_day(kept.promised_on),
        "danger": kept.danger,
        "readers": who_reads(parent.door, answers.subject),
        "mail": teller.mail,
        "phone": teller.phone,
        STATE: sealed(parent.door, answers),
    }
    return parent.page("kring/parent_door/sent.html", shown)


def _show(
    parent: Parent, answers: ParentAnswers, name: str, *, says: str = "", wrong: Refused | None = None
) -> HttpResponse:
    """This screen, with what was answered on it before. What is wrong is said on the screen where it stands."""
    if wrong is not None:
        name = screens.OF_FIELD.get(wrong.field or "", name)
    screen = screens.BY_NAME[name]
    answers = msgspec.structs.replace(answers, screen=name)
    there = screens.asked(answers)
    shown: dict[str, Any] = {
        "screen": screen,
        "answers": answers,
        "says": says,
        "wrong": wrong.sentence if wrong else "",
        "wrong_field": wrong.field if wrong else "",
        "place": there.index(screen) + 1 if screen in there else 1,
        "places": len(there),
        "is_first": name == screens.FIRST,
        # What is wrong stands in its field, as long as it may be, and is sent from there again.
        STATE: sealed(parent.door, without(answers, wrong.field) if wrong else answers),
        **_beside(parent, answers, name),
    }
    return parent.page(f"kring/parent_door/{name}.html", shown, status=UNTAKEN if says or wrong else 200)


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


def _first_words(parent: Parent) -> dict[str, Any]:
    """What the first page says of this school."""
    promised = answer_by(parent.today, calendar_for(parent.school))
    return {
        "readers": who_reads(parent.door),
        "answer_by": on_the_day(promised),
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
