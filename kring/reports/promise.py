"""Before which day somebody is promised an answer; counted in school days, so a holiday promises nothing (E6.4)."""

from datetime import date, timedelta

from kring.protocol.calendar import SchoolCalendar

SCHOOL_DAYS = 2
"""As soon as a first talk is asked for in step 1: what comes on a Monday is answered on Wednesday at the latest."""

ASKED_AGAIN_AFTER = timedelta(weeks=6)
"""When a child is asked once more how it goes, after its case was closed."""

KEPT_AFTER_CASE = ASKED_AGAIN_AFTER + timedelta(days=30)
"""How long a code works after the case was closed: thirty days from when it is asked once more (decision 145)."""

SCHOOL_YEAR = timedelta(days=365)
"""How long what led to no case is kept."""


def answer_by(came_on: date, calendar: SchoolCalendar) -> date:
    """The last day on which the school answers what came on this day."""
    return calendar.after(came_on, SCHOOL_DAYS)


def is_asked_again(closed_on: date | None, today: date) -> bool:
    """Whether it is time to ask once more how it goes."""
    return closed_on is not None and today >= closed_on + ASKED_AGAIN_AFTER
