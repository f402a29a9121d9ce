"""The demo's days: everything in it happened so many school days or weeks before the day the visitor comes in."""

from dataclasses import dataclass
from datetime import date, timedelta

from kring.protocol.calendar import SchoolCalendar


@dataclass(frozen=True)
class Days:
    """Counts back from `today`, which is a school day."""

    today: date
    calendar: SchoolCalendar

    def back(self, school_days: int) -> date:
        """So many school days before today."""
        return self.before(self.today, school_days)

    def weeks_back(self, weeks: int, *, before: date | None = None) -> date:
        """The last school day on or before the day so many weeks before today, or before another day."""
        day = (before or self.today) - timedelta(weeks=weeks)
        return day if self.calendar.is_school_day(day) else self.calendar.last_before(day)

    def before(self, day: date, school_days: int = 1) -> date:
        """So many school days before a day."""
        return self.calendar.before(day, school_days)

    def lately(self, school_days: int, *, within: int) -> date:
        """So many school days before today, or fewer where a holiday would make it more than `within` days ago."""
        for count in range(school_days, 0, -1):
            if (day := self.back(count)) >= self.today - timedelta(days=within):
                return day
        return self.today

    def with_evaluation_today(self) -> date | None:
        """The day of a joint talk whose first evaluation falls today; None when no such day exists."""
        for ago in range(7, 70):
            day = self.today - timedelta(days=ago)
            if self.calendar.is_school_day(day) and self.calendar.weeks_after(day, 1) == self.today:
                return day
        return None
