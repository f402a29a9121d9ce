"""A phone that was handed to a child: nothing of Kring opens but the child's page, until whose phone it is says so.

The mark stands in the session of this one device, with ids and addresses only (decision 69).
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kring.web.request import clock
from kring.web.request.redirects import SeeOther
from kring.web.way_in import counters
from kring.web.way_in.counters import NONE, Limit, key_of
from kring.web.way_in.seal import goes_on
from kring.web.way_in.store import IN_ALL, hash_of

HANDED_OVER = "kring_handed_over"
MOST_TRIES = 5
"""After so many wrong numbers only signing in again helps."""
NUMBERS = Limit("handed over", free=MOST_TRIES, first=IN_ALL, longest=IN_ALL, forgives=IN_ALL)
"""Counted where all processes count, and not in the session: there a hundred at once were counted as a few."""


@dataclass(frozen=True)
class HandedOver:
    """What a child has before it: the address of its page, and where its teacher goes on with which number.

    `kept`: something that it said was kept; `done`: it is through, and the page does not open again.
    """

    page: str
    to: str
    number: str
    tries: int = 0
    done: bool = False
    kept: bool = False

    @property
    def may_try(self) -> bool:
        return self.tries < MOST_TRIES


def handed_over(request: HttpRequest) -> HandedOver | None:
    """What was handed over on this device; None when it is in its owner's hands."""
    kept = request.session.get(HANDED_OVER)
    return HandedOver(**kept) if kept else None


def hand_over(request: HttpRequest, mark: HandedOver) -> None:
    """From here on this device shows the child's page, and nothing else.

    Its cookie is renewed, so that no browser shows an earlier page from memory. What its owner typed without a
    connection stays sealed on it meanwhile.
    """
    goes_on(request)
    keep(request, mark)


def keep(request: HttpRequest, mark: HandedOver) -> None:
    request.session[HANDED_OVER] = asdict(mark)


def said(request: HttpRequest, *, done: bool = True) -> None:
    """The child said something that was kept; once it is done its page does not open again."""
    if mark := handed_over(request):
        keep(request, replace(mark, kept=True, done=done))


def may_be_judged(request: HttpRequest, mark: HandedOver) -> bool:
    """Counts one more number that was typed; whether it is looked at. Not in the verb, which undoes what it refuses."""
    turn = counters.take(NUMBERS, _line(request), at=clock.now(), known=True)
    keep(request, replace(mark, tries=turn.misses or MOST_TRIES))
    return turn.waits <= NONE


def give_back(request: HttpRequest, number: str) -> bool:
    """Whether this is the number of whose phone it is: then it opens everything again."""
    mark = handed_over(request)
    if mark is not None and number != mark.number:
        return False
    counters.forget(_line(request))
    request.session.pop(HANDED_OVER, None)
    return True


def _line(request: HttpRequest) -> str:
    """Of this one time: each handing over gives the session another key."""
    return key_of(NUMBERS, hash_of(request.session.session_key))


class HandedOverMiddleware:
    """Shuts every other address while a phone is handed over.

    Stands after `StaffMiddleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "staff", None) is None:
            return self.get_response(request)
        mark, back = handed_over(request), reverse("handed_back")
        if mark:
            page = back if mark.done else mark.page
            if request.path not in (page, back, reverse("account_logout"), reverse("still_in")):
                return SeeOther(page)
        response = self.get_response(request)
        if mark and request.path == mark.page and response.status_code == HTTPStatus.NOT_FOUND:
            return SeeOther(back)  # the child left the case meanwhile, or it is of somebody else
        return response
