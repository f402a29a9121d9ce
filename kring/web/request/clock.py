"""The one place that looks at the clock for the pages; below kring/web time is always an argument."""

import time
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The real moment, in UTC. Pages use `request.now`, which adds what a demo school's date was moved forward."""
    return datetime.now(UTC)


def ticks() -> timedelta:
    """Time since some beginning: for how long something lasts, whatever somebody sets the clock to meanwhile."""
    return timedelta(seconds=time.monotonic())
