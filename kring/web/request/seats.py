"""Who somebody is at a school: a seat. In their practice they have one too, of which nobody has an account."""

from uuid import UUID

from django.db.models import F, QuerySet

from kring.school.models import StaffMember
from kring.web.request.requests import KringRequest


def practises(staff: StaffMember) -> bool:
    """Whether this is somebody in their own practice: an invented school, of which nobody has an account."""
    return staff.school.is_demo and staff.account_id is None


def practice_seats(*of: StaffMember) -> QuerySet[StaffMember]:
    """Who these are, each in their own practice that runs."""
    return _in_practice(*of).exclude(school__practice__until_on=None).select_related("school__practice__of")


def practised_before(request: KringRequest, staff_id: UUID | None) -> bool:
    """Whether this is who is asking, in a practice of theirs that is over: nothing is kept there any more."""
    if staff_id is None:
        return False
    return _in_practice(*request.memberships).filter(pk=staff_id, school__practice__until_on=None).exists()


def _in_practice(*of: StaffMember) -> QuerySet[StaffMember]:
    return StaffMember.objects.filter(school__practice__seat=F("pk"), school__practice__of__in=of)


def seat_of(request: KringRequest, staff_id: UUID | None) -> StaffMember | None:
    """Who somebody is with this id: one of the memberships of their account, or themselves in their own practice."""
    if staff_id is None:
        return None
    found = next((one for one in request.memberships if one.id == staff_id), None)
    return found or practice_seats(*request.memberships).filter(pk=staff_id).first()
