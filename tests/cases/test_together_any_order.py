"""Whatever is written down in whatever order: no talk at one table counts against a bullied child by one hand alone.

A child's no and its yes are asked, put right and taken back, talks are held, put right and planned, roles change, days
pass; and sometimes Carla puts a name to a talk. The model beside it knows only what was told it, in which order.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.cases import bodies
from kring.cases.actions import closing, people, planning, recording
from kring.cases.actions.joint import ask_wish, endorse_talk
from kring.cases.errors import Conflict, NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.together import WISH
from kring.protocol.terms import Kind, Role, Whom
from tests.cases.telling import tell
from tests.cast import Cast

T = TypeVar("T")

CHILD, AGO, PEOPLE = st.integers(0, 2), st.integers(0, 2), st.sampled_from(["anouk", "carla", "hein"])
TABLE = st.sets(CHILD, min_size=1)
BECAUSE = st.sampled_from(["", "Het moest."])
BEGUN = st.none() | st.tuples(st.booleans(), st.booleans(), st.booleans())
MOVES = (
    st.tuples(st.just("answer"), CHILD, st.booleans(), AGO)
    | st.tuples(st.just("answer again"), st.integers(0, 9), st.booleans())
    | st.tuples(st.just("take back"), st.integers(0, 9))
    | st.tuples(st.just("hold"), TABLE, BECAUSE, AGO)
    | st.tuples(st.just("hold"), TABLE, BECAUSE, AGO)
    | st.tuples(st.just("put right"), st.integers(0, 9), TABLE, BECAUSE, AGO)
    | st.tuples(st.just("writes"), PEOPLE)
    | st.tuples(st.just("stop"), CHILD)
    | st.tuples(st.just("plan"), TABLE, BECAUSE)
    | st.tuples(st.just("apart"), CHILD)
    | st.tuples(st.just("role"), CHILD, st.sampled_from([Role.TARGET, Role.BOTH, Role.INSTIGATOR, Role.WITNESS]))
    | st.tuples(st.just("disguise"), CHILD)
    | st.tuples(st.just("day"))
    | st.tuples(st.just("on"))
    | st.tuples(st.just("name"), st.integers(0, 9), PEOPLE)
)


@dataclass(frozen=True)
class Said:
    """What a child answered; `yes` is None of what was taken back. `of`: the talk that it stopped."""

    child: str
    yes: bool | None
    on: date
    turn: int
    of: UUID | None = None


@dataclass(frozen=True)
class Sat:
    """Who sat at a table on which day, in which turn that was first written down, and who wrote it in any version."""

    about: frozenset[str]
    on: date
    turn: int
    writers: frozenset[str]


@dataclass
class Model:
    said: dict[UUID, Said] = field(default_factory=dict)
    sat: dict[UUID, Sat] = field(default_factory=dict)
    named: dict[UUID, str] = field(default_factory=dict)

    def has_a_yes(self, child: str, talk: UUID) -> bool:
        """Whether the last that this child said, as far as it was known when this talk was first written up, is yes."""
        sat = self.sat[talk]
        known = [
            one
            for one in self.said.values()
            if one.child == child
            and one.of != talk
            and one.on <= sat.on
            and (one.turn < sat.turn or (not one.yes and one.on < sat.on))
        ]
        return bool(known) and max(known, key=lambda one: (one.on, one.turn)).yes is True


class Story:
    """One case with three bullied children, told by moves, and the model of it. `begun`: what each of them answered
    when it was asked before the talk, or None when asking them was let go."""

    def __init__(self, cast: Cast, begun: tuple[bool, bool, bool] | None) -> None:
        self.cast = cast
        told = tell(cast).on(date(2026, 11, 16)).report(cast.sem, cast.lars, cast.noor, by=(cast.daan,))
        self.case = told.step_1().judged("bullying").on(date(2026, 11, 18))
        self.keys = [told.key(child) for child in (cast.sem, cast.lars, cast.noor)]
        self.daan = told.key(cast.daan)
        self.model = Model()
        self.turn = 0
        self.writer = "anouk"
        for key, yes in zip(self.keys, begun or (), strict=False):
            asked = self.case.talk("ask_target", key, wants_together=yes)
            self.model.said[asked.pk] = Said(key, yes, self.case.today, self.turn)
        if begun is None:
            self.waive()

    def went(self, move: str, *how: object) -> None:
        """Carry out one move; one that is refused leaves all as it was."""
        self.turn += 1
        was = deepcopy(self.model), self.case.today, self.case.hour, self.case.by
        try:
            with transaction.atomic():
                getattr(self, move.replace(" ", "_"))(*how)
        except (Conflict, NotAllowed, Refused):
            self.model, self.case.today, self.case.hour, self.case.by = was

    def day_of(self, ago: int) -> date:
        return max(self.case.today - timedelta(days=ago), date(2026, 11, 16))

    def wish(self, child: str, yes: bool, on: date, corrects: UUID | None = None) -> Fact:
        wish = bodies.Wish(wants_together=yes)
        act = self.case.act(corrects=corrects)
        return ask_wish(act=act, case_id=self.case.id, on=on, involved_id=UUID(child), wish=wish)

    def answer(self, child: int, yes: bool, ago: int) -> None:
        on = self.day_of(ago)
        fact = self.wish(self.keys[child], yes, on)
        self.model.said[fact.pk] = Said(self.keys[child], yes, on, self.turn)

    def answer_again(self, which: int, yes: bool) -> None:
        key, was = nth(
            [(key, one) for key, one in self.model.said.items() if one.of is None and one.yes is not None], which
        )
        if next(one.kind for one in self.case.file.every_fact if one.pk == key) == WISH:
            fact = self.wish(was.child, yes, was.on, corrects=key)
        else:
            talk = bodies.Talk(said="Vooraf gevraagd.", wants_together=yes)
            act = self.case.act(corrects=key)
            fact = recording.record_talk(
                act=act, case_id=self.case.id, duty="ask_target", on=was.on, about=[was.child], talk=talk
            )
        del self.model.said[key]
        # What was no stays as old as it was; a yes is only as old as its own first word.
        self.model.said[fact.pk] = replace(was, yes=yes, turn=was.turn if not yes or was.yes else self.turn)

    def take_back(self, which: int) -> None:
        key, was = nth(
            [(key, one) for key, one in self.model.said.items() if one.of is None and one.yes is not None], which
        )
        recording.withdraw(act=self.case.act(), case_id=self.case.id, fact_id=key, reason="Vergissing.")
        self.model.said[key] = replace(was, yes=None)

    def table(self, children: Iterable[int]) -> list[str]:
        return [*(self.keys[child] for child in sorted(children)), self.daan]

    def held(self, about: list[str], because: str, on: date, corrects: UUID | None = None, stopped: str = "") -> Fact:
        roles = {str(child.pk): child.role for child in self.case.file.everyone}
        together = {Role.TARGET, Role.INSTIGATOR} <= {roles[key] for key in about}
        return recording.record_talk(
            act=self.case.act(corrects=corrects),
            case_id=self.case.id,
            duty=self.duty(),
            on=on,
            about=about,
            talk=bodies.Talk(said="Samen.", together=together, together_because=because, stopped_by=stopped),
        )

    def duty(self) -> str:
        """The talk with both parties of the step that the case is in, before which each child says how it is."""
        found = [task.duty for task in self.case.progress.last.tasks if task.duty.whom is Whom.EACH_OF_BOTH]
        duty = nth([duty for duty in found if duty.kind is Kind.TALK], 0)
        if duty.own_verdict:
            self.case.hear()
        return duty.key

    def writes(self, who: str) -> None:
        """Who writes down what comes next."""
        self.writer = who
        self.case.as_(getattr(self.cast, who))

    def hold(self, children: set[int], because: str, ago: int) -> None:
        about, on = self.table(children), self.day_of(ago)
        fact = self.held(about, because, on)
        self.model.sat[fact.pk] = Sat(frozenset(about), on, self.turn, frozenset({self.writer}))

    def put_right(self, which: int, children: set[int], because: str, ago: int) -> None:
        key, was = nth(list(self.model.sat.items()), which)
        about, on = self.table(children), self.day_of(ago)
        stopped = [number for number, one in self.model.said.items() if one.of == key]
        fact = self.held(about, because, on, corrects=key)
        for number in stopped:  # it turns out that nobody stopped it: who was said to, is asked again
            self.model.said[number] = replace(self.model.said[number], yes=None)
        turn = was.turn if was.about == set(about) else self.turn
        self.model.sat[fact.pk] = Sat(frozenset(about), on, turn, was.writers | {self.writer})
        del self.model.sat[key]

    def stop(self, child: int) -> None:
        about = self.table([child])
        fact = self.held(about, "Het moest.", self.case.today, stopped=self.keys[child])
        self.model.sat[fact.pk] = Sat(frozenset(about), self.case.today, self.turn, frozenset({self.writer}))
        self.model.said[fact.pk] = Said(self.keys[child], False, self.case.today, self.turn, of=fact.pk)

    def plan(self, children: set[int], because: str) -> None:
        planned = bodies.PlannedTalk(begins=self.case.act().at.time(), together_because=because)
        planning.plan_talk(
            act=self.case.act(),
            case_id=self.case.id,
            duty=self.duty(),
            on=self.case.today,
            about=self.table(children),
            talk=planned,
        )

    def apart(self, child: int) -> None:
        self.case.talk(self.duty(), self.keys[child])

    def waive(self) -> None:
        """Asking beforehand is let go."""
        act = self.case.as_(self.cast.carla).act()
        self.case.as_(self.cast.anouk)
        again = self.case.today + timedelta(days=1)
        closing.waive(act=act, case_id=self.case.id, duty="ask_target", reason="Geen tijd.", again_on=again)

    def role(self, child: int, role: Role) -> None:
        people.change_role(act=self.case.act(), case_id=self.case.id, involved_id=UUID(self.keys[child]), role=role)

    def disguise(self, child: int) -> None:
        """Written down as one of those who bully for as long as the talk is written up."""
        self.role(child, Role.INSTIGATOR)
        self.hold({child}, "", 0)
        self.role(child, Role.TARGET)

    def day(self) -> None:
        self.case.on(self.case.today + timedelta(days=1))

    def on(self) -> None:
        """The rest of the step, in which whoever was not asked says yes, and on to the next: by what asks most."""
        task = self.case.progress.last.task("ask_target")
        for key in task.missing if task and not task.settled else ():
            asked = self.case.talk("ask_target", key, wants_together=True)
            self.model.said[asked.pk] = Said(key, True, self.case.today, self.turn)
        outcomes = self.case.progress.last.step.outcomes
        self.case.do_the_rest()
        if outcomes:
            self.case.decide(outcomes[-1].key).do_the_rest()
        self.case.until_due()

    def name(self, which: int, who: str) -> None:
        talk = nth(self.case.file.table.waiting, which)
        act = self.case.as_(getattr(self.cast, who)).act()
        self.case.as_(getattr(self.cast, self.writer))
        endorse_talk(act=act, case_id=self.case.id, talk=talk.pk)
        self.model.named[talk.pk] = who

    def holds(self) -> None:
        file = self.case.file
        roles = {str(child.pk): child.role for child in file.everyone}
        second = {talk for talk, who in self.model.named.items() if who not in self.model.sat[talk].writers}
        counting = {fact.pk for fact in file.facts} - file.table.nameless - second
        for talk, sat in self.model.sat.items():
            if talk in counting and Role.INSTIGATOR in {roles[key] for key in sat.about}:
                against = [
                    key for key in sat.about if roles[key] == Role.TARGET and not self.model.has_a_yes(key, talk)
                ]
                assert not against, f"{sat} counts, and {against} did not say yes: {self.model.said}"


def nth(found: list[T], which: int) -> T:
    if not found:
        raise Refused(None, "there is none")
    return found[which % len(found)]


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(begun=BEGUN, steps=st.integers(0, 2), moves=st.lists(MOVES, min_size=3, max_size=16))
def test_on_no_path_a_talk_counts_against_a_no_by_one_hand_alone(
    cast: Cast, begun: tuple[bool, bool, bool] | None, steps: int, moves: list[tuple[object, ...]]
) -> None:
    with transaction.atomic():
        story = Story(cast, begun)
        for _step in range(steps):
            story.went("on")
        for move, *how in moves:
            story.went(str(move), *how)
            story.holds()
        transaction.set_rollback(True)
