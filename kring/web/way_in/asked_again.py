"""Asked once more who is there, before something changes by which anybody comes in: an address, a role, a password, a
second step.

A phone on a table is signed in, and so is a computer that somebody just left. What was sent meanwhile is kept as a
draft of its form, and stands there again after the asking: the password, and then the second step of who has one
(decision 099).
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import ReauthenticateForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from kring.school.models import Account
from kring.school.second_step import owned_by
from kring.web.forms import drafts
from kring.web.forms.tokens import token_sent
from kring.web.request import clock
from kring.web.request.redirects import SeeOther, safe_next
from kring.web.request.requests import KringRequest, StaffRequest
from kring.web.way_in.fields import plain
from kring.web.way_in.showing_step import say_what_is_left, show
from kring.web.way_in.to_sign_in import to_sign_in

GOOD_FOR = timedelta(minutes=15)
"""For so long after signing in, or after the last asking, nobody is asked again."""
PROVED_AT = "kring_proved_at"
"""In the session: when who is there last proved it."""
FIRST_HALF_AT = "kring_first_half_at"
"""In the session: when, on the page that asks, the password was right and the second step is still to come."""


def prove(request: HttpRequest) -> None:
    """Notes that who is there gave just now all that Kring asks: the password, and the second step of who has one."""
    request.session[PROVED_AT] = clock.now().timestamp()


def is_proved(request: HttpRequest) -> bool:
    """Whether who is there proved it a short time ago. Who has no password, as in the demo, has nothing to do it by."""
    if not request.user.is_authenticated:
        return False
    if not request.user.has_usable_password():
        return True
    return _lately(request, PROVED_AT)


def _lately(request: HttpRequest, name: str) -> bool:
    """Whether what this notes in the session was a short time ago.

    A moment that lies ahead was not: it was written by a clock that was wrong.
    """
    noted_at: float = request.session.get(name, float("inf"))
    return 0 <= clock.now().timestamp() - noted_at < GOOD_FOR.total_seconds()


def asked_again(request: StaffRequest, *, back: str = "") -> HttpResponse | None:
    """None when who is there proved it just now; else the way to the page that asks, which leads to `back`.

    `back`: where to go on, for an address that only takes a form; otherwise this page. The text of a form of ours that
    was sent is kept, and stands in it again. For a page that shows a form: ask before it is shown too, and hardly
    anybody types in vain.

        if asking := asked_again(request):
            return asking
    """
    if is_proved(request):
        return None
    to = back or (request.path if request.method == "POST" else request.get_full_path())
    token = token_sent(request, of_any_age=True)
    of_theirs = token if token and token.staff_id == request.staff.id else None
    if of_theirs and drafts.keep(staff=request.staff, token=of_theirs, data=request.POST, at=request.now):
        to = drafts.page_of(of_theirs)
    return SeeOther(f"{reverse('account_reauthenticate')}?{urlencode({'next': to}, safe='/')}")


class AgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plain(self, {"password": _("Wachtwoord")})
        self.fields["password"].help_text = ""


@never_cache
def ask(request: KringRequest) -> HttpResponse:
    """The page that asks for the password, then for the second step, and leads on to where somebody was going."""
    if not request.user.is_authenticated:
        return to_sign_in(request, then=safe_next(request))
    if is_proved(request):
        return SeeOther(safe_next(request))
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - nobody else is authenticated
    to = safe_next(request)
    here = f"{reverse('account_reauthenticate')}?{urlencode({'next': to}, safe='/')}"
    words: dict[str, Any] = {"kept": f"?{drafts.ASKED}=" in to}
    owned = owned_by(account)
    if owned.factors and _lately(request, FIRST_HALF_AT):
        shown = show(request, account, owned)
        if shown.right:
            say_what_is_left(request, shown)
            return _proved(request, to)
        words |= shown.words | {"passkey_url": here}
        return render(request, "account/asked_again_step.html", words, status=shown.status)
    form = AgainForm(request.POST if request.method == "POST" else None, user=account)
    if form.is_bound and form.is_valid():
        if not owned.factors:
            return _proved(request, to)
        request.session[FIRST_HALF_AT] = clock.now().timestamp()
        return SeeOther(here)
    words |= {
        "form": form,
        "address": account.get_username(),
        "redirect_field_name": "next",
        "redirect_field_value": to,
    }
    return render(request, "account/asked_again.html", words)


def _proved(request: HttpRequest, to: str) -> HttpResponse:
    """All that is asked was given: on to where somebody was going."""
    request.session.pop(FIRST_HALF_AT, None)
    prove(request)
    return SeeOther(to)
