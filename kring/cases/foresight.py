"""Where a case will stand once something more is known, by the same reading of the protocol as its position now."""

from dataclasses import replace
from datetime import date

from kring.cases.bodies import Finished, tag_of, to_text
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.protocol import facts as bare
from kring.protocol.due import end_of
from kring.protocol.progress import Progress, Visit, complete, progress
from kring.protocol.terms import Anchor, Outcome


def after_finishing(file: CaseFile) -> Progress:
    """Where the case will stand when the current step is finished with what is known now."""
    visit = file.progress.current
    if visit is None or visit.step.ends_case or (visit.step.outcomes and visit.outcome is None):
        return file.progress
    on = max(
        [task.on for task in visit.tasks if task.on] + ([visit.decided_on] if visit.decided_on else []),
        default=file.case.reported_on,
    )
    finished = (*file.bare.finished, bare.Finished(visit.step.key, visit.round, on))
    return progress(file.protocol, replace(file.bare, finished=finished), file.calendar)


def file_after_finishing(file: CaseFile, today: date) -> CaseFile:
    """The file as it will be once all of the current step is done. Nothing of it is kept."""
    visit = file.progress.last
    finished = Fact(
        school_id=file.case.school_id,
        case=file.case,
        kind=tag_of(Finished),
        step=visit.step.key,
        round=visit.round,
        on=today,
        sealed_body=to_text(Finished()),
        by=file.case.owner,
    )
    return replace(file, every_fact=[*file.every_fact, finished])


def next_evaluation_on(file: CaseFile, today: date) -> date | None:
    """The day of the evaluation that comes after this step, by the talk of this step or, before it, by one of today;
    None where no evaluation follows, or where that hangs on an answer that is still to come."""
    visit = file.progress.current
    if visit is None or visit.step.ends_case or (visit.step.outcomes and visit.outcome is None):
        return None
    coming = file.protocol.step(visit.outcome.then if visit.outcome else visit.step.then)
    term = None if coming.ends_case else coming.term(1)
    if term is None or term.counted_from is not Anchor.TALK:
        return None
    held = max((task.on for task in visit.tasks if task.duty.settles_date and task.on), default=today)
    on = end_of(term, held, file.calendar)
    return on if on > today else None


def coming_after(file: CaseFile, visit: Visit, outcome: Outcome, on: date) -> Visit:
    """The time in a step that comes after this visit when its question is answered so, whatever is left to be done."""
    others = tuple(fact for fact in file.bare.decided if (fact.step, fact.round) != visit.place)
    decided = (*others, bare.Decided(*visit.place, outcome.key, on))
    finished = (*file.bare.finished, bare.Finished(*visit.place, on))
    return progress(file.protocol, replace(file.bare, decided=decided, finished=finished), file.calendar).last


def after_answering(file: CaseFile, visit: Visit, outcome: Outcome, on: date) -> Progress:
    """Where the case will stand when this visit's question is answered so, the step finished when nothing is left."""
    others = tuple(fact for fact in file.bare.decided if (fact.step, fact.round) != visit.place)
    facts = replace(file.bare, decided=(*others, bare.Decided(visit.step.key, visit.round, outcome.key, on)))
    finished = complete(file.protocol, facts, file.calendar, on)
    return progress(file.protocol, replace(facts, finished=(*facts.finished, *finished)), file.calendar)
