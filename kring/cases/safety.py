"""Whether each bullied child is safe for now: of whom it is asked, by when, and what was answered (decision 067)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kring.cases.bodies import PlanIssued, SafeForNow
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.typed import FactOf
from kring.protocol.due import end_of
from kring.protocol.terms import Role
from kring.words import HERE

LONGEST_WATCH = 10
"""School days for which an answer "not yet" can hold: then somebody looks again."""


@dataclass(frozen=True)
class Safety:
    """How it stands with one bullied child: the newest answer, and by when one is asked. Who is safe is not asked."""

    child: Involved
    answer: FactOf[SafeForNow] | None
    due_on: date | None


def safety_of(file: CaseFile) -> list[Safety]:
    """Each bullied child, until a plan says who watches over it: one that was issued after the child came in."""
    asking = file.protocol.safe_for_now
    if asking is None or file.progress.current is None:
        return []
    planned_on = max((one.fact.on for one in file.of(PlanIssued)), default=date.min)
    answers = {key: one for one in file.of(SafeForNow) for key in one.fact.about}
    found = []
    for child in file.with_role(Role.TARGET):
        if planned_on > child.joined_on or file.is_gone(child):
            continue
        answer = answers.get(str(child.pk))
        due_on = answer.fact.until_on if answer else end_of(asking.term, _reported_on(child, file), file.calendar)
        found.append(Safety(child, answer, file.calendar.on_or_after(due_on) if due_on else None))
    return found


def _reported_on(child: Involved, file: CaseFile) -> date:
    """The day of the report with which this child came in."""
    case = file.case
    return case.reported_on if child.joined_on == case.opened_at.astimezone(HERE).date() else child.joined_on


def safety_due_on(file: CaseFile) -> date | None:
    """By when it is first to be said of a child whether it is safe for now; None when nothing is asked."""
    return min((one.due_on for one in safety_of(file) if one.due_on), default=None)


def asked_by(day: date, file: CaseFile) -> Sequence[Safety]:
    """The children of whom it is to be said by this day."""
    return [one for one in safety_of(file) if one.due_on and one.due_on <= day]
