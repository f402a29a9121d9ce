"""Two people: who must say yes to a role that sees cases, or to another address to sign in with, and who can.

Whoever keeps the people of a school could make somebody head, or take over a colleague's account by its address. So
nobody does either alone (decision 105). What a role may is asked of `kring/school/rights.py`; no role is named here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.school.models import Proposal, School, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, gives_no_more, may, role_sees_cases, roles_with, sees_cases

LASTS = timedelta(days=30)
"""So long a proposal waits; after that it lapses, and can be made again."""
SHOWN = timedelta(days=7)
"""So long those who lead read on Vandaag what became of one."""

READS_PROPOSALS = (Right.PEOPLE, Right.SAY_YES, Right.SAY_YES_MEANWHILE)
"""Who reads what is proposed: who makes such proposals, and who may ever answer one."""


def unanswered(at: datetime) -> QuerySet[Proposal]:
    """What has waited so long by then, at all schools, that it lapses."""
    return asked_by(lapses_if_asked_by(at))


def lapses_if_asked_by(at: datetime) -> datetime:
    """What was asked by then, and waits, lapses at this moment."""
    return at - LASTS


def asked_by(moment: datetime) -> QuerySet[Proposal]:
    """What was asked by this moment, at all schools, and waits."""
    return Proposal.objects.filter(state=Proposal.State.WAITS, at__lte=moment)


def able_to_answer(school: School) -> list[StaffMember]:
    """Everybody who can sign in and ever says yes, by name: for `who_answers`."""
    rights = roles_with(Right.SAY_YES) | roles_with(Right.SAY_YES_MEANWHILE)
    return by_name(_can_sign_in(school).filter(role__in=rights))


def who_answers(able: Sequence[StaffMember], proposal: Proposal) -> list[StaffMember]:
    """Those of the `able_to_answer` who say yes or no to this: not who proposed it, nor whom it is about.

    Who has the right by their role; while there is none of those, who does so meanwhile. Empty: nobody can.
    """
    left = [one for one in able if one.pk not in (proposal.by_id, proposal.staff_id)]
    return [one for one in left if may(one, Right.SAY_YES)] or left


def answered_together(staff: StaffMember, able: Sequence[StaffMember], proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those of the proposals to which this person may say yes together with others (decision 117).

    An address is none, for one asks the colleague first; nor is a role that says yes itself: whoever gives that looks
    at it alone.
    """
    alone = roles_with(Right.SAY_YES) | roles_with(Right.SAY_YES_MEANWHILE)
    of_role = [one for one in proposals if one.waits and one.of == Proposal.Of.ROLE and one.role not in alone]
    return [one for one in of_role if staff in who_answers(able, one)]


def answers(staff: StaffMember, proposal: Proposal) -> bool:
    """Whether this person may say yes or no to this proposal as it stands."""
    if not proposal.waits or staff.school_id != proposal.school_id:
        return False
    return staff.pk in {one.pk for one in who_answers(able_to_answer(staff.school), proposal)}


def is_able_to_answer(staff: StaffMember) -> bool:
    """Whether this person can sign in and ever says yes."""
    return staff in able_to_answer(staff.school)


def reads_proposals(staff: StaffMember) -> bool:
    """Whether this person reads what is proposed here."""
    return any(may(staff, right) for right in READS_PROPOSALS)


def role_waits(by: StaffMember | None, staff: StaffMember, *, role: str, is_new: bool = False) -> bool:
    """Whether this role waits for a second person's yes, for somebody who has `staff.role` until now or, when they are
    new or no longer worked here, none. None is Kring itself: a command, the demo.

    Who says yes by right lowers a role alone, and gives one alone where nobody else has that right.
    """
    had = "" if is_new or not staff.is_active else staff.role
    if by is None or role == had or not role_sees_cases(role):
        return False
    if not may(by, Right.SAY_YES):
        return True
    return not (had and gives_no_more(role, than=had)) and _another_says_yes(by, staff)


def address_waits(by: StaffMember | None, staff: StaffMember) -> bool:
    """Whether another address for this person waits for a second person's yes. Who has the address has the account, so
    it is asked of everybody who sees cases, also where they had no address until now."""
    if by is None or not sees_cases(staff):
        return False
    return not may(by, Right.SAY_YES) or _another_says_yes(by, staff)


def waiting(staff: StaffMember) -> QuerySet[Proposal]:
    """What waits for a yes about this person."""
    return Proposal.objects.filter(staff=staff, state=Proposal.State.WAITS)


def told(school: UUID, since: datetime) -> QuerySet[Proposal]:
    """What waits at this school, and what was settled since then, newest first."""
    return Proposal.objects.filter(Q(settled_at__gt=since) | Q(state=Proposal.State.WAITS), school=school)


def to_read(reader: StaffMember, at: datetime) -> list[tuple[Proposal, bool]]:
    """What waits at this person's school, and what was settled lately, newest first; each with whether this person
    answers it. One query: it is asked on Vandaag."""
    by_right = _can_sign_in(reader.school).filter(role__in=roles_with(Right.SAY_YES))
    found = (
        told(reader.school_id, at - SHOWN)
        .select_related("staff__account", "by", "settled_by")
        .annotate(others_can=Exists(by_right.exclude(Q(pk=OuterRef("by")) | Q(pk=OuterRef("staff")))))
    )
    return [(one, _reader_answers(reader, one, others_can=one.others_can)) for one in found]


def _reader_answers(reader: StaffMember, proposal: Proposal, *, others_can: bool) -> bool:
    if not proposal.waits or reader.pk in (proposal.by_id, proposal.staff_id):
        return False
    return may(reader, Right.SAY_YES) or (may(reader, Right.SAY_YES_MEANWHILE) and not others_can)


def _another_says_yes(by: StaffMember, staff: StaffMember) -> bool:
    others = _can_sign_in(by.school).filter(role__in=roles_with(Right.SAY_YES))
    return others.exclude(pk__in=(by.pk, staff.pk)).exists()


def _can_sign_in(school: School) -> QuerySet[StaffMember]:
    """Whoever has not come in yet cannot be waited for. In the demo nobody chooses a password."""
    here = StaffMember.objects.filter(school=school, is_active=True, joins=StaffMember.Joins.JOINED)
    people = here.filter(account__is_active=True).select_related("school")
    return people if school.is_demo else people.exclude(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
