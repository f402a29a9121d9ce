"""A proposal gets a no, is taken back, or none answers in time. A yes changes a colleague: see `school_changes`,
of which the yes to several here is made."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kring.cases.actions import school_changes
from kring.cases.proposal_letters import tell_who_proposed
from kring.school import actions
from kring.school.act import Act, Itself
from kring.school.errors import Refused
from kring.school.models import Proposal, School


@transaction.atomic
def say_no(*, act: Act, proposal: Proposal, because: str) -> Proposal:
    """A second person says no, and why. Who proposed it is told that there is an answer."""
    settled = actions.say_no(act=act, proposal=proposal, because=because)
    tell_who_proposed(settled, by=act.by, at=act.at)
    return settled


@transaction.atomic
def say_yes_to_all(*, act: Act, proposals: Sequence[Proposal]) -> list[Proposal]:
    """A second person says yes to several, each as by itself: a line in the trail and letters of its own.

    All of them or none: what stands in the way of one says of whom, and whoever answers reads them again.
    """
    given = []
    for proposal in sorted(proposals, key=lambda one: one.pk):
        try:
            given.append(school_changes.say_yes(act=act, proposal=proposal))
        except Refused as refused:
            raise Refused(None, f"{proposal.staff.name}: {refused.sentence}") from refused
    return given


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
