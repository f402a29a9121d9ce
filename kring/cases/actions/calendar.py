"""After the school's calendar changed: bring the copied due dates of its cases up to date."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kring.cases.actions.change import copy_position
from kring.cases.case_file import read_case_files
from kring.cases.models import Case
from kring.school.calendars import calendar_for
from kring.school.models import School

BATCH = 100
"""Cases read at a time: a school of years has thousands, and each comes with all its facts."""


@transaction.atomic
def refresh_due_dates(*, school: School, at: datetime, batch: int = BATCH) -> int:
    """Works out anew, by the calendar as it is now, when each case of this school is next due; how many moved.

    Running cases, and closed ones with a check date. Call it in the transaction that changed the calendar. Nobody's
    act: what the calendar's change itself writes in the trail says why the dates moved.
    """
    calendar = calendar_for(school)
    waiting = Case.objects.filter(school=school).filter(Q(closed_on=None) | Q(next_due_on__isnull=False))
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    moved = 0
    for start in range(0, len(ids), batch):
        cases = list(
            Case.objects.select_for_update(of=("self",))
            .select_related("school", "owner")
            .filter(id__in=ids[start : start + batch])
            .order_by("id")
        )
        for file in read_case_files(cases, calendar, with_authors=False).values():
            before = file.case.next_due_on
            copy_position(file.case, file)
            moved += file.case.next_due_on != before
    return moved
