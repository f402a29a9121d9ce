"""How long what came in by a door is kept: no longer than who told it can use it (decision 145).

In a case: until thirty days after the child was asked once more how it goes; what was told has long become the case's
own. Without a case: a year after it was done with. What nobody read is never removed.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from kring.reports.models import Incoming, State
from kring.reports.promise import KEPT_AFTER_CASE, SCHOOL_YEAR
from kring.school.models import School
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def too_old(today: date) -> QuerySet[Incoming]:
    """What is kept no longer from this day on."""
    return too_old_by(*too_old_if_by(today))


def too_old_if_by(today: date) -> tuple[date, date]:
    """The days before which a case was closed, or something was told or ended, that is kept no longer from today on."""
    return today - KEPT_AFTER_CASE, today - SCHOOL_YEAR


def too_old_by(case_closed: date, told: date) -> QuerySet[Incoming]:
    """What is older than these days, see `too_old_if_by`."""
    of_case = Q(state=State.IN_CASE, case__closed_on__lt=case_closed)
    ended = Q(state=State.ENDED, ended_on__lt=told)
    answered = Q(state=State.ANSWERED, came_on__lt=told)
    return Incoming.objects.filter(of_case | ended | answered, read_on__isnull=False)


def remove_old(*, school: School, at: datetime, today: date) -> int:
    """Remove what is kept no longer at this school, with its talk and its code; one line in the trail says how many."""
    with transaction.atomic():
        old = too_old(today).filter(school=school)
        number = old.count()
        if number:
            Incoming.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
            note_in_trail(verb=Verb.TOLD_REMOVED, school_id=school.pk, at=at, by=None, number=number)
        return number
