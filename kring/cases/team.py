"""What the whole team is asked: to read the plans that are new, and to watch where a colleague asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField

from kring.cases.access import plans_visible_to
from kring.cases.models import Case, Fact, Involved, PlanRead, PlanVersion
from kring.cases.queries import children_of
from kring.school.models import StaffMember


@dataclass(frozen=True)
class Asked:
    """The newest plan of a running case, and what it asks of one person.

    `watch_until` is None when nobody asks to watch (any more); `answered`: this person noted something since
    the request.
    """

    version: PlanVersion
    children: list[Involved]
    read: bool
    watch_until: date | None
    asked_by: str
    asked_by_me: bool
    answered: bool

    @property
    def case(self) -> Case:
        return self.version.case

    @property
    def wants_an_answer(self) -> bool:
        return self.watch_until is not None and not self.answered and not self.asked_by_me


def asked_of(staff: StaffMember, today: date, limit: int) -> list[Asked]:
    """What still waits for this person: requests to watch without an answer first, then plans not read. Two queries."""
    unanswered = Q(watch_until__gte=today, answered=False) & ~Q(asked_by_id=staff.pk)
    unread = Q(is_read=False) & ~Q(issued_by=staff)
    found = _plans(staff).filter(unanswered | unread)
    return _asked(found.order_by("is_read", "-issued_at", "id")[:limit], staff, today)


def watch_requests(staff: StaffMember, today: date, limit: int) -> list[Asked]:
    """Where colleagues are asked to watch now, the first to end on top, answered or not. Two queries."""
    return _asked(_plans(staff).filter(watch_until__gte=today).order_by("watch_until", "id")[:limit], staff, today)


def _plans(staff: StaffMember) -> QuerySet[Any]:
    """The newest version of every plan that this person may read, with what is asked about it."""
    requests = Fact.objects.filter(
        ~Exists(Fact.objects.filter(replaces=OuterRef("pk"))), case=OuterRef("case"), kind="observation_request"
    ).order_by("-at", "-id")
    noted = Fact.objects.filter(
        ~Exists(Fact.objects.filter(replaces=OuterRef("pk"))),
        case=OuterRef("case"),
        kind="observation",
        by=staff,
        at__gt=OuterRef("asked_at"),
    )
    newer = PlanVersion.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    return (
        PlanVersion.objects.filter(~Exists(newer), case__in=plans_visible_to(staff))
        .annotate(
            watch_until=Subquery(requests.values("until_on")[:1]),
            asked_at=Subquery(requests.values("at")[:1]),
            asked_by_id=Subquery(requests.values("by")[:1], output_field=UUIDField()),
            asked_by=Subquery(requests.values("by__name")[:1]),
            is_read=Exists(PlanRead.objects.filter(version=OuterRef("pk"), staff=staff)),
        )
        .annotate(answered=Exists(noted))
        .select_related("case__owner", "case__group", "issued_by")
        .defer("content")
    )


def _asked(versions: Iterable[Any], staff: StaffMember, today: date) -> list[Asked]:
    found = list(versions)
    children = children_of([version.case for version in found])
    return [
        Asked(
            version=version,
            children=children.get(version.case_id, []),
            read=version.is_read,
            watch_until=until if (until := version.watch_until) and until >= today else None,
            asked_by=version.asked_by or "",
            asked_by_me=version.asked_by_id == staff.pk,
            answered=version.answered,
        )
        for version in found
    ]
