"""A story of the demo: what is done in a case on which days, and how it is told from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from kring.cases import bodies
from kring.cases.actions import closing, planning, recording
from kring.cases.actions.opening import NewReport
from kring.demo.doing import Answer, answer, do_the_rest, hear
from kring.demo.people import DemoSchool
from kring.demo.scripts import Script
from kring.demo.telling import Telling
from kring.demo.words import Words
from kring.protocol.progress import State
from kring.protocol.terms import Kind, Role

READERS = ("Carla", "Hein", "Bram", "Fatima", "Joke", "Mo", "Sanne", "Wil")
"""Colleagues who read a plan at once; the others still have it before them."""


@dataclass(frozen=True)
class Planned:
    """The next talk is put into the agenda."""

    on: date
    begins: time
    place: str


@dataclass(frozen=True)
class Closing:
    """The case is closed by this colleague, for this reason."""

    by: str
    reason: str


@dataclass(frozen=True)
class Moment:
    """One day in a case: what is done by its owner with these words, what colleagues saw, and how it ends.

    All duties of the step are done, or the first `duties` of them; `answer` is given after that.
    """

    on: date
    words: Words
    duties: int | None = None
    answer: Answer | None = None
    planned: Planned | None = None
    seen: tuple[tuple[str, str], ...] = ()  # colleague, what they saw: "" for nothing
    closing: Closing | None = None


@dataclass(frozen=True)
class Story:
    """One case of the demo: who reports it on which day, and what happens after that."""

    script: Script
    by: str
    reported_on: date
    moments: Sequence[Moment] = ()


def report_of(demo: DemoSchool, script: Script, reported_on: date) -> NewReport:
    """The report with which it begins."""
    roles = ((script.targets, Role.TARGET), (script.instigators, Role.INSTIGATOR), (script.followers, Role.FOLLOWER))
    return NewReport(
        story=script.story,
        reported_by=script.reported_by,
        reporter=script.reporter,
        reported_on=reported_on,
        people=tuple((demo.pupils[name].pk, role) for names, role in roles for name in names),
    )


def tell(demo: DemoSchool, story: Story) -> None:
    """Make the case of this story, by the verbs."""
    script = story.script
    case = Telling(demo.staff[story.by], script, story.reported_on, readers=[demo.staff[name] for name in READERS])
    case.opens(report_of(demo, script, story.reported_on))
    owner = case.as_(case.case.owner).by
    for moment in story.moments:
        case.words = moment.words
        case.on(moment.on)
        if moment.duties != 0:
            do_the_rest(case, moment.duties)
        if moment.answer:
            answer(case, moment.answer)
        if moment.planned:
            _plan(case, moment.planned)
        for name, what in moment.seen:
            seen = bodies.Observation(seen=bool(what), what=what, place="playground")
            recording.observe(act=case.as_(demo.staff[name]).act(), case_id=case.id, observation=seen, on=case.today)
        if moment.closing:
            _close(case.as_(demo.staff[moment.closing.by]), moment.closing)
        case.as_(owner)


def _plan(case: Telling, planned: Planned) -> None:
    """The first talk that is open, with all with whom it is to be held."""
    task = next(task for task in case.progress.last.tasks if task.duty.kind is Kind.TALK and task.state is State.OPEN)
    planning.plan_talk(
        act=case.act(),
        case_id=case.id,
        duty=task.duty.key,
        on=planned.on,
        about=task.missing,
        talk=bodies.PlannedTalk(begins=planned.begins, place=planned.place),
    )


def _close(case: Telling, how: Closing) -> None:
    hear(case)
    closing.close_case(act=case.act(), case_id=case.id, reason=how.reason)
