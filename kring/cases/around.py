"""What a case page asks besides the file: the reports, other cases with the same children, and who read the plan."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from kring.cases.access import Need, cases_visible_to, roles_that
from kring.cases.models import Case, CaseStaff, Involved, PlanRead, Report
from kring.school.models import StaffMember
from kring.school.order import by_name

MOST_OTHER_CASES = 4


@dataclass(frozen=True)
class Around:
    """The reports of a case, oldest first, and readable other cases with one of its children, the latest first."""

    reports: list[Report]
    others: list[Case]


def around(case: Case, staff: StaffMember) -> Around:
    """One query, since every case has a report of its own."""
    same_children = Involved.objects.filter(case=case, left_on=None).values("pupil")
    others = (
        cases_visible_to(staff)
        .exclude(pk=case.pk)
        .filter(Exists(Involved.objects.filter(case=OuterRef("pk"), left_on=None, pupil__in=same_children)))
        .order_by("-opened_at", "id")[:MOST_OTHER_CASES]
    )
    found = (
        Report.objects.filter(Q(case=case.pk) | Q(case__in=others.values("pk")))
        .select_related("taken_by", "case__owner", "case__stand_in", "case__group")
        .order_by("taken_at", "id")
    )
    reports, by_id = [], {}
    for report in found:
        if report.case_id == case.pk:
            reports.append(report)
        else:
            by_id[report.case_id] = report.case
    latest = sorted(by_id.values(), key=lambda other: other.opened_at, reverse=True)
    return Around(reports, latest)


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team beside a case: the part in it, if any, and when this version of the plan was read."""

    id: UUID
    name: str
    role: str
    part: str | None
    read_at: datetime | None

    @property
    def excluded(self) -> bool:
        return self.part == CaseStaff.Part.EXCLUDED


def colleagues_of(case: Case, plan_number: int) -> list[Colleague]:
    """Everybody who sees something of this case, could with a part in it, or is kept out of it; by name. One query.

    `plan_number` 0: there is no plan yet.
    """
    part = CaseStaff.objects.filter(case=case, staff=OuterRef("pk")).values("part")
    read = PlanRead.objects.filter(version__case=case, version__number=plan_number, staff=OuterRef("pk"))
    rows = (
        StaffMember.objects.filter(
            school=case.school_id, is_active=True, role__in=roles_that(Need.READ_PLAN, with_a_part=True)
        )
        .annotate(part=Subquery(part[:1]), read_at=Subquery(read.values("read_at")[:1]))
        .order_by("id")
        .values_list("id", "name", "role", "part", "read_at")
    )
    return by_name(Colleague(*row) for row in rows)
