"""Consultations that a coordinator has still to confirm or add to, and what was agreed in them (row S4c)."""

from django.db.models import Exists, OuterRef, QuerySet

from kring.cases.bodies import Consultation, ConsultationConfirmed, tag_of
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.typed import FactOf
from kring.protocol.progress import Visit
from kring.school.rights import Right, roles_with


def to_confirm(file: CaseFile) -> list[FactOf[Consultation]]:
    """What a teacher wrote down of a consultation, and no coordinator has confirmed as it stands now, oldest first.

    What a coordinator wrote needs nobody. Nothing waits for this: no step, no plan.
    """
    if file.progress.current is None:
        return []
    return [
        one
        for one in file.of(Consultation)
        if one.fact.by.role not in roles_with(Right.COORDINATE) and confirmed(file, one) is None
    ]


def confirmed(file: CaseFile, consultation: FactOf[Consultation]) -> FactOf[ConsultationConfirmed] | None:
    """The coordinator's word on this consultation as it stands; what is put right later, is asked anew."""
    said = [
        one
        for one in file.of(ConsultationConfirmed)
        if one.fact.place == consultation.fact.place and file.first(one.fact).at > consultation.fact.at
    ]
    return said[-1] if said else None


def agreed_at(file: CaseFile, visit: Visit) -> tuple[str, str]:
    """What was agreed in the consultation of this step, for the plan: the teacher's text and what was added to it.

    What was written before the plan had it was not meant for the whole team, and stays out.
    """
    written = [one for one in file.of(Consultation, at=visit) if one.body.in_plan]
    if not written:
        return "", ""
    word = confirmed(file, written[-1])
    return written[-1].body.advice, word.body.note if word else ""


def consultations_that_wait() -> QuerySet[Fact]:
    """Such consultations in a case, for a question over cases."""
    later = Fact.objects.filter(
        case=OuterRef("case"),
        kind=tag_of(ConsultationConfirmed),
        step=OuterRef("step"),
        round=OuterRef("round"),
        at__gt=OuterRef("at"),
    )
    written = Fact.objects.filter(~Exists(later), case=OuterRef("pk"), kind=tag_of(Consultation), replaced_by=None)
    return written.exclude(by__role__in=roles_with(Right.COORDINATE))
