"""Telling that the server's clock is doubted: to who may say that it is right, at every school of this server."""

from datetime import datetime

from django.db import transaction

from kring.cases import letters
from kring.cases.recipients import Occasion
from kring.school.models import School
from kring.school.worker_clock import doubted_from


@transaction.atomic
def tell_of_doubted_clock(*, at: datetime) -> int:
    """A letter for each leap while it is doubted, to head and administrator; a demo school has no clock to put right.

    Gives how many letters that were; the same leap again gives none.
    """
    before = doubted_from()
    if before is None:
        return 0
    schools = School.objects.filter(is_demo=False).order_by("id")
    return sum(
        len(letters.send("clock_doubted", Occasion(school=school, by=None), at=at, once=before.isoformat()))
        for school in schools
    )
