"""One tap that cannot be taken back asks once: the same form comes back with what it does, and its button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

SURE = "sure"
"""In what is sent: somebody read what it does, and means it."""


def asks_first(request: HttpRequest, *, title: str, text: str | Promise, save: str, back: str) -> HttpResponse | None:
    """The page that asks, or None once it was asked. All that was sent goes along, with the button that was pressed.

    `back` is where somebody goes who did not mean it.
    """
    if SURE in request.POST:
        return None
    sent = [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]
    words = {"title": title, "text": text, "save": save, "back_url": back, "sent": sent}
    return render(request, "kring/parts/sure.html", words)
