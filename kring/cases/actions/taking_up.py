"""Of several who carry a case out, one says: I take this up. It is shown to the others until that duty is done."""

from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases.access import Need
from kring.cases.actions.change import changing
from kring.cases.errors import NoLongerAsked
from kring.cases.models import Case
from kring.cases.queries import QUESTION, place_of_duty
from kring.protocol.progress import Visit
from kring.school.act import Act
from kring.trail.record import Key
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def is_asked(visit: Visit, duty: str) -> bool:
    """Whether this duty of the step, or its question, still waits for somebody."""
    task = visit.task(duty)
    return duty == QUESTION or (task is not None and not task.settled)


def take_up(*, act: Act, case_id: UUID, duty: str) -> Case:
    """Say that you do this duty of the step that the case is in, or answer its question (`QUESTION`)."""
    with changing(act, case_id, Need.WRITE) as change:
        visit = change.must_be_open()
        if not is_asked(visit, duty):
            raise NoLongerAsked(None, _("Dit staat niet (meer) open."))
        place, case = place_of_duty(visit, duty), change.case
        if (case.taken_up_by_id, case.taken_up) == (act.by.pk, place):
            return case  # a double click
        case.taken_up_by, case.taken_up = act.by, place
        case.save(update_fields=["taken_up_by", "taken_up"])
        note_in_trail(
            verb=Verb.DUTY_TAKEN_UP, school_id=case.school_id, at=act.at, by=act.by, case_id=case_id, duty=Key(duty)
        )
        return case
