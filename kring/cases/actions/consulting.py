"""A coordinator says that a consultation was so, or adds to it (row S4c). Nothing waits for it."""

from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing
from kring.cases.consulting import to_confirm
from kring.cases.errors import Conflict, Refused
from kring.cases.models import Fact
from kring.school.act import Act


def confirm_consultation(*, act: Act, case_id: UUID, note: str = "") -> Fact:
    """Confirm the oldest consultation that waits for it, with a `note` where something is missing.

    Refused when none waits (any more); Conflict when the form showed another text than now stands there.
    """
    with changing(act, case_id, Need.LEAD) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        waiting = to_confirm(change.file)
        if not waiting:
            raise Refused(None, _("Dit overleg is al bevestigd, of er is intussen iets anders vastgelegd."))
        fact = waiting[0].fact
        if act.token and act.seen != fact.pk:
            raise Conflict(fact)
        visit = change.file.progress.visit(*fact.place)
        return change.record(bodies.ConsultationConfirmed(note=note), on=act.today, visit=visit)
