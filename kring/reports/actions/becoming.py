"""What came in becomes a case or joins one: a person decides, and says about whom it is (protocol, opening; row S0)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kring.cases.actions.opening import NewReport, join_case, open_case, told_before
from kring.cases.errors import NotAllowed
from kring.cases.held import hold_school
from kring.cases.models import Case
from kring.reports.access import handles
from kring.reports.actions.saying import held
from kring.reports.models import Incoming, State
from kring.school.act import Act
from kring.school.errors import Refused
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def becomes_case(*, act: Act, incoming_id: UUID, report: NewReport, case_id: UUID | None = None) -> Case:
    """Open a case with it, or add it to the running one of `case_id`. The same submit again gives that case."""
    with transaction.atomic():
        hold_school(act.by.school_id)  # before what came in, and before the case: docs/architecture.md, Locks
        incoming = held(incoming_id, act.by.school_id)
        if incoming is None or not handles(act.by).filter(pk=incoming_id).exists():
            raise NotAllowed(incoming_id)
        if incoming.subject != "children":
            raise Refused(None, _("Wat over een medewerker verteld is, gaat buiten het stappenplan om."))
        if incoming.case is not None:
            return told_before(act) or incoming.case
        if case_id is None:
            case = open_case(act=act, report=report)
        else:
            case = join_case(act=act, case_id=case_id, report=report)
        _goes_along(incoming, case)
        note_in_trail(
            verb=Verb.TOLD_IN_CASE,
            school_id=case.school_id,
            at=act.at,
            by=act.by,
            case_id=case.pk,
            subject_id=incoming.pk,
        )
        return case


def _goes_along(incoming: Incoming, case: Case) -> None:
    """From now on it is sealed with the case's key, the talk too: each text is opened before its key changes."""
    told, teller = incoming.told, incoming.who_told
    talk = [(one, one.text) for one in incoming.said.all()]
    incoming.case, incoming.state, incoming.held = case, State.IN_CASE, False
    incoming.seal(told, teller)
    incoming.save(update_fields=["case", "state", "held", "content", "teller"])
    for one, text in talk:
        one.incoming, one.text = incoming, text
        one.save(update_fields=["text"])
