"""Time goes by in an invented school: each day that comes has its sweep, so its reminders."""

from datetime import timedelta

from django.db import transaction

from kring.cases.actions.reminding import sweep
from kring.school import actions
from kring.school.act import Act
from kring.school.models import School

FURTHEST = 3 * 365
"""Days: further the date of an invented school does not go."""


def let_go_by(*, act: Act, school: School, days: int) -> bool:
    """Lets so many days go by at this school. False, and nothing happens: so far its date does not go."""
    if school.clock_ahead_days + days > FURTHEST:
        return False
    with transaction.atomic():
        moved = actions.move_demo_clock(act=act, school=school, days=days)
        for passed in range(1, days + 1):
            later = timedelta(days=passed)
            sweep(school=moved, at=act.at + later, today=act.today + later)
    return True
