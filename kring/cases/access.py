"""The only answer to "may this person see or do this?". Those excluded from a case get nothing: that comes first.

A role gives a standing (kring/school/rights.py), a standing allows what `ALLOWED` says, and what is not said there is
denied. Every list of cases, readers or colleagues is asked for here, so that lists and pages give one answer.
"""

from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.cases.errors import NotAllowed
from kring.cases.models import Case, CaseStaff, Concern, PlanVersion, Report
from kring.prepared import prepared
from kring.protocol.terms import total
from kring.school.models import Role, StaffMember
from kring.school.order import by_name
from kring.school.rights import RIGHTS, Right, Rights, Standing, rights_of, roles_with
from kring.school.rights import may as has_right


class Need(StrEnum):
    """What somebody needs of a case."""

    READ_PLAN = auto()
    OBSERVE = auto()
    READ_FILE = auto()
    WRITE = auto()
    CONFIDENTIAL = auto()  # notes on home and health
    LEAD = auto()  # waive, hand over, exclude, close a case of bullying, reopen
    READ_TRAIL = auto()


ALLOWED: dict[Standing, frozenset[Need]] = total(
    {
        Standing.EXCLUDED: frozenset(),
        Standing.NOBODY: frozenset(),
        Standing.TEAM: frozenset({Need.READ_PLAN, Need.OBSERVE}),
        Standing.TAKES_PART: frozenset({Need.READ_PLAN, Need.OBSERVE, Need.READ_FILE, Need.WRITE}),
        Standing.LEADS: frozenset(Need),
    },
    Standing,
)


def standing(staff: StaffMember, case: Case) -> Standing:
    """What this person is to this case. One query, or none for a case from `cases_with_standing`."""
    part: str | None = None
    if hasattr(case, "is_excluded"):
        if case.is_excluded:
            part = CaseStaff.Part.EXCLUDED
        elif case.is_listed:  # type: ignore[attr-defined]  # annotated
            part = CaseStaff.Part.TAKES_PART
    elif staff.school_id == case.school_id and staff.is_active:
        part = next(iter(_part_in(case.pk, staff.pk)), None)
    return standing_by(part, staff, case)


@prepared
def _part_in(case: UUID, staff: UUID) -> QuerySet[CaseStaff, str]:
    return CaseStaff.objects.filter(case=case, staff=staff).values_list("part", flat=True)  # a row at most


def standing_by(part: str | None, staff: StaffMember, case: Case) -> Standing:
    """The same, where it is known already what part they have in it (`CaseStaff.Part`). No query."""
    if staff.school_id != case.school_id or not staff.is_active:
        return Standing.NOBODY
    if part == CaseStaff.Part.EXCLUDED:
        return Standing.EXCLUDED
    rights = rights_of(staff)
    has_a_part = part == CaseStaff.Part.TAKES_PART or staff.pk in (case.owner_id, case.stand_in_id)
    return rights.with_a_part if has_a_part else rights.in_cases


def allows(standing: Standing, need: Need) -> bool:
    """Whether somebody of this standing may do this."""
    return need in ALLOWED[standing]


def may(staff: StaffMember, need: Need, case: Case) -> bool:
    """True when this person may do this in this case."""
    return allows(standing(staff, case), need)


def require(staff: StaffMember, need: Need, case: Case) -> None:
    """Nothing, or NotAllowed."""
    if not may(staff, need, case):
        raise NotAllowed(need)


def _listed(staff: StaffMember, part: CaseStaff.Part, case: str = "pk") -> Exists:
    return Exists(CaseStaff.objects.filter(case=OuterRef(case), staff=staff, part=part))


def cases_with_standing(staff: StaffMember) -> QuerySet[Case]:
    """All cases of this person's school, each with what `standing` needs. Says nothing about who may read them."""
    return Case.objects.filter(school=staff.school_id).annotate(
        is_excluded=_listed(staff, CaseStaff.Part.EXCLUDED),
        is_listed=_listed(staff, CaseStaff.Part.TAKES_PART),
    )


def cases_visible_to(staff: StaffMember) -> QuerySet[Case]:
    """The cases whose file this person may read."""
    return _cases_for(staff, Need.READ_FILE)


def cases_heard_of(staff: StaffMember) -> QuerySet[Case]:
    """The cases of which this person may know at all: those of the team whose plan they may read, or could."""
    return _cases_for(staff, Need.READ_PLAN)


def plans_visible_to(staff: StaffMember) -> QuerySet[Case]:
    """The running cases with a plan that this person may read, as the whole team may; none that is shut for the team
    because a child wrongly stands in it."""
    return running_shown_to_team(staff).filter(Exists(PlanVersion.objects.filter(case=OuterRef("pk"))))


def running_shown_to_team(staff: StaffMember) -> QuerySet[Case]:
    """The running cases whose plan this person may read, if they have one."""
    return Case.objects.filter(_shown_to_team(staff))


def _cases_for(staff: StaffMember, need: Need) -> QuerySet[Case]:
    """The cases of the own school in which this person may do this: `may`, for a list."""
    return Case.objects.filter(_where(staff, need))


def readable_by(staff: StaffMember) -> Q:
    """That the case of a row may be read by this person: `cases_visible_to` for what belongs to a case. As a condition
    on that case it is looked at for these rows only, where a list of all cases that may be read would come first."""
    return _where(staff, Need.READ_FILE, "case")


def plan_shown_to(staff: StaffMember) -> Q:
    """That the case of a row runs, with a plan that this person may read: the same for `plans_visible_to`."""
    return _shown_to_team(staff, "case") & Q(Exists(PlanVersion.objects.filter(case=OuterRef("case"))))


def _shown_to_team(staff: StaffMember, path: str = "") -> Q:
    """The condition of `running_shown_to_team` on a case, or on what leads to one by this path."""
    at = f"{path}__" if path else ""
    runs = Q(**{f"{at}closed_on": None}) & ~Q(**{f"{at}plan_is": Case.PlanIs.WRONG})
    return _where(staff, Need.READ_PLAN, path) & runs


def _where(staff: StaffMember, need: Need, path: str = "") -> Q:
    """The condition on a case, or on what leads to one by this path."""
    case, at = path or "pk", f"{path}__" if path else ""
    if not staff.is_active or not _with_a_part(rights_of(staff), need):
        return Q(pk__in=[])
    allowed = Q(**{f"{at}school": staff.school_id}) & ~Q(_listed(staff, CaseStaff.Part.EXCLUDED, case))
    if _anywhere(rights_of(staff), need):
        return allowed
    mine = Q(**{f"{at}owner": staff}) | Q(**{f"{at}stand_in": staff})
    return allowed & (mine | Q(_listed(staff, CaseStaff.Part.TAKES_PART, case)))


def readers(case: Case, need: Need = Need.READ_PLAN) -> QuerySet[StaffMember]:
    """Everybody who may do this in this case: `may`, for a list of people. Those who read the plan are the team."""
    allowed = who_may(need, case=case.pk, owner=case.owner_id, stand_in=case.stand_in_id)
    return StaffMember.objects.filter(allowed, school=case.school_id, is_active=True)


def coordinators_of(case: Case) -> list[StaffMember]:
    """Those who are consulted and called about this case, by name; those who are kept out of it are not asked for."""
    return by_name(readers(case, Need.LEAD).filter(role__in=roles_with(Right.COORDINATE)))


def who_may(need: Need, *, case: Any, owner: Any, stand_in: Any) -> Q:
    """The same as a condition on active colleagues of the case's school, for a query inside another.

    `owner` and `stand_in` are then an `OuterRef`, and `case`, asked one level deeper, an `OuterRef` of one.
    """
    parts = CaseStaff.objects.filter(case=case, staff=OuterRef("pk"))
    listed, excluded = (
        Exists(parts.filter(part=part)) for part in (CaseStaff.Part.TAKES_PART, CaseStaff.Part.EXCLUDED)
    )
    has_a_part = Q(pk=owner) | Q(pk=stand_in) | Q(listed)
    allowed = Q(role__in=roles_that(need)) | (Q(role__in=roles_that(need, with_a_part=True)) & has_a_part)
    return allowed & ~Q(excluded)


def roles_that(need: Need, *, with_a_part: bool = False) -> frozenset[Role]:
    """The roles that may do this in every case of their school, or also those for which it takes a part in it.

    For SQL, as `role__in=`: that somebody is excluded is not looked at here.
    """
    ask = _with_a_part if with_a_part else _anywhere
    return frozenset(role for role, rights in RIGHTS.items() if ask(rights, need))


def leads(staff: StaffMember) -> bool:
    """Whether this person watches over all cases of the school."""
    return staff.is_active and _anywhere(rights_of(staff), Need.LEAD)


def roles_that_own() -> frozenset[Role]:
    """The roles to which any case may be given, or that may stand in for its owner: they could then work at it."""
    return roles_with(Right.OWN) & roles_that(Need.WRITE, with_a_part=True)


def may_stand_in(staff: StaffMember) -> bool:
    """Whether this person could own any case, and so stand in for whoever does."""
    return staff.is_active and staff.role in roles_that_own()


def may_know_reporter(staff: StaffMember, report: Report) -> bool:
    """Who told it, by name: for who leads, who took the report down, and others when the name was passed on to them."""
    return leads(staff) or report.taken_by_id == staff.pk or report.passed_on


def may_read_story(staff: StaffMember, report: Report) -> bool:
    """What was told in a report, for those who read the file: unless it is kept for those who lead."""
    return leads(staff) or report.taken_by_id == staff.pk or not report.story_kept_back


def may_read_in_confidence(staff: StaffMember, case: Case) -> bool:
    """Whether this person reads what a child told in confidence: the owner, the stand-in, and those who lead.

    Those who are listed may be the other child's teacher, or anybody whom one person let in (decision 049).
    """
    if may(staff, Need.LEAD, case):
        return True
    return staff.pk in (case.owner_id, case.stand_in_id) and may(staff, Need.READ_FILE, case)


def may_read_concern(staff: StaffMember, concern: Concern) -> bool:
    """True for those of this school who take up reports about staff, never for the accused."""
    return has_right(staff, Right.CONCERNS) and staff.school_id == concern.school_id and staff.pk != concern.accused_id


def concerns_visible_to(staff: StaffMember) -> QuerySet[Concern]:
    """The same for a list of reports about staff."""
    found = Concern.objects.filter(school=staff.school_id).exclude(accused=staff)
    return found if has_right(staff, Right.CONCERNS) else found.none()


def concern_readers(concern: Concern) -> Q:
    """The same as a condition on active colleagues of this school."""
    readers = Q(role__in=roles_with(Right.CONCERNS))
    return readers & ~Q(pk=concern.accused_id) if concern.accused_id else readers


def _anywhere(rights: Rights, need: Need) -> bool:
    return need in ALLOWED[rights.in_cases]


def _with_a_part(rights: Rights, need: Need) -> bool:
    return need in ALLOWED[rights.with_a_part]
