"""The secret address at which somebody's own calendar asks for their agenda: whose it is, and when it was asked at."""

from datetime import date
from hashlib import sha256

from django.db.models import Q, QuerySet

from kring.prepared import prepared
from kring.school.models import CalendarAddress, StaffMember
from kring.school.rights import sees_cases


def calendar_address_of(staff: StaffMember) -> CalendarAddress | None:
    """The address this person has now."""
    return CalendarAddress.objects.filter(staff=staff).first()


def calendar_address_with(secret: str) -> CalendarAddress | None:
    """The address with this secret, with its person and school; None when it stopped or its person may no longer ask.

    One query. Looked up by the digest, so that the time it takes says nothing about the secret.
    """
    address = next(iter(_with_digest(digest_of(secret))), None)
    return address if address and sees_cases(address.staff) else None


@prepared
def _with_digest(digest: str) -> QuerySet[CalendarAddress]:
    return CalendarAddress.objects.select_related("staff__school").filter(digest=digest, staff__account__is_active=True)


def note_fetch(address: CalendarAddress, *, on: date) -> None:
    """Remember the last day on which it was asked at: one write a day, however often a calendar asks."""
    if address.fetched_on != on:
        CalendarAddress.objects.filter(~Q(fetched_on=on) | Q(fetched_on=None), pk=address.pk).update(fetched_on=on)


def digest_of(secret: str) -> str:
    """What the secret is found by. A drawn secret is too long to guess, so a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()
