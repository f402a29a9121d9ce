"""The secret address at which somebody's own calendar asks for their agenda: made, renewed, stopped, asked at."""

import secrets
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from kring.school.errors import NotAllowed
from kring.school.models import CalendarAddress, Role, StaffMember

SECRET_BYTES = 32


def calendar_address_of(staff: StaffMember) -> CalendarAddress | None:
    """The address this person has now."""
    return CalendarAddress.objects.filter(staff=staff).first()


@transaction.atomic
def make_calendar_address(*, by: StaffMember, at: datetime, secret: str = "") -> CalendarAddress:
    """A new address for `by`; one they had stops at once. Without `secret` it is drawn here."""
    if not may_have_agenda(by):
        raise NotAllowed("an agenda is for who sees cases")
    StaffMember.objects.select_for_update().get(pk=by.pk)  # two clicks at once make one address
    CalendarAddress.objects.filter(staff=by).delete()
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    return CalendarAddress.objects.create(
        school_id=by.school_id, staff=by, digest=digest_of(secret), secret=secret, made_at=at
    )


@transaction.atomic
def stop_calendar_address(*, by: StaffMember) -> bool:
    """The address of `by` stops. False when there was none."""
    deleted, _per_model = CalendarAddress.objects.filter(staff=by).delete()
    return deleted > 0


def calendar_address_with(secret: str) -> CalendarAddress | None:
    """The address with this secret, with its person and school; None when it stopped or its person may no longer ask.

    One query. Looked up by the digest, so that the time it takes says nothing about the secret.
    """
    address = (
        CalendarAddress.objects.select_related("staff__school", "staff__account")
        .filter(digest=digest_of(secret), staff__account__is_active=True)
        .first()
    )
    return address if address and may_have_agenda(address.staff) else None


def note_fetch(address: CalendarAddress, *, on: date) -> None:
    """Remember the last day on which it was asked at: one write a day, however often a calendar asks."""
    if address.fetched_on != on:
        CalendarAddress.objects.filter(~Q(fetched_on=on) | Q(fetched_on=None), pk=address.pk).update(fetched_on=on)


def may_have_agenda(staff: StaffMember) -> bool:
    """Whether this person sees cases at all."""
    return staff.is_active and staff.role != Role.ADMINISTRATOR


def digest_of(secret: str) -> str:
    """What the secret is found by. A drawn secret is too long to guess, so a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()
