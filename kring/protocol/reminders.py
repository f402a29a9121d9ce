"""When a term is spoken of: the school day before, on the day, and when it has passed. Only on school days.

Who gets the letter and what it says is elsewhere; here is only what is due to be said about a term on a day.
"""

from datetime import date, timedelta
from enum import StrEnum

from kring.protocol.calendar import ONE_DAY, SchoolCalendar


class Reminder(StrEnum):
    """What there is to say about a term. Each is said once for the same term."""

    TOMORROW = "tomorrow"  # the school day before
    AFTER_HOLIDAY = "after_holiday"  # the last school day before a holiday, about what is due right after it
    TODAY = "today"
    GUIDELINE_PASSED = "guideline_passed"  # a guideline is never called late (decision 3)
    LATE_FOR_COORDINATOR = "late_for_coordinator"  # one school day late
    LATE_FOR_HEAD = "late_for_head"  # two school days late


PASSED = frozenset({Reminder.GUIDELINE_PASSED, Reminder.LATE_FOR_COORDINATOR, Reminder.LATE_FOR_HEAD})
"""What is said of a term that has passed, and stays true on each day after it."""

LATE_FOR_BOTH = 2
"""School days after a term on which all has been said of it that there is."""

SOON_AFTER = 2
"""School days after a holiday about which a word is said before it."""

WEEKEND = timedelta(days=3)
"""From Friday to Monday: the longest gap between two school days that every school has each week."""
WEEK = timedelta(weeks=1)


def reminders(due_on: date, today: date, calendar: SchoolCalendar, *, guideline: bool) -> tuple[Reminder, ...]:
    """What there is to say today about a term that ends on `due_on`; nothing on a day without school.

    What was missed while nobody looked is still said, as far as it is still true: a term that passed three days ago
    gives both late reminders, and no `tomorrow`.
    """
    if not calendar.is_school_day(today):
        return ()
    if today > due_on:
        if guideline:
            return (Reminder.GUIDELINE_PASSED,)
        late_by = calendar.school_days_between(due_on, today)
        return (Reminder.LATE_FOR_COORDINATOR, Reminder.LATE_FOR_HEAD)[:late_by]
    if today == due_on:
        return (Reminder.TODAY,)
    next_day = calendar.on_or_after(today + timedelta(days=1))
    if is_holiday_between(today, next_day, calendar):
        soon = calendar.after(next_day, SOON_AFTER - 1)
        return (Reminder.AFTER_HOLIDAY,) if due_on <= soon else ()
    return (Reminder.TOMORROW,) if due_on == next_day else ()


def next_reminder(due_on: date, today: date, calendar: SchoolCalendar, *, guideline: bool) -> date | None:
    """The first day after today on which there may be more to say about a term than today; None when there never is.

    A little early rather than late: before a term these are the days on which a holiday would make it speak.
    """
    if today > due_on and (guideline or calendar.school_days_between(due_on, today) >= LATE_FOR_BOTH):
        return None
    return max(calendar.on_or_after(today + ONE_DAY), calendar.before(due_on, SOON_AFTER + 1))


def next_asking(asked_on: date, until_on: date, today: date, calendar: SchoolCalendar) -> date | None:
    """When colleagues are asked for the second time, as long as that is to come. What was missed is made good on the
    next school day, so on a day without school it is still to come."""
    second = second_asking(asked_on, until_on, calendar)
    if not calendar.is_school_day(today):
        second = max(second, calendar.on_or_after(today))
    return second if today < second <= until_on else None


def is_holiday_between(today: date, next_day: date, calendar: SchoolCalendar) -> bool:
    """Whether a holiday lies between two school days that follow each other: more than this school's own weekend.

    A school that is closed every Friday has a longer one than others; the week before or after then shows the same gap.
    """
    if next_day - today <= WEEKEND:
        return False
    return not any(
        calendar.is_school_day(today + other) and calendar.on_or_after(today + other + ONE_DAY) == next_day + other
        for other in (-WEEK, WEEK)
    )


def asks_to_observe(asked_on: date, until_on: date, today: date, calendar: SchoolCalendar) -> int:
    """Which asking of the colleagues falls today: 1 on the day of the request, 2 halfway to its last day, else 0.

    Two times between step 3 and step 4 (row S3h), both on school days; a missed second one is made good later.
    """
    if not calendar.is_school_day(today) or not asked_on <= today <= until_on:
        return 0
    if today == asked_on:
        return 1
    return 2 if today >= second_asking(asked_on, until_on, calendar) else 0


def second_asking(asked_on: date, until_on: date, calendar: SchoolCalendar) -> date:
    """The school day halfway between the request and its last day, and never the day of the request itself."""
    return calendar.on_or_after(asked_on + max(ONE_DAY, (until_on - asked_on) / 2))
