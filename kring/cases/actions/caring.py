"""Saying yes or no to the more after-care that Kring proposes (decision 081)."""

from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing
from kring.cases.errors import NoLongerAsked, Refused
from kring.cases.models import Fact
from kring.cases.more_care import days_for_care, made_longer_by, proposal
from kring.cases.typed import FactOf
from kring.school.act import Act


def choose_more_care(*, act: Act, case_id: UUID, moment: bodies.CareMoment, wanted: bool) -> Fact:
    """Say whether there is to be after-care at this moment, on the day that Kring proposes for it. No is kept too.

    Putting it right makes a yes of a no. A yes stands: the talk is held, or let go when it is its turn, as any talk
    with a bullied child (decision 071).
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        if former := change.correcting():
            if former.until_on:
                raise Refused(None, _("Deze nazorg is afgesproken, en blijft staan tot het gesprek er was."))
            moment = FactOf(former, bodies.MoreCare).body.moment
            moments = days_for_care(change.file, act.today)
        else:
            proposed = proposal(change.file, act.by, act.today)
            moments = list(proposed.moments) if proposed else []
        on = next((one.on for one in moments if one.moment is moment), None)
        if on is None:
            raise NoLongerAsked(None, _("Dit stelt Kring hier niet (meer) voor."))
        body = bodies.MoreCare(moment=moment, because=made_longer_by(change.file))
        return change.record(body, on=act.today, until_on=on if wanted else None)
