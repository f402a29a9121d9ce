"""Who can be sent a link to come in with."""

from django.conf import settings

from kring.school.models import StaffMember


def may_be_invited(person: StaffMember) -> bool:
    """Whether this person can be sent a link to choose a password: Kring sends mail, and they have an address here."""
    return settings.KRING_MAIL and person.is_active and person.account is not None
