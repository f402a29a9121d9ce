"""Every page of the parent's door: the frame of the child's door, in the language that the parent chose."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kring.own_word import DUTCH, own_word
from kring.protocol.called import STANDARD
from kring.reports.languages import Language, known, shown
from kring.reports.models import Door
from kring.school.models import Line
from kring.web.door.doorway import Doorway, Row
from kring.web.door.not_kept import shown as shown_when_not_kept
from kring.web.door.not_kept import shown_when_shut
from kring.web.door.page import Caller, answer
from kring.web.parent_door import screens
from kring.web.parent_door.answers import ParentAnswers
from kring.web.way_in.middleware import now_at
from kring.web.way_in.nothing_kept import Typed

ASKED = "taal"
"""In an address, and on the buttons of a page: in which language it goes on. No cookie says it."""


@dataclass(frozen=True)
class Parent(Caller):
    """Somebody at the parent's door."""

    def address(self, name: str) -> str:
        return super().address(name) + asked_in(self.language)

    def page(self, template: str, shown: dict[str, Any], *, status: int = 200, leaves: bool = False) -> HttpResponse:
        own = {
            "first_url": self.address("parent_door"),
            "asks_url": self.address("parent_door_asks"),
            "code_url": self.address("parent_door_code"),
            "link_url": self.address("parent_door_link"),
            "child_url": super().address("door") if self.door.for_children else "",
            "language": self.language,
            "languages": other_languages(self.language),
        }
        page = super().page(template, own | shown, status=status, leaves=leaves)
        page["Content-Language"] = self.language
        return page


def other_languages(language: str) -> list[Language]:
    """Those that the page can go on in, but for this one."""
    return [one for one in shown() if one.code != language]


def asked_in(language: str) -> str:
    """What an address ends in, to go on in this language."""
    return f"?{ASKED}={language}" if language != DUTCH else ""


def chosen(request: HttpRequest) -> str:
    """The language of this request: the button that was pressed, else what the address says."""
    return known(request.POST.get(ASKED) or request.GET.get(ASKED) or DUTCH)


LINES = (Line.ALARM, Line.SAFE_HOME)
"""Whom a parent can call when Kring can do nothing."""


def not_kept(request: HttpRequest, typed: Sequence[Typed]) -> HttpResponse:
    """The parent's page with what was typed, when nothing can be kept."""
    with translation.override(chosen(request)), own_word(STANDARD):
        here = shown_when_not_kept(request, typed, *LINES)
        return _in_its_language(request, "kring/parent_door/not_kept.html", here, status=507)


def shut(request: HttpRequest, code_url: str = "", written: Sequence[Row] = ()) -> HttpResponse:
    """There is no such door, or it is shut: in the language of the page that was sent."""
    with translation.override(chosen(request)), own_word(STANDARD):
        here = shown_when_shut(request, code_url, written, *LINES)
        if here["code_url"]:
            here["code_url"] += asked_in(chosen(request))
        return _in_its_language(request, "kring/parent_door/shut.html", here, status=404)


def _in_its_language(request: HttpRequest, template: str, shown: dict[str, Any], *, status: int) -> HttpResponse:
    page = answer(template, {**shown, "language": chosen(request)}, status=status)
    page["Content-Language"] = chosen(request)
    return page


@contextmanager
def _in_words(request: HttpRequest, door: Door) -> Iterator[None]:
    with translation.override(chosen(request)), own_word(door.school.coordinator_word):
        yield


PARENTS = Doorway(
    caller=lambda request, door: Parent(request, door, now_at(door.school), chosen(request)),
    in_words=_in_words,
    answers=ParentAnswers,
    screens=screens.QUESTIONS.by_name,
    given=lambda answers: [(label, [text]) for _screen, rows in screens.given(answers) for label, text in rows],
    code="parent_door_code",
    shut=shut,
    not_kept=not_kept,
)


Answering = Callable[[Parent], HttpResponse]


def parent_page(view: Answering) -> Callable[..., HttpResponse]:
    """A page at a door for parents; one page where there is no such door, or it is shut."""
    return PARENTS.page(view, Q(for_parents=True))


def reading_page(view: Answering) -> Callable[..., HttpResponse]:
    """The same for who comes back, and for whom the board named: it stays open when the school shuts its door."""
    return PARENTS.page(view, Q())
