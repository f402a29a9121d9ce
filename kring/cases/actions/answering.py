"""Somebody saw a danger and says what was done about it (protocol, step 1: the severity; row S1d)."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing, check_day_in_case
from kring.cases.case_file import reports_of
from kring.cases.danger import danger_now
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.school.act import Act


def answer_danger(*, act: Act, case_id: UUID, on: date, answered: bodies.DangerAnswered) -> Fact:
    """Keep that this danger was seen and what was done: it is then on nobody's Vandaag any more, for all at once.

    Refused when there is none (any more), or without saying who was called and what came of it.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        if change.correcting() is None and not danger_now(change.file, reports_of(change.case)).signs:
            raise Refused(None, _("Er is in deze zaak geen gevaar (meer) genoteerd."))
        check_day_in_case("on", on, change)
        if not answered.called.strip():
            raise Refused("called", _("Wie heb je gebeld of gesproken? Schrijf het op."))
        if not answered.done.strip():
            raise Refused("done", _("Schrijf op wat er is gedaan. Een zin is genoeg."))
        return change.record(answered, on=on)
