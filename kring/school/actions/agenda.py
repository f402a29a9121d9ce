"""The secret address at which somebody's own calendar asks for their agenda: made, renewed, stopped."""

import secrets

from django.db import transaction

from kring.school.act import Act
from kring.school.actions.writing import note
from kring.school.calendar_addresses import digest_of
from kring.school.errors import NotAllowed
from kring.school.models import CalendarAddress, StaffMember
from kring.school.rights import sees_cases
from kring.trail.verbs import Verb

SECRET_BYTES = 32


@transaction.atomic
def make_calendar_address(*, act: Act, secret: str = "") -> CalendarAddress:
    """A new address for `act.by`; one they had stops at once. Without `secret` it is drawn here."""
    by = act.by
    if not sees_cases(by):
        raise NotAllowed("an agenda is for those who see cases")
    StaffMember.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks at once make one address
    verb = Verb.CALENDAR_ADDRESS_RENEWED if stop_address_of(by) else Verb.CALENDAR_ADDRESS_MADE
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    address = CalendarAddress.objects.create(
        school_id=by.school_id, staff=by, digest=digest_of(secret), secret=secret, made_at=act.at
    )
    note(act, verb, school_id=by.school_id, subject_id=by.pk)
    return address


@transaction.atomic
def stop_calendar_address(*, act: Act) -> None:
    """The address of `act.by` stops. Without one nothing changes."""
    if stop_address_of(act.by):
        note(act, Verb.CALENDAR_ADDRESS_STOPPED, school_id=act.by.school_id, subject_id=act.by.pk)


def stop_address_of(staff: StaffMember) -> bool:
    """Takes this person's address away; False when there was none."""
    deleted, _per_model = CalendarAddress.objects.filter(staff=staff).delete()
    return deleted > 0
