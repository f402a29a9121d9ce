"""Talks that were planned for the step a case is in: with whom, and from when until when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.models import Case, Fact
from kring.cases.typed import FactOf
from kring.protocol.due import Due
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import Duty, Step, Whom
from kring.words import HERE


def can_be_planned(duty: Duty) -> bool:
    """Whether a talk can be planned for it: with children, with the coordinator, or with guardians."""
    return bodies.MEETING[duty.kind].traits.plannable


@dataclass(frozen=True)
class PlannedTalk:
    """A talk that stands in the agenda and was not held yet. `versions`: how many times it was moved; `planners`: who
    planned or moved it."""

    case: Case
    visit: Visit
    task: Task
    fact: Fact
    first: UUID
    versions: int
    planners: frozenset[UUID]

    @property
    def step(self) -> Step:
        """The step that asks for it."""
        return self.visit.step

    @property
    def due(self) -> Due | None:
        """By when that step asks for it."""
        return self.visit.due

    @property
    def talk(self) -> bodies.PlannedTalk:
        return FactOf(self.fact, bodies.PlannedTalk).body

    @property
    def begins_at(self) -> datetime:
        """In the time of the Netherlands on that day, summer or winter."""
        return datetime.combine(self.fact.on, self.talk.begins, HERE)

    @property
    def ends_at(self) -> datetime:
        return (self.begins_at.astimezone(UTC) + timedelta(minutes=self.talk.minutes)).astimezone(HERE)

    def is_past(self, today: date) -> bool:
        """True when its day is over: it was not held, or nobody wrote it up."""
        return self.fact.on < today

    def is_with(self, about: frozenset[str]) -> bool:
        """Whether one of these takes part; a talk with the coordinator names nobody."""
        return not about or bool(about & set(self.fact.about))


def planned_talks(file: CaseFile) -> list[PlannedTalk]:
    """The planned talks that were not held yet, the first one first: of the current step, and with those whom an
    earlier step left to be told.

    A talk leaves this list when it is written up, or when its duty is met or waived in another way.
    """
    current = file.progress.current
    if current is None:
        return []
    asked = {(*visit.place, task.duty.key): (visit, task) for visit, task in file.progress.trailing}
    asked |= {(*current.place, task.duty.key): (current, task) for task in current.tasks if not task.settled}
    found: list[PlannedTalk] = []
    for fact in reversed(file.of_kind("talk_planned")):
        if (*fact.place, fact.duty) not in asked:
            continue
        visit, task = asked[(*fact.place, fact.duty)]
        about = frozenset(fact.about)
        if task.duty.whom is not Whom.ONCE and not about & set(task.missing):
            continue
        if any(later.fact.duty == fact.duty and later.is_with(about) for later in found):
            continue  # its day went by, and another was planned in its place
        versions = [fact, *file.former(fact)]
        planners = frozenset(version.by_id for version in versions)
        found.append(PlannedTalk(file.case, visit, task, fact, versions[-1].pk, len(versions) - 1, planners))
    return sorted(found, key=lambda planned: planned.begins_at)


def lacks_a_talk(file: CaseFile, task: Task, today: date) -> bool:
    """Whether this duty is a talk, and somebody of it has none that is still to come."""
    if not can_be_planned(task.duty):
        return False
    planned = [one for one in planned_talks(file) if one.task.duty == task.duty and not one.is_past(today)]
    return not planned or bool(set(task.missing) - {key for one in planned for key in one.fact.about})
