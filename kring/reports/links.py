"""The links that are mailed: to who told something, and to whom the board named. Only a digest of one is kept.

A link is opened by a press, never by looking at it: what scans mail looks, and follows (decision 152).
"""

import hmac
import secrets
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kring.reports.models import Door, Incoming, Link

WORKS = timedelta(days=30)
"""How long a link can be opened."""
A_DAY = 3
"""So many links are mailed about one report on one day, whoever asks for them."""


def mail_digest(door: Door, address: str) -> str:
    """What is kept of an address to find a report by, keyed with the secret of the door; "" for no address."""
    tidy = address.strip().lower()
    return hmac.new(bytes.fromhex(door.secret), b"mail|" + tidy.encode(), sha256).hexdigest() if tidy else ""


def make_link(incoming: Incoming, *, today: date, for_board: bool = False) -> tuple[Link, str]:
    """A new link to this, and where it leads. That address is known here, and in the mail."""
    token = secrets.token_urlsafe(32)
    link = Link.objects.create(
        incoming=incoming, digest=digest_of(token), for_board=for_board, made_on=today, works_until=today + WORKS
    )
    return link, settings.KRING_URL + reverse("told_link", args=[token])


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return sha256(b"kring.reports.links|" + token.encode()).hexdigest()


def find_link(token: str) -> Link | None:
    """The link with this token, with what it leads to; None when there is none."""
    found = Link.objects.select_related("incoming__school", "incoming__case", "incoming__read_by")
    return found.filter(digest=digest_of(token)).first()


def open_link(link: Link, *, page: str, today: date) -> bool:
    """Open it with a press on the page of this name: from then on it opens from that page alone, so that a double
    click, Back or a broken line take nothing away. False when it is too old, or was opened already."""
    with transaction.atomic():
        held = Link.objects.select_for_update(of=("self",), no_key=True).get(pk=link.pk)
        mine = sha256(page.encode()).hexdigest()
        if held.works_until < today or held.opened_with not in ("", mine):
            return False
        if not held.opened_with:
            held.opened_with = mine
            held.save(update_fields=["opened_with"])
        return True
