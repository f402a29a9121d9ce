"""Whether somebody is in Kring for the first time: who did nothing yet, and came in once."""

from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb

NO_ACT_YET = (
    Verb.SESSION_SIGNED_OUT,
    Verb.STAFF_JOINED,
    Verb.SECOND_STEP_ADDED,
    Verb.SPARE_CODES_MADE,
    Verb.CASE_READ,
    Verb.PLAN_READ,
    Verb.REPORT_READ,
    Verb.PUPIL_READ,
)
"""What somebody does on the way in, or only reads."""


def is_here_first(staff: StaffMember) -> bool:
    """True from the first time that this person signs in until the second, or the first act. One query of two lines."""
    did = TrailLine.objects.filter(school_id=staff.school_id, by=staff).exclude(verb__in=NO_ACT_YET)
    return list(did.order_by().values_list("verb", flat=True)[:2]) == [Verb.SESSION_SIGNED_IN]
