"""Who is kept out of a case because of the children in it: an exclusion is of people (decision 048)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kring.cases.access import cases_visible_to
from kring.cases.models import Case, CaseStaff, Involved
from kring.prepared import prepared
from kring.school.models import StaffMember
from kring.school.order import by_name


def kept_out_with(case: Case, pupils: Collection[UUID]) -> dict[UUID, CaseStaff]:
    """Those who are kept out of another running case of the school with one of these pupils, by their id.

    Each with the row that says so, the oldest where there are more. `case` may be one that is still to be saved.
    """
    return {row.staff_id: row for row in _out_with(case.school_id, case.pk, sorted(pupils))}


@prepared
def _out_with(school: UUID, but_not: UUID, pupils: Sequence[UUID]) -> QuerySet[CaseStaff]:
    return _excluded(keeps_out_with(school, pupils).exclude(case=but_not))


def keeps_out_with(school: UUID, pupils: Sequence[UUID]) -> QuerySet[CaseStaff]:
    """The rows that keep somebody out of a running case of this school with one of these pupils."""
    with_them = Involved.objects.filter(case=OuterRef("case"), pupil__in=pupils, left_on=None)
    others = CaseStaff.objects.filter(Exists(with_them), case__school=school, case__closed_on=None)
    return others.filter(part=CaseStaff.Part.EXCLUDED)


def kept_out_of_any(cases: Collection[UUID]) -> dict[UUID, CaseStaff]:
    """Those who are kept out of one of these cases, by their id, each with the row that says so, the oldest of more."""
    rows = _excluded(CaseStaff.objects.filter(case__in=cases)) if cases else ()
    return {row.staff_id: row for row in rows}


def _excluded(rows: QuerySet[CaseStaff]) -> QuerySet[CaseStaff]:
    """Those of these rows that keep somebody out, the newest first: of a person the oldest is the last word."""
    excluded = rows.filter(part=CaseStaff.Part.EXCLUDED).select_related("staff", "case")
    return excluded.order_by("-case__opened_at", "-id")


@dataclass(frozen=True)
class KeptOut:
    """A colleague who was kept out of a case by itself. `because_of` is the other case, for those who may read it."""

    staff: StaffMember
    because_of: Case | None


def rows_by_itself(case: Case) -> QuerySet[CaseStaff]:
    """The rows of those who were kept out of this case by itself."""
    return CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED, because_of__isnull=False)


def kept_out_by_itself(case: Case, reader: StaffMember) -> list[KeptOut]:
    """Those who were kept out of this case because they are kept out of another one. One query, two when there are."""
    rows = {row.staff: row for row in rows_by_itself(case).select_related("staff", "because_of")}
    if not rows:
        return []
    others = cases_visible_to(reader).filter(pk__in=[row.because_of_id for row in rows.values()])
    readable = set(others.values_list("pk", flat=True))
    return [
        KeptOut(staff, rows[staff].because_of if rows[staff].because_of_id in readable else None)
        for staff in by_name(rows)
    ]
