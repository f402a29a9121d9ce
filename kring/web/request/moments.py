"""A day or a moment that a browser sent back: what no page can have shown is none.

The very first and last year count as such: the day before it, the day after it, or the same moment on another clock
does not exist, and what reckons with it would break.
"""

from datetime import MAXYEAR, MINYEAR, date, datetime


def day_in(text: str) -> date | None:
    """The day of a text such as 2026-11-23."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if MINYEAR < day.year < MAXYEAR else None


def moment_in(text: str) -> datetime | None:
    """The moment of a text such as 2026-11-23T09:00:00+01:00; one without a time zone is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and MINYEAR < moment.year < MAXYEAR else None
