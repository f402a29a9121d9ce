"""Which pages stand behind which door: one decorator for what is told, one for who comes back."""

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpResponse

from kring.own_word import in_dutch
from kring.web.door import screens
from kring.web.door.answers import Answers
from kring.web.door.doorway import Doorway
from kring.web.door.not_kept import not_kept, shut
from kring.web.door.page import Caller
from kring.web.way_in.middleware import now_at

CHILDS = Doorway(
    caller=lambda request, door: Caller(request, door, now_at(door.school)),
    in_words=lambda _request, door: in_dutch(door.school.coordinator_word),
    answers=Answers,
    screens=screens.QUESTIONS.by_name,
    given=lambda answers: [(str(asked), lines) for _name, asked, lines in screens.given(answers)],
    code="door_code",
    shut=shut,
    not_kept=not_kept,
)

Answering = Callable[[Caller], HttpResponse]


def door_page(view: Answering) -> Callable[..., HttpResponse]:
    """A page at a door for children; one page where there is no such door, or it is shut.

    It answers itself when the form's token is too old, or its cookie was dropped: what was typed stands there again.
    """
    return CHILDS.page(view, Q(for_children=True))


def reading_page(view: Answering) -> Callable[..., HttpResponse]:
    """The same for who comes back: it stays open when the school shuts its door, for an answer was promised."""
    return CHILDS.page(view, Q())
