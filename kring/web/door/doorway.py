"""How a request comes to a page of either door: the door found by its address, and one page where there is none, or it
is shut (decision 162)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, TypeVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kring.reports import codes
from kring.reports.actions import coming_back
from kring.reports.models import Door
from kring.school.errors import NotAllowed
from kring.web.door import slowly
from kring.web.door.answers import in_the_middle, is_written
from kring.web.door.page import Caller, page_when_stale
from kring.web.way_in.nothing_kept import OWN_PAGE, Typed
from kring.web.way_in.stale import OWN_ANSWER

C = TypeVar("C", bound=Caller)

Row = tuple[str, list[str]]
"""A question, or a label, and what was answered to it."""


@dataclass(frozen=True, kw_only=True)
class Doorway(Generic[C]):
    """What the pages of one door have of their own: who stands before it, in which words, and what it asked of them."""

    caller: Callable[[HttpRequest, Door], C]
    in_words: Callable[[HttpRequest, Door], AbstractContextManager[object]]
    answers: type[Any]
    screens: Mapping[str, Any]
    given: Callable[[Any], Sequence[Row]]
    """What was answered so far, as ‘Klopt dit?’ shows it."""
    code: str
    """The name of the address where six words are typed."""
    shut: Callable[[HttpRequest, str, Sequence[Row]], HttpResponse]
    not_kept: Callable[[HttpRequest, Sequence[Typed]], HttpResponse]

    def page(self, view: Callable[[C], HttpResponse], doors: Q) -> Callable[..., HttpResponse]:
        """The page at those of the doors. It answers itself when the form's token is too old, or its cookie was
        dropped, and when nothing can be kept: what was typed stands there again."""

        @wraps(view)
        def page(request: HttpRequest, address: str) -> HttpResponse:
            door = Door.objects.select_related("school").filter(doors, address=address.lower()).first()
            if door is None:
                return self._when_shut(view, request, address)
            with self.in_words(request, door), suppress(NotAllowed):
                return view(self.caller(request, door))
            # It was shut while this was on its way: the verb looks once more, under its lock.
            return self._when_shut(view, request, address)

        setattr(page, OWN_ANSWER, page_when_stale(page))
        setattr(page, OWN_PAGE, self.not_kept)
        return page

    def _when_shut(self, view: Callable[[C], HttpResponse], request: HttpRequest, address: str) -> HttpResponse:
        """What was not sent stands there to be read. Who had sent it already goes on: to write down the six words, or
        to add to it, as with these one may."""
        door, answers = in_the_middle(request, address, self.answers)
        if door is None or answers is None:
            return self.shut(request, reverse(self.code, args=[address]), [])
        with self.in_words(request, door):
            if _was_sent(door, answers.nonce):
                return view(self.caller(request, door))
            if answers.screen in self.screens:
                answers = self.screens[answers.screen].read(answers, request.POST)
            written = self.given(answers) if is_written(answers.told, answers.teller) else []
        return self.shut(request, reverse(self.code, args=[address]), written)


def _was_sent(door: Door, nonce: bytes) -> bool:
    """Whether the form of this name was sent before, at this door."""
    code = codes.code_of(bytes.fromhex(door.secret), nonce)
    return coming_back.find(door.school_id, slowly.digest(door, code)) is not None
