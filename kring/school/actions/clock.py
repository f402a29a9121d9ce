"""That the server's clock is right, said by a person: only then the worker goes on after a leap."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kring.school.act import Act
from kring.school.actions.writing import note
from kring.school.errors import Refused
from kring.school.models import WorkerClock
from kring.school.rights import Right, require
from kring.school.worker_clock import goes_on_from, newest_line
from kring.trail.verbs import Verb


@transaction.atomic
def say_clock_is_right(*, act: Act, shown: datetime | None) -> None:
    """Says that the server's date and time are right, for the whole installation: it has one clock. `shown` is what
    the page said that they were: of a clock that leapt again since then nobody has said so.

    What waited for it goes on by itself. Nothing changes where the clock was not doubted, or somebody else was first.
    """
    require(act.by, Right.CLOCK, school_id=act.by.school_id)
    clock = WorkerClock.objects.select_for_update(no_key=True).filter(doubted_from__isnull=False).first()
    if clock is None or clock.doubted_from is None:
        return
    at = act.at - timedelta(days=act.by.school.clock_ahead_days)  # a demo's own date runs ahead, the worker's does not
    if shown is None or not goes_on_from(shown, at):
        raise Refused(
            None,
            _("De klok zegt nu iets anders dan toen je deze pagina opende. Kijk nog een keer of dag en tijd kloppen."),
        )
    leap = (at - clock.doubted_from).days
    clock.turn_at = clock.believed_at = at
    clock.doubted_from, clock.ahead_until = None, newest_line()
    clock.save()
    note(act, Verb.CLOCK_CONFIRMED, school_id=act.by.school_id, leap=leap)
