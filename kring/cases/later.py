"""What is due and cannot be done now: of which step, and what somebody last said of it (decision 130).

A term is never moved by it: what has passed goes on to show as passed.
"""

from dataclasses import dataclass
from datetime import date

from kring.cases.bodies import Later
from kring.cases.case_file import CaseFile
from kring.cases.typed import FactOf
from kring.protocol.due import Due
from kring.protocol.progress import Visit


@dataclass(frozen=True)
class DueNow:
    """A term that ends today or has passed. `duty` is what an earlier step left to be told; "" for the step itself."""

    visit: Visit
    due: Due
    duty: str = ""


def due_now(file: CaseFile, today: date, duty: str = "") -> DueNow | None:
    """The term that has come, of the step that the case is in, or with a duty of the earlier step that left it; None
    when there is none, and where only closing is still to be done."""
    current = file.progress.current
    if current is None:
        return None
    if duty:
        left = [(visit, visit.due_of(task)) for visit, task in file.progress.trailing if task.duty.key == duty]
    else:
        left = [] if current.step.ends_case else [(current, current.due)]
    found = [DueNow(visit, due, duty) for visit, due in left if due and due.on <= today]
    return min(found, key=lambda one: one.due.on, default=None)


def said_later(file: CaseFile, visit: Visit, duty: str = "") -> FactOf[Later] | None:
    """What was said last of why this term is not met, and when it is after all."""
    said = [one for one in file.of(Later, at=visit) if one.fact.duty == duty]
    return said[-1] if said else None
