"""A proposal gets a no, is taken back, or none answers in time. A yes changes a colleague: see `school_changes`."""

from datetime import datetime

from django.db import transaction

from kring.cases.proposal_letters import tell_who_proposed
from kring.school import actions
from kring.school.act import Act, Itself
from kring.school.models import Proposal, School


@transaction.atomic
def say_no(*, act: Act, proposal: Proposal, because: str) -> Proposal:
    """A second person says no, and why. Who proposed it is told that there is an answer."""
    settled = actions.say_no(act=act, proposal=proposal, because=because)
    tell_who_proposed(settled, by=act.by, at=act.at)
    return settled


@transaction.atomic
def withdraw_proposal(*, act: Act, proposal: Proposal) -> Proposal:
    """Who proposed it takes it back."""
    return actions.withdraw_proposal(act=act, proposal=proposal)


@transaction.atomic
def let_proposals_lapse(*, school: School, at: datetime) -> int:
    """What waited thirty days lapses, and who proposed it is told; how many did."""
    lapsed = actions.let_proposals_lapse(act=Itself(at), school=school)
    for proposal in lapsed:
        tell_who_proposed(proposal, by=None, at=at)
    return len(lapsed)
