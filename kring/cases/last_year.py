"""Children of the last year group: on a day after the summer they have left the school."""

from dataclasses import dataclass
from datetime import date, timedelta

from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.protocol.terms import ROLES_OF, Whom
from kring.school.calendars import last_day_of

LAST_YEAR_GROUP = 8


@dataclass(frozen=True)
class GoneByThen:
    """Who has left the school on a day, and the last school day on which all of them are there."""

    children: list[Involved]
    last_day: date


def gone_by(file: CaseFile, on: date) -> GoneByThen | None:
    """Of those who bully and are bullied: who has left the school by this day; None when everybody is still there."""
    ends = {
        child.pk: last_day_of(child.pupil.group.school_year)
        for child in file.with_role(*ROLES_OF[Whom.EACH_OF_BOTH])
        if child.pupil.group and child.pupil.group.year_group == LAST_YEAR_GROUP
    }
    gone = [child for child in file.with_role(*ROLES_OF[Whom.EACH_OF_BOTH]) if child.pk in ends and ends[child.pk] < on]
    if not gone:
        return None
    first = min(ends[child.pk] for child in gone)
    return GoneByThen(gone, file.calendar.last_before(first + timedelta(days=1)))
