"""How many running cases somebody may read, by who carries them, and what they ask: for the overview of Zaken."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from kring.cases.access import cases_visible_to
from kring.cases.models import Case
from kring.cases.queries import FIRST_DUE, asks_this_week, asks_today, is_late, week_from
from kring.names.comparing import sort_key
from kring.names.persons import named
from kring.prepared import prepared
from kring.protocol.terms import Stage
from kring.school.models import Role, StaffMember


@dataclass(frozen=True)
class Load:
    """The running cases of one colleague, or of all: how many; of how many what comes first is late, asked today, or in
    the week after it; and how many wait to be closed."""

    running: int = 0
    late: int = 0
    today: int = 0
    week: int = 0
    to_close: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.running + other.running,
            self.late + other.late,
            self.today + other.today,
            self.week + other.week,
            self.to_close + other.to_close,
        )


@dataclass(frozen=True)
class Carried:
    """What one colleague carries now: their own cases, less those in which somebody stands in, and those they stand in
    for."""

    by: UUID
    name: str
    load: Load

    def __post_init__(self) -> None:
        named(self.name)


def carried(staff: StaffMember, today: date) -> list[Carried]:
    """Who carries the running cases that this person may read, who is late first. One query."""
    found = _carried(staff.pk, staff.school_id, Role(staff.role), staff.is_active, today, week_from(today))
    carrying = [
        Carried(
            one["carrier"],
            one["carrier_name"],
            Load(one["running"], one["late"], one["now"], one["week"], one["closing"]),
        )
        for one in found
    ]
    return sorted(carrying, key=lambda one: (-one.load.late, -one.load.running, sort_key(one.name), one.by))


@prepared
def _carried(who: UUID, school: UUID, role: Role, is_active: bool, today: date, until: date) -> QuerySet[Case, Any]:
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    return (
        cases_visible_to(staff)
        .filter(closed_on=None)
        .annotate(
            carrier=Coalesce("stand_in_id", "owner_id"),
            carrier_name=Coalesce("stand_in__name", "owner__name"),
            first_due=FIRST_DUE,
        )
        .values("carrier", "carrier_name")
        .annotate(
            running=Count("pk"),
            late=Count("pk", filter=is_late(today)),
            now=Count("pk", filter=asks_today(today)),
            week=Count("pk", filter=asks_this_week(today, until)),
            closing=Count("pk", filter=Q(stage=Stage.TO_CLOSE)),
        )
    )
