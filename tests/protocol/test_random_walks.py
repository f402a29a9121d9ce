"""Two thousand random walks through the protocol: whatever people do, and in whatever order, no case gets lost."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kring.protocol.editions import PROTOCOLS
from kring.protocol.facts import Facts, MoreCare, Person
from kring.protocol.progress import UNKNOWN, Progress, State, Task, Visit, progress
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Kind, Protocol, Role, Step, Whom
from kring.protocol.variation import AfterCare, ExtraDuty, StepTerm, Variation, apply
from kring.protocol.ways import arrows
from tests.protocol.other_edition import OTHER
from tests.protocol.story import DAAN, MILA, Story
from tests.protocol.test_calendar import calendar_of


def follows(step: Step) -> set[str]:
    """The steps that can come after this one, by the data of its protocol."""
    return {*arrows(step), *([step.key] if step.repeats_per_term else [])}


STRICTER = apply(
    STAPPENPLAN,
    Variation(
        terms=(StepTerm("signal", 1), StepTerm("approach", 1), StepTerm("second_evaluation", 1)),
        duties=(
            ExtraDuty("extra_1", "signal", "Maatje kiezen", whom=Whom.EACH_TARGET),
            ExtraDuty("extra_2", "analyse", "Overleg in het zorgteam"),
            ExtraDuty("extra_3", "after_care", "Ouders bellen", whom=Whom.EACH_GUARDIAN),
        ),
        after_care=(AfterCare(weeks=3), AfterCare(months=2), AfterCare(months=6)),
    ),
)

OTHER_SO_FAR = ((), ("small",), ("samen",), ("samen", "-"), ("samen", "-", "not_yet"), ("samen", "-", "good"))
"""The same for the invented protocol."""

SO_FAR = (
    (),
    ("-",),
    ("-", "teasing"),
    ("-", "bullying"),
    ("-", "bullying", "-"),
    ("-", "bullying", "-", "yes"),
    ("-", "bullying", "-", "no", "negative"),
    ("-", "bullying", "-", "yes", "positive"),
    ("-", "bullying", "-", "no", "negative", "positive", "well"),
    ("-", "bullying", "-", "yes", "positive", "not_well"),
)
"""How far a case has come when the walk begins, as answers to the questions of its steps."""

REPORTED_ON = (
    date(2026, 10, 8),  # just before autumn
    date(2026, 11, 23),
    date(2026, 12, 17),  # just before Christmas
    date(2026, 12, 25),  # in the holiday
    date(2027, 2, 28),  # a Sunday
    date(2028, 5, 23),  # just before Ascension
    date(2029, 7, 17),  # just before summer
)

any_number = st.integers(min_value=0, max_value=20)
"""Chooses one of however many there are."""

History = tuple[tuple[str, int, date | None, str], ...]


WALKED: dict[str, tuple[Protocol, tuple[tuple[str, ...], ...]]] = {
    "stricter": (STRICTER, SO_FAR),
    "other": (OTHER, OTHER_SO_FAR),
    **{
        f"{edition.key} {edition.edition}": (edition, SO_FAR if edition is STAPPENPLAN else ((),))
        for editions in PROTOCOLS.values()
        for edition in editions
    },
}
"""Every edition that a walk goes through, and how far a case in it has come when the walk begins."""

BEGINNINGS = [(name, so_far) for name, (_protocol, several) in WALKED.items() for so_far in several]


@cache
def facts_so_far(region: str, day: date, name: str, so_far: tuple[str, ...]) -> Facts:
    """The facts of a case that came this far on the day of its report."""
    protocol, _several = WALKED[name]
    story = Story(MILA, DAAN, reported_on=day, calendar=calendar_of(region), protocol=protocol)
    story.through(*so_far)
    return story.facts


def history(position: Progress) -> History:
    """The steps that a case has behind it, with their outcome."""
    return tuple(
        (visit.step.key, visit.round, visit.finished_on, visit.outcome.key if visit.outcome else "")
        for visit in position.visits
        if visit.finished_on
    )


class Walk(RuleBasedStateMachine):
    """One case in the hands of people who may do anything a verb lets them do."""

    visited: ClassVar[set[tuple[str, str]]] = set()
    """Every step with every outcome that some walk came through."""

    story: Story
    behind: History
    seen: Progress

    @initialize(
        region=st.sampled_from(["noord", "midden", "zuid"]),
        day=st.sampled_from(REPORTED_ON),
        begins=st.sampled_from(BEGINNINGS),
    )
    def a_report_comes_in(self, region: str, day: date, begins: tuple[str, tuple[str, ...]]) -> None:
        name, so_far = begins
        protocol, _several = WALKED[name]
        self.story = Story(MILA, DAAN, reported_on=day, calendar=calendar_of(region), protocol=protocol)
        self.story.facts = facts_so_far(region, day, name, so_far)
        self.behind = ()
        self.look()

    def look(self) -> None:
        """See where the case stands after an act."""
        self.seen = self.story.progress
        self.visited.update((step, outcome) for step, _round, _day, outcome in history(self.seen))

    @property
    def current(self) -> Visit | None:
        return self.seen.current

    def unsettled(self, *states: State) -> list[Task]:
        current = self.current
        return [task for task in current.tasks if task.state in states] if current else []

    # ── What people do ───────────────────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.unsettled(State.OPEN))
    @rule(which=any_number, partly=st.booleans())
    def record(self, which: int, partly: bool) -> None:
        tasks = self.unsettled(State.OPEN)
        task = tasks[which % len(tasks)]
        known = [key for key in task.missing if key != UNKNOWN]
        self.story.do(task.duty.key, about=tuple(known[:1] if partly else known))
        self.look()

    @precondition(lambda self: self.current and not self.current.step.ends_case)
    @rule(answers=st.lists(any_number, min_size=1, max_size=3), pause=st.integers(min_value=0, max_value=20))
    def carry_out_whole_steps(self, answers: list[int], pause: int) -> None:
        for which in answers:
            visit = self.seen.last
            self._do_what_is_open(visit)
            outcomes = visit.step.outcomes
            if self._is_in(visit) and self.seen.last.may_decide:
                self.story.decide(outcomes[which % len(outcomes)].key)
                self.look()
                self._do_what_is_open(visit)
            self.story.days_pass(pause)

    def _do_what_is_open(self, visit: Visit) -> None:
        for _ in visit.step.every_duty():
            ready = self.unsettled(State.OPEN)
            if not ready or not self._is_in(visit):
                return
            if UNKNOWN in ready[0].missing:  # nobody to do it with, so it is let go
                self.story.waive(ready[0].duty.key)
            else:
                self.story.do(ready[0].duty.key)
            self.look()

    def _is_in(self, visit: Visit) -> bool:
        last = self.seen.last
        return (last.step.key, last.round) == (visit.step.key, visit.round)

    @precondition(lambda self: self.current and (self.current.may_decide or self.current.outcome))
    @rule(which=any_number)
    def decide_or_decide_otherwise(self, which: int) -> None:
        outcomes = self.seen.last.step.outcomes
        self.story.decide(outcomes[which % len(outcomes)].key)
        self.look()

    @precondition(lambda self: self.unsettled(State.OPEN, State.WAITING))
    @rule(which=any_number)
    def waive(self, which: int) -> None:
        tasks = self.unsettled(State.OPEN, State.WAITING)
        self.story.waive(tasks[which % len(tasks)].duty.key)
        self.look()

    @precondition(lambda self: self.current and self.current.due)
    @rule(days=st.integers(min_value=-10, max_value=40))
    def choose_another_date(self, days: int) -> None:
        due = self.seen.last.due
        assert due is not None
        self.story.plan(max(self.story.today, due.term_on - timedelta(days=days)))
        self.look()
        chosen = self.seen.last.due
        assert chosen is not None
        assert chosen.on <= chosen.term_on, "a date can be brought forward, never put off"

    @precondition(lambda self: self.current and self.current.step.repeats_per_term)
    @rule(days=st.integers(min_value=1, max_value=300))
    def choose_more_after_care(self, days: int) -> None:
        """It is held on its day or moves in before what comes later, and takes the place of nothing."""
        visit, day = self.seen.last, self.story.today + timedelta(days=days)
        assert visit.due is not None
        ahead = [visit.due.term_on, *visit.again_on]
        more = (*self.story.facts.more_care, MoreCare(visit.step.key, visit.round, day))
        self.story.change(more_care=more)
        self.look()
        now = self.seen.last
        assert now.due is not None
        new = self.story.calendar.on_or_after(day)
        assert [now.due.term_on, *now.again_on] == sorted(ahead if new in ahead else [*ahead, new])

    @precondition(lambda self: self.current and self.current.due and self.current.task("talk"))
    @rule()
    def hold_the_evaluation_today(self) -> None:
        visit = self.seen.last
        task, due = visit.task("talk"), visit.due
        assert task is not None and due is not None  # noqa: PT018
        if task.settled or UNKNOWN in task.missing:
            return
        self.story.do("talk")
        self.look()
        held = self.seen.visit(visit.step.key, visit.round)
        assert held is not None
        if self.story.today < due.on:
            assert held.held_early

    @rule(
        role=st.sampled_from(Role),
        group=st.sampled_from(["6", "7", ""]),
        guardians=st.integers(min_value=0, max_value=2),
    )
    def somebody_joins(self, role: Role, group: str, guardians: int) -> None:
        number = len(self.story.facts.people)
        if number < 6:
            parents = tuple(f"parent {n} of {number}" for n in range(guardians))
            self.story.join(Person(f"child {number} {self.story.today}", role, group, parents))
            self.look()

    @precondition(lambda self: len(self.story.facts.people) > 1)
    @rule(which=any_number)
    def somebody_leaves(self, which: int) -> None:
        people = list(self.story.facts.people)
        people.pop(which % len(people))
        self.story.change(people=tuple(people))
        self.look()

    @precondition(lambda self: self.story.facts.done)
    @rule(which=any_number, days=st.integers(min_value=0, max_value=30))
    def correct_the_day_of_something(self, which: int, days: int) -> None:
        done = list(self.story.facts.done)
        fact = done[which % len(done)]
        on = max(self.story.facts.reported_on, self.story.today - timedelta(days=days))
        done[which % len(done)] = replace(fact, on=on)
        self.story.change(done=tuple(done))
        self.look()

    @precondition(lambda self: self.story.facts.done)
    @rule(which=any_number)
    def withdraw_something(self, which: int) -> None:
        done = list(self.story.facts.done)
        done.pop(which % len(done))
        self.story.change(done=tuple(done))
        self.look()

    @rule(days=st.sampled_from([1, 2, 7, 14, 45]))
    def days_pass(self, days: int) -> None:
        self.story.days_pass(days)

    @precondition(lambda self: self.current)
    @rule(check_after=st.none() | st.integers(min_value=1, max_value=90))
    def close(self, check_after: int | None) -> None:
        self.story.close(self.story.today + timedelta(days=check_after) if check_after else None)
        self.look()
        assert self.current is None

    @precondition(lambda self: self.seen.check_on)
    @rule()
    def look_back_on_a_closed_case(self) -> None:
        self.story.check()
        self.look()
        assert self.seen.next_due_on is None

    @precondition(lambda self: self.current is None)
    @rule(which=any_number)
    def reopen(self, which: int) -> None:
        steps = self.story.protocol.steps
        to = steps[which % len(steps)].key
        self.story.reopen(to)
        self.look()
        assert self.seen.last.step.key == to

    # ── What always holds ────────────────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def steps_come_only_in_the_protocols_order(self) -> None:
        visits = self.seen.visits
        assert visits[0].step.key == self.story.protocol.steps[0].key
        for before, after in pairwise(visits):
            assert before.closed or after.step.key in follows(before.step)
            assert before.closed or before.finished_on, "no step begins before the one before it is finished"
        for step in self.story.protocol.steps:
            rounds = [visit.round for visit in visits if visit.step.key == step.key]
            assert rounds == list(range(1, len(rounds) + 1))

    @invariant()
    def finished_steps_stay_finished(self) -> None:
        now = history(self.seen)
        assert now[: len(self.behind)] == self.behind
        open_still = [
            task for visit in self.seen.visits if visit.finished_on for task in visit.tasks if not task.settled
        ]
        assert all(task.duty.kind is Kind.INFORM_GUARDIANS and task.missing for task in open_still)
        assert [task for _visit, task in self.seen.trailing] == open_still
        self.behind = now

    @invariant()
    def a_running_case_has_a_next_date(self) -> None:
        if self.current:
            assert self.seen.next_due_on is not None
        else:
            assert self.seen.closed_on is not None

    @invariant()
    def no_date_is_on_a_closed_day(self) -> None:
        calendar = self.story.calendar
        for visit in self.seen.visits:
            assert visit.due is not None
            assert calendar.is_school_day(visit.due.on)
            assert calendar.is_school_day(visit.due.term_on)
            if visit.due.stretch and visit.due.stretch.last_school_day_before:
                assert calendar.is_school_day(visit.due.stretch.last_school_day_before)
        if self.seen.next_due_on:
            assert calendar.is_school_day(self.seen.next_due_on)

    @invariant()
    def there_is_always_something_that_can_be_done_and_words_for_what_is_not(self) -> None:
        current = self.current
        if current is None or current.step.ends_case:
            return
        assert self.unsettled(State.OPEN) or current.may_decide, "everything waits for something else"
        known = {person.key for person in self.story.facts.people} | {UNKNOWN}
        known |= {guardian for person in self.story.facts.people for guardian in person.guardians}
        for task in self.unsettled(State.OPEN, State.WAITING):
            assert task.duty.title.strip()
            assert set(task.missing) <= known
            if task.state is State.WAITING:
                assert all(current.task(key) for key in task.waits_for)
                assert task.waits_for or (current.outcome is None and current.step.question)

    def teardown(self) -> None:
        """The order in which things were written down does not matter."""
        if not hasattr(self, "story"):
            return
        facts = self.story.facts
        turned = replace(
            facts,
            people=facts.people[::-1],
            done=facts.done[::-1],
            waived=facts.waived[::-1],
            finished=facts.finished[::-1],
            closed=facts.closed[::-1],
            reopened=facts.reopened[::-1],
            more_care=facts.more_care[::-1],
        )
        assert progress(self.story.protocol, turned, self.story.calendar) == self.seen


def test_two_thousand_random_walks_never_lose_a_case() -> None:
    Walk.visited.clear()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=2000,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,  # the same walks on every machine, until this file or Hypothesis changes
            suppress_health_check=list(HealthCheck),
        ),
    )
    every_step = [step for protocol, _several in WALKED.values() for step in protocol.steps if not step.ends_case]
    every_answer = {(step.key, outcome.key) for step in every_step for outcome in step.outcomes}
    unasked = {(step.key, "") for step in every_step if not step.outcomes}
    assert every_answer | unasked <= Walk.visited, "the walks did not come everywhere"
