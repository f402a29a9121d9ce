"""Whether anything changed at a school, by its trail: every verb writes its line there."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kring.prepared import prepared
from kring.trail.models import TrailLine
from kring.trail.verbs import ONLY_SEEN

LAST = 20
"""A line gets its number before its transaction commits: one that comes late is still among so many."""


def last_changes(school_id: UUID, now: datetime) -> list[int]:
    """The lines of the last changes at this school, the newest first. What was only seen is none. Two queries.

    Those up to now are among them: a clock that leapt ahead may have written many that lie after it."""
    return [*_last_changes(school_id), *_last_changes(school_id, now)]


@prepared
def _last_changes(school_id: UUID, until: datetime | None = None) -> QuerySet[TrailLine, int]:
    lines = TrailLine.objects.filter(school_id=school_id).exclude(verb__in=sorted(ONLY_SEEN))
    if until is not None:
        lines = lines.filter(at__lte=until)
    return lines.order_by("-at", "-id").values_list("id", flat=True)[:LAST]
