"""What is answered when nothing can be kept: what was typed stands in the page, to be sent again, and nowhere else.

The one home of that (decision 096), for every form and button: a disk that is full, a database that is away. This page
asks nothing of the database, nor of who is signed in.
"""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from kring.protocol.terms import total
from kring.web.forms.drafts import is_own_words
from kring.web.forms.tokens import token_sent
from kring.web.request.room import Room, room
from kring.web.request.trouble import Trouble, trouble_of
from kring.web.way_in import not_taken

logger = logging.getLogger(__name__)

KEEPS_NOTHING = ("GET", "HEAD", "OPTIONS")
TO_READ = frozenset(
    {
        "account_login",
        "second_step",
        "account_logout",
        "choose_school",
        "demo_sign_in_as",
        "set_language",
        "handed_back",
    }
)
"""Forms that are needed to read, and to stop reading. They write hardly anything; for that the floor leaves room."""


OWN_PAGE = "when_nothing_is_kept"
"""An attribute of a view that has a page of its own for this: a door, at which no administrator is to be called."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One value of the form that was sent."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether it is shown, to be changed or copied; all else goes along unseen."""
        return is_own_words(self.name, self.value)


class RoomMiddleware:
    """Under the floor of free space no form is carried out: it comes back before anything is written.

    Reading goes on, with its line in the trail. There is room again: all goes on by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], arguments: Any, named: Any
    ) -> HttpResponse | None:
        if request.method in KEEPS_NOTHING or room() is not Room.NONE:
            return None
        if request.resolver_match and request.resolver_match.url_name in TO_READ:
            return None
        return given_back(request, Trouble.FULL)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever went wrong, in a view or around it. What passes by itself is said in one line, without a traceback."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return not_taken.server_error(request)
    return given_back(request, trouble, reads=trouble is not Trouble.FULL)


LOGGED = total(
    {
        Trouble.AWAY: "The database does not answer. Pages say so, and give back what was typed.",
        Trouble.FULL: "The disk is full. Pages say so, and give back what was typed.",
    },
    Trouble,
)
STATUS = total({Trouble.AWAY: 503, Trouble.FULL: 507}, Trouble)


def given_back(request: HttpRequest, trouble: Trouble, *, reads: bool = True) -> HttpResponse:
    """The page with what was typed in it, where a form of Kring was sent. `reads`: reading still goes on."""
    typed = as_sent(request)
    own = getattr(request.resolver_match.func, OWN_PAGE, None) if request.resolver_match else None
    answer: HttpResponse = own(request, typed) if own else _page(request, typed, trouble, reads=reads)
    answer.status_code = STATUS[trouble]
    answer["Retry-After"] = "30"
    logger.warning("%s", LOGGED[trouble])
    answer._has_been_logged = True  # type: ignore[attr-defined]  # or Django logs each, with its traceback
    add_never_cache_headers(answer)
    return answer


def _page(request: HttpRequest, typed: list[Typed], trouble: Trouble, *, reads: bool) -> HttpResponse:
    of_another = bool(typed) and _is_of_another(request)
    words = {
        "title": _("Kring kan nu niets bewaren") if trouble is Trouble.FULL else _("Kring is even niet bereikbaar"),
        "why": _why(trouble, reads=reads),
        "texts": [one for one in typed if one.is_text and not of_another],
        "hidden": [one for one in typed if not one.is_text or of_another],
        "of_another": of_another,
        "sent": request.method not in KEEPS_NOTHING,
        "path": request.path,
    }
    return HttpResponse(render_to_string("given_back.html", words))


def _is_of_another(request: HttpRequest) -> bool:
    """Whether somebody else is signed in here than who the form was made for: then it goes along unseen, and comes to
    its writer when it is sent again. Who is signed in is known from before it went wrong, or not at all."""
    token, here = token_sent(request, of_any_age=True), getattr(request, "memberships", ())
    if token is None or token.staff_id is None or not here:
        return False
    return all(one.id != token.staff_id for one in here)


def _why(trouble: Trouble, *, reads: bool) -> str:
    if trouble is Trouble.AWAY:
        return _("De plek waar Kring alles bewaart, antwoordt niet. Meestal is dat na een paar minuten over.")
    if reads:
        return _("De schijf van de server is vol. Lezen kan nog. Zeg het tegen de beheerder van jullie school.")
    return _(
        "De schijf van de server is vol. Ook lezen lukt nu niet: van alles wat iemand leest, houdt Kring een regel "
        "bij. Zeg het tegen de beheerder van jullie school."
    )


def as_sent(request: HttpRequest) -> list[Typed]:
    """What stands in the form, when the signature of its token says that Kring made it."""
    if request.method in KEEPS_NOTHING:
        return []
    try:
        sent = request.POST if token_sent(request, of_any_age=True) else {}
    except Exception:  # what cannot be read as a form has nothing to give back
        return []
    return [Typed(name, str(value)) for name in sent for value in request.POST.getlist(name)]
