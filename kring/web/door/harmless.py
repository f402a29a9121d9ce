"""Where ‘Weg hier’ leads: a page about animals that says nothing of a door, and at which nobody looks twice."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kring.own_word import in_dutch
from kring.protocol.called import STANDARD
from kring.web.door.page import answer


@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """Five things about animals. It has a door's headers, so that nothing of the page before stays behind."""
    with in_dutch(STANDARD):
        return answer("kring/door/facts.html", {}, leaves=True)
