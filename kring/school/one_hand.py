"""Who lets somebody back in has no hand in that person's address, for a week and in either order (decision 103).

Whoever could do both would come in as that colleague: with a new password at an address of their own, and no second
step in the way. What somebody did is read from the trail, where nobody can take it away.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from kring.school.models import Proposal, StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb

APART = timedelta(days=7)

OF_ADDRESS = Q(verb=Verb.STAFF_CHANGED.value, detail__other_address=True) | Q(
    verb__in=(Verb.PROPOSAL_MADE.value, Verb.PROPOSAL_GIVEN.value), detail__of=Proposal.Of.ADDRESS.value
)
"""What in the trail is a hand in somebody's address: changing, proposing or giving it."""
OF_LETTING_IN = Q(verb=Verb.SECOND_STEP_TAKEN_AWAY.value)


def had_hand_in_address(by: StaffMember, *, of: StaffMember, at: datetime) -> bool:
    """Whether `by` lately changed, proposed or gave the address with which this person signs in."""
    return _did(OF_ADDRESS, by, of, at)


def let_in_lately(by: StaffMember, person: StaffMember, at: datetime) -> bool:
    """Whether `by` lately let this person back in."""
    return _did(OF_LETTING_IN, by, person, at)


def _did(what: Q, by: StaffMember, about: StaffMember, at: datetime) -> bool:
    lines = TrailLine.objects.filter(what, school_id=by.school_id, by_id=by.pk, subject_id=about.pk)
    return lines.filter(at__gt=at - APART).exists()
