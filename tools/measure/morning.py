"""The clock of a measurement: it goes on, from two o'clock on one ordinary Monday at school.

Nothing of the tests is loaded here: a measured process would be larger than a school's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kring.web.request import clock

BEGINS = datetime(2026, 11, 23, 13, tzinfo=UTC)
"""After everything that is told of the cases, which are told from nine o'clock on."""

_real = clock.now


def behind() -> float:
    """By how many seconds the clock must be put back for that day to begin now."""
    return (_real() - BEGINS).total_seconds()


def begin(seconds: float) -> None:
    """From now on the pages live so many seconds ago."""
    clock.now = lambda: _real() - timedelta(seconds=seconds)
