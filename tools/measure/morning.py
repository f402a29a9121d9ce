"""The clock of a measurement: it goes on, from two o'clock on one ordinary Monday at school.

Nothing of the tests is loaded here: a measured process would be larger than a school's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kring.web.request import clock

BEGINS = datetime(2026, 11, 23, 13, tzinfo=UTC)
"""After everything that is told of the cases, which are told from nine o'clock on."""

PAUSE = timedelta(minutes=1)
"""Between two measurements of one day: lines that several wrote at once may stand in another order."""

_real = clock.now


def behind(written: Iterable[datetime] = ()) -> float:
    """By how many seconds the clock must be put back for that day to begin now, or to go on after what was written.

    Whoever measured here before lived the same day. What they wrote lay ahead otherwise, and would come to pass line by
    line: a calendar that knows all of the agenda was then told, now and then, that something had changed.
    """
    lived = [at + PAUSE for at in written if at.date() == BEGINS.date()]
    return (_real() - max([BEGINS, *lived])).total_seconds()


def begin(seconds: float) -> None:
    """From now on the pages live so many seconds ago."""
    clock.now = lambda: _real() - timedelta(seconds=seconds)
