"""An axis of days: where a day stands on it, where weekends and holidays are, and what runs along it.

Places are shares of the width, so that one drawing fits every screen and its letters grow with the reader's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Band:
    """Days in a row: where they begin and how wide they are, as SVG takes it; and the first and last of them."""

    x: str
    width: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is named above the axis."""

    x: str
    on: date


@dataclass(frozen=True, slots=True)
class Axis:
    """So many days from the first one on, each as wide as the others."""

    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + (self.days - 1) * ONE_DAY

    def holds(self, on: date) -> bool:
        """Whether this day is on the axis."""
        return self.first <= on <= self.last

    def middle(self, on: date) -> float:
        """The middle of a day, as a share of the width from 0 to 100; a day beyond an end stands at that end."""
        return min(100.0, max(0.0, ((on - self.first).days + 0.5) * 100 / self.days))

    def x(self, on: date) -> str:
        """The middle of a day, as SVG takes it."""
        return share(self.middle(on))

    def bands(self, is_in: Callable[[date], bool]) -> list[Band]:
        """The days on the axis of which this is so, those in a row together."""
        return [self._band(first, last) for first, last in self._runs(is_in)]

    def mondays(self) -> list[Tick]:
        """The days on which a week begins."""
        return [Tick(share(self._left(on)), on) for on in self._days() if on.weekday() == 0]

    def _band(self, first: date, last: date) -> Band:
        left, right = self._left(first), self._left(last + ONE_DAY)
        return Band(share(left), share(right - left), first, last)

    def _left(self, on: date) -> float:
        return (on - self.first).days * 100 / self.days

    def _days(self) -> Iterator[date]:
        return (self.first + n * ONE_DAY for n in range(self.days))

    def _runs(self, is_in: Callable[[date], bool]) -> list[tuple[date, date]]:
        runs: list[tuple[date, date]] = []
        for on in filter(is_in, self._days()):
            if runs and runs[-1][1] + ONE_DAY == on:
                runs[-1] = (runs[-1][0], on)
            else:
                runs.append((on, on))
        return runs


def weeks_around(today: date, before: int, after: int) -> Axis:
    """Whole weeks: this one, so many before it and so many after it."""
    monday = today - timedelta(days=today.weekday())
    return Axis(monday - timedelta(weeks=before), 7 * (before + 1 + after))


def share(part: float) -> str:
    """`12.5%`: a share of the width, with a point in every language."""
    return f"{part:.2f}".rstrip("0").rstrip(".") + "%"


CIRCLE = format_html('<circle r="{}"/>', 7)
SHAPES = {
    "late": format_html('<path d="{}"/>', "M0-9L9 0L0 9L-9 0Z"),
    "today": format_html('{}<circle class="core" r="{}"/>', CIRCLE, 2.5),
    "held": format_html('<rect x="-5" y="-5" width="10" height="10" rx="{}"/>', 1.5),
}
"""What a mark of this look is, around the place where it stands; any other is a circle."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on a course: `due`, `late`, `today` or `to-come`, each with a shape of its own; `aside` is how many pixels
    it stands from the middle of its day."""

    x: str
    look: str
    aside: int = 0

    @property
    def shape(self) -> str:
        return SHAPES.get(self.look, CIRCLE)


@dataclass(frozen=True, slots=True)
class Course:
    """What runs until a day: the line to it, what is past it, the marks, and on which side its label has room.

    `label_x` is where the label begins, or ends when `to_left`; `beyond`: the day lies after the last one that is
    drawn.
    """

    line: tuple[str, str]
    over: tuple[str, str] | None
    marks: list[Mark]
    label_x: str
    to_left: bool
    beyond: bool


def course(axis: Axis, *, since: date, due: date, today: date, look: str, talk: date | None = None) -> Course:
    """From the day that something began to the day on which it is due, with the talk that is planned for it."""
    at = [axis.middle(due)] if axis.holds(due) or due < axis.first else []
    marks = [Mark(share(at[0]), look)] if at else []
    if talk and axis.holds(talk):
        at.append(axis.middle(talk))
        marks.append(Mark(axis.x(talk), "to-come"))
    passed = look == "late" and due < today
    right = max(at, default=100.0)
    to_left = right > 55
    return Course(
        line=(axis.x(min(since, due)), axis.x(due)),
        over=(axis.x(due), axis.x(today)) if passed else None,
        marks=marks,
        label_x=share(min(at, default=100.0) if to_left else max(right, axis.middle(today) if passed else 0)),
        to_left=to_left,
        beyond=due > axis.last,
    )
