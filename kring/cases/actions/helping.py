"""Somebody offered a bullied child help beside the protocol. It meets no duty, and nothing waits for it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing, check_children, check_day_in_case
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.protocol.terms import Role
from kring.school.act import Act


def offer_help(*, act: Act, case_id: UUID, about: Sequence[str], on: date, help_beside: bodies.HelpBeside) -> Fact:
    """Keep who offered these bullied children what help, on which day."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        check_children("about", about, change)
        targets = {str(child.pk) for child in change.file.with_role(Role.TARGET)}
        if not set(about) <= targets | change.was_about:
            raise NotAllowed(about)
        if not help_beside.who.strip():
            raise Refused("who", _("Vul in wie hielp of wil helpen."))
        if not help_beside.what.strip():
            raise Refused("what", _("Schrijf op wat er is aangeboden."))
        check_day_in_case("on", on, change)
        return change.record(help_beside, on=on, about=about)
