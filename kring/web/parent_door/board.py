"""Whom the board named reads what was told about the head, and answers: behind a mailed link, without an account."""

from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kring.cases.errors import NotAllowed
from kring.reports.actions import board as verbs
from kring.reports.models import By, Incoming, Said, State
from kring.reports.told import told_in
from kring.school.calling import numbers_of
from kring.school.errors import Refused
from kring.school.models import Line
from kring.web.door.answers import opened, sealed
from kring.web.door.page import UNTAKEN, is_stale, on_the_day
from kring.web.forms.drafts import STATE
from kring.web.forms.texts import readable
from kring.web.parent_door.page import Parent, reading_page, shut
from kring.web.road.told_words import SAID, TITLES, answers_of, teller_answers

BOARD_LINES = (Line.ALARM, Line.SUICIDE, Line.SAFE_HOME)
"""Whom the board calls when a child is not safe: nobody of the school, for it is about its head."""


class BoardReads(msgspec.Struct, frozen=True):
    """Who came in by a link: what it opens, and what names one submit of the page."""

    incoming: UUID
    token: UUID


@reading_page
def board(caller: Parent) -> HttpResponse:
    """An answer of the board. Without the seal of a page that was opened by a link there is nothing here."""
    sent = caller.request.POST
    opens = opened(caller.door, sent.get(STATE, ""), BoardReads)
    told = verbs.read_by_board(caller.school).select_related("school", "case")
    incoming = told.filter(pk=opens.incoming).first() if opens else None
    if opens is None or incoming is None:
        return shut(caller.request)
    text = readable(sent.get("text", ""))
    if is_stale(caller.request):
        return shows_board(caller, incoming, text=text, wrong=_("Druk nog een keer op de knop. Alles staat er nog."))
    if "ready" in sent:
        return caller.page("kring/parent_door/board_done.html", {}, leaves=True)
    ends = "end" in sent
    try:
        verbs.answer(
            incoming_id=incoming.pk,
            school_id=caller.school.pk,
            came=caller.came,
            text=text,
            token=uuid5(opens.token, f"{ends}|{text.strip()}"),
            ends=ends,
        )
    except NotAllowed:
        return shut(caller.request)
    except Refused as refused:
        return shows_board(caller, incoming, text=text, wrong=refused.sentence)
    incoming.refresh_from_db()
    return shows_board(caller, incoming, thanks=_("Uw antwoord staat klaar. Wie het vertelde, kan het nu lezen."))


def shows_board(
    caller: Parent, incoming: Incoming, *, text: str = "", wrong: str = "", thanks: str = ""
) -> HttpResponse:
    """All that was told, and what was said since. It is noted each time."""
    try:
        verbs.read(incoming=incoming, came=caller.came)
    except NotAllowed:
        return shut(caller.request)
    by, told = By(incoming.came_by), incoming.told
    talk = list(incoming.said.order_by("number"))
    numbers = numbers_of(caller.school)
    shown = {
        "title": TITLES[by],
        "answers": list(answers_of(told, by)),
        "teller": list(teller_answers(incoming.who_told)),
        "talk": [_line(caller, by, one) for one in talk],
        "promised": on_the_day(incoming.promised_on) if incoming.state == State.NEW else "",
        "danger": incoming.danger,
        "calls": [(str(line.label), numbers[line].number) for line in BOARD_LINES],
        "inspector": numbers[Line.INSPECTOR].number,
        "stopped": incoming.stopped_on is not None,
        "ended": incoming.state == State.ENDED,
        "text": text,
        "wrong": wrong,
        "thanks": thanks,
        "board_url": caller.address("board_reads"),
        STATE: sealed(caller.door, BoardReads(incoming.pk, uuid4())),
    }
    return caller.page("kring/parent_door/board.html", shown, status=UNTAKEN if wrong else 200)


def _line(caller: Parent, by: By, one: Said) -> dict[str, Any]:
    again = one.kind == Said.What.TOLD_AGAIN
    return {
        "by": caller.door.board_name if one.by_board else _("Wie het vertelde"),
        "ours": one.by_board,
        "on": one.on,
        "what": SAID[Said.What(one.kind)],
        "text": "" if again else one.text,
        "answers": list(answers_of(told_in(one.text), by)) if again else [],
    }
