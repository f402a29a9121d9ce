"""Guessing a password or a code slows the guesser, and never the owner (decision 101).

A browser in which somebody came in before has a counter of its own for that account: whatever others guess elsewhere,
its owner does not wait. Everybody else is a stranger, and is counted by account and network together, and by each.
Passwords and codes of one account are counted together. An account that does not exist is counted in the same way.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import ngettext

from kring.prepared import prepared
from kring.school.models import Account
from kring.web.models import KnownDevice
from kring.web.request import clock
from kring.web.way_in import counters
from kring.web.way_in.counters import NONE, Limit, Turn, key_of

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
MANY_CODES = 10
"""So many wrong codes of strangers, and the owner of the account hears of it."""
DEVICE = Limit("device", free=8, first=5 * SECOND, longest=15 * MINUTE, forgives=15 * MINUTE)
"""Of an account in a browser that knows it."""
STRANGER = Limit("stranger", free=5, first=5 * SECOND, longest=15 * MINUTE, forgives=15 * MINUTE)
"""Of an account, from one network."""
ACCOUNT = Limit("account", free=20, first=SECOND, longest=MINUTE, forgives=MINUTE)
"""Of an account, by strangers of all networks together: never long, because a stranger may be its owner."""
NETWORK = Limit("network", free=100, first=SECOND, longest=MINUTE, forgives=30 * SECOND)
"""From one network at all accounts. A school with all its tablets is one network."""
WRONG_CODES = Limit("codes", free=MANY_CODES, first=NONE, longest=NONE, forgives=6 * HOUR)
"""Wrong codes of an account in browsers that do not know it, after a right password. Nobody waits for this one."""

COOKIE = f"{settings.ON_THIS_HOST}kring_device"
SALT = "kring.web.device"
LASTS = timedelta(days=180)
MOST_DEVICES = 20
"""Of one account; the one used longest ago goes."""


@dataclass(frozen=True)
class Lines:
    """In which lines a try is counted, and whether its account exists."""

    of: tuple[tuple[Limit, str], ...]
    exists: bool


def take_turn(request: HttpRequest, address: str) -> timedelta:
    """Counts a try at the account with this address. Nothing: it may be judged; otherwise how long it waits.

    What was right is told with `right`, and a whole coming in with `came_in`.
    """
    at = clock.now()
    lines = _lines(request, address)
    turns: list[Turn] = []
    for limit, key in lines.of:
        turn = counters.take(limit, key, at=at, known=lines.exists)
        if turn.waits > NONE:
            for earlier in turns:
                counters.give_back(earlier, at=at)
            return turn.waits
        turns.append(turn)
    request._kring_turns = turns  # type: ignore[attr-defined]  # for `right`
    return NONE


def right(request: HttpRequest) -> None:
    """The try of this request was right: it does not count. Those before it do, until somebody is in."""
    for turn in getattr(request, "_kring_turns", ()):
        counters.give_back(turn, at=clock.now())
    request._kring_turns = []  # type: ignore[attr-defined]


def many_wrong_codes(request: HttpRequest, address: str) -> bool:
    """Counts a wrong code after a right password; whether that makes many, in browsers that do not know this account.

    Who guesses so slowly that it is never many has four tries a day at a code of six digits.
    """
    if _is_known(request, address):
        return False
    turn = counters.take(WRONG_CODES, key_of(WRONG_CODES, _plain(address)), at=clock.now(), known=True)
    return turn.misses >= MANY_CODES


def sentence(waits: timedelta) -> str:
    """What somebody reads who has to wait."""
    minutes = max(1, math.ceil(waits / MINUTE))
    return ngettext(
        "Dat was te vaak mis. Wacht een minuut en probeer het dan nog eens.",
        "Dat was te vaak mis. Wacht %(n)s minuten en probeer het dan nog eens.",
        minutes,
    ) % {"n": minutes}


def came_in(request: HttpRequest, account: Any) -> None:
    """Somebody is in, with all that is asked: this browser is known from now on, and is counted anew."""
    token = _token(request) or get_random_string(32)
    request._kring_device = token  # type: ignore[attr-defined]  # for `mark`, which has the answer
    at = clock.now()
    address = str(account.get_username())
    counters.forget(
        key_of(DEVICE, _digest(token), _plain(address)), key_of(STRANGER, network_of(request), _plain(address))
    )
    KnownDevice.objects.update_or_create(account=account, digest=_digest(token), defaults={"used_at": at})
    of_account = KnownDevice.objects.filter(account=account).order_by("-used_at", "-id")
    KnownDevice.objects.filter(pk__in=list(of_account.values_list("pk", flat=True)[MOST_DEVICES:])).delete()


def mark(request: HttpRequest, answer: HttpResponse) -> None:
    """Gives the browser of somebody who just came in the cookie by which it is known."""
    token = getattr(request, "_kring_device", None)
    if token is not None:
        answer.set_signed_cookie(
            COOKIE,
            token,
            salt=SALT,
            max_age=LASTS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget_devices(account: Any, *, but: HttpRequest | None = None) -> None:
    """With a new password no other browser is known any more."""
    token = _token(but) if but is not None else None
    KnownDevice.objects.filter(account=account).exclude(digest=_digest(token or "")).delete()


def sweep(*, at: datetime) -> None:
    """Takes away lines and devices of long ago."""
    counters.sweep(at=at)
    if _of_before(at - LASTS):
        KnownDevice.objects.filter(used_at__lt=at - LASTS).delete()


@prepared
def _of_before(moment: datetime) -> QuerySet[KnownDevice, Any]:
    return KnownDevice.objects.filter(used_at__lt=moment).values_list("pk", flat=True)[:1]


def _lines(request: HttpRequest, address: str) -> Lines:
    plain = _plain(address)
    account = Account.objects.filter(email=plain).values_list("pk", flat=True).first()
    if _is_known(request, plain):
        device = _digest(_token(request) or "")
        return Lines(((DEVICE, key_of(DEVICE, device, plain)),), True)
    network = network_of(request)
    of = (
        (STRANGER, key_of(STRANGER, network, plain)),
        (ACCOUNT, key_of(ACCOUNT, plain)),
        (NETWORK, key_of(NETWORK, network)),
    )
    return Lines(of, account is not None)


def _is_known(request: HttpRequest, address: str) -> bool:
    """Whether somebody came in to this account before in this browser."""
    device = _digest(_token(request) or "")
    return KnownDevice.objects.filter(account__email=_plain(address), digest=device).exists()


def network_of(request: HttpRequest) -> str:
    """From where somebody asks; of an address of the sixth version the network. It is kept in a digest alone."""
    try:
        return str(get_ip(request))
    except PermissionDenied:  # a socket has no address, and no proxy said whose it was
        return ""


def _plain(address: str) -> str:
    return address.strip().lower()[:320]


def _token(request: HttpRequest) -> str | None:
    fresh: str | None = getattr(request, "_kring_device", None)
    token: str | None = fresh or request.get_signed_cookie(
        COOKIE, default=None, salt=SALT, max_age=int(LASTS.total_seconds())
    )
    return token


def _digest(token: str) -> str:
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest()
