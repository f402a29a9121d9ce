"""The two addresses of a draft: kept while somebody types (kring/keeping.js), and thrown away."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kring import words
from kring.web.forms import drafts
from kring.web.forms.tokens import token_sent
from kring.web.models import Submission
from kring.web.request import clock
from kring.web.request.redirects import HOME, SeeOther
from kring.web.request.requests import KringRequest
from kring.web.request.seats import practised_before, practises, seat_of
from kring.web.request.sure import asks_first

GONE = gettext_lazy("Wat je typte, is dan weg. Het komt niet terug.")


@require_POST
def keep_draft(request: KringRequest) -> HttpResponse:
    """Keeps the form while somebody types, and says in one line what became of the text."""
    token = token_sent(request)
    if token is None:
        return _answer(_("Je tekst wordt nu niet tussendoor bewaard. Bewaar hem zelf voor je weggaat."))
    if request.staff is None or request.staff.id != token.staff_id:
        return kept_for_its_writer(request)
    with transaction.atomic():  # what the form itself brings at the same moment waits, or was first
        done = Submission.objects.filter(token=token.id).first()
        kept = done is None and drafts.keep(staff=request.staff, token=token, data=request.POST, at=request.now)
    if done is not None and done.digest == drafts.digest_of(request.POST):
        return _answer("", kept=True)
    if done is not None:
        return _answer(_("Dit formulier is al bewaard. Wat je nu nog verandert, wordt niet tussendoor bewaard."))
    if kept:
        return _answer(_("Als concept bewaard om %(time)s.") % {"time": words.clock(request.now)}, kept=True)
    if drafts.too_long(request.POST):
        return _answer(_("Je tekst is te lang om tussendoor te bewaren. Hij staat alleen nog hier."))
    return _answer("", kept=True)


def kept_for_its_writer(request: KringRequest) -> HttpResponse:
    """The same where nobody is signed in any more, or somebody else, or the same person again in another tab."""
    token = drafts.keep_for_its_writer(request, at=clock.now())
    if request.staff is None and token is None and request.user.is_authenticated and not request.memberships:
        return _answer(_("Je hoort niet meer bij deze school. Je tekst staat alleen nog hier."))
    if request.staff is None and token is None:
        return _answer(_("Je bent uitgelogd en je tekst is nog niet bewaard. Log in via een ander tabblad."))
    if request.staff is None:
        return _answer(_("Je bent uitgelogd. Je tekst is bewaard: log in en ga hier verder."), kept=True)
    if token is None and (sent := token_sent(request)) and practised_before(request, sent.staff_id):
        return _answer(_("Deze oefening is voorbij. Je tekst staat alleen nog hier."))
    if token is None:
        return _answer(_("Je tekst wordt nu niet tussendoor bewaard. Bewaar hem zelf voor je weggaat."))
    if request.staff.id == token.staff_id:
        return _answer(_("Als concept bewaard om %(time)s.") % {"time": words.clock(request.now)}, kept=True)
    seat = seat_of(request, token.staff_id)
    if seat is not None and practises(seat):
        return _answer(_("Je oefent nu niet meer. Je tekst is bewaard in je oefening."), kept=True)
    if seat is not None and practises(request.staff):
        sentence = _("Je oefent nu. Je tekst is bewaard voor %(school)s.")
        return _answer(sentence % {"school": seat.school.name}, kept=True)
    if seat is not None:
        sentence = _("Je koos intussen een andere school. Je tekst is bewaard voor %(school)s.")
        return _answer(sentence % {"school": seat.school.name}, kept=True)
    return _answer(
        _("Hier is nu iemand anders ingelogd. De tekst is bewaard voor wie hem typte. Niemand anders leest hem."),
        kept=True,
    )


def _answer(sentence: str, *, kept: bool = False) -> JsonResponse:
    return JsonResponse({"kept": kept, "says": sentence})


@require_POST
def throw_draft_away(request: KringRequest) -> HttpResponse:
    """Throws away the draft of this form and the one it went on with, no other, and shows the page afresh.

    What was typed is gone then, so it is asked once.
    """
    token = token_sent(request)
    if request.staff is None:
        messages.info(request, _("Je bent niet ingelogd. Er is niets weggegooid."))
        then = urlencode({"next": drafts.path_of(token) if token else HOME}, safe="/")
        return SeeOther(f"{reverse('account_login')}?{then}")
    if token is None or token.staff_id != request.staff.id:
        return HttpResponseNotFound()
    if asking := asks_first(
        request, title=_("Deze tekst weggooien?"), text=GONE, save=_("Weggooien"), back=drafts.path_of(token)
    ):
        return asking
    drafts.forget(staff_id=request.staff.id, token=token, data=request.POST)
    others = drafts.waiting(staff=request.staff, key=token.key)
    path = drafts.path_of(token)
    return SeeOther(f"{path}?{drafts.ASKED}={drafts.BLANK}" if others else path)
