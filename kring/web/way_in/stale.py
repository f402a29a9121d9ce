"""A page that stood open too long, a browser that dropped its cookie, a second tab: never a dead end.

Django's check on forged forms refuses what such a page sends. Who was coming in gets the same form once more, who was
leaving is out, and text is kept for its writer.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kring.web.forms import drafts
from kring.web.forms.keeping import kept_for_its_writer
from kring.web.request.redirects import SeeOther, page_before, safe_next
from kring.web.request.requests import KringRequest
from kring.web.way_in.another_seat import for_its_writer
from kring.web.way_in.not_taken import texts_of
from kring.web.way_in.session import sign_out
from kring.web.way_in.sign_in import SignInForm
from kring.web.way_in.to_sign_in import to_sign_in

ONCE_MORE = frozenset(
    {
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_from_key",
        "choose_school",
        "second_step",
        "second_step_set_up",
        "second_step_app",
        "own_step_app",
        "own_step_passkey",
    }
)
"""Pages by which one comes in or goes on: shown again, with a sentence."""
LEADS_BACK = frozenset({"set_language", "demo_sign_in_as"})
"""Buttons that stand on another page: that page comes again."""

OWN_ANSWER = "when_stale"
"""An attribute of a view that answers itself, with what was typed: a door that is open to everybody."""


def csrf_failed(request: KringRequest, reason: str = "") -> HttpResponse:
    """Where the check on forged forms refused one. The usual cause is innocent: somebody signed in in another tab.

    With a good token the text is kept for its writer, who finds it back on the same page. A page of another site cannot
    sign anybody out here: with what it sends, a browser sends no cookie of ours.
    """
    page = request.resolver_match.url_name if request.resolver_match else ""
    if page == "account_login":
        return _to_sign_in(request)
    if page == "account_logout":
        return sign_out(request)
    if page in ONCE_MORE or page in LEADS_BACK:
        messages.info(request, _("Deze pagina stond te lang open. Doe het nog één keer."))
        return SeeOther(request.get_full_path() if page in ONCE_MORE else safe_next(request))
    if page == "keep_draft":
        return kept_for_its_writer(request)
    own = getattr(request.resolver_match.func, OWN_ANSWER, None) if request.resolver_match else None
    if own is not None:
        answer: HttpResponse = own(request, **request.resolver_match.kwargs)  # type: ignore[union-attr]  # it matched
        return answer
    return _kept(request)


def _to_sign_in(request: KringRequest) -> HttpResponse:
    """In for who is in already, else the form once more, with the address that was typed."""
    typed = request.POST.get("login", "")
    if request.user.is_authenticated:
        if typed.strip().lower() != request.user.get_username().lower():
            messages.info(request, _("In deze browser is al iemand ingelogd. Ben jij dat niet? Log dan eerst uit."))
        return SeeOther(safe_next(request))
    words = {
        "form": SignInForm(initial={"login": typed[:320]}, request=request),
        "stale": True,
        "redirect_field_name": "next",
        "redirect_field_value": safe_next(request, otherwise=""),
    }
    return render(request, "account/login.html", words)


def _kept(request: KringRequest) -> HttpResponse:
    """A form of a page: its text is kept where its token says for whom. A button has no text."""
    if request.staff is not None and (done := drafts.carried_out_already(request)):
        return SeeOther(done.went_to)
    if "token" not in request.POST and (page := page_before(request)):
        # A button: nothing was typed. The page on which it stands comes again.
        messages.info(request, _("Deze pagina stond te lang open. Doe het nog één keer."))
        return SeeOther(page)
    token = drafts.keep_for_its_writer(request, at=request.now)
    if token is None:
        return render(request, "403_csrf.html", {"texts": texts_of(request)}, status=403)
    page = drafts.page_of(token)
    if request.staff is not None and request.staff.id == token.staff_id:
        return SeeOther(page)
    if request.staff is not None:
        return for_its_writer(request, token, is_kept=True)
    return to_sign_in(request, then=page, kept=True)
