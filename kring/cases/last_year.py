"""Children of the last year group: on a day after the summer they have left the school."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from kring.cases.case_file import CaseFile
from kring.cases.models import Case, Involved
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.terms import BULLIED, BULLIES, ROLES_OF, Whom
from kring.school.calendars import last_day_of, school_year_of
from kring.school.models import School

LAST_YEAR_GROUP = 8
SAID_BEFORE = 20
"""School days before the summer from which it is said: time enough to choose another day."""


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


def last_school_day(today: date, calendar: SchoolCalendar) -> date:
    """The last school day of the school year that this day belongs to."""
    return calendar.last_before(last_day_of(school_year_of(today)) + timedelta(days=1))


def due_after_they_left(school: School, today: date, calendar: SchoolCalendar) -> QuerySet[Case]:
    """The running cases with a child of the last year group of which the next date lies after the summer, in the last
    weeks before it; none before that."""
    last = last_school_day(today, calendar)
    if not today <= last or calendar.school_days_between(today, last) > SAID_BEFORE:
        return Case.objects.none()
    leaving = Involved.objects.filter(
        case=OuterRef("pk"),
        left_on=None,
        role__in=BULLIED | BULLIES,
        pupil__left_on=None,
        pupil__group__year_group=LAST_YEAR_GROUP,
        pupil__group__school_year=school_year_of(today),
    )
    return Case.objects.filter(Exists(leaving), school=school, closed_on=None, next_due_on__gt=last)
