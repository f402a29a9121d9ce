"""The page behind a mailed link. To look at it does nothing and shows nothing: what scans mail looks, and follows all
links, and runs scripts. A press opens it, once; after that the same page mails a new one (decision 152).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from kring.own_word import DUTCH, in_dutch, own_word
from kring.protocol.called import STANDARD
from kring.reports.actions.coming_back import ask_link, ask_link_again
from kring.reports.links import find_link, mail_digest, open_link
from kring.reports.models import Door, Link
from kring.reports.told import LONGEST_MAIL
from kring.web.door.coming_back import shows
from kring.web.door.page import STALE, UNTAKEN, answer, is_stale
from kring.web.forms.texts import readable
from kring.web.forms.tokens import token_sent
from kring.web.parent_door.board import shows_board
from kring.web.parent_door.coming_back import PARENT
from kring.web.parent_door.page import Parent, not_kept, reading_page
from kring.web.way_in import counters
from kring.web.way_in.counters import NONE, Limit, key_of
from kring.web.way_in.guess import network_of
from kring.web.way_in.middleware import now_at
from kring.web.way_in.nothing_kept import OWN_PAGE
from kring.web.way_in.stale import OWN_ANSWER

MINUTE = timedelta(minutes=1)
ASKS = Limit("mailed link", free=10, first=MINUTE, longest=10 * MINUTE, forgives=MINUTE)
"""So often a network asks for new links before nothing is looked up for a while; what the page says stays the same."""


def link_page(view: Callable[[Parent, Link], HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page behind a link, in the language of who told it; one page for what is no link (any more)."""

    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        link = find_link(token)
        door = Door.objects.select_related("school").filter(school=link.incoming.school_id).first() if link else None
        if link is None or door is None:
            with in_dutch(STANDARD):
                return answer("kring/parent_door/no_link.html", {}, status=404)
        language = DUTCH if link.for_board else link.incoming.language
        with translation.override(language), own_word(door.school.coordinator_word):
            return view(Parent(request, door, now_at(door.school), language), link)

    def stale(request: HttpRequest, token: str) -> HttpResponse:
        setattr(request, STALE, True)
        return page(request, token)

    setattr(page, OWN_ANSWER, stale)
    setattr(page, OWN_PAGE, not_kept)
    return page


@link_page
def told_link(parent: Parent, link: Link) -> HttpResponse:
    """One button; pressed, what is behind the link. Where it was opened before, the button mails a new one."""
    if parent.request.method != "POST":
        return _closed(parent, link)
    token = token_sent(parent.request)
    if is_stale(parent.request) or token is None:
        return _closed(parent, link, says=_("Druk nog een keer op de knop."))
    if "again" in parent.request.POST:
        ask_link_again(link)
        return parent.page("kring/parent_door/asked.html", {})
    if not open_link(link, page=str(token.id), today=parent.today):
        return parent.page("kring/parent_door/used.html", {"for_board": link.for_board}, status=UNTAKEN)
    if link.for_board:
        return shows_board(parent, link.incoming)
    return shows(parent, PARENT, link.incoming)


def _closed(parent: Parent, link: Link, *, says: str = "") -> HttpResponse:
    """What is shown to whoever only looks: of what was told nothing, and not whether it was opened before."""
    shown = {"for_board": link.for_board, "says": says}
    return parent.page("kring/parent_door/link.html", shown, status=UNTAKEN if says else 200)


@reading_page
def ask(parent: Parent) -> HttpResponse:
    """Ask for a new link by the address. What the page says is the same for every address."""
    sent = parent.request.POST
    if parent.request.method != "POST":
        return parent.page("kring/parent_door/ask.html", {})
    typed = readable(sent.get("mail", "")).strip()[:LONGEST_MAIL]
    wrong = "" if "@" in typed else _("Vul uw e-mailadres in.")
    if is_stale(parent.request):
        wrong = _("Druk nog een keer op de knop. Alles staat er nog.")
    if wrong:
        shown = {"typed": typed, "wrong": wrong, "wrong_field": "mail"}
        return parent.page("kring/parent_door/ask.html", shown, status=UNTAKEN)
    if counters.take(ASKS, key_of(ASKS, network_of(parent.request)), at=parent.at).waits <= NONE:
        ask_link(school_id=parent.school.pk, digest=mail_digest(parent.door, typed))
    return parent.page("kring/parent_door/asked.html", {})
