"""Every page of a door: which school it is of, in Dutch, without an account, a session or a copy anywhere (E6.5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.own_word import DUTCH
from kring.reports.access import for_whom, readers_of, who_read
from kring.reports.models import Door, For, Incoming
from kring.reports.told import Subject
from kring.school.act import Itself
from kring.school.models import School
from kring.school.order import by_name
from kring.web.forms.tokens import new_token
from kring.words import HERE

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""Tighter than that of the pages of staff: no manifest, and script makes no markup."""

UNTAKEN = 422
"""Something is not right yet, and is said on the page."""


@dataclass(frozen=True)
class Caller:
    """Somebody at a door: which door, the moment it is there, what they sent, and in which language they read."""

    request: HttpRequest
    door: Door
    at: datetime
    language: str = DUTCH

    @property
    def school(self) -> School:
        return self.door.school

    @property
    def today(self) -> date:
        return self.at.astimezone(HERE).date()

    @property
    def came(self) -> Itself:
        """For the verbs: nobody of the staff did this."""
        return Itself(self.at)

    def address(self, name: str) -> str:
        """The address of this page of the door."""
        return reverse(name, args=[self.door.address])

    def page(self, template: str, shown: dict[str, Any], *, status: int = 200, leaves: bool = False) -> HttpResponse:
        """A page of this door. `leaves`: nothing of it is to stay behind in the browser."""
        own = {
            "door": self.door,
            "school": self.school,
            "csrf_token": get_token(self.request),
            "token": new_token(staff_id=None, key=self.request.path).signed(),
            "first_url": self.address("door"),
            "asks_url": self.address("door_asks"),
            "code_url": self.address("door_code"),
            "today": self.today,
        }
        return answer(template, own | shown, status=status, leaves=leaves)


STALE = "kring_stale"


def page_when_stale(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same page for a form whose token does not hold: it shows what was sent, and carries nothing out."""

    def stale(request: HttpRequest, address: str) -> HttpResponse:
        setattr(request, STALE, True)
        return page(request, address)

    return stale


def is_stale(request: HttpRequest) -> bool:
    """Whether nothing of this may be carried out."""
    return bool(getattr(request, STALE, False))


def answer(template: str, shown: dict[str, Any], *, status: int = 200, leaves: bool = False) -> HttpResponse:
    """A page without anything of the request in it: no menu, no message, no name of who is signed in elsewhere."""
    page = HttpResponse(render_to_string(template, shown), status=status)
    page["Content-Security-Policy"] = POLICY
    page["Cache-Control"] = "private, no-store"
    page["Content-Language"] = DUTCH
    patch_vary_headers(page, ["Cookie"])
    if leaves:
        # Not "storage": in a browser of staff there stands sealed what they could not send yet (decision 094).
        page["Clear-Site-Data"] = '"cache"'
    return page


def on_the_day(day: date) -> str:
    """A day as it stands in the calendar, to be read again later: `op woensdag 25 november`."""
    return _("op %(day)s") % {"day": words.day(day)}


@dataclass(frozen=True)
class Face:
    """The photo of who reads it, at an address of this door."""

    name: str
    url: str


@dataclass(frozen=True)
class WhoReads:
    """Who reads it, in a sentence, and the photos of those of whom there is one."""

    sentence: str
    faces: tuple[Face, ...] = ()


def who_reads(door: Door, subject: Subject = Subject.CHILDREN) -> WhoReads | None:
    """Who reads what is about this, now; None where nobody does. At most one query."""
    whom = for_whom(subject, door)
    if whom is For.BOARD:
        return WhoReads(_in_a_sentence([door.board_name]))
    found = by_name(who_read(door.school_id, whom).select_related("portrait").defer("portrait__content"))
    if not found:
        return None
    shown = [(one.name, one.portrait.pk) for one in found if hasattr(one, "portrait")]
    faces = (Face(name, reverse("door_portrait", args=[door.address, pk])) for name, pk in shown)
    return WhoReads(_in_a_sentence([one.name for one in found]), tuple(faces))


def _in_a_sentence(names: Sequence[str]) -> str:
    if not names:
        return ""
    said = ngettext("%(names)s leest dit.", "%(names)s lezen dit.", len(names))
    return said % {"names": words.listed(names)}


def who_reads_now(door: Door, incoming: Incoming, today: date) -> str:
    """Who reads what was told about the head, as it is now: where the board's address went away since, somebody else
    may (decision 152). The board reads it by a link that still works, or by the one that it is mailed; nobody is named
    who is kept out of it. "" for what is not about the head, which is read by whom it was said beforehand, and where
    nobody reads it now."""
    if incoming.subject != Subject.HEAD.value:
        return ""
    is_for_board = For(incoming.for_whom) is For.BOARD
    by_mail = is_for_board and bool(door.board_mail)
    board = by_mail or incoming.links.filter(for_board=True, works_until__gte=today).exists()
    names = [door.board_name or _("Het bestuur")] if board else []
    colleagues = [] if is_for_board else by_name(readers_of(incoming))
    return _in_a_sentence([*names, *(one.name for one in colleagues)])
