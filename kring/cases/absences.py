"""Who stands in for a colleague who is ill or away, in how many cases, and for whom and by whom that can be said."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kring.cases.access import cases_visible_to, roles_that_own
from kring.cases.models import Absence
from kring.prepared import prepared
from kring.school.models import StaffMember
from kring.school.order import by_name


def open_absences(school_id: UUID) -> QuerySet[Absence]:
    """Those of this school that are to come, or have begun and not ended."""
    return Absence.objects.filter(school=school_id, ended_at=None)


def begun_absences(school_id: UUID) -> QuerySet[Absence]:
    """Those of this school that have begun and not ended: somebody stands in."""
    return open_absences(school_id).filter(begun_at__isnull=False)


@dataclass(frozen=True)
class AbsenceLine:
    """An absence, and in how many of the running cases that its reader may read it holds (`given`) or not (`left`)."""

    absence: Absence
    given: int
    left: int


def absence_lines(reader: StaffMember) -> list[AbsenceLine]:
    """The absences of this person's school that did not end, the first to begin first. Two queries."""
    found = list(open_absences(reader.school_id).select_related("staff", "stand_in").order_by("from_on", "id"))
    running = cases_visible_to(reader).filter(closed_on=None, owner__in=[one.staff_id for one in found])
    counts = {
        row["owner"]: (row["given"], row["all"] - row["given"])
        for row in running.order_by()
        .values("owner")
        .annotate(all=Count("pk"), given=Count("pk", filter=Q(absence__isnull=False)))
    }
    return [AbsenceLine(one, *counts.get(one.staff_id, (0, 0))) for one in found]


def owners_seen_by(reader: StaffMember) -> list[StaffMember]:
    """Who owns a running case that this person may read, by name."""
    running = cases_visible_to(reader).filter(closed_on=None)
    return by_name(StaffMember.objects.filter(pk__in=running.values("owner"), is_active=True))


def who_could_own(school: UUID) -> list[StaffMember]:
    """To whom any case of this school could be given, or who could stand in for its owner; by name. One query."""
    return by_name(_who_could_own(school))


@prepared
def _who_could_own(school: UUID) -> QuerySet[StaffMember]:
    return StaffMember.objects.filter(school=school, is_active=True, role__in=roles_that_own())
