"""Which pages stand behind which door: one decorator for what is told, one for who comes back."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kring.own_word import in_dutch
from kring.reports.models import Door
from kring.web.door import screens
from kring.web.door.answers import Answers, in_the_middle, written_in
from kring.web.door.not_kept import not_kept, shut
from kring.web.door.page import Caller, page_when_stale
from kring.web.way_in.middleware import now_at
from kring.web.way_in.nothing_kept import OWN_PAGE
from kring.web.way_in.stale import OWN_ANSWER

Answering = Callable[[Caller], HttpResponse]


def door_page(view: Answering) -> Callable[..., HttpResponse]:
    """A page at a door for children; one page where there is no such door, or it is shut.

    It answers itself when the form's token is too old, or its cookie was dropped: what was typed stands there again.
    """
    return _page(view, Q(for_children=True))


def reading_page(view: Answering) -> Callable[..., HttpResponse]:
    """The same for who comes back: it stays open when the school shuts its door, for an answer was promised."""
    return _page(view, Q())


def _page(view: Answering, doors: Q) -> Callable[..., HttpResponse]:
    @wraps(view)
    def page(request: HttpRequest, address: str) -> HttpResponse:
        door = Door.objects.select_related("school").filter(doors, address=address.lower()).first()
        if door is None:
            return _when_shut(request, address)
        with in_dutch(door.school.coordinator_word):
            return view(Caller(request, door, now_at(door.school)))

    setattr(page, OWN_ANSWER, page_when_stale(page))
    setattr(page, OWN_PAGE, not_kept)
    return page


def _when_shut(request: HttpRequest, address: str) -> HttpResponse:
    """What was not sent stands there to be read; who had sent it already, and wrote down its six words, is done."""
    door, answers = in_the_middle(request, address, Answers)
    if door and answers and "written" in request.POST:
        with in_dutch(door.school.coordinator_word):
            return Caller(request, door, now_at(door.school)).page("kring/door/done.html", {}, leaves=True)
    if answers and answers.screen in screens.BY_NAME:
        answers = screens.BY_NAME[answers.screen].read(answers, request.POST)
    written = written_in(answers.told, answers.teller) if answers else []
    return shut(request, reverse("door_code", args=[address]), written)
