"""Tells a case of the demo with the same verbs that the pages use, on the days it is said to have happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kring.cases import bodies
from kring.cases.actions import agreeing, closing, deciding, informing, issuing, opening, planning, recording
from kring.cases.agreements import standing_agreements
from kring.cases.bodies import GoesOn, Kept, Reached
from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.models import Case, Report
from kring.demo.people import DemoSchool
from kring.protocol.terms import Role
from kring.school.act import Act
from kring.school.models import Custody, StaffMember

HERE = ZoneInfo("Europe/Amsterdam")

READERS = ("Carla", "Hein", "Bram", "Fatima", "Joke", "Mo", "Sanne", "Wil")
"""Colleagues who read a plan at once; the others still have it before them."""

SURE_IT_IS = {
    "systematic": ["several_a_week"],
    "harm": ["psychological"],
    "by_whom": ["group"],
    "defenceless": ["cannot"],
}
SURE_IT_IS_NOT = {"systematic": ["incidental"], "harm": ["psychological"], "by_whom": ["one"], "defenceless": ["can"]}


@dataclass(frozen=True)
class Script:
    """What the people in one case say and write."""

    story: str
    targets: tuple[str, ...]
    instigators: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    reported_by: Report.By = Report.By.COLLEAGUE
    reporter: str = ""
    target_says: str = "Ik wil gewoon dat het stopt."
    target_told: str = "We spraken rustig over wat er de laatste weken gebeurt."
    instigator_told: str = "Het begon als grapje, zegt de leerling, en toen deed iedereen mee."
    incidents: tuple[tuple[int, str, str, str], ...] = ()  # school days before the report, sort, place, what
    severity: str = "Het gebeurt vaak en het kind gaat er met buikpijn om naar school."
    level: bodies.Level = bodies.Level.SERIOUS
    why: str = "Het gebeurt meerdere keren per week, steeds door dezelfde leerlingen, en het kind kan er niet tegenop."
    problem: str = ""
    agreements: tuple[tuple[str, str], ...] = ()
    class_method: str = "Kringgesprek"
    class_said: str = (
        "Iedereen moet zich veilig voelen op school. Als je vertelt dat er gepest wordt, is dat geen klikken. "
        "We spraken af dat je altijd naar de juf of meester mag komen, ook als je het alleen maar ziet."
    )
    watch_for: str = "Let in de pauze en op de gang op hoe de kinderen met elkaar omgaan."


@dataclass
class Told:
    """One case as it is being told; `by` acts, on `day`."""

    demo: DemoSchool
    script: Script
    by: StaffMember
    case_id: UUID | None = None
    day: date = date.min
    minute: int = field(default=0)

    @property
    def case(self) -> Case:
        return Case.objects.select_related("school", "owner", "stand_in", "group").get(pk=self.id)

    @property
    def file(self) -> CaseFile:
        return read_case_file(self.case)

    @property
    def id(self) -> UUID:
        if self.case_id is None:
            raise LookupError("this case was not reported yet")
        return self.case_id

    def on(self, day: date, by: StaffMember | None = None) -> "Told":
        """Go to another day, perhaps with somebody else acting."""
        self.by = by or self.by
        if day != self.day:
            self.day, self.minute = day, 0
        return self

    def act(self) -> Act:
        self.minute += 7
        at = datetime.combine(self.day, time(8, 40), HERE) + timedelta(minutes=self.minute)
        return Act(by=self.by, at=at, today=self.day)

    def _keys(self, names: Sequence[str]) -> list[str]:
        ids = {self.demo.pupils[name].pk for name in names}
        return [str(child.pk) for child in self.file.people if child.pupil_id in ids]

    # Step by step

    def report(self, day: date, by: StaffMember | None = None) -> "Told":
        self.on(day, by)
        script = self.script
        roles = (
            (script.targets, Role.TARGET),
            (script.instigators, Role.INSTIGATOR),
            (script.followers, Role.FOLLOWER),
            (script.witnesses, Role.WITNESS),
        )
        case = opening.open_case(
            act=self.act(),
            report=opening.NewReport(
                story=script.story,
                reported_by=script.reported_by,
                reporter=script.reporter,
                reported_on=day,
                people=tuple((self.demo.pupils[name].pk, role) for names, role in roles for name in names),
            ),
        )
        self.case_id = case.pk
        self.by = case.owner
        return self

    def talk(
        self,
        duty: str,
        names: Sequence[str],
        said: str,
        *,
        together: bool = False,
        feels: int | None = None,
        own: str = "",
    ) -> "Told":
        about = self._keys(names)
        felt = set(self._keys(self.script.targets)) if feels else set()
        recording.record_talk(
            act=self.act(),
            case_id=self.id,
            duty=duty,
            on=self.day,
            about=about,
            talk=bodies.Talk(
                said=said, together=together, own_words=own, feelings={key: feels for key in about if key in felt}
            ),
        )
        return self

    def talk_with_target(self, feels: int) -> "Told":
        for name in self.script.targets:
            self.talk("talk_target", [name], self.script.target_told, feels=feels, own=self.script.target_says)
        return self

    def talk_with_instigators(self) -> "Told":
        for name in self.script.instigators:
            self.talk("talk_instigator", [name], self.script.instigator_told)
        return self

    def incidents(self, before: "list[date]") -> "Told":
        """The script's incidents, on these days (one for each)."""
        targets = self._keys(self.script.targets)
        recording.record_incidents(
            act=self.act(),
            case_id=self.id,
            incidents=[
                (day, targets, bodies.Incident(what=what, place=place, sorts=(sort,)))
                for day, (_ago, sort, place, what) in zip(before, self.script.incidents, strict=True)
            ],
        )
        return self

    def severity(self) -> "Told":
        recording.estimate_severity(
            act=self.act(),
            case_id=self.id,
            severity=bodies.Severity(level=self.script.level, reasons=self.script.severity),
        )
        return self

    def judge(self, outcome: str) -> "Told":
        tests = SURE_IT_IS if outcome == "bullying" else SURE_IT_IS_NOT
        deciding.decide(act=self.act(), case_id=self.id, outcome=outcome, reasons=self.script.why, tests=tests)
        return self

    def agree(self, *agreements: tuple[str, str]) -> "Told":
        agreeing.agree(
            act=self.act(),
            case_id=self.id,
            agreements=[
                bodies.Agreement(what=what, who=who, from_on=self.day)
                for what, who in agreements or self.script.agreements
            ],
        )
        return self

    def ask_target(
        self, feels: int, said: str = "Wil het gesprek samen, als de juf of meester erbij blijft."
    ) -> "Told":
        for name in self.script.targets:
            recording.record_talk(
                act=self.act(),
                case_id=self.id,
                duty="ask_target",
                on=self.day,
                about=self._keys([name]),
                talk=bodies.Talk(said=said, wants_together=True, feelings=dict.fromkeys(self._keys([name]), feels)),
            )
        return self

    def plan_joint_talk(self, on: date, begins: time) -> "Told":
        """Put the talk with both into the agenda."""
        planning.plan_talk(
            act=self.act(),
            case_id=self.id,
            duty="joint_talk",
            on=on,
            about=self._keys((*self.script.targets, *self.script.instigators)),
            talk=bodies.PlannedTalk(begins=begins, place="Het kamertje naast de gymzaal"),
        )
        return self

    def joint_talk(
        self, feels: int, said: str = "Iedereen kreeg de tijd om te vertellen. Er kwamen excuses."
    ) -> "Told":
        everybody = (*self.script.targets, *self.script.instigators)
        return self.talk("joint_talk", everybody, said, together=True, feels=feels)

    def problem(self) -> "Told":
        recording.formulate_problem(act=self.act(), case_id=self.id, text=self.script.problem)
        return self

    def address_class(self) -> "Told":
        current = self.file.progress.current
        if current and current.task("class_attention"):
            recording.address_class(
                act=self.act(),
                case_id=self.id,
                on=self.day,
                attention=bodies.ClassAttention(method=self.script.class_method, said=self.script.class_said),
            )
        return self

    def inform(self, *, but: int = 0) -> "Told":
        """Tell the guardians who must be told, all `but` the last few."""
        file = self.file
        children = {child.pupil_id for child in file.with_role(Role.TARGET, Role.INSTIGATOR, Role.FOLLOWER)}
        links = [link for link in file.guardianships if link.pupil_id in children and link.must_be_told]
        for link in links[: len(links) - but]:
            settled = link.custody == Custody.YES
            informing.inform_guardian(
                act=self.act(),
                case_id=self.id,
                guardianship_id=link.pk,
                on=self.day,
                informed=bodies.Informed(
                    reached=Reached.INFORMED if settled else Reached.NOT_INFORMED,
                    channel="phone" if settled else "",
                    said="Schrok ervan, en is blij dat we het meteen oppakken." if settled else "",
                    because="" if settled else "We zoeken eerst uit of deze ouder gezag heeft.",
                ),
            )
        return self

    def issue(self, *read_by: str) -> "Told":
        """Share the plan with the team; some read it the same day."""
        version = issuing.issue_plan(act=self.act(), case_id=self.id)
        former = self.by
        for name in read_by or READERS:
            self.by = self.demo.staff[name]
            issuing.read_plan(act=self.act(), version=version)
        self.by = former
        return self

    def ask_colleagues(self, until_on: date) -> "Told":
        recording.ask_observations(
            act=self.act(), case_id=self.id, watch_for=self.script.watch_for, until_on=max(until_on, self.day)
        )
        return self

    def observed(self, by: StaffMember, what: str = "") -> "Told":
        former, self.by = self.by, by
        recording.observe(
            act=self.act(),
            case_id=self.id,
            observation=bodies.Observation(seen=bool(what), what=what, place="playground"),
            on=self.day,
        )
        self.by = former
        return self

    def approach(self, feels: int, *, until_on: date) -> "Told":
        """All of step 3 on one day."""
        self.ask_target(feels).joint_talk(feels).problem().agree().address_class().inform().issue()
        return self.ask_colleagues(until_on)

    def evaluation_talk(self, feels: int, said: str) -> "Told":
        return self.talk("talk", (*self.script.targets, *self.script.instigators), said, together=True, feels=feels)

    def review(self, kept: Kept) -> "Told":
        agreeing.review(
            act=self.act(),
            case_id=self.id,
            on=self.day,
            verdicts=[
                bodies.Verdict(agreement=one.fact.pk, kept=kept, goes_on=GoesOn.CONTINUE)
                for one in standing_agreements(self.file)
                if one.counts
            ],
        )
        return self

    def decide(self, outcome: str, reasons: str) -> "Told":
        deciding.decide(act=self.act(), case_id=self.id, outcome=outcome, reasons=reasons)
        return self

    def phase_out(self) -> "Told":
        agreeing.phase_out(
            act=self.act(),
            case_id=self.id,
            verdicts=[
                bodies.Verdict(
                    agreement=one.fact.pk,
                    goes_on=GoesOn.CONTINUE if number else GoesOn.PHASE_OUT,
                    from_on=None if number else self.day,
                )
                for number, one in enumerate(one for one in standing_agreements(self.file) if one.counts)
            ],
        )
        return self

    def new_approach(self, text: str, expert: str, organisation: str) -> "Told":
        recording.choose_approach(
            act=self.act(),
            case_id=self.id,
            approach=bodies.NewApproach(text=text, expert=expert, organisation=organisation),
        )
        return self

    def went_well(self, feels: int, outcome: str) -> "Told":
        """A whole evaluation with a good answer."""
        self.evaluation_talk(feels, "Het gaat beter. Ze spelen soms samen, en anders laten ze elkaar met rust.")
        self.review(Kept.KEPT).decide(outcome, "De afspraken zijn nagekomen en het kind lacht weer in de klas.")
        if outcome == "positive":
            self.phase_out()
        return self.inform().issue()

    def after_care(self, feels: int) -> "Told":
        for name in self.script.targets:
            self.talk("talk", [name], "Het is rustig gebleven, ook in de pauzes.", feels=feels)
        return self.decide("well", "Geen nieuwe voorvallen, en het kind zegt zelf dat het goed is.")

    def close(self, by: StaffMember, reason: str, child_says: str = "") -> "Told":
        self.by = by
        closing.close_case(
            act=self.act(), case_id=self.id, reason=reason, child_says=child_says, child_feels=5 if child_says else None
        )
        return self
