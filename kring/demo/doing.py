"""Does what a case asks: every kind of duty, of any protocol, by the verb that a page calls too.

Which duties there are, and in which order, the edition of the case says. No key of a protocol is known here.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum, auto
from typing import Any

from kring.cases import bodies
from kring.cases.actions import agreeing, answering, deciding, hearing, informing, issuing, outsiders, recording
from kring.cases.agreements import standing_agreements
from kring.cases.bodies import GoesOn, Reached
from kring.cases.models import Fact, PlanVersion
from kring.cases.safety import asked_by
from kring.cases.verdicts import still_to_ask
from kring.demo.telling import Telling
from kring.protocol.progress import UNKNOWN, State, Task, Visit
from kring.protocol.terms import Definition, Ending, Kind, Outcome, Role, Whom, total
from kring.school.calendars import calendar_for
from kring.school.models import Custody, Guardianship


def talk(case: Telling, task: Task) -> None:
    """With everybody at once where both parties are meant and the bullied children want it, else one after another."""
    if task.duty.own_verdict:
        hear(case)
    said, own_words = case.words.in_talk(task.duty)
    targets = case.keys(Role.TARGET)
    missing = [key for key in dict.fromkeys((*targets, *case.keys(Role.INSTIGATOR))) if key in task.missing]
    together = task.duty.whom is Whom.EACH_OF_BOTH and not case.file.table.unwilling(missing)
    for about in [missing] if together else [[key] for key in missing]:
        recording.record_talk(
            act=case.act(),
            case_id=case.id,
            duty=task.duty.key,
            on=case.today,
            about=about,
            talk=bodies.Talk(
                said=said,
                together=together,
                own_words=own_words,
                wants_together=True if task.duty.asks_wish else None,
                feelings={key: case.words.feels for key in about if key in targets and case.words.feels}
                if not task.duty.own_verdict
                else {},
            ),
        )


def hear(case: Telling) -> None:
    """Each bullied child who was not asked yet in this step says itself whether it stopped."""
    for child in still_to_ask(case.file, case.progress.last):
        hearing.hear_child(act=case.act(), case_id=case.id, involved_id=child.pk, verdict=case.words.own_verdict)


def incidents(case: Telling, duty: str = "") -> list[Fact]:
    """Those of the words, on so many school days before the report, or today."""
    happened = case.words.incidents
    days: dict[int | None, date] = {None: case.today}
    if counted := {before for before, *_rest in happened if before is not None}:
        told = case.case
        calendar = calendar_for(told.school)
        days |= {before: calendar.before(told.reported_on, before) for before in counted}
    about = case.keys(Role.TARGET)
    return recording.record_incidents(
        act=case.act(),
        case_id=case.id,
        incidents=[
            (days[before], about, bodies.Incident(what=what, place=place, sorts=(sort,)))
            for before, sort, place, what in happened
        ],
        duty=duty,
    )


def agree(case: Telling, duty: str = "", agreements: Sequence[tuple[str, str]] = ()) -> list[Fact]:
    """These agreements (what, who), or those of the words, from today on."""
    made = [
        bodies.Agreement(what=what, who=who, from_on=case.today) for what, who in agreements or case.words.agreements
    ]
    return agreeing.agree(act=case.act(), case_id=case.id, agreements=made, duty=duty)


def review(case: Telling, duty: str = "") -> Fact:
    """All agreements that count were kept as the words say, and go on."""
    verdicts = [
        bodies.Verdict(agreement=one.fact.pk, kept=case.words.kept, goes_on=GoesOn.CONTINUE)
        for one in standing_agreements(case.file)
        if one.counts
    ]
    return agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=verdicts, duty=duty)


def phase_out(case: Telling, duty: str = "") -> Fact:
    """The first agreements, as many as the words say, come to an end; the others go on."""
    counting = [one for one in standing_agreements(case.file) if one.counts]
    ending = len(counting) if case.words.phased_out is None else case.words.phased_out
    verdicts = [
        bodies.Verdict(agreement=one.fact.pk, goes_on=GoesOn.PHASE_OUT, from_on=case.today)
        if place < ending
        else bodies.Verdict(agreement=one.fact.pk, goes_on=GoesOn.CONTINUE)
        for place, one in enumerate(counting)
    ]
    return agreeing.phase_out(act=case.act(), case_id=case.id, verdicts=verdicts, duty=duty)


def address_class(case: Telling, duty: str = "") -> Fact:
    attention = bodies.ClassAttention(method=case.words.class_method, said=case.words.class_said)
    return recording.address_class(act=case.act(), case_id=case.id, on=case.today, attention=attention, duty=duty)


def observe(case: Telling, duty: str = "") -> Fact:
    """Colleagues are asked to watch for a week."""
    return recording.ask_observations(
        act=case.act(),
        case_id=case.id,
        watch_for=case.words.watch_for,
        until_on=calendar_for(case.by.school).weeks_after(case.today, 1),
        duty=duty,
    )


def observe_unless_asked(case: Telling, duty: str) -> None:
    """The same, where the plan did not ask it already."""
    current = case.progress.current
    task = current.task(duty) if current else None
    if task and not task.settled:
        observe(case, duty)


def choose_approach(case: Telling, duty: str = "") -> Fact:
    """What is done in another way now, with the expert of the words, where they name one."""
    chosen = recording.choose_approach(
        act=case.act(),
        case_id=case.id,
        approach=bodies.NewApproach(text=case.words.approach, sorts=case.words.sorts),
        duty=duty,
    )
    if case.words.expert:
        bring_in_expert(case)
    return chosen


def bring_in_expert(case: Telling) -> Fact:
    expert = bodies.OutsideExpert(
        name=case.words.expert, organisation=case.words.organisation, shared=case.words.shared
    )
    return outsiders.bring_in_expert(act=case.act(), case_id=case.id, expert=expert)


def inform(case: Telling, task: Task) -> None:
    """Each guardian who must be told is told by telephone; where custody is not known, as the words say."""
    for link in case.file.guardianships:
        if str(link.pk) in task.missing:
            inform_guardian(case, link, task.duty.key)


def inform_guardian(case: Telling, link: Guardianship, duty: str = "") -> Fact:
    custody = Custody(link.custody)
    why = case.words.told_without_custody_known
    if custody == Custody.UNKNOWN and not why:
        informed = bodies.Informed(reached=Reached.NOT_INFORMED, because=case.words.not_told)
    else:
        informed = bodies.Informed(
            reached=Reached.INFORMED,
            channel="phone",
            said=case.words.guardian_said,
            at_home=case.words.at_home,
            custody_unknown=why if custody == Custody.UNKNOWN else "",
        )
    return informing.inform_guardian(
        act=case.act(), case_id=case.id, guardianship_id=link.pk, on=case.today, informed=informed, duty=duty
    )


def issue(case: Telling, *, watch: bool = False) -> PlanVersion:
    """The plan goes out, and some read it at once. `watch`: with what colleagues are asked to watch for a week."""
    asks: dict[str, Any] = {}
    if watch and issuing.watch_to_ask(case.file):
        asks = {"watch_for": case.words.watch_for, "until_on": calendar_for(case.by.school).weeks_after(case.today, 1)}
    version = issuing.issue_plan(act=case.act(), case_id=case.id, **asks)
    writer = case.by
    for reader in case.readers:
        issuing.read_plan(act=case.as_(reader).act(), version=version)
    case.by = writer
    return version


def safe_for_now(case: Telling) -> None:
    """The bullied children of whom it is asked are safe for now, or are watched as the words say."""
    file = case.file
    if asked := [str(one.child.pk) for one in asked_by(file.calendar.after(case.today, 1), file)]:
        who, *places = case.words.watch or ("",)
        answering.answer_safety(
            act=case.act(),
            case_id=case.id,
            safe=[] if who else asked,
            not_yet=asked if who else [],
            watch=bodies.SafeForNow(who=who, places=tuple(places)),
            until_on=file.calendar.after(case.today, 5) if who else None,
        )


DOES: dict[Kind, Callable[[Telling, Task], object]] = total(
    {
        Kind.TALK: talk,
        Kind.INCIDENTS: lambda case, task: incidents(case, task.duty.key),
        Kind.SEVERITY: lambda case, task: recording.estimate_severity(
            act=case.act(),
            case_id=case.id,
            severity=bodies.Severity(level=case.words.level, reasons=case.words.severity),
            duty=task.duty.key,
        ),
        Kind.PROBLEM: lambda case, task: recording.formulate_problem(
            act=case.act(), case_id=case.id, text=case.words.problem, duty=task.duty.key
        ),
        Kind.AGREE: lambda case, task: agree(case, task.duty.key),
        Kind.REVIEW: lambda case, task: review(case, task.duty.key),
        Kind.PHASE_OUT: lambda case, task: phase_out(case, task.duty.key),
        Kind.ADDRESS_CLASS: lambda case, task: address_class(case, task.duty.key),
        Kind.OBSERVE: lambda case, task: observe_unless_asked(case, task.duty.key),
        Kind.CONSULT: lambda case, task: recording.consult(
            act=case.act(),
            case_id=case.id,
            on=case.today,
            consultation=bodies.Consultation(advice=case.words.advice, with_whom=case.words.adviser, in_plan=True),
            duty=task.duty.key,
        ),
        Kind.ANALYSIS: lambda case, task: recording.analyse(
            act=case.act(), case_id=case.id, text=case.words.analysis, duty=task.duty.key
        ),
        Kind.NEW_APPROACH: lambda case, task: choose_approach(case, task.duty.key),
        Kind.INFORM_GUARDIANS: inform,
        Kind.ISSUE_PLAN: lambda case, task: issue(case, watch=True),
        Kind.EXTRA: lambda case, task: recording.do_extra(
            act=case.act(),
            case_id=case.id,
            duty=task.duty.key,
            on=case.today,
            about=[key for key in task.missing if key != UNKNOWN],
            note=case.words.extra,
        ),
    },
    Kind,
)
"""How each kind of duty is done. A kind without a row stops everything that tells a case: the demo and the tests."""


def do_the_rest(case: Telling, most: int | None = None) -> None:
    """Do the duties of the step that are still to be done, in the order of the protocol; at most so many of them.

    Before that it is said whether the bullied children are safe for now, where that is asked.
    """
    safe_for_now(case)
    _do(case, case.progress.last, most)


def _do(case: Telling, visit: Visit, most: int | None) -> None:
    undecided = bool(visit.step.outcomes) and visit.outcome is None
    left = [task for task in visit.tasks if task.still_needed]
    while left and most != 0:
        still = {task.duty.key for task in left}
        task = next((task for task in left if _may_be_done(task, still, undecided=undecided)), None)
        if task is None:
            return
        DOES[task.duty.kind](case, task)
        left.remove(task)
        most = None if most is None else most - 1


def _may_be_done(task: Task, still: set[str], *, undecided: bool) -> bool:
    """Whether nothing comes before it any more: no other duty that is still to be done, and no answer."""
    if task.state is State.WAITING and undecided and (task.duty.after_all or not task.waits_for):
        return False
    return not still & set(task.waits_for)


class Answer(Enum):
    """What is answered to the question of a step, whatever its answers are called."""

    TEASING = auto()
    BULLYING = auto()
    GOOD = auto()
    NOT_GOOD = auto()


MEANS: dict[Answer, Callable[[Outcome], bool]] = total(
    {
        Answer.TEASING: lambda outcome: outcome.ends_as is Ending.TEASING,
        Answer.BULLYING: lambda outcome: outcome.ends_as is not Ending.TEASING,
        Answer.GOOD: lambda outcome: outcome.good,
        Answer.NOT_GOOD: lambda outcome: not outcome.good,
    },
    Answer,
)
"""Which of the outcomes an answer means: the first of the step for which this is true."""


def answer(case: Telling, given: Answer) -> None:
    """Answer the question of the step, where it has one, and do what the answer asks for in the same step."""
    visit = case.progress.last
    if not visit.step.outcomes:
        return
    decide(case, next(outcome for outcome in visit.step.outcomes if MEANS[given](outcome)), visit.step.tests)
    if (now := case.progress.last).place == visit.place:
        _do(case, now, None)


def decide(case: Telling, outcome: Outcome, definition: Definition | None = None) -> Fact:
    """Give this answer to the question of the step, for the reasons in the words."""
    return deciding.decide(
        act=case.act(),
        case_id=case.id,
        outcome=outcome.key,
        reasons=case.words.why,
        tests=_tests(definition, case.words.answers, outcome) if definition else None,
        although=case.words.although,
    )


def _tests(definition: Definition, places: Sequence[int], outcome: Outcome) -> dict[str, list[str]]:
    """To each test the answer at its place; without places the first that points to the outcome."""
    given = {}
    for number, test in enumerate(definition.tests):
        pointing = [key for key, _words, points in test.answers if points is outcome.suggested]
        given[test.key] = [test.answers[places[number]][0] if number < len(places) else pointing[0]]
    return given
