"""Who lets a colleague back in has no hand in that colleague's address for seven days, in either order.

Whoever does both could come in as that colleague: another address for the password, and no second step in the way.
Both sides ask here; what somebody did is read from the trail (decision 105).
"""

from datetime import datetime, timedelta

from django.db.models import Q

from kring.school.models import Proposal, StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb

APART = timedelta(days=7)


def had_a_hand_in_address(by: StaffMember, of: StaffMember, *, at: datetime) -> bool:
    """Whether `by` proposed, gave or changed the address of this colleague in the seven days before `at`: then they do
    not take away that colleague's second step."""
    named = Q(verb__in=(Verb.PROPOSAL_MADE, Verb.PROPOSAL_GIVEN), detail__of=Proposal.Of.ADDRESS.value)
    return _did(by, of, at, named | Q(verb=Verb.STAFF_CHANGED, detail__other_address=True))


def let_back_in(by: StaffMember, of: StaffMember, *, at: datetime) -> bool:
    """Whether `by` took away this colleague's second step in the seven days before `at`: then they neither propose nor
    give them another address."""
    return _did(by, of, at, Q(verb=Verb.SECOND_STEP_TAKEN_AWAY))


def _did(by: StaffMember, of: StaffMember, at: datetime, what: Q) -> bool:
    lines = TrailLine.objects.filter(what, school_id=of.school_id, at__gt=at - APART, subject_id=of.pk, by=by)
    return lines.exists()
