"""Tells what happened in a case, for tests: each method is one verb, the rest is filled in.

case = tell(cast).report("Sem", by="Daan")
case.step_1().judged("bullying").step_3()

It is the telling of the demo (`kring/demo/telling.py`, `doing.py`) with the words and the clock of the tests; what
stands here names a duty or an answer of the stappenplan, for a test that is about just that one.
"""

from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, date, time, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from kring.cases import bodies
from kring.cases.actions import closing, deciding, hearing, opening, recording
from kring.cases.cannot_wait import Why, cannot_wait
from kring.cases.models import Fact, PlanVersion, Report
from kring.demo import doing, telling
from kring.demo.words import Words
from kring.protocol.progress import Task
from kring.protocol.terms import Role
from kring.school.models import Pupil, StaffMember
from tests.cast import TODAY, Cast
from tests.told_once import told_once

WORDS = Words(
    target_told="We spraken over de pauze.",
    target_says="Ze doen het elke pauze.",
    instigator_told="We spraken over de pauze.",
    wish="We spraken over de pauze.",
    together="We spraken over de pauze.",
    feels=3,
    stopped=bodies.Stopped.STOPPED,
    incidents=((None, "things", "playground", "Zijn tas werd verstopt."),),
    severity="Het gebeurt elke dag.",
    why="Zo zien we het.",
    problem="Sem wordt elke dag uitgelachen op het plein.",
    agreements=(("Daan laat de tas van Sem met rust.", "Daan"),),
    class_said="Melden is geen klikken.",
    watch_for="Let op het plein.",
    guardian_said="Dank je.",
    at_home="",
    told_without_custody_known="Het kind woont bij haar.",
    phased_out=None,
    analysis="De pauze had geen toezicht.",
    advice="Extra ogen op het plein.",
    approach="Een steungroep om Sem heen.",
)
"""What is said and written in the tests, where nothing else is named."""


class Telling(telling.Telling):
    """One case, the day it is now, and who acts; each act a minute later than the last."""

    def __init__(self, cast: Cast, by: StaffMember, *, case_id: UUID | None = None) -> None:
        super().__init__(by, WORDS, TODAY, case_id, begins=time(9), pace=timedelta(minutes=1), zone=UTC)
        self.cast = cast

    # Looking at it

    def due_on(self) -> date | None:
        """When the case is next due, as lists have it."""
        return self.case.next_due_on

    def task(self, duty: str) -> Task:
        """What the current step asks of this duty."""
        current = self.progress.current
        assert current is not None
        task = current.task(duty)
        assert task is not None
        return task

    @property
    def step(self) -> str:
        return self.progress.last.step.key

    def waits_for(self, staff: StaffMember, why: Why) -> bool:
        """Whether this stands on top of somebody's Vandaag."""
        return (why, self.id) in [(one.why, one.case.pk) for one in cannot_wait(staff, self.today)]

    def key(self, pupil: Pupil) -> str:
        """How facts name this pupil."""
        return next(str(child.pk) for child in self.file.everyone if child.pupil_id == pupil.pk)

    # For tests/told_once.py

    def stands(self) -> tuple[Hashable, ...]:
        """All on which a deed depends, besides the words it gets."""
        return self.by.pk, self.by.role, *self.left()

    def left(self) -> tuple[Any, ...]:
        """What a deed changes of this telling."""
        return self.today, self.hour, self.case_id, self.words

    def go_on_from(self, today: date, hour: time, case_id: UUID | None, words: Words) -> None:
        self.today, self.hour, self.case_id, self.words = today, hour, case_id, words

    # The protocol

    @told_once
    def report(
        self,
        *targets: Pupil,
        both: tuple[Pupil, ...] = (),
        by: tuple[Pupil, ...] = (),
        followers: tuple[Pupil, ...] = (),
    ) -> Self:
        return self.opens(self.report_of(*targets, both=both, by=by, followers=followers), token=uuid4())

    def report_of(
        self,
        *targets: Pupil,
        both: tuple[Pupil, ...] = (),
        by: tuple[Pupil, ...] = (),
        followers: tuple[Pupil, ...] = (),
    ) -> opening.NewReport:
        roles = ((targets, Role.TARGET), (both, Role.BOTH), (by, Role.INSTIGATOR), (followers, Role.FOLLOWER))
        return opening.NewReport(
            story="Op het plein wordt elke dag iemand uitgelachen.",
            reported_by=Report.By.COLLEAGUE,
            people=tuple((pupil.pk, role) for pupils, role in roles for pupil in pupils),
            reported_on=self.today,
        )

    @told_once
    def talk(self, duty: str, *about: str, feeling: int | None = None, together: bool = False, **words: Any) -> Fact:
        targets = set(self.keys(Role.TARGET))
        asked = self.progress.last.task(duty)
        if asked and asked.duty.own_verdict:
            self.hear()
        if asked and asked.duty.asks_wish:
            words = {"wants_together": True} | words
        return recording.record_talk(
            act=self.act(),
            case_id=self.id,
            duty=duty,
            on=self.today,
            about=about,
            talk=bodies.Talk(
                said="We spraken over de pauze.",
                together=together,
                feelings={key: feeling for key in about if key in targets} if feeling else {},
                **words,
            ),
        )

    @told_once
    def incident(self, on: date | None = None, what: str = "Zijn tas werd verstopt.") -> list[Fact]:
        incident = bodies.Incident(what=what, place="playground", sorts=("things",))
        return recording.record_incidents(
            act=self.act(), case_id=self.id, incidents=[(on or self.today, self.keys(Role.TARGET), incident)]
        )

    @told_once
    def safe(self) -> Self:
        """The bullied children are safe for now."""
        doing.safe_for_now(self)
        return self

    @told_once
    def step_1(self) -> Self:
        """Both talks, an incident, the severity; what was told of it before stands."""
        return self.feeling(2).do_the_rest()

    @told_once
    def judged(self, outcome: str) -> Self:
        """Every test of the definition points to this answer."""
        return self.decide(outcome)

    @told_once
    def decide(self, outcome: str) -> Self:
        """This answer to the question of the step, or of another: then it is refused."""
        step = self.progress.last.step
        known = {one.key: one for one in step.outcomes}
        if outcome in known:
            doing.decide(self, known[outcome], step.tests)
        else:
            deciding.decide(act=self.act(), case_id=self.id, outcome=outcome, reasons=self.words.why)
        return self

    @told_once
    def agree(self, what: str = "Daan laat de tas van Sem met rust.", who: str = "Daan") -> list[Fact]:
        return doing.agree(self, agreements=[(what, who)])

    @told_once
    def review(self, kept: bodies.Kept = bodies.Kept.KEPT) -> Fact:
        self.words = replace(self.words, kept=kept)
        return doing.review(self)

    @told_once
    def phase_out(self) -> Fact:
        return doing.phase_out(self)

    @told_once
    def inform_everybody(self) -> Self:
        """Every guardian who must be told is told by phone."""
        file = self.file
        for child in file.with_role(Role.TARGET, Role.INSTIGATOR, Role.FOLLOWER):
            for link in file.guardianships:
                if link.pupil_id == child.pupil_id and link.must_be_told:
                    doing.inform_guardian(self, link)
        return self

    @told_once
    def issue_plan(self) -> PlanVersion:
        return doing.issue(self)

    @told_once
    def ask_observations(self) -> Fact:
        return doing.observe(self)

    @told_once
    def address_class(self) -> Fact:
        return doing.address_class(self)

    @told_once
    def step_3(self) -> Self:
        """Everything of step 3 as it stands today, issued and told."""
        return self.feeling(3).do_the_rest()

    @told_once
    def asked_after_the_plan(self) -> Self:
        """Step 3 with a plan that goes out without its request to watch; colleagues are asked by themselves."""
        left = [task for task in self.progress.last.tasks if not task.settled]
        doing.do_the_rest(self.feeling(3), most=len(left) - 2)
        doing.issue(self)
        doing.observe(self)
        return self

    @told_once
    def evaluate(self, outcome: str, kept: bodies.Kept = bodies.Kept.KEPT) -> Self:
        """Step 4 or 5 as a whole, with everything its outcome asks for."""
        self.words = replace(self.words, kept=kept)
        return self.feeling(4).do_the_rest().decide(outcome).do_the_rest()

    @told_once
    def do_the_rest(self) -> Self:
        """The duties of the step that are still open, whatever they are."""
        doing.do_the_rest(self)
        return self

    @told_once
    def after_care(self, outcome: str = "well") -> Self:
        self.words = replace(self.words, target_says="")
        self.feeling(5).do_the_rest().decide(outcome)
        return self if outcome == "well" else self.do_the_rest()

    def feeling(self, feels: int) -> Self:
        """This is what the bullied children answer in talks from here on."""
        self.words = replace(self.words, feels=feels)
        return self

    @told_once
    def close(self, reason: str = "Het is al maanden goed.") -> Fact:
        self.hear()
        return closing.close_case(act=self.act(), case_id=self.id, reason=reason)

    @told_once
    def hear(self, **answers: Any) -> Self:
        """Each bullied child who was not asked yet in this step says itself whether it stopped; or every one, this."""
        if not answers:
            doing.hear(self)
        for key in self.keys(Role.TARGET) if answers else ():
            said = bodies.OwnVerdict(**answers)
            hearing.hear_child(act=self.act(), case_id=self.id, involved_id=UUID(key), verdict=said)
        return self

    def until_due(self) -> "Telling":
        """Go on to the day the case is next due."""
        due = self.case.next_due_on
        assert due is not None
        return self.on(max(due, self.today))


def tell(cast: Cast, by: StaffMember | None = None) -> Telling:
    """A case that is yet to be told, by the teacher of group 6 unless somebody else is named."""
    return Telling(cast, by or cast.anouk)
