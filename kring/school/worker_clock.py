"""Whether the clock is believed: it may not have leapt, nor gone back, since the last round that the worker did.

A clock is doubted against the last moment that was believed, and against the newest line of the trail. While it is
doubted, the worker does nothing that cannot be undone on the word of a clock (`kring/config/jobs.py`), until somebody
says that it is right (`say_clock_is_right`), or it reads again what follows on that moment. A server that was off for
a week makes such a leap too: Kring cannot tell the two apart, a person can (decision 095).
"""

from datetime import datetime, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery

from kring.prepared import prepared
from kring.school.models import School, WorkerClock
from kring.trail.models import TrailLine

LONGEST_LEAP = timedelta(hours=48)
"""A weekend in which the power fails is shorter; nothing that waits so long is late by it."""
LONGEST_STEP_BACK = timedelta(minutes=10)
"""What a time server puts right after a start. The clock is there again before anybody has read of it."""
SILENT = timedelta(minutes=5)
GOOD_FOR = timedelta(hours=1)
"""How long the moment on a page is the one that somebody says is right."""
EVERY = timedelta(minutes=1)
"""How often a turn is written down, and the trail is looked at."""


def take_turn(at: datetime) -> WorkerClock:
    """Called at each turn of the worker with what its clock says; whether that is believed: `doubted_from` is None."""
    clock = next(iter(_clock()), None)
    if clock is None:
        clock, _made = WorkerClock.objects.get_or_create(pk=1, defaults={"turn_at": at - EVERY, "believed_at": at})
    if clock.doubted_from is None and timedelta(0) <= at - clock.turn_at < EVERY:
        return clock
    before = (clock.believed_at, clock.doubted_from)
    clock.doubted_from = _held_against(clock, at)
    if clock.doubted_from is None:
        clock.believed_at = at
    if (clock.believed_at, clock.doubted_from) != before or abs(at - clock.turn_at) >= EVERY:
        clock.turn_at = at
        # Not over what somebody said in the meantime: the next turn reads that.
        WorkerClock.objects.filter(pk=clock.pk, believed_at=before[0]).update(
            turn_at=at, believed_at=clock.believed_at, doubted_from=clock.doubted_from
        )
    return clock


def go_on_from(at: datetime) -> None:
    """The worker goes on from this moment, whenever its last turn was: Kring was put back from a copy, by somebody who
    read there what the clock says. What a real clock cannot be, earlier than the trail, is doubted as ever.
    """
    WorkerClock.objects.update(turn_at=at, believed_at=at, doubted_from=None)


def doubted_from() -> datetime | None:
    """The moment against which the worker doubts its clock; None while it believes it."""
    return next((row.doubted_from for row in _clock()), None)


@prepared
def _clock() -> QuerySet[WorkerClock]:
    return WorkerClock.objects.filter(pk=1)


def is_silent(clock: WorkerClock, at: datetime) -> bool:
    """Whether the worker has stopped, or hangs: it wrote no turn for some minutes."""
    return abs(at - clock.turn_at) > SILENT


def is_at_work(at: datetime) -> bool:
    """Whether the worker wrote a turn lately, by the server's own clock."""
    return any(not is_silent(clock, at) for clock in _clock())


def goes_on_from(shown: datetime, at: datetime) -> bool:
    """Whether the clock, that was read to a person as `shown`, has only gone on since then."""
    return -LONGEST_STEP_BACK <= at - shown <= GOOD_FOR


def newest_line() -> datetime | None:
    """The moment of the newest line in the trail of a real school: only those have the date of the server."""
    return next(iter(_newest_lines()), None)


@prepared
def _newest_lines() -> QuerySet[School, datetime | None]:
    of_school = TrailLine.objects.filter(school_id=OuterRef("pk")).order_by("-at", "-id")
    real = School.objects.filter(is_demo=False).annotate(newest=Subquery(of_school.values("at")[:1]))
    return real.order_by(F("newest").desc(nulls_last=True)).values_list("newest", flat=True)[:1]


def _held_against(clock: WorkerClock, at: datetime) -> datetime | None:
    """The moment by which this reading cannot be believed; None when it can."""
    if at - clock.believed_at > LONGEST_LEAP or clock.believed_at - at > LONGEST_STEP_BACK:
        return clock.believed_at
    newest = newest_line()
    if newest is None or (clock.ahead_until is not None and newest <= clock.ahead_until):
        return None
    return newest if newest - at > LONGEST_STEP_BACK else None
