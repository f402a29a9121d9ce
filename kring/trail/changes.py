"""Whether anything changed at a school, by its trail: every verb writes its line there."""

from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from kring.prepared import prepared
from kring.trail.models import TrailLine
from kring.trail.verbs import ONLY_SEEN

LAST = 20
"""A line gets its number before its transaction commits: one that comes late is still among so many."""


def last_changes(school_id: UUID, now: datetime) -> list[int]:
    """The lines of the last changes at this school, the newest first. What was only seen is none.

    Those up to now are among them: a clock that leapt ahead may have written many that lie after it. One query, and a
    second one where it did."""
    last = _last_changes(school_id, now)
    if any(lies_ahead for _line, lies_ahead in last):
        last += _up_to(school_id, now)
    return [line for line, _lies_ahead in last]


@prepared
def _last_changes(school_id: UUID, now: datetime) -> QuerySet[TrailLine, tuple[int, bool]]:
    return _newest(school_id, now)[:LAST]


@prepared
def _up_to(school_id: UUID, now: datetime) -> QuerySet[TrailLine, tuple[int, bool]]:
    return _newest(school_id, now).filter(at__lte=now)[:LAST]


def _newest(school_id: UUID, now: datetime) -> QuerySet[TrailLine, tuple[int, bool]]:
    """Each with whether it lies after now."""
    lines = TrailLine.objects.filter(school_id=school_id).exclude(verb__in=sorted(ONLY_SEEN)).order_by("-at", "-id")
    return lines.annotate(ahead=ExpressionWrapper(Q(at__gt=now), BooleanField())).values_list("id", "ahead")
