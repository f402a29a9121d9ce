"""A child that stands beside a bullied child: named by that child itself, and free to decline (E1.8, decision 082)."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing, check_day_in_case, one_child, pupil_here
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.protocol.terms import BULLIED, Role
from kring.school.act import Act


def name_defender(
    *, act: Act, case_id: UUID, on: date, involved_id: UUID, pupil_id: UUID, wants: bool | None, said: str = ""
) -> Fact:
    """Keep whom a bullied child named, and whether that child wants to; None when it was not asked yet."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        if change.correcting() is None:
            change.must_be_open()
        check_day_in_case("on", on, change)
        by = one_child("child", involved_id, change)
        if by.role not in BULLIED and str(by.pk) not in change.was_about:
            raise Refused("child", _("Dit kiest een kind dat gepest wordt."))
        pupil = pupil_here(act, pupil_id)
        if pupil.pk == by.pupil_id:
            raise Refused("pupil_id", _("Kies een ander kind: dit is het kind zelf."))
        bullies = {one.pupil_id for one in change.file.with_role(Role.INSTIGATOR, Role.FOLLOWER)}
        if pupil.pk in bullies:
            raise Refused("pupil_id", _("Dit kind pest of pest mee in deze zaak. Vraag wie er nog meer kan."))
        named = bodies.Defender(pupil=pupil.pk, name=pupil.name, wants=wants, said=said)
        return change.record(named, on=on, about=[str(by.pk)])
