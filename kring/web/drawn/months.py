"""A school year as twelve small months: a square for each weekday, filled where there is no school."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

SIDE = 10
"""From one square to the next; a column for each weekday, a row for each week."""


@dataclass(frozen=True, slots=True)
class Day:
    """One weekday. `look`: closed, or "" for a day with school; and whether it is today."""

    x: int
    y: int
    look: str
    today: bool

    @property
    def middle_x(self) -> str:
        return f"{self.x + 3.5:.1f}"

    @property
    def middle_y(self) -> str:
        return f"{self.y + 3.5:.1f}"


@dataclass(frozen=True, slots=True)
class Month:
    """The weekdays of a month, and those without school among them."""

    first: date
    days: list[Day]
    closed: list[date]


def months_of(first: date, is_school_day: Callable[[date], bool], today: date) -> list[Month]:
    """The twelve months from this first day of a month on."""
    found = []
    for n in range(12):
        year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
        found.append(_month(date(year, month + 1, 1), is_school_day, today))
    return found


def _month(first: date, is_school_day: Callable[[date], bool], today: date) -> Month:
    length = monthrange(first.year, first.month)[1]
    weekdays = [on for n in range(length) if (on := first + timedelta(days=n)).weekday() < 5]
    top = _row(weekdays[0], first)
    return Month(
        first,
        [
            Day(
                x=on.weekday() * SIDE,
                y=(_row(on, first) - top) * SIDE,
                look="" if is_school_day(on) else "closed",
                today=on == today,
            )
            for on in weekdays
        ],
        [on for on in weekdays if not is_school_day(on)],
    )


def _row(on: date, first: date) -> int:
    """In which week of its month a day is."""
    return (on.day + first.weekday() - 1) // 7
