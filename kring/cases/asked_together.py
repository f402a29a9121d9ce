"""What of a step belongs on one page, in one save: by the kinds of its duties, never by their keys (decision 128).

A talk with both parties gives the problem and the agreements; an evaluation is a talk, what became of the agreements
and the answer; an answer that it did not work asks for an analysis, a consultation and a plan. And who estimated how
serious it is, has what the question of the next step asks for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kring.cases.case_file import CaseFile
from kring.cases.foresight import file_after_finishing
from kring.protocol.progress import State, Task, Visit
from kring.protocol.terms import Kind, Whom

Asked = Task | None
"""A duty, or the step's question."""

QUESTION = None
BELONGING: tuple[tuple[Kind | None, ...], ...] = (
    (Kind.TALK, Kind.PROBLEM, Kind.AGREE),  # protocol, step 3
    (Kind.TALK, Kind.REVIEW, QUESTION),  # protocol, steps 4 and 5, and after-care
    (Kind.ANALYSIS, Kind.CONSULT, Kind.AGREE),  # protocol, step 4, "zo nee"
    (Kind.NEW_APPROACH, Kind.AGREE),  # protocol, step 5, "zo niet"
    (Kind.SEVERITY, QUESTION),  # protocol, steps 1 and 2
)
"""What belongs together, in the order in which it is done. What is done already is not asked again with the rest."""


@dataclass(frozen=True)
class Together:
    """What can be done in one save now: at least two things, the first of which is a duty that waits for nothing.

    `question` is the time in a step whose question is among them; `file` is the case as that will find it: where it is
    the next step's, as it is once this step is done.
    """

    visit: Visit
    tasks: tuple[Task, ...]
    question: Visit | None
    file: CaseFile

    @property
    def first(self) -> Task:
        return self.tasks[0]


def asked_together(file: CaseFile, today: date, first: str = "") -> Together | None:
    """What belongs to this duty (without one: to the first that is asked now); None when it stands alone."""
    visit = file.progress.current
    if visit is None:
        return None
    start = visit.task(first) if first else visit.next_task
    if start is None or start.state is not State.OPEN or not _is_done_at_once(file, start):
        return None
    asked = [one for one in visit.with_question if _is_open(visit, one)]
    after = asked[asked.index(start) + 1 :] if start in asked else []
    found = max((_run(visit, start, after, kinds) for kinds in _rest_of(start.duty.kind)), key=len, default=[start])
    tasks = tuple(one for one in found if one is not None)
    if len(found) > 1:
        return Together(visit, tasks, visit if QUESTION in found else None, file)
    return _with_next_question(file, today, visit, start, after)


def _rest_of(kind: Kind) -> Iterator[Sequence[Kind | None]]:
    """What comes after a duty of this kind, in each group that it is in."""
    for kinds in BELONGING:
        if kind in kinds:
            yield kinds[kinds.index(kind) + 1 :]


def _is_open(visit: Visit, one: Asked) -> bool:
    return visit.outcome is None if one is None else one.still_needed


def _run(visit: Visit, start: Task, after: Sequence[Asked], kinds: Sequence[Kind | None]) -> list[Asked]:
    """The duties of these kinds that come after this one, in this order, as far as they wait for nothing else."""
    found: list[Asked] = [start]
    left = list(kinds)
    for one in after:
        kind = one.duty.kind if one else QUESTION
        if kind not in left or not _waits_only_for(visit, one, found):
            continue
        del left[: left.index(kind) + 1]
        found.append(one)
    return found


def _waits_only_for(visit: Visit, one: Asked, found: Sequence[Asked]) -> bool:
    keys = {task.duty.key for task in found if task}
    if one is None:
        return {task.duty.key for task in visit.before_question} <= keys
    if one.state is State.WAITING and not one.waits_for:  # it waits for the question
        return QUESTION in found
    return set(one.waits_for) <= keys


def _is_done_at_once(file: CaseFile, task: Task) -> bool:
    """Whether one talk is all of it: with both parties at one table that every bullied child agreed to, or with the one
    that is left. What needs a second name first (decision 059), or a talk with each, is written up by itself."""
    duty = task.duty
    if duty.kind is not Kind.TALK:
        return True
    if duty.asks_wish or not duty.settles_date or not all(file.child(key) for key in task.missing):
        return False
    if duty.whom is Whom.EACH_OF_BOTH:
        return not file.table.unwilling(task.missing)
    return duty.several_at_once or len(task.missing) == 1


def _with_next_question(
    file: CaseFile, today: date, visit: Visit, start: Task, after: Sequence[Asked]
) -> Together | None:
    """The question of the next step, where this is the last of this one and nothing comes before it there."""
    if visit.step.outcomes or any(after) or (start.duty.kind, QUESTION) not in BELONGING:
        return None
    if [task for task in visit.tasks if task.still_needed] != [start]:
        return None
    ahead = file_after_finishing(file, today)
    coming = ahead.progress.current
    if coming is None or coming.place == visit.place or not coming.may_decide:
        return None
    return Together(visit, (start,), coming, ahead)
