"""The one place that looks at the clock for the pages; below kring/web time is always an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The real moment, in UTC. Pages use `request.now`, which adds what a demo school's date was moved forward."""
    return datetime.now(UTC)
