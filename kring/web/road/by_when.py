"""By when something is due, as a badge says it: on the case, on Vandaag and in the list of cases."""

from datetime import date

from django.utils.translation import gettext as _

from kring import words
from kring.protocol.calendar import SchoolCalendar


def by_when(due_on: date, today: date, calendar: SchoolCalendar, *, late: bool) -> tuple[str, str]:
    """The words and their look: late, today or "". A guideline that has passed is not late (decision 3)."""
    if due_on < today and not late:
        return _("richttermijn voorbij"), "today"
    return words.due(due_on, today, calendar), "late" if late else "today" if due_on == today else ""
