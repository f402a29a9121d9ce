"""A case told in facts, day by day, the way the verbs of kring/cases record them. For the tests of the protocol."""

from dataclasses import replace
from datetime import date, timedelta

from kring.protocol.calendar import SchoolCalendar
from kring.protocol.facts import Closed, Decided, Done, Facts, Person, Planned, Reopened, Waived
from kring.protocol.progress import Progress, State, Task, Visit, complete, expected, progress
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Protocol, Role

MILA = Person("mila", Role.TARGET, "6", ("mila's mother", "mila's father"))
DAAN = Person("daan", Role.INSTIGATOR, "6", ("daan's mother",))
BRAM = Person("bram", Role.INSTIGATOR, "6", ("bram's carer",))
SOFIE = Person("sofie", Role.FOLLOWER, "6", ("sofie's father",))
YARA = Person("yara", Role.WITNESS, "6", ("yara's mother",))
TESS = Person("tess", Role.FOLLOWER, "7", ("tess's mother",))

MONDAY = date(2026, 11, 23)


class Story:
    """One case. Every act happens today in the step the case is in, and finishes it when nothing more is asked."""

    def __init__(
        self,
        *people: Person,
        reported_on: date = MONDAY,
        calendar: SchoolCalendar | None = None,
        protocol: Protocol = STAPPENPLAN,
    ) -> None:
        self.protocol = protocol
        self.calendar = calendar or SchoolCalendar()
        self.today = reported_on
        self.facts = Facts(reported_on=reported_on, people=people or (MILA, DAAN))
        self._known: tuple[Facts, Progress] | None = None

    @property
    def progress(self) -> Progress:
        if self._known is None or self._known[0] is not self.facts:  # the same facts give the same position
            self._known = (self.facts, progress(self.protocol, self.facts, self.calendar))
        return self._known[1]

    @property
    def current(self) -> Visit:
        """The visit the running case is in."""
        visit = self.progress.current
        assert visit is not None, "the case is closed"
        return visit

    @property
    def step(self) -> str:
        return self.current.step.key

    @property
    def due_on(self) -> date | None:
        return self.progress.next_due_on

    def task(self, duty: str) -> Task:
        task = self.current.task(duty)
        assert task is not None, f"{self.step} does not ask for {duty}"
        return task

    def asks(self, duty: str) -> bool:
        """True when the current step asks for this duty at all."""
        return self.current.task(duty) is not None

    def open(self) -> list[str]:
        """The duties that can be done now."""
        return [task.duty.key for task in self.current.tasks if task.state is State.OPEN]

    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    def until(self, day: date) -> None:
        assert day >= self.today, "time goes forward"
        self.today = day

    def do(self, *duties: str, about: tuple[str, ...] | None = None) -> None:
        """Do these duties today, with or for everybody they are for, or only for those named in `about`."""
        for duty in duties:
            step, round = self.current.step.key, self.current.round
            whom = expected(self.task(duty).duty, self.facts) if about is None else frozenset(about)
            self.change(done=(*self.facts.done, Done(step, round, duty, self.today, whom)))

    def decide(self, outcome: str) -> None:
        current = self.current
        self.change(decided=(*self.facts.decided, Decided(current.step.key, current.round, outcome, self.today)))

    def waive(self, *duties: str) -> None:
        for duty in duties:
            current = self.current
            self.change(waived=(*self.facts.waived, Waived(current.step.key, current.round, duty, self.today)))

    def plan(self, day: date) -> None:
        """Choose a date for the current step."""
        current = self.current
        self.change(planned=(*self.facts.planned, Planned(current.step.key, current.round, day)))

    def join(self, person: Person) -> None:
        self.change(people=(*self.facts.people, person))

    def close(self, check_on: date | None = None) -> None:
        current = self.current
        closed = Closed(current.step.key, current.round, self.today, check_on)
        self.change(closed=(*self.facts.closed, closed))

    def check(self) -> None:
        """Look back today on the closed case, on its check date."""
        *before, last = self.facts.closed
        self.change(closed=(*before, replace(last, checked_on=self.today)))

    def reopen(self, to: str) -> None:
        last = self.progress.last
        self.change(reopened=(*self.facts.reopened, Reopened(last.step.key, last.round, to, self.today)))

    def do_all(self) -> None:
        """Do everything that can be done now, one thing after another, until the question or the next step."""
        step, round = self.current.step.key, self.current.round
        while (self.step, self.current.round) == (step, round) and self.open():
            self.do(self.open()[0])

    def through(self, *outcomes: str) -> None:
        """Carry out a step for each outcome, all its duties included; "-" for a step without a question."""
        for outcome in outcomes:
            place = (self.step, self.current.round)
            self.do_all()
            if outcome != "-":
                self.decide(outcome)
                if self.progress.current and (self.step, self.current.round) == place:
                    self.do_all()

    def change(self, **changes: object) -> None:
        """Replace these lists of facts, and finish the step when nothing more is asked in it."""
        self.facts = replace(self.facts, **changes)  # type: ignore[arg-type]
        current = self.progress.current  # known already; `complete` works it out again
        if current and current.is_complete and (done := complete(self.protocol, self.facts, self.calendar, self.today)):
            self.facts = replace(self.facts, finished=(*self.facts.finished, *done))
