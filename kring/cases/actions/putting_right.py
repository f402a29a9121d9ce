"""Guardians who were told something wrong hear how it is, or somebody says why that is not needed (decision 073)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing, check_day_in_case, hears_nothing_yet
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.school.act import Act


def put_right(
    *, act: Act, case_id: UUID, guardianships: Sequence[UUID], on: date, said: str, needed: bool = True
) -> Fact:
    """Keep that these guardians heard what is so, or (not `needed`) why they need not. Also of a closed case."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        known = {link.pk for link in change.file.guardianships}
        if not set(guardianships) <= known:
            raise NotAllowed(case_id)
        if not guardianships:
            raise Refused("guardianships", _("Kies minstens één ouder."))
        check_day_in_case("on", on, change)
        links = [link for link in change.file.guardianships if link.pk in guardianships]
        if held := next((link for link in links if needed and link.is_held_back(on)), None):
            raise Refused("guardianships", hears_nothing_yet(held, act.today))
        if not said.strip():
            raise Refused("said", _("Schrijf kort op wat je vertelde, of waarom het niet hoeft."))
        about = [str(key) for key in guardianships]
        told = bodies.PutRight(said=said, needed=needed)
        return change.record(told, on=on, about=about, visit=change.file.progress.last)
