"""Saying that a date was counted with a calendar that nobody of the school confirmed yet (decision 018)."""

from datetime import date

from django.utils.translation import gettext as _

from kring.protocol.calendar import SchoolCalendar
from kring.school.calendars import school_year_of


def rests_on_proposal(on: date, today: date, calendar: SchoolCalendar) -> str:
    """One sentence where this day may still move; nothing where the school confirmed its year, or the day is past."""
    if on < today or not calendar.rests_on_proposal(on):
        return ""
    sentence = _(
        "De kalender van %(year)s is nog niet bevestigd: Kring telt met de feestdagen en het voorstel voor de "
        "vakanties. Deze datum kan nog verschuiven."
    )
    return sentence % {"year": school_year_of(on)}
