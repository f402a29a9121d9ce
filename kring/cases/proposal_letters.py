"""Letters about what was proposed or given: at once to those who lead, and to who proposed it what came of it.

A letter names the colleague and the role, never a child or a case, and never an address (decision 105).
"""

from datetime import datetime
from typing import Any

from kring.cases import letters
from kring.cases.account_letters import tell_address_of_proposal
from kring.cases.recipients import Occasion
from kring.school.act import Act
from kring.school.models import Proposal, StaffMember


def tell_of_proposals(act: Act, person: StaffMember) -> None:
    """What was just proposed or given about this person, to those who lead; of an address also to the one they have."""
    for proposal in Proposal.objects.filter(staff=person, by=act.by, at=act.at).select_related("staff__school", "by"):
        if not proposal.waits:
            if (proposal.settled_by_id, proposal.settled_at) == (act.by.pk, act.at):
                tell_it_was_given(act, proposal)
            continue
        kind = "role_proposed" if proposal.of == Proposal.Of.ROLE else "address_proposed"
        _send(kind, proposal, by=act.by, at=act.at)
        if proposal.of == Proposal.Of.ADDRESS and person.account is not None:
            tell_address_of_proposal(of=person, address=person.account.email, by=act.by, at=act.at)


def tell_it_was_given(act: Act, proposal: Proposal) -> None:
    """A role that was given, by whom and by whose yes, to those who lead; an address, to who proposed it."""
    if proposal.of == Proposal.Of.ROLE and proposal.state == Proposal.State.GIVEN:
        _send("role_given", proposal, by=act.by, at=act.at)
    if proposal.by_id != act.by.pk:
        tell_who_proposed(proposal, by=act.by, at=act.at)


def tell_who_proposed(proposal: Proposal, *, by: StaffMember | None, at: datetime) -> None:
    """That an answer came, or that none came in time. What it is stands in Kring."""
    kind = "proposal_lapsed" if proposal.state == Proposal.State.LAPSED else "proposal_answered"
    _send(kind, proposal, by=by, at=at, person=proposal.by)


def _send(
    kind: str, proposal: Proposal, *, by: StaffMember | None, at: datetime, person: StaffMember | None = None
) -> None:
    school = proposal.staff.school
    values: dict[str, Any] = {"who": by.name if by else "", "person": proposal.staff.name}
    with letters.in_words_of(school):
        values["role"] = proposal.get_role_display() if proposal.role else ""
    occasion = Occasion(school=school, by=by, person=person)
    letters.send(kind, occasion, at=at, once=f"{proposal.pk}:{proposal.state}", **values)
