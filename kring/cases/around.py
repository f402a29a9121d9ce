"""What a case page asks besides the file: the reports, other cases with the same children, and the team."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kring.cases.access import Need, cases_visible_to, may, roles_that, roles_that_own
from kring.cases.kept_out import KeptOut, kept_out_by_itself, rows_by_itself
from kring.cases.models import Case, CaseStaff, Involved, Report
from kring.names.persons import named
from kring.prepared import prepared
from kring.protocol.terms import Ending
from kring.school.models import Role, StaffMember
from kring.school.order import by_name

MOST_OTHER_CASES = 4


@dataclass(frozen=True)
class Around:
    """The reports of a case, oldest first, and readable other cases with one of its children, the latest first.

    `kept_out` are those who were kept out of it by itself, for those who may lift that.
    """

    reports: list[Report]
    others: list[Case]
    kept_out: list[KeptOut]


def around(case: Case, staff: StaffMember) -> Around:
    """One query, since every case has a report of its own; and two more when somebody was kept out by itself."""
    found = _reports_around(case.pk, case.school_id, staff.pk, Role(staff.role), staff.is_active)
    reports: list[Report] = []
    by_id: dict[UUID, Case] = {}
    keeps_out = False
    for report in found:
        keeps_out = report.keeps_out  # type: ignore[attr-defined]  # annotated
        if report.case_id == case.pk:
            reports.append(report)
        else:
            by_id[report.case_id] = report.case
    in_turn = sorted(by_id.values(), key=lambda other: other.opened_at, reverse=True)
    kept_out = kept_out_by_itself(case, staff) if keeps_out and may(staff, Need.LEAD, case) else []
    return Around(reports, in_turn, kept_out)


@prepared
def _reports_around(case: UUID, school: UUID, who: UUID, role: Role, is_active: bool) -> QuerySet[Report]:
    """The reports of this case, and of the latest others with one of its children that this person may read."""
    this = Case(pk=case, school_id=school)
    staff = StaffMember(id=who, school_id=school, role=role, is_active=is_active)
    others = _with_its_children(this, staff).exclude(ended_as=Ending.MISTAKE).order_by("-opened_at", "id")
    latest = Case.objects.filter(pk__in=others.values("pk")[:MOST_OTHER_CASES])
    # Not "of this case or of those": for an "or" PostgreSQL reads all reports of the school, and all cases of all.
    these = Case.objects.filter(pk=case).values("pk").union(latest.values("pk"), all=True)
    return (
        Report.objects.filter(case__in=these, school=school)
        .annotate(keeps_out=Exists(rows_by_itself(this)))
        .select_related("taken_by", "case__owner", "case__stand_in", "case__group")
        .order_by("taken_at", "id")
    )


def others_running(case: Case, staff: StaffMember) -> list[Case]:
    """Every other running case with one of its children that this person may read, the oldest first. One query."""
    return list(_with_its_children(case, staff).filter(closed_on=None).order_by("year", "number"))


def _with_its_children(case: Case, staff: StaffMember) -> QuerySet[Case]:
    same_children = Involved.objects.filter(case=case, left_on=None).values("pupil")
    also_there = Involved.objects.filter(case=OuterRef("pk"), left_on=None, pupil__in=same_children)
    return cases_visible_to(staff).exclude(pk=case.pk).filter(Exists(also_there))


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team beside a case, with the part in it, if any."""

    id: UUID
    name: str
    role: str
    part: str | None

    def __post_init__(self) -> None:
        named(self.name)

    @property
    def excluded(self) -> bool:
        return self.part == CaseStaff.Part.EXCLUDED


def colleagues_of(case: Case) -> list[Colleague]:
    """Everybody who sees something of this case, could with a part in it, or is kept out of it; by name. One query."""
    part = CaseStaff.objects.filter(case=case, staff=OuterRef("pk")).values("part")
    rows = (
        StaffMember.objects.filter(
            school=case.school_id, is_active=True, role__in=roles_that(Need.READ_PLAN, with_a_part=True)
        )
        .annotate(part=Subquery(part[:1]))
        .order_by("id")
        .values_list("id", "name", "role", "part")
    )
    return by_name(Colleague(*row) for row in rows)


def could_take_part(case: Case) -> list[Colleague]:
    """Those to whom a part in the case would give something that their role does not."""
    gain = roles_that(Need.READ_FILE, with_a_part=True) - roles_that(Need.READ_FILE)
    owning = (case.owner_id, case.stand_in_id)
    return [one for one in colleagues_of(case) if one.role in gain and not one.part and one.id not in owning]


def could_own(case: Case) -> list[Colleague]:
    """Those to whom the case could be given, or who can stand in: not who is kept out of it, nor the owner."""
    able = roles_that_own()
    return [one for one in colleagues_of(case) if one.role in able and not one.excluded and one.id != case.owner_id]


def could_be_excluded(case: Case, by: StaffMember) -> list[Colleague]:
    """Those whom this person can keep out of the case: not the owner, nor oneself."""
    return [one for one in colleagues_of(case) if not one.excluded and one.id not in (case.owner_id, by.pk)]
