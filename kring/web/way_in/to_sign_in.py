"""The way to the page to sign in and back, with a sentence for who was in until now: a shut door says why."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.web.request.redirects import SeeOther


def to_sign_in(request: HttpRequest, *, then: str, kept: bool = False, undone: bool = False) -> SeeOther:
    """To sign in, or to choose a school, and from there on to `then`. `kept`: text was sent, and it is kept. `undone`:
    a button was pressed or a form was sent, and nothing came of it."""
    page = "choose_school" if request.user.is_authenticated else "account_login"
    if sentence := _why(request, kept=kept, undone=undone):
        messages.info(request, sentence)
    return SeeOther(f"{reverse(page)}?{urlencode({'next': then}, safe='/')}")


def _why(request: HttpRequest, *, kept: bool, undone: bool) -> str:
    """Why somebody comes here, and what came of what they sent."""
    if kept and request.user.is_authenticated:
        return _("Je tekst is bewaard en staat er weer zodra je een school kiest.")
    if kept:
        return _("Je was uitgelogd. Je tekst is bewaard en staat er weer zodra je bent ingelogd.")
    came_of_it = _("Wat je net koos of schreef, is niet bewaard.") if undone else ""
    return f"{_ended(request)} {came_of_it}".strip()


def _ended(request: HttpRequest) -> str:
    """Why the door is shut; nothing to who signed out or never was in: such a browser has no session of ours."""
    if request.user.is_authenticated or not request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return ""
    if SESSION_KEY in request.session:
        return _("Er is iets veranderd aan hoe je binnenkomt. Log opnieuw in.")
    if request.session.is_empty():
        return _("Je bent niet meer ingelogd. Na een half uur niets doen logt Kring je uit, en na twaalf uur ook.")
    return ""
