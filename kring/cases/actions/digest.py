"""The coordinator's week in counts: how much runs, what is late or due, which plans wait to be read. No names."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, QuerySet, Subquery
from django.utils.translation import override

from kring import words
from kring.cases import letters
from kring.cases.access import Need, cases_visible_to, who_may
from kring.cases.letter_kinds import BY_KEY
from kring.cases.letters import ToSay
from kring.cases.models import Case, PlanRead, PlanVersion
from kring.cases.queries import falls_due, is_late
from kring.cases.recipients import Occasion, receivers
from kring.cases.to_say import UNREAD_AFTER
from kring.prepared import prepared
from kring.protocol.calendar import SchoolCalendar
from kring.school.models import Role, School, StaffMember

MOST_NAMED = 10
"""At most so many cases of which a plan waits to be read; then how many more there are."""


@transaction.atomic
def send_digests(*, school: School, at: datetime, today: date, calendar: SchoolCalendar) -> int:
    """To each coordinator, once a week, when there is a running case that this coordinator may see.

    Gives how many letters that were.
    """
    year, week, _day = today.isocalendar()
    to_say = []
    for person in receivers(BY_KEY["digest"], Occasion(school=school, by=None)):
        counts = _counts(person, today, calendar)
        if counts["running"]:
            occasion = Occasion(school=school, by=None, person=person)
            to_say.append(ToSay("digest", occasion, f"{year}-{week:02}", counts))
    return letters.send_all(to_say, at=at, school=school)


def _counts(person: StaffMember, today: date, calendar: SchoolCalendar) -> dict[str, Any]:
    """Each coordinator's own, since each may be kept out of other cases: two queries, or one where nothing runs."""
    who = (person.pk, person.school_id, Role(person.role), person.is_active)
    sunday = today + timedelta(days=6 - today.weekday())
    running = _running(*who, today, sunday)
    waiting = _plans_not_read(*who, calendar.before(today, UNREAD_AFTER)) if running else []
    return {
        "running": len(running),
        "late": sum(bool(late) for late, _due in running),
        "due": sum(bool(due) for _late, due in running),
        "unread": len(waiting),
        "lines": _lines(waiting),
    }


@prepared
def _running(
    who: UUID, school: UUID, role: Role, is_active: bool, today: date, sunday: date
) -> QuerySet[Case, tuple[bool | None, bool | None]]:
    """Of each running case that this person may see: whether it is late, and whether it falls due this week."""
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    late = ExpressionWrapper(is_late(today), BooleanField())
    due = ExpressionWrapper(falls_due(today, sunday), BooleanField())
    return cases_visible_to(staff).filter(closed_on=None).values_list(late, due)


def _lines(waiting: Sequence[PlanVersion]) -> list[str]:
    """`Zaak 2026-003: nog vier collega’s`, the plan that waits longest first."""
    with override(letters.LANGUAGE):
        lines = [_line(version.case, version.left) for version in waiting[:MOST_NAMED]]  # type: ignore[attr-defined]  # annotated
        if (more := len(waiting) - MOST_NAMED) > 0:
            lines.append(f"en nog {words.number(more)}")
    return lines


def _line(case: Case, left: int) -> str:
    colleagues = "collega" if left == 1 else "collega’s"
    return f"Zaak {case.reference}: nog {words.number(left)} {colleagues}"


@prepared
def _plans_not_read(
    who: UUID, school: UUID, role: Role, is_active: bool, issued_by_then: date
) -> QuerySet[PlanVersion]:
    """The versions in force, in what this person may see and runs, issued on that day or before it, that somebody of
    the team has not read; each with how many that are, in `left`."""
    running = cases_visible_to(StaffMember(pk=who, school_id=school, role=role, is_active=is_active))
    newer = PlanVersion.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    has_read = PlanRead.objects.filter(version=OuterRef(OuterRef("pk")), staff=OuterRef("pk"))
    team = who_may(
        Need.READ_PLAN,
        case=OuterRef(OuterRef("case")),
        owner=OuterRef("case__owner"),
        stand_in=OuterRef("case__stand_in"),
    )
    waits_for = StaffMember.objects.filter(team, ~Exists(has_read), school=OuterRef("school"), is_active=True).exclude(
        pk=OuterRef("issued_by")
    )
    in_force = PlanVersion.objects.filter(
        ~Exists(newer), case__in=running.filter(closed_on=None), issued_on__lte=issued_by_then
    )
    # Without a GROUP BY of its own the subquery would count by person.
    left = waits_for.order_by().values("school").annotate(count=Count("pk")).values("count")
    return (
        in_force.filter(Exists(waits_for))
        .annotate(left=Subquery(left))
        .select_related("case")
        .defer("content")
        .order_by("issued_on", "case__year", "case__number")
    )
