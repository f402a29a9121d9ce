"""One's own sessions: on which devices somebody is signed in, and how they are ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kring.web.models import Session
from kring.web.request import clock
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.way_in.device import HAND_HELD, in_words
from kring.web.way_in.doors import staff_page
from kring.web.way_in.store import hash_of, over


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One device on which somebody is signed in, as the list tells it."""

    id: UUID
    device: str
    icon: str
    begun_at: datetime
    used_at: datetime
    is_this: bool


def of_account(account_id: Any) -> QuerySet[Session]:
    """Every session of this account, also one that has just ended by itself."""
    return Session.objects.filter(account_id=account_id)


def end_all(account_id: Any, *, but: HttpRequest | None = None) -> int:
    """Ends the sessions of this account, except that of the request `but`; says how many.

    It holds from the next request on: nothing of a session is kept but in its row.
    """
    key = but.session.session_key if but is not None else None
    return of_account(account_id).exclude(key_hash=hash_of(key)).delete()[0]


def _this(request: HttpRequest) -> str:
    return hash_of(request.session.session_key)


@require_safe
@staff_page()
def signed_in(request: StaffRequest) -> HttpResponse:
    """On which devices I am signed in: this one first, then the one used last."""
    here = _this(request)
    rows = of_account(request.user.pk).exclude(over(clock.now())).order_by("-used_at", "id")
    lines = [
        SignedIn(
            id=one.id,
            device=in_words(one.browser, one.system),
            icon="smartphone" if one.system in HAND_HELD else "monitor",
            begun_at=one.begun_at,
            used_at=one.used_at,
            is_this=one.key_hash == here,
        )
        for one in rows
    ]
    lines.sort(key=lambda one: not one.is_this)
    return render(
        request, "account/sessions.html", {"lines": lines, "others": [one for one in lines if not one.is_this]}
    )


@require_POST
@staff_page()
def end_session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Signs one other device out."""
    ended = of_account(request.user.pk).filter(id=session_id).exclude(key_hash=_this(request)).delete()[0]
    if not ended:
        raise Http404
    messages.success(request, _("Dat apparaat is uitgelogd."))
    return SeeOther(reverse("sessions"))


@require_POST
@staff_page()
def end_others(request: StaffRequest) -> HttpResponse:
    """Signs all other devices out."""
    ended = end_all(request.user.pk, but=request)
    said = ngettext("Eén ander apparaat is uitgelogd.", "%(n)s andere apparaten zijn uitgelogd.", ended) % {"n": ended}
    messages.success(request, said if ended else _("Je was nergens anders ingelogd."))
    return SeeOther(reverse("sessions"))
