"""An outside expert takes part, and takes part no more (row S5c). Never by an account: Kring writes them nothing."""

from datetime import date
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.typed import FactOf
from kring.school.act import Act


def bring_in_expert(*, act: Act, case_id: UUID, expert: bodies.OutsideExpert, until_on: date | None = None) -> Fact:
    """Somebody from outside takes part, until a day or until it is ended, with what the school shared with them."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        former = change.correcting()
        if not expert.name.strip():
            raise Refused("name", _("Vul in hoe deze deskundige heet."))
        if not expert.shared.strip():
            raise Refused("shared", _("Schrijf op wat jullie met deze deskundige deelden."))
        if until_on and until_on < act.today and not (former and former.until_on == until_on):
            raise Refused("until_on", _("Kies een dag die nog komt."))
        return change.record(expert, on=former.on if former else act.today, until_on=until_on)


def end_expert(*, act: Act, case_id: UUID, fact_id: UUID) -> Fact:
    """This expert takes part no more from now on; ended once, a second time changes nothing."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        known = next((one.fact for one in change.file.every(bodies.OutsideExpert) if one.fact.pk == fact_id), None)
        if known is None:
            raise NotAllowed(fact_id)
        now = change.file.newest(known)
        if now.kind != known.kind:
            raise Refused(None, _("Deze regel is intussen verbeterd of ingetrokken. Lees eerst wat er nu staat."))
        body = FactOf(now, bodies.OutsideExpert).body
        if body.ended:
            return now
        return change.replace_with(now, msgspec.structs.replace(body, ended=True), on=act.today)
