"""The only answer to "may this person see or do this?". Who is excluded from a case gets nothing: that comes first.

The table of docs/access.md in code: T takes part, M other team member, C coordinator, H head, A administrator.
"""

from enum import StrEnum, auto

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.cases.errors import NotAllowed
from kring.cases.models import Case, CaseStaff, PlanVersion, Report
from kring.school.models import Role, StaffMember


class Need(StrEnum):
    """What somebody needs of a case."""

    READ_PLAN = auto()
    OBSERVE = auto()
    READ_FILE = auto()
    WRITE = auto()
    CONFIDENTIAL = auto()  # notes on home and health
    LEAD = auto()  # waive, hand over, exclude, close a case of bullying, reopen
    READ_TRAIL = auto()


class Standing(StrEnum):
    """What somebody is to a case."""

    EXCLUDED = auto()
    LEADS = auto()
    TAKES_PART = auto()
    TEAM = auto()
    NOBODY = auto()


ALLOWED: dict[Standing, frozenset[Need]] = {
    Standing.EXCLUDED: frozenset(),
    Standing.NOBODY: frozenset(),
    Standing.TEAM: frozenset({Need.READ_PLAN, Need.OBSERVE}),
    Standing.TAKES_PART: frozenset({Need.READ_PLAN, Need.OBSERVE, Need.READ_FILE, Need.WRITE}),
    Standing.LEADS: frozenset(Need),
}

REPORTERS = frozenset({Role.TEACHER, Role.MEMBER, Role.COORDINATOR, Role.HEAD})
"""Who on the staff may make a report: everybody but the administrator."""

LEADERS = frozenset({Role.COORDINATOR, Role.HEAD})


def standing(staff: StaffMember, case: Case) -> Standing:
    """What this person is to this case. One query, or none for a case from `cases_with_standing`."""
    if staff.school_id != case.school_id or not staff.is_active:
        return Standing.NOBODY
    if hasattr(case, "is_excluded"):
        excluded, listed = case.is_excluded, case.is_listed  # type: ignore[attr-defined]  # annotated
    else:
        part = CaseStaff.objects.filter(case=case, staff=staff).values_list("part", flat=True).first()
        excluded, listed = part == CaseStaff.Part.EXCLUDED, part == CaseStaff.Part.TAKES_PART
    if excluded:
        return Standing.EXCLUDED
    if staff.role == Role.ADMINISTRATOR:  # also who owned the case before becoming one
        return Standing.NOBODY
    if staff.role in LEADERS:
        return Standing.LEADS
    if listed or staff.pk in (case.owner_id, case.stand_in_id):
        return Standing.TAKES_PART
    return Standing.TEAM if staff.role in (Role.TEACHER, Role.MEMBER) else Standing.NOBODY


def may(staff: StaffMember, need: Need, case: Case) -> bool:
    """True when this person may do this in this case."""
    return need in ALLOWED[standing(staff, case)]


def require(staff: StaffMember, need: Need, case: Case) -> None:
    """Nothing, or NotAllowed."""
    if not may(staff, need, case):
        raise NotAllowed(need)


def _listed(staff: StaffMember, part: CaseStaff.Part) -> Exists:
    return Exists(CaseStaff.objects.filter(case=OuterRef("pk"), staff=staff, part=part))


def cases_with_standing(staff: StaffMember) -> QuerySet[Case]:
    """All cases of this person's school, each with what `standing` needs. Says nothing about who may read them."""
    return Case.objects.filter(school=staff.school_id).annotate(
        is_excluded=_listed(staff, CaseStaff.Part.EXCLUDED),
        is_listed=_listed(staff, CaseStaff.Part.TAKES_PART),
    )


def cases_visible_to(staff: StaffMember) -> QuerySet[Case]:
    """The cases whose file this person may read."""
    cases = Case.objects.filter(school=staff.school_id).exclude(_listed(staff, CaseStaff.Part.EXCLUDED))
    if staff.role in LEADERS:
        return cases
    if staff.role not in (Role.TEACHER, Role.MEMBER):
        return cases.none()
    return cases.filter(Q(owner=staff) | Q(stand_in=staff) | _listed(staff, CaseStaff.Part.TAKES_PART))


def plans_visible_to(staff: StaffMember) -> QuerySet[Case]:
    """The running cases with a plan that this person may read, as the whole team may."""
    if staff.role == Role.ADMINISTRATOR:
        return Case.objects.none()
    return (
        Case.objects.filter(school=staff.school_id, closed_on=None)
        .filter(Exists(PlanVersion.objects.filter(case=OuterRef("pk"))))
        .exclude(_listed(staff, CaseStaff.Part.EXCLUDED))
    )


def may_know_reporter(staff: StaffMember, report: Report) -> bool:
    """True for coordinator and head, for who took the report down, and for others when it was passed on to them."""
    return staff.role in LEADERS or report.taken_by_id == staff.pk or report.passed_on
