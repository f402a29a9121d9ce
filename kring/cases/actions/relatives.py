"""Deciding whether a colleague who is family of a child is kept out of the case (decision 085)."""

from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing
from kring.cases.actions.people import exclude
from kring.cases.errors import NotAllowed, Refused
from kring.cases.relatives import possible_relatives, waiting_relatives
from kring.school.act import Act


def decide_on_relative(*, act: Act, case_id: UUID, staff_id: UUID, keep_out: bool, because: str = "") -> None:
    """Keep this colleague out of the case, or let them stay on purpose, which takes a reason. Coordinator or head.

    Nobody decides about themselves.
    """
    if keep_out:
        exclude(act=act, case_id=case_id, staff_id=staff_id)
        return
    with changing(act, case_id, Need.LEAD) as change:
        if change.repeated:
            return
        change.must_be_open()
        if staff_id == act.by.pk:
            raise Refused("keep_out", _("Over jezelf beslist een ander."))
        asked = [*waiting_relatives(change.file), *possible_relatives(change.file)]
        staff = next((one.staff for one in asked if one.staff.pk == staff_id), None)
        if staff is None:
            raise NotAllowed(staff_id)
        if not because.strip():
            raise Refused("because", _("Schrijf op waarom niet. Eén zin is genoeg."))
        change.record(bodies.RelativeStays(staff=staff.pk, name=staff.name, because=because), on=act.today)
