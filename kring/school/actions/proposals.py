"""A proposal is answered: a second person says yes or no, who made it takes it back, or it lapses."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from kring.school.act import Act, AnyAct, Itself
from kring.school.actions import staff as of_staff
from kring.school.actions.proposing import settle
from kring.school.actions.words import lines
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Proposal, School
from kring.school.rights import Right, may
from kring.school.second_yes import answers, unanswered
from kring.trail.verbs import Verb

REASON = 1_000


@transaction.atomic
def say_yes(*, act: Act, proposal: Proposal) -> Proposal:
    """A second person says yes, and what was proposed is done. Nobody says yes to what they proposed or what is about
    themselves; and to nothing whose proposer may no longer propose it."""
    of_staff.hold(proposal.school_id)
    proposal = _held(act, proposal)
    if not may(proposal.by, Right.PEOPLE):
        raise Refused(
            None,
            gettext("%(who)s mag dit niet meer voorstellen. Zeg nee, en laat iemand anders het voorstellen.")
            % {"who": proposal.by.name},
        )
    if proposal.of == Proposal.Of.ROLE:
        of_staff.carry_out(act=act, staff=proposal.staff, role=proposal.role, is_active=True, noted=False)
    else:
        of_staff.keep_hands_apart(act, proposal.staff, field=None)
        of_staff.carry_out(act=act, staff=proposal.staff, email=proposal.email or "", noted=False)
    return settle(act, proposal, Proposal.State.GIVEN, Verb.PROPOSAL_GIVEN)


@transaction.atomic
def say_no(*, act: Act, proposal: Proposal, because: str) -> Proposal:
    """A second person says no, and why: who proposed it reads that."""
    proposal = _held(act, proposal)
    because = lines("because", because, longest=REASON)
    if not because:
        raise Refused("because", gettext("Schrijf kort op waarom niet."))
    return settle(act, proposal, Proposal.State.REFUSED, Verb.PROPOSAL_REFUSED, because)


@transaction.atomic
def withdraw_proposal(*, act: Act, proposal: Proposal) -> Proposal:
    """Who proposed it takes it back."""
    proposal = _locked(proposal)
    if proposal.by_id != act.by.pk:
        raise NotAllowed("only who proposed it takes it back")
    _still_waits(proposal)
    return settle(act, proposal, Proposal.State.WITHDRAWN, Verb.PROPOSAL_WITHDRAWN)


@transaction.atomic
def let_proposals_lapse(*, act: Itself, school: School) -> list[Proposal]:
    """What waited thirty days and got no answer lapses. Gives those that did."""
    old = unanswered(act.at).filter(school=school).order_by("id")
    if not old.exists():
        return []  # nobody waits for the worker
    _hold_school(school.pk)
    locked = old.select_for_update(no_key=True)
    return [settle(act, one, Proposal.State.LAPSED, Verb.PROPOSAL_LAPSED) for one in locked]


def _held(act: AnyAct, proposal: Proposal) -> Proposal:
    """The proposal, locked, for whoever answers it."""
    proposal = _locked(proposal)
    _still_waits(proposal)
    if not isinstance(act, Act) or not answers(act.by, proposal):
        raise NotAllowed("whoever answers a proposal is somebody else, with the right to")
    return proposal


def _locked(proposal: Proposal) -> Proposal:
    _hold_school(proposal.school_id)
    found = Proposal.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("staff__account", "staff__school", "by", "settled_by").get(pk=proposal.pk)


def _hold_school(school_id: UUID) -> None:
    """The school first, as everywhere: who works here changes with a yes (docs/architecture.md, Locks)."""
    School.objects.select_for_update(no_key=True).get(pk=school_id)


def _still_waits(proposal: Proposal) -> None:
    if proposal.waits:
        return
    said = {
        Proposal.State.GIVEN: gettext("Hier is intussen al ja op gezegd."),
        Proposal.State.REFUSED: gettext("Hier is intussen al nee op gezegd."),
        Proposal.State.WITHDRAWN: gettext("Dit voorstel is intussen ingetrokken."),
        Proposal.State.LAPSED: gettext("Dit voorstel is verlopen: niemand gaf antwoord."),
    }
    raise Refused(None, said[Proposal.State(proposal.state)])
