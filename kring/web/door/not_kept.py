"""What a door shows when it cannot keep what was told, or was shut meanwhile: all of it stands in the page, to be sent
again, with whom to go to until then. It asks nothing of the database, which may be what is away (decision 162)."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from kring.own_word import in_dutch
from kring.protocol.called import STANDARD
from kring.school.calling import shipped_numbers
from kring.school.models import Line
from kring.web.door.page import answer
from kring.web.forms.drafts import STATE
from kring.web.forms.texts import readable
from kring.web.way_in.nothing_kept import Typed, as_sent

SEALED = (STATE, "pause")
"""Goes along unseen: nobody typed it."""


def not_kept(request: HttpRequest, typed: Sequence[Typed]) -> HttpResponse:
    """The child's page with what it typed, when nothing can be kept."""
    with in_dutch(STANDARD):
        return answer("kring/door/not_kept.html", shown(request, typed, Line.ALARM, Line.CHILD_LINE), status=507)


def shut(request: HttpRequest, code_url: str, written: Sequence[tuple[str, list[str]]]) -> HttpResponse:
    """There is no such door, or it is shut. What was typed stands there; with six words one reads on."""
    with in_dutch(STANDARD):
        here = shown_when_shut(request, code_url, written, Line.ALARM, Line.CHILD_LINE)
        return answer("kring/door/shut.html", here, status=404)


def shown_when_shut(
    request: HttpRequest, code_url: str, written: Sequence[tuple[str, list[str]]], *lines: Line
) -> dict[str, Any]:
    """What that page of either door needs. `written` is what travelled sealed, with what was asked: it is only read,
    unless it stands in a field. A form that can go on when the door opens again stays, also where nothing was written
    in it."""
    here = shown(request, as_sent(request), *lines)
    fields = {readable(one.value).strip() for one in here["texts"]}
    rows = [(asked, [line for line in lines if line not in fields]) for asked, lines in written]
    return {
        **here,
        "code_url": "" if request.path == code_url else code_url,
        "written": [row for row in rows if row[1]],
        "wrote": bool(written or here["texts"]),
        "goes_on": bool(here["texts"]) or any(one.name == STATE for one in here["hidden"]),
    }


def shown(request: HttpRequest, typed: Sequence[Typed], *lines: Line) -> dict[str, Any]:
    """What such a page needs: the form as it was sent, and whom to call."""
    numbers = shipped_numbers()
    return {
        "path": request.get_full_path(),
        "texts": [one for one in typed if one.is_text and one.name not in SEALED],
        "hidden": [one for one in typed if not one.is_text or one.name in SEALED],
        "numbers": [(line, numbers[line].number) for line in lines],
    }
