"""Numbers about cases that say nothing of what is in them: for whom must know that there is work to hand over."""

from django.db.models import Q

from kring.cases.models import Case
from kring.school.models import StaffMember


def running_cases_of(staff: StaffMember) -> int:
    """How many running cases this person owns or stands in for. A number only: the administrator may know it."""
    return Case.objects.filter(Q(owner=staff) | Q(stand_in=staff), school=staff.school_id, closed_on=None).count()
