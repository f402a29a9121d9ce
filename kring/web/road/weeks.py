"""How many incidents were recorded in each week, for a row of bars."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.queries import incidents_per_week


@dataclass(frozen=True)
class Week:
    """The incidents of one week. `label` stands beside its bar, `spoken` is its day in full."""

    monday: date
    label: str
    spoken: str
    number: int
    words: str


def weeks_of(file: CaseFile, today: date) -> list[Week]:
    """The incidents counted per week (row S2b), from the first up to today, or to the day on which the case was
    closed."""
    until = min(today, file.case.closed_on or today)
    return [
        Week(
            monday,
            _("week van %(day)s") % {"day": words.day_in_short(monday)},
            _("week van %(day)s") % {"day": words.day_and_month(monday, today)},
            number,
            ngettext("%(number)s voorval", "%(number)s voorvallen", number) % {"number": number},
        )
        for monday, number in incidents_per_week(file, until)
    ]
