"""Counting in school days: terms never end on a weekend, in a holiday or on a day the school is closed."""

from calendar import monthrange
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LONGEST_CLOSURE = 400
"""Days in a row without school after which the calendar must be wrong: more than a year."""
SHORTEST_HOLIDAY = 5
"""Weekdays in a row without school from which on it is a holiday."""
LONGEST_APART = 20
"""School days in a row on which several groups are not at school together; with more, nobody waits for such a day."""


class NoSchoolDay(Exception):
    """The calendar has no school day for more than a year around the date that was asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Closed days that moved the end of a term, so that a child would wait longer."""

    first_closed: date
    last_closed: date
    last_school_day_before: date | None
    """The last school day before the closure, to offer instead; None when the term began inside the closure."""
    wait_days: int
    """Calendar days from the beginning of the term to its end."""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The days a school is closed besides its weekends, which are always closed."""

    closed: frozenset[date] = frozenset()
    confirmed: tuple[tuple[date, date], ...] | None = None
    """The first and last day of each year that the school confirmed; None where nothing rests on a proposal."""
    closed_for: tuple[tuple[Hashable, frozenset[date]], ...] = ()
    """The days on which one group is not at school, by what names that group."""

    def without(self, group: Hashable) -> "SchoolCalendar":
        """The days on which this group is at school."""
        return replace(
            self, closed=self.closed.union(*(days for one, days in self.closed_for if one == group)), closed_for=()
        )

    def for_groups(self, groups: Collection[Hashable]) -> "SchoolCalendar":
        """The days on which children of all these groups are at school: this calendar where none of them is away.

        Also where they meet so seldom that a child would wait for weeks: then the school's own days count.
        """
        away = frozenset[date]().union(*(days for group, days in self.closed_for if group in groups))
        if not away:
            return self
        together = replace(self, closed=self.closed | away, closed_for=())
        apart = 0
        for day in filter(self.is_school_day, _days(min(away), max(away))):
            apart = 0 if together.is_school_day(day) else apart + 1
            if apart > LONGEST_APART:
                return self
        return together

    def rests_on_proposal(self, d: date) -> bool:
        """Whether this day was counted with days that somebody proposed and the school did not confirm yet."""
        return self.confirmed is not None and not any(first <= d <= last for first, last in self.confirmed)

    def is_school_day(self, d: date) -> bool:
        return d.weekday() < 5 and d not in self.closed

    def on_or_after(self, d: date) -> date:
        """The first school day on or after `d`."""
        return self._first_school_day(d, ONE_DAY)

    def last_before(self, d: date) -> date:
        """The last school day before `d`."""
        return self._first_school_day(d - ONE_DAY, -ONE_DAY)

    def after(self, d: date, school_days: int) -> date:
        """The school day that lies `school_days` school days after `d`: two after a Monday is Wednesday.

        Zero gives the first school day on or after `d`.
        """
        if school_days < 0:
            raise ValueError(f"cannot count {school_days} school days ahead")
        if school_days == 0:
            return self.on_or_after(d)
        for _ in range(school_days):
            d = self.on_or_after(d + ONE_DAY)
        return d

    def before(self, d: date, school_days: int) -> date:
        """The school day that lies `school_days` school days before `d`; `d` itself for zero."""
        for _ in range(school_days):
            d = self.last_before(d)
        return d

    def back_at_school(self, d: date) -> date | None:
        """The first school day after the next holiday of a whole week that begins after `d`; None without one within a
        year."""
        until = d + timedelta(days=LONGEST_CLOSURE)
        while d <= until:
            back = self.on_or_after(d + ONE_DAY)
            if _weekdays(d + ONE_DAY, back - ONE_DAY) >= SHORTEST_HOLIDAY:
                return back
            d = back
        return None

    def weeks_after(self, d: date, weeks: int) -> date:
        """`weeks` calendar weeks after `d`, moved to the first school day on or after."""
        return self.on_or_after(d + timedelta(weeks=weeks))

    def months_after(self, d: date, months: int) -> date:
        """The same day `months` months later (the last of a shorter month), moved to the first school day after."""
        year, month_before = divmod(d.year * 12 + d.month - 1 + months, 12)
        month = month_before + 1
        return self.on_or_after(date(year, month, min(d.day, monthrange(year, month)[1])))

    def school_days_between(self, a: date, b: date) -> int:
        """How many school days lie after `a`, up to and including `b`; negative when `b` is before `a`."""
        if b < a:
            return -self.school_days_between(b, a)
        return sum(map(self.is_school_day, _days(a + ONE_DAY, b)))

    def stretched(self, anchor: date, plain: date, due: date) -> Stretch | None:
        """The closed days that moved a term from `plain` to `due`, or None when nothing did.

        `anchor` is the day the term began. `plain` is where it would have ended without closed days: the
        date by the week, or what `SchoolCalendar()` computes for the same term. A weekend alone is no
        stretch. When several closures lie in the term, the one with the most lost school days is told.
        """
        if _weekdays(plain, due - ONE_DAY) == 0:
            return None
        # Only the closure its end falls in moves a term in weeks; every closure inside it moves one in school days.
        moved_at_its_end = not any(self.is_school_day(d) for d in _days(plain, due - ONE_DAY))
        closures = self._closures(plain if moved_at_its_end else anchor + ONE_DAY, due - ONE_DAY)
        if not closures:
            return None
        longest = max(closures, key=lambda closure: (_weekdays(closure[0], closure[-1]), closure[0]))
        before = self.last_before(longest[0])
        return Stretch(
            first_closed=longest[0],
            last_closed=longest[-1],
            last_school_day_before=before if before >= anchor else None,
            wait_days=(due - anchor).days,
        )

    def _closures(self, first: date, last: date) -> list[list[date]]:
        """The closed days of each closure that touches `first` to `last`, as a whole. A plain weekend is none."""
        closures: list[list[date]] = []
        d = first
        while d <= last:
            if self.is_school_day(d):
                d += ONE_DAY
                continue
            back_at_school = self.on_or_after(d)
            closed = [day for day in _days(self.last_before(d), back_at_school) if day in self.closed]
            if closed:
                closures.append(closed)
            d = back_at_school
        return closures

    def _first_school_day(self, start: date, step: timedelta) -> date:
        d = start
        for _ in range(LONGEST_CLOSURE):
            if self.is_school_day(d):
                return d
            d += step
        raise NoSchoolDay(
            f"no school day within {LONGEST_CLOSURE} days of {start.isoformat()}: the calendar is closed for too long"
        )


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _weekdays(first: date, last: date) -> int:
    return sum(d.weekday() < 5 for d in _days(first, last))
