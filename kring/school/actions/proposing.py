"""A proposal is written down: a role or an address that waits, or that was given by who needs no second."""

from django.utils.translation import gettext

from kring.school.act import Act, AnyAct
from kring.school.actions.writing import note
from kring.school.errors import Refused
from kring.school.models import Proposal, Role, StaffMember
from kring.trail.verbs import Verb

FIELDS = {Proposal.Of.ROLE: "role", Proposal.Of.ADDRESS: "email"}
"""The field of a form that a proposal is about."""


def propose(
    act: AnyAct, staff: StaffMember, of: Proposal.Of, *, role: str = "", email: str = "", invite: bool = False
) -> Proposal:
    """Writes down what is proposed, for a second person to say yes to. One of a sort waits for one person at a time."""
    by = _who(act)
    if earlier := Proposal.objects.filter(staff=staff, of=of, state=Proposal.State.WAITS).select_related("by").first():
        sentence = gettext("Er wacht al een voorstel van %(who)s. Wacht op het antwoord, of laat het intrekken.")
        raise Refused(FIELDS[of], sentence % {"who": earlier.by.name})
    proposal = Proposal.objects.create(
        school_id=staff.school_id,
        of=of,
        staff=staff,
        role=role,
        role_before=staff.role if role and staff.is_active else "",
        email=email or None,
        invite=invite,
        by=by,
        at=act.at,
    )
    note_of(act, Verb.PROPOSAL_MADE, proposal)
    return proposal


def given_alone(act: AnyAct, staff: StaffMember, *, role: str, before: str) -> None:
    """Writes down a role that somebody gave without a second, for whoever leads to read. None of Kring's own."""
    if isinstance(act, Act):
        Proposal.objects.create(
            school_id=staff.school_id,
            of=Proposal.Of.ROLE,
            staff=staff,
            role=role,
            role_before=before,
            by=act.by,
            at=act.at,
            state=Proposal.State.GIVEN,
            settled_by=act.by,
            settled_at=act.at,
        )


def settle(act: AnyAct, proposal: Proposal, state: Proposal.State, verb: Verb, because: str = "") -> Proposal:
    """What became of a proposal that waited, with its line in the trail."""
    proposal.state, proposal.settled_by, proposal.settled_at = state, act.by, act.at
    proposal.because = because or None
    proposal.save(update_fields=["state", "settled_by", "settled_at", "because"])
    note_of(act, verb, proposal)
    return proposal


def note_of(act: AnyAct, verb: Verb, proposal: Proposal) -> None:
    """The line about this proposal: of whom, of what, and which role. Never the address."""
    note(
        act,
        verb,
        school_id=proposal.school_id,
        subject_id=proposal.staff_id,
        of=Proposal.Of(proposal.of),
        role=Role(proposal.role) if proposal.role else None,
        proposed_by=proposal.by_id,
    )


def _who(act: AnyAct) -> StaffMember:
    if not isinstance(act, Act):
        raise TypeError("Kring itself proposes nothing: what it gives is given")
    return act.by
