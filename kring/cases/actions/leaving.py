"""A child that left the school: what cannot be done any more ends in one act, not duty by duty (decision 086)."""

from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing, child_here
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.school.act import Act


def settle_gone(*, act: Act, case_id: UUID, involved_id: UUID, passed_on: str) -> Fact:
    """Nothing is asked any more of what was to be done with or for this child, who left the school.

    `passed_on` says to whom it was passed on, or why to nobody. When the child comes back, all of it is asked again.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        child = child_here(change, involved_id)
        if child.pupil.left_on is None:
            raise Refused(None, _("Dit kind zit nog op school."))
        if change.file.is_gone(child):
            raise Refused(None, _("Dit is al afgerond."))
        if not passed_on.strip():
            raise Refused("passed_on", _("Schrijf op aan wie het is doorgegeven, of waarom aan niemand."))
        return change.record(bodies.Gone(passed_on=passed_on), on=act.today, about=[str(child.pk)])
