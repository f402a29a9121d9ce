"""Which guardians were told, and what came of it: the last word on each."""

from kring.cases.bodies import Informed, Reached
from kring.cases.case_file import CaseFile, answers_changed
from kring.cases.models import Fact
from kring.protocol.progress import Visit
from kring.protocol.terms import Kind


def was_told(fact: Fact) -> bool:
    """Whether this fact about guardians says that they were told, by its columns: not that they will not be, or are not
    by choice. What was written before the outcome was kept says only that nothing is left to do."""
    return fact.settled and fact.outcome in ("", Reached.INFORMED)


def waiting_proposal(file: CaseFile, guardian: str, before: Fact | None = None) -> str:
    """What this guardian proposed last, of which nothing was said to this guardian yet; `before` a fact that is put
    right, when there is one. "" when nothing waits."""
    waits = ""
    for told in file.of(Informed):
        if guardian not in told.fact.about:
            continue
        if told.fact == before:
            break
        if told.body.taken_over is not None:
            waits = ""
        waits = told.body.proposed.strip() or waits
    return waits


def last_words(file: CaseFile) -> dict[str, Fact]:
    """The last word on each guardian in the last step that asked to tell them: how it went, or that it was let go.

    Those told of an answer that was changed since are to be told again. Who will not be told said so in any step.
    """
    visit = _asked_last(file)
    if visit is None:
        return {}
    changed = answers_changed(file.every_fact).get(visit.place)
    duties = {task.duty.key for task in visit.tasks if task.duty.kind is Kind.INFORM_GUARDIANS}
    return file.declined | {
        key: fact
        for fact in file.of_kind("informed", "waived")
        if fact.place == visit.place and fact.duty in duties and (changed is None or fact.at >= changed)
        for key in fact.about
    }


def _asked_last(file: CaseFile) -> Visit | None:
    """The last step that asks to tell the guardians, once it is known what they are told."""
    asking = [
        visit
        for visit in file.progress.visits
        if visit.task_of(Kind.INFORM_GUARDIANS) and (visit.outcome or not visit.step.outcomes)
    ]
    return asking[-1] if asking else None
