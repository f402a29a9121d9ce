"""A strip of weeks: the days without school, what is due, the talks, and how many incidents each week had.

Across in shares of the width, up and down in letters: terms on top, talks below them, columns at the foot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kring.web.drawn.axis import Axis, Band, Mark, Tick
from kring.web.drawn.columns import Column, columns

ONE_WEEK = timedelta(weeks=1)
STEPS_ASIDE = {1: 5, 2: 1}
"""On a phone a day is eight pixels wide, and a mark sixteen: on the days next to today it steps aside by so many, or it
would stand on today's line."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing. `free` has no school; of those `waits` makes a child wait. `today` is "" when it lies elsewhere."""

    free: list[Band]
    waits: list[Band]
    weeks: list[Tick]
    today: str
    terms: list[Mark]
    talks: list[Mark]
    columns: list[Column]


def strip_of(
    axis: Axis,
    today: date,
    *,
    is_school_day: Callable[[date], bool],
    waits: tuple[date, date] | None = None,
    terms: Sequence[tuple[date, str]] = (),
    talks: Sequence[tuple[date, str]] = (),
    incidents: Mapping[date, int],
) -> Strip:
    """`terms` and `talks` are days with their look; `incidents` the number of each week by its Monday, of the weeks of
    which it is known."""

    def marks(days: Sequence[tuple[date, str]]) -> list[Mark]:
        return [Mark(axis.x(on), look, _aside((on - today).days)) for on, look in days if axis.holds(on)]

    mondays = [axis.first + n * ONE_WEEK for n in range(axis.days // 7)]
    return Strip(
        free=axis.bands(lambda on: not is_school_day(on)),
        waits=axis.bands(lambda on: waits is not None and waits[0] <= on <= waits[1]),
        weeks=axis.mondays(),
        today=axis.x(today) if axis.holds(today) else "",
        terms=marks(terms),
        talks=marks(talks),
        columns=columns([incidents.get(monday) for monday in mondays]),
    )


def _aside(days: int) -> int:
    """`days` from today, before it as a number below nought."""
    step = STEPS_ASIDE.get(abs(days), 0)
    return step if days > 0 else -step
