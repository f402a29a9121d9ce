"""Facts in, position out: which step a case is in, what is still to be done, and by when.

Nothing here is stored: the same facts always give the same position.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kring.protocol.calendar import SchoolCalendar
from kring.protocol.conditions import HOLDS
from kring.protocol.due import ChosenDay, Due, due_of, end_of
from kring.protocol.facts import Done, Facts, Finished, MoreCare, Waived
from kring.protocol.terms import (
    BULLIED,
    OF_KIND,
    ROLES_OF,
    Anchor,
    Condition,
    Duty,
    Ending,
    Kind,
    Outcome,
    Protocol,
    Reopening,
    Role,
    Step,
    Term,
    Whom,
    total,
)

UNKNOWN = "?"
"""Stands among the missing when a duty is for each child with a role that nobody has yet, or when a child has no
guardian who can be informed: then one is added, or the coordinator or head waives it."""

Anchors = dict[Anchor, date]

VisitKey = tuple[str, int]
"""A time in a step: the key of the step, and the round."""


class State(StrEnum):
    """How a duty stands."""

    MET = "met"
    WAIVED = "waived"
    OPEN = "open"
    WAITING = "waiting"  # something else comes first


_TURN = total({State.OPEN: 0, State.WAITING: 1, State.MET: 2, State.WAIVED: 2}, State)
"""Which of two duties of one kind is meant when none was named."""


@dataclass(frozen=True)
class Task:
    """A duty as it stands in one case: met on a day, or still open for these children or guardians."""

    duty: Duty
    state: State
    on: date | None = None
    missing: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    not_before: date | None = None
    """The first day on which one of the missing may be told, where all of them are held back (decision 84)."""

    @property
    def settled(self) -> bool:
        return self.state in (State.MET, State.WAIVED)

    @property
    def still_needed(self) -> bool:
        """True when the step goes on until it is done, or let go; what is optional is needed by nothing."""
        return not self.settled and not self.duty.optional

    @property
    def may_trail(self) -> bool:
        """True when the next step need not wait for this: guardians of whom is known who they are, still to be told."""
        return _tells_guardians(self.duty) and self.state is State.OPEN and UNKNOWN not in self.missing


@dataclass(frozen=True)
class Visit:
    """One time that a case is in a step. Step 5 comes round again after a negative evaluation.

    `again_on`: of a step that repeats, the days on which it comes round after this time as long as all goes well.
    """

    step: Step
    round: int
    tasks: tuple[Task, ...]
    outcome: Outcome | None
    decided_on: date | None
    due: Due | None
    finished_on: date | None = None
    closed: bool = False
    again_on: tuple[date, ...] = ()

    @property
    def place(self) -> VisitKey:
        """Its step and round, as every fact has them."""
        return self.step.key, self.round

    @property
    def may_decide(self) -> bool:
        """True when the step's question is open and all that comes before it is done."""
        return bool(self.step.outcomes) and self.outcome is None and not self.before_question

    @property
    def with_question(self) -> tuple[Task | None, ...]:
        """The tasks in the order of the protocol; None is the step's question, after the duties that come before it."""
        if not self.step.outcomes:
            return self.tasks
        first = {duty.key for duty in self.step.duties}
        before = [task for task in self.tasks if task.duty.key in first]
        return (*before, None, *(task for task in self.tasks if task.duty.key not in first))

    @property
    def before_question(self) -> tuple[Task, ...]:
        """What is still to be done before the step's question can be answered."""
        first = {duty.key for duty in self.step.duties}
        return tuple(task for task in self.tasks if task.duty.key in first and task.still_needed)

    @property
    def next_task(self) -> Task | None:
        """The first that is needed and can be done now; None when the question comes before it, or there is none.

        Telling guardians who are all held back comes last.
        """
        able = [task for task in self.tasks if task.state is State.OPEN and task.still_needed]
        return None if self.may_decide else min(able, key=lambda task: task.not_before is not None, default=None)

    @property
    def is_complete(self) -> bool:
        """True when nothing more is asked in this step, but that some are still to be told (decision 26)."""
        decided = self.outcome is not None or not self.step.outcomes
        return (
            decided and not self.step.ends_case and all(not task.still_needed or task.may_trail for task in self.tasks)
        )

    def is_late(self, today: date) -> bool:
        """True when it should have been done before today. A guideline is never late (decision 3)."""
        return self.due is not None and not self.due.guideline and self.due.on < today

    @property
    def held_early(self) -> bool:
        """True when the talk of this step took place before the day its term asks for."""
        held = [task.on for task in self.tasks if task.duty.settles_date and task.on]
        return bool(held) and self.due is not None and max(held) < self.due.on

    def due_of(self, task: Task) -> Due | None:
        """By when this task is done: the term of the step, or the first day on which somebody may be told."""
        if self.due is None or task.not_before is None:
            return self.due
        return replace(self.due, on=max(self.due.on, task.not_before))

    def begins_with(self, task: Task) -> bool:
        """True for the talk with which an evaluation or after-care begins, as long as nothing of it is done."""
        return task.duty.settles_date and bool(self.step.outcomes) and not any(other.settled for other in self.tasks)

    def task(self, duty: str) -> Task | None:
        """The task with this duty's key, or None when the step does not ask for it."""
        return next((task for task in self.tasks if task.duty.key == duty), None)

    def task_of(self, kind: Kind) -> Task | None:
        """The task of this kind: of several the first that is open, or else that waits; None when there is none."""
        same = [task for task in self.tasks if task.duty.kind is kind]
        return min(same, key=lambda task: _TURN[task.state], default=None)


@dataclass(frozen=True)
class Progress:
    """Where a case stands. `visits` are in order; the last one is where it is, or where it was closed."""

    visits: tuple[Visit, ...]
    closed_on: date | None = None
    check_on: date | None = None

    @property
    def current(self) -> Visit | None:
        """The visit the case is in; None when it is closed."""
        return None if self.closed_on else self.visits[-1]

    @property
    def last(self) -> Visit:
        return self.visits[-1]

    @property
    def trailing(self) -> tuple[tuple[Visit, Task], ...]:
        """What a finished step still asks: those who must be told, under that step's own term. Nothing waits for it."""
        return tuple(
            (visit, task) for visit in self.visits if visit.finished_on for task in visit.tasks if not task.settled
        )

    def asking(self, duty: str, at: VisitKey | None = None) -> tuple[Visit, Task] | None:
        """Where this duty is asked now: open in the current step, or by what an earlier one left to be told.

        The latest comes first: who is told there is told for the earlier ones. `at` chooses among several; where it is
        not asked there (any more), this is another place than that.
        """
        if self.current is None:
            return None
        task = self.current.task(duty)
        here = [(self.current, task)] if task else []
        trails = [(visit, trailing) for visit, trailing in reversed(self.trailing) if trailing.duty.key == duty]
        found = here + trails if task and task.state is State.OPEN else trails + here
        return _there(found, at)

    def telling(self, guardian: str, duty: str = "", at: VisitKey | None = None) -> tuple[Visit, Task] | None:
        """Where this guardian is still to be told; the latest step first, for that settles the earlier ones.

        `at` chooses among several, as in `asking`.
        """
        if self.current is None:
            return None
        here = [(self.current, task) for task in self.current.tasks if task.state is State.OPEN]
        found = [
            (visit, task)
            for visit, task in (*here, *reversed(self.trailing))
            if task.duty.kind is Kind.INFORM_GUARDIANS and guardian in task.missing and duty in ("", task.duty.key)
        ]
        return _there(found, at)

    @property
    def trailing_due_on(self) -> date | None:
        """The first day by which somebody should have been told in a step that was left; a guideline is never late."""
        terms = [visit.due_of(task) for visit, task in self.trailing]
        return min((due.on for due in terms if due and not due.guideline), default=None)

    @property
    def next_due_on(self) -> date | None:
        """The next day something is asked of somebody; None only in a closed case without a check date."""
        if self.closed_on:
            return self.check_on
        due = self.visits[-1].due
        return due.on if due else None

    @property
    def ends_as(self) -> Ending:
        """How the case would end if it were closed now: by the last answer, once the protocol is through."""
        if self.current is None or not self.current.step.ends_case:
            return Ending.OTHERWISE
        answers = [visit.outcome for visit in self.visits if visit.outcome]
        return answers[-1].ends_as if answers else Ending.STOPPED

    @property
    def is_teasing(self) -> bool:
        """True when the last answer was that this is teasing: it ends with agreements, and nobody is informed."""
        answers = [visit.outcome for visit in self.visits if visit.outcome]
        return bool(answers) and answers[-1].ends_as is Ending.TEASING

    def visit(self, step: str, round: int) -> Visit | None:
        """The given visit, when the case has come to it."""
        return next(
            (visit for visit in self.visits if visit.step.key == step and visit.round == round),
            None,
        )


def _there(found: Sequence[tuple[Visit, Task]], at: VisitKey | None) -> tuple[Visit, Task] | None:
    """What stands at this place, else the first."""
    return next((one for one in found if one[0].place == at), found[0] if found else None)


def steps_ahead(protocol: Protocol, current: Visit) -> Iterator[Step]:
    """The steps still to come when all goes well: to the last numbered one, and beyond once that is answered."""
    step, outcome = current.step, current.outcome
    while not step.ends_case:
        good = outcome or next((one for one in step.outcomes if one.good), None) or (step.outcomes or (None,))[-1]
        following = protocol.step(good.then if good else step.then)
        if following is step:
            return
        if following.number is None and step is not current.step:
            return
        if following.number is None and outcome is None and step.number is not None:
            return
        yield following
        step, outcome = following, None


def reopenings(protocol: Protocol, position: Progress) -> tuple[Reopening, ...]:
    """Where a closed case can go on, by the last answers it was given."""
    answers = {visit.step.key: visit.outcome.key for visit in position.visits if visit.outcome}
    return tuple(
        reopening for reopening in protocol.reopenings if reopening.after is None or reopening.after in answers.items()
    )


def progress(protocol: Protocol, facts: Facts, calendar: SchoolCalendar) -> Progress:
    """Read the facts of a case against the protocol.

    Every date that comes out is a school day of `calendar`. Facts about steps not yet reached are ignored.
    """
    finished = {(fact.step, fact.round): fact for fact in facts.finished}
    found = _progress(protocol, facts, calendar, {place: fact.on for place, fact in finished.items()})
    trailing = {place: fact.trailing for place, fact in finished.items()}
    still_telling = any(trailing.values())
    return replace(found, visits=_still_telling(found.visits, trailing, facts, calendar)) if still_telling else found


def _progress(protocol: Protocol, facts: Facts, calendar: SchoolCalendar, finished: dict[VisitKey, date]) -> Progress:
    """The position, with every duty of a finished step settled."""
    visits: list[Visit] = []
    rounds: Counter[str] = Counter()
    closings = {(fact.step, fact.round): fact for fact in facts.closed}
    reopened = {(fact.step, fact.round): fact for fact in facts.reopened}
    anchors: Anchors = {anchor: facts.reported_on for anchor in Anchor}
    key = protocol.steps[0].key
    repeats = 1  # how many times in a row the case came to this step
    still: list[Term | ChosenDay] = []  # of a step that repeats: what is still to be held after this time
    chosen = list(facts.more_care)
    while True:
        step = protocol.step(key)
        rounds[key] += 1
        place = (key, rounds[key])
        term: Term | ChosenDay | None = step.term(repeats)
        if step.repeats_per_term:
            left = still if repeats > 1 else step.terms
            asked = [one for one in chosen if one.on >= anchors[Anchor.ENTRY] and one.is_known_in(place)]
            term, *still = _in_order(left, asked, anchors, calendar)
            held_on = end_of(term, anchors[term.counted_from], calendar)
            chosen = [one for one in chosen if one not in asked or calendar.on_or_after(one.on) != held_on]
        visit = _visit(
            step,
            rounds[key],
            term,
            facts,
            calendar,
            anchors,
            finished.get(place),
        )
        if step.repeats_per_term:
            again = tuple(end_of(one, anchors[one.counted_from], calendar) for one in still)
            visit = replace(visit, again_on=again)
        if closing := closings.get(place):
            visits.append(_closed(visit))
            reopening = reopened.get(place)
            if reopening is None:
                check_on = closing.check_on if closing.checked_on is None else None
                return Progress(
                    tuple(visits),
                    closing.on,
                    calendar.on_or_after(check_on) if check_on else None,
                )
            anchors = {anchor: reopening.on for anchor in Anchor}
            key, repeats = reopening.to, 1
            continue
        visits.append(visit)
        if visit.finished_on is None:
            return Progress(tuple(visits))
        _move_anchors(anchors, visit)
        key = _next_step(visit)
        if key == step.key:
            repeats += 1
        else:
            repeats = 1
            anchors[Anchor.ENTRY] = visit.finished_on


def complete(protocol: Protocol, facts: Facts, calendar: SchoolCalendar, on: date) -> tuple[Finished, ...]:
    """The Finished facts that are due on this day: the current step's, when nothing more is asked in it.

    A verb that records something adds these in the same transaction.
    """
    current = progress(protocol, facts, calendar).current
    if current is None or not current.is_complete:
        return ()
    still = frozenset(key for task in current.tasks if task.still_needed for key in task.missing)
    return (Finished(current.step.key, current.round, on, still),)


def _tells_guardians(duty: Duty) -> bool:
    return duty.whom is Whom.EACH_GUARDIAN and OF_KIND[duty.kind].tells_others


def _still_telling(
    visits: tuple[Visit, ...], trailing: dict[VisitKey, frozenset[str]], facts: Facts, calendar: SchoolCalendar
) -> tuple[Visit, ...]:
    """The visits, with what trails open again for those who were told neither in that step nor in a later one."""
    found: list[Visit] = []
    told_since: frozenset[str] = frozenset()
    for visit in reversed(visits):
        telling = {task.duty.key for task in visit.tasks if _tells_guardians(task.duty)}
        of_visit = [fact for fact in facts.done if (fact.step, fact.round) == visit.place and fact.duty in telling]
        told_since = told_since.union(*(fact.about for fact in of_visit))
        still = trailing.get(visit.place, frozenset()) - told_since
        tasks = tuple(_trails(task, still, visit, facts, calendar) if still else task for task in visit.tasks)
        found.append(replace(visit, tasks=tasks))
    return tuple(reversed(found))


def _trails(task: Task, still: frozenset[str], visit: Visit, facts: Facts, calendar: SchoolCalendar) -> Task:
    """The duty of a finished step as it stands, for those who are still to be told and are still to be told at all."""
    if not _tells_guardians(task.duty):
        return task
    waived = [fact for fact in facts.waived if (fact.step, fact.round) == visit.place and fact.duty == task.duty.key]
    missing = tuple(sorted(still & expected(task.duty, facts)))
    if not missing or (waived and _covers(waived, missing)):
        return task
    missing = _still(waived, missing)
    return Task(task.duty, State.OPEN, task.on, missing, not_before=_not_before(missing, facts, calendar))


def _not_before(missing: tuple[str, ...], facts: Facts, calendar: SchoolCalendar) -> date | None:
    """The first school day on which one of the missing may be told; None where one is not held back."""
    until = {one.guardian: one.until for one in facts.held_back}
    if not missing or not set(missing) <= set(until):
        return None
    return calendar.on_or_after(min(until[key] for key in missing) + timedelta(days=1))


def expected(duty: Duty, facts: Facts) -> frozenset[str]:
    """The children or guardians for whom this duty must be done; UNKNOWN when it is not known who that is.

    Nobody of a child that is gone: what was still to be done for it cannot be done any more.
    """
    if duty.whom is Whom.EACH_GUARDIAN:
        involved = [person for person in facts.with_role(*ROLES_OF[duty.whom]) if not person.gone_on]
        if not involved and facts.with_role(*ROLES_OF[duty.whom]):
            return frozenset()
        known = frozenset(guardian for person in involved for guardian in person.guardians)
        everybody_has_one = involved and all(person.guardians for person in involved)
        return known if everybody_has_one else known | {UNKNOWN}
    sides = [facts.with_role(role) for role in ROLES_OF[duty.whom]]
    all_known = all(_is_known(role, facts) for role in ROLES_OF[duty.whom])
    return frozenset(person.key for side in sides for person in side if not person.gone_on) | (
        frozenset() if all_known else frozenset({UNKNOWN})
    )


def _is_known(role: Role, facts: Facts) -> bool:
    """Whether it is known who has this part. Nobody bullies itself: beside the only one who is bullied is another."""
    bullied = facts.with_role(Role.TARGET)
    alone = bullied if role not in BULLIED and len(bullied) == 1 else ()
    return any(person not in alone for person in facts.with_role(role))


def _visit(
    step: Step,
    round: int,
    term: Term | ChosenDay | None,
    facts: Facts,
    calendar: SchoolCalendar,
    anchors: Anchors,
    finished_on: date | None,
) -> Visit:
    place = (step.key, round)
    decisions = [fact for fact in facts.decided if (fact.step, fact.round) == place]
    decision = decisions[-1] if decisions else None
    outcome = step.outcome(decision.outcome) if decision else None
    done: dict[str, list[Done]] = defaultdict(list)
    for act in facts.done:
        if (act.step, act.round) == place:
            done[act.duty].append(act)
    waived: dict[str, list[Waived]] = defaultdict(list)
    for waiver in facts.waived:
        if (waiver.step, waiver.round) == place:
            waived[waiver.duty].append(waiver)
    duties = [
        duty
        for duty in (*step.duties, *(outcome.duties if outcome else ()), *step.closing)
        if (duty.condition is Condition.ALWAYS and not duty.optional)
        or duty.key in done
        or duty.key in waived
        # A finished step gains no duty, and what was only offered goes with it.
        or (HOLDS[duty.condition].holds(facts) and not finished_on)
    ]
    stood = {
        duty.key: _stand(duty, done.get(duty.key, []), waived.get(duty.key, []), facts, calendar, finished_on)
        for duty in duties
    }
    settled = {key for key, task in stood.items() if task.settled}
    undecided = bool(step.outcomes) and outcome is None
    tasks = tuple(_waiting(stood[duty.key], duties, settled, undecided) for duty in duties)
    return Visit(
        step=step,
        round=round,
        tasks=tasks,
        outcome=outcome,
        decided_on=decision.on if decision else None,
        due=due_of(step.key, round, term, since=anchors[term.counted_from], facts=facts, calendar=calendar)
        if term
        else None,
        finished_on=finished_on,
    )


def _stand(
    duty: Duty,
    done: list[Done],
    waived: list[Waived],
    facts: Facts,
    calendar: SchoolCalendar,
    finished_on: date | None,
) -> Task:
    """How the duty stands by itself, not looking at what comes first. `done` and `waived` are of this visit."""
    if finished_on and not waived and not facts.declined:  # nobody is asked who is still missing there
        return Task(duty, State.MET, max((fact.on for fact in done), default=finished_on))
    reached = frozenset().union(*(fact.about for fact in done))
    left = expected(duty, facts) - reached
    declined = {one.guardian: one.on for one in facts.declined if _tells_guardians(duty) and one.guardian in left}
    missing = tuple(sorted(left - set(declined)))
    on = max((fact.on for fact in done), default=None)
    if declined and not missing:
        on = max(filter(None, (on, *declined.values())))
    if on and (not missing or finished_on):
        return Task(duty, State.MET, on)
    if waived and (finished_on or _covers(waived, missing)):
        return Task(
            duty,
            State.WAIVED,
            max([fact.on for fact in waived] + [fact.on for fact in done]),
            missing,
        )
    if finished_on:
        return Task(duty, State.MET, finished_on)
    gone = (person.gone_on for person in facts.with_role(*ROLES_OF[duty.whom]))
    if not missing and (gone_on := max(filter(None, gone), default=None)):
        return Task(duty, State.WAIVED, gone_on)
    missing = _still(waived, missing)
    held = _not_before(missing, facts, calendar) if _tells_guardians(duty) else None
    return Task(duty, State.OPEN, on, missing, not_before=held)


def _still(waived: list[Waived], missing: tuple[str, ...]) -> tuple[str, ...]:
    """Those who are missing without those who were let go by name."""
    let_go = {key for fact in waived for key in fact.about or ()}
    return tuple(key for key in missing if key not in let_go)


def _covers(waived: list[Waived], missing: tuple[str, ...]) -> bool:
    """True when all who are missing were let go by name; those who came later are asked for again."""
    if any(fact.about is None for fact in waived):
        return True
    return set(missing) <= {key for fact in waived for key in fact.about or ()}


def _waiting(task: Task, duties: list[Duty], settled: set[str], undecided: bool) -> Task:
    """The task, or that it waits: for the duties named in `after`, the plan for all but informing, and telling
    others of an evaluation for its answer."""
    if task.settled:
        return task
    if undecided and OF_KIND[task.duty.kind].tells_others and not task.duty.after_all:
        return replace(task, state=State.WAITING)
    first = set(task.duty.after)
    if task.duty.after_all:
        first |= {duty.key for duty in duties if not OF_KIND[duty.kind].tells_others and not duty.optional}
    waits_for = tuple(duty.key for duty in duties if duty.key in first - settled)
    if waits_for or (task.duty.after_all and undecided):
        return replace(task, state=State.WAITING, waits_for=waits_for)
    return task


def _move_anchors(anchors: Anchors, visit: Visit) -> None:
    held = [task.on for task in visit.tasks if task.duty.settles_date and task.on]
    if held:
        anchors[Anchor.TALK] = max(held)
    if visit.decided_on:
        anchors[Anchor.DECISION] = visit.decided_on


def _next_step(visit: Visit) -> str:
    """Where a finished visit leads: its outcome's step, or the same step again while it is still to come round."""
    step = visit.step
    if visit.outcome and visit.outcome.good and visit.again_on:
        return step.key
    return visit.outcome.then if visit.outcome else step.then


def _in_order(
    terms: Sequence[Term | ChosenDay], chosen: Sequence[MoreCare], anchors: Anchors, calendar: SchoolCalendar
) -> list[Term | ChosenDay]:
    """What a step that repeats still asks from this time on, the first day on top: its terms or what was left of them,
    and the days that were chosen for it. Once a day is enough."""
    of_terms = {end_of(term, anchors[term.counted_from], calendar) for term in terms}
    days = {calendar.on_or_after(one.on) for one in chosen} - of_terms
    asked: list[Term | ChosenDay] = [*terms, *map(ChosenDay, days)]
    return sorted(asked, key=lambda term: end_of(term, anchors[term.counted_from], calendar))


def _closed(visit: Visit) -> Visit:
    return replace(visit, closed=True)
