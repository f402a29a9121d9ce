"""Tells what happened in a case, for tests: each method is one verb, the rest is filled in.

case = tell(cast).report("Sem", by="Daan")
case.step_1().judged("bullying").step_3()
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from kring.cases import bodies
from kring.cases.actions import agreeing, closing, deciding, informing, issuing, opening, recording
from kring.cases.agreements import standing_agreements
from kring.cases.case_file import CaseFile, in_order, read_case_file
from kring.cases.models import Case, Fact, Involved, PlanVersion, Report
from kring.protocol.progress import Progress, Task
from kring.protocol.terms import Role
from kring.school.act import Act
from kring.school.models import Custody, Pupil, StaffMember
from tests.cast import TODAY, Cast
from tests.told_once import told_once

TESTS_OF_BULLYING = {
    "systematic": ["several_a_week"],
    "harm": ["psychological"],
    "by_whom": ["one"],
    "defenceless": ["cannot"],
}
TESTS_OF_TEASING = {"systematic": ["incidental"], "harm": ["none"], "by_whom": ["one"], "defenceless": ["can"]}


@dataclass
class Telling:
    """One case, the day it is now, and who acts."""

    cast: Cast
    by: StaffMember
    today: date = TODAY
    case_id: UUID | None = None
    hour: time = time(9)

    # Looking at it

    @property
    def case(self) -> Case:
        assert self.case_id is not None
        return Case.objects.select_related("school", "owner", "stand_in", "group").get(pk=self.case_id)

    def due_on(self) -> date | None:
        """When the case is next due, as lists have it."""
        return self.case.next_due_on

    @property
    def file(self) -> CaseFile:
        return read_case_file(self.case)

    @property
    def progress(self) -> Progress:
        return self.file.progress

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

    @property
    def id(self) -> UUID:
        assert self.case_id is not None
        return self.case_id

    def key(self, pupil: Pupil) -> str:
        """How facts name this pupil."""
        return next(str(child.pk) for child in self.file.everyone if child.pupil_id == pupil.pk)

    def keys(self, *roles: Role) -> list[str]:
        """How facts name the children with these roles, in the order of the file, without reading all of it."""
        children = Involved.objects.filter(case=self.id, left_on=None, role__in=roles).select_related("pupil")
        return [str(child.pk) for child in in_order(children)]

    # Time and people

    def act(self, *, token: UUID | None = None, seen: UUID | None = None, corrects: UUID | None = None) -> Act:
        """The act of whoever acts now; each one a minute later than the last."""
        moment = datetime.combine(self.today, self.hour, UTC)
        self.hour = (moment + timedelta(minutes=1)).time()
        return Act(by=self.by, at=moment, today=self.today, token=token, seen=seen, corrects=corrects)

    def on(self, day: date) -> "Telling":
        self.today, self.hour = day, time(9)
        return self

    def as_(self, staff: StaffMember) -> "Telling":
        self.by = staff
        return self

    # For tests/told_once.py

    def stands(self) -> tuple[Hashable, ...]:
        """All on which a deed depends, besides the words it gets."""
        return self.by.pk, self.by.role, self.today, self.hour, self.case_id

    def left(self) -> tuple[Any, ...]:
        """What a deed changes of this telling."""
        return self.today, self.hour, self.case_id

    def go_on_from(self, today: date, hour: time, case_id: UUID | None) -> None:
        self.today, self.hour, self.case_id = today, hour, case_id

    # The protocol

    @told_once
    def report(self, *targets: Pupil, by: tuple[Pupil, ...] = (), followers: tuple[Pupil, ...] = ()) -> "Telling":
        told = opening.open_case(
            act=self.act(token=uuid4()), report=self.report_of(*targets, by=by, followers=followers)
        )
        self.case_id = told.pk
        return self

    def report_of(
        self, *targets: Pupil, by: tuple[Pupil, ...] = (), followers: tuple[Pupil, ...] = ()
    ) -> opening.NewReport:
        roles = ((targets, Role.TARGET), (by, Role.INSTIGATOR), (followers, Role.FOLLOWER))
        return opening.NewReport(
            story="Op het plein wordt elke dag iemand uitgelachen.",
            reported_by=Report.By.COLLEAGUE,
            people=tuple((pupil.pk, role) for pupils, role in roles for pupil in pupils),
            reported_on=self.today,
        )

    @told_once
    def talk(self, duty: str, *about: str, feeling: int | None = None, together: bool = False, **words: Any) -> Fact:
        targets = set(self.keys(Role.TARGET))
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
    def step_1(self) -> "Telling":
        """Both talks, an incident, the severity."""
        for key in self.keys(Role.TARGET):
            self.talk("talk_target", key, feeling=2, own_words="Ze doen het elke pauze.")
        for key in self.keys(Role.INSTIGATOR):
            self.talk("talk_instigator", key)
        self.incident()
        recording.estimate_severity(
            act=self.act(),
            case_id=self.id,
            severity=bodies.Severity(level=bodies.Level.SERIOUS, reasons="Het gebeurt elke dag."),
        )
        return self

    @told_once
    def judged(self, outcome: str) -> "Telling":
        tests = TESTS_OF_BULLYING if outcome == "bullying" else TESTS_OF_TEASING
        deciding.decide(act=self.act(), case_id=self.id, outcome=outcome, reasons="Zo zien we het.", tests=tests)
        return self

    @told_once
    def decide(self, outcome: str) -> "Telling":
        deciding.decide(act=self.act(), case_id=self.id, outcome=outcome, reasons="Zo zien we het.")
        return self

    @told_once
    def agree(self, what: str = "Daan laat de tas van Sem met rust.", who: str = "Daan") -> list[Fact]:
        agreement = bodies.Agreement(what=what, who=who, from_on=self.today)
        return agreeing.agree(act=self.act(), case_id=self.id, agreements=[agreement])

    @told_once
    def review(self, kept: bodies.Kept = bodies.Kept.KEPT) -> Fact:
        verdicts = [
            bodies.Verdict(agreement=one.fact.pk, kept=kept, goes_on=bodies.GoesOn.CONTINUE)
            for one in standing_agreements(self.file)
            if one.counts
        ]
        return agreeing.review(act=self.act(), case_id=self.id, on=self.today, verdicts=verdicts)

    @told_once
    def phase_out(self) -> Fact:
        verdicts = [
            bodies.Verdict(agreement=one.fact.pk, goes_on=bodies.GoesOn.PHASE_OUT, from_on=self.today)
            for one in standing_agreements(self.file)
            if one.counts
        ]
        return agreeing.phase_out(act=self.act(), case_id=self.id, verdicts=verdicts)

    @told_once
    def inform_everybody(self) -> "Telling":
        """Every guardian who must be told is told by phone."""
        file = self.file
        for child in file.with_role(Role.TARGET, Role.INSTIGATOR, Role.FOLLOWER):
            for guardianship in file.guardianships:
                if guardianship.pupil_id == child.pupil_id and guardianship.custody != Custody.NO:
                    informing.inform_guardian(
                        act=self.act(),
                        case_id=self.id,
                        guardianship_id=guardianship.pk,
                        on=self.today,
                        informed=bodies.Informed(
                            reached=bodies.Reached.INFORMED,
                            channel="phone",
                            said="Dank je.",
                            custody_unknown="Lars woont bij haar." if guardianship.custody == Custody.UNKNOWN else "",
                        ),
                    )
        return self

    @told_once
    def issue_plan(self) -> PlanVersion:
        return issuing.issue_plan(act=self.act(), case_id=self.id)

    @told_once
    def ask_observations(self) -> Fact:
        return recording.ask_observations(
            act=self.act(), case_id=self.id, watch_for="Let op het plein.", until_on=self.today + timedelta(days=7)
        )

    @told_once
    def address_class(self) -> Fact:
        return recording.address_class(
            act=self.act(),
            case_id=self.id,
            on=self.today,
            attention=bodies.ClassAttention(method="Kringgesprek", said="Melden is geen klikken."),
        )

    @told_once
    def step_3(self) -> "Telling":
        """Everything of step 3 as it stands today, issued and told."""
        for key in self.keys(Role.TARGET):
            self.talk("ask_target", key, feeling=2)
        self.talk("joint_talk", *self.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
        recording.formulate_problem(
            act=self.act(), case_id=self.id, text="Sem wordt elke dag uitgelachen op het plein."
        )
        self.agree()
        current = self.progress.current
        assert current is not None
        if current.task("class_attention"):
            self.address_class()
        self.inform_everybody()
        self.issue_plan()
        self.ask_observations()
        return self

    @told_once
    def evaluate(self, outcome: str, kept: bodies.Kept = bodies.Kept.KEPT) -> "Telling":
        """Step 4 or 5 as a whole, with everything its outcome asks for."""
        self.talk("talk", *self.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
        self.review(kept)
        self.decide(outcome)
        self.do_the_rest()
        return self

    @told_once
    def do_the_rest(self) -> "Telling":
        """The duties of the step that are still open, whatever they are, each as `any_protocol.DOES` says."""
        from tests.cases.any_protocol import DOES  # which is told with a Telling

        current = self.progress.current
        assert current is not None
        for task in current.tasks:
            if not task.settled:
                DOES[task.duty.kind](self, task)
        return self

    @told_once
    def after_care(self, outcome: str = "well") -> "Telling":
        for key in self.keys(Role.TARGET):
            self.talk("talk", key, feeling=5)
        self.decide(outcome)
        if outcome != "well":
            self.do_the_rest()
        return self

    @told_once
    def close(self, reason: str = "Het is al maanden goed.") -> Fact:
        return closing.close_case(
            act=self.act(), case_id=self.id, reason=reason, child_says="Ik ga weer graag naar school."
        )

    def until_due(self) -> "Telling":
        """Go on to the day the case is next due."""
        due = self.case.next_due_on
        assert due is not None
        return self.on(max(due, self.today))


def tell(cast: Cast, by: StaffMember | None = None) -> Telling:
    """A case that is yet to be told, by the teacher of group 6 unless somebody else is named."""
    return Telling(cast, by or cast.anouk)
