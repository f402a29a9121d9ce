"""What is done within a step: words put right, duties let go, talks that are planned, and what a child says itself."""

from collections.abc import Callable
from datetime import time
from random import Random
from typing import Any
from uuid import uuid4

from kring.cases import bodies
from kring.cases.actions import (
    agreeing,
    closing,
    deciding,
    defending,
    hearing,
    joint,
    planning,
    recording,
)
from kring.cases.actions.at_once import at_once
from kring.cases.agreements import standing_agreements
from kring.cases.errors import Refused
from kring.cases.models import Case, Fact, PlanVersion
from kring.cases.planned_talks import can_be_planned
from kring.demo import doing
from kring.protocol.progress import UNKNOWN
from kring.protocol.terms import Kind, Role, Whom
from kring.school.act import Act
from tests.simulate.minds import a_child, a_leader, mind_in_a_case, one_of, school_of
from tests.simulate.play import Broken, Play, Told


@mind_in_a_case("puts words right", 8)
def puts_right(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """A fact is corrected by its writer or another, or withdrawn."""
    file = told.file
    fact = one_of(
        chance, [one for one in file.facts if one.kind in ("problem", "severity", "decision", "talk", "incident")]
    )
    if fact is None:
        return None
    if fact.kind in ("talk", "incident") and chance.random() < 0.5:
        recording.withdraw(act=told.act(), case_id=case.pk, fact_id=fact.pk, reason="Een vergissing.")
        return f"{told.by.name} withdraws a {fact.kind} of {case}"
    act = told.act(corrects=fact.pk)
    if fact.kind == "problem":
        recording.formulate_problem(act=act, case_id=case.pk, text=f"Er wordt iemand buitengesloten. {play.mark()}")
    elif fact.kind == "severity":
        severity = bodies.Severity(chance.choice(list(bodies.Level)), f"Nog eens bekeken. {play.mark('d')}")
        recording.estimate_severity(act=act, case_id=case.pk, severity=severity)
    elif fact.kind == "decision":
        outcome = chance.choice(file.protocol.step(fact.step).outcomes)
        deciding.decide(
            act=act, case_id=case.pk, outcome=outcome.key, reasons=f"Bij nader inzien. {play.mark()}", although="Dus."
        )
    else:
        return None
    return f"{told.by.name} puts a {fact.kind} of {case} right"


@mind_in_a_case("makes agreements", 4)
def makes_agreements(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    if chance.random() < 0.6:
        doing.agree(told)
        return f"{told.by.name} makes an agreement in {case}"
    verdicts = [
        bodies.Verdict(
            one.fact.pk,
            chance.choice([bodies.GoesOn.CONTINUE, bodies.GoesOn.STOP]),
            bodies.Kept.PARTLY,
            from_on=told.today,
        )
        for one in standing_agreements(told.file)
        if one.counts
    ]
    agreeing.review(act=told.act(), case_id=case.pk, on=told.today, verdicts=verdicts)
    return f"{told.by.name} looks at the agreements of {case}"


@mind_in_a_case("lets a duty go", 6, leads=True)
def waives(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    visit = told.progress.current
    task = one_of(chance, [one for one in visit.tasks if one.still_needed]) if visit else None
    if task is None:
        return None
    guardians = sorted(set(task.missing) - {UNKNOWN}) if task.duty.kind is Kind.INFORM_GUARDIANS else []
    one = [chance.choice(guardians)] if len(guardians) > 1 else None  # of several, one need not be told
    closing.waive(
        act=told.act(),
        case_id=case.pk,
        duty=task.duty.key,
        reason=f"Het kan nu niet. {play.mark()}",
        child_says="Nee.",
        about=one,
    )
    return f"{told.by.name} lets {task.duty.key} go in {case}{' of one guardian' if one else ''}"


@mind_in_a_case("saves several at once", 6)
def saves_several(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """What belongs together is saved in one: all of it, or nothing when the last of it is refused."""
    visit = told.progress.current
    words = told.words
    ways: dict[Kind, Callable[[Act], Any]] = {
        Kind.PROBLEM: lambda act: recording.formulate_problem(act=act, case_id=case.pk, text=words.problem),
        Kind.ANALYSIS: lambda act: recording.analyse(act=act, case_id=case.pk, text=words.analysis),
        Kind.SEVERITY: lambda act: recording.estimate_severity(
            act=act, case_id=case.pk, severity=bodies.Severity(bodies.Level.SERIOUS, words.severity)
        ),
    }
    asked = {one.duty.kind for one in visit.tasks if one.still_needed} if visit else set()
    parts = {kind.value: way for kind, way in ways.items() if kind in asked}
    if not parts:
        return None
    refused = chance.random() < 0.3
    parts["incident"] = lambda act: recording.record_incidents(
        act=act,
        case_id=case.pk,
        incidents=[]
        if refused
        else [(told.today, told.keys(Role.TARGET), bodies.Incident(what=f"Weer. {play.mark('d')}"))],
    )
    before = Fact.objects.filter(case=case).count()
    try:
        at_once(act=told.act(token=uuid4()), case_id=case.pk, parts=parts)
    except Refused:
        if Fact.objects.filter(case=case).count() != before:
            raise Broken(f"several in one save are all there, or none: {case}") from None
        raise
    return f"{told.by.name} saves {' and '.join(parts)} of {case} at once"


@mind_in_a_case("plans a talk", 10)
def plans_a_talk(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """A talk of this step with one child, with guardians, or with the coordinator; or another day for the step."""
    file = told.file
    visit = file.progress.current
    if visit is None:
        return None

    def plans() -> str | None:
        able = [one for one in visit.tasks if one.still_needed and can_be_planned(one.duty)]
        task = one_of(chance, able)
        if task is None:
            return None
        about = [key for key in task.missing if key != UNKNOWN][:1] if task.duty.whom is not Whom.ONCE else []
        talk = bodies.PlannedTalk(time(13, 15), place="Het kamertje")
        day = file.calendar.after(told.today, 1)
        planning.plan_talk(act=told.act(), case_id=case.pk, duty=task.duty.key, on=day, about=about, talk=talk)
        return f"{told.by.name} plans {task.duty.key} of {case}"

    def chooses() -> str:
        deciding.plan_step(act=told.act(), case_id=case.pk, on=file.calendar.after(told.today, chance.randint(1, 8)))
        return f"{told.by.name} chooses a day for {visit.step.key} of {case}"

    return play.first_that_can([plans, chooses])


@mind_in_a_case("asks to watch", 8)
def asks_to_watch(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """Colleagues are asked to watch, beside the plan."""
    if not PlanVersion.objects.filter(case=case).exists():
        return None
    doing.observe(told)
    return f"{told.by.name} asks colleagues to watch for {case}"


@mind_in_a_case("a child says it itself", 14)
def child_says(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """Its wish for a talk, who stands beside it, what it thinks of its own words, whether it stopped."""
    child = a_child(chance, told.file, Role.TARGET)
    if child is None:
        return None

    def wishes() -> str:
        wish = bodies.Wish(wants_together=chance.random() < 0.5, said=f"Als de juf erbij is. {play.mark('d')}")
        joint.ask_wish(act=told.act(), case_id=case.pk, on=told.today, involved_id=child, wish=wish)
        return "what it wishes"

    def names() -> str:
        friend, wants = chance.choice(school_of(play, case).children()), chance.choice([True, False, None])
        named: dict[str, Any] = {"involved_id": child, "pupil_id": friend.pk}
        defending.name_defender(act=told.act(), case_id=case.pk, on=told.today, wants=wants, **named)
        return "who stands beside it"

    def hears_its_words() -> str | None:
        words = [fact for fact in told.file.of_kind("talk") if str(child) in fact.about]
        if not words:
            return None
        answer, text = chance.choice(list(bodies.OwnWordsAre)), f"Zo was het. {play.mark('d')}"
        about: dict[str, Any] = {"involved_id": child, "fact_id": words[-1].pk}
        hearing.hear_on_own_words(act=told.act(), case_id=case.pk, answer=answer, text=text, **about)
        return "whether its words are so"

    def judges() -> str:
        verdict = bodies.OwnVerdict(stopped=chance.choice(list(bodies.Stopped)), feels=chance.randint(1, 5))
        hearing.hear_child(act=told.act(), case_id=case.pk, involved_id=child, verdict=verdict)
        return "whether it stopped"

    said = play.first_that_can([wishes, names, hears_its_words, judges], 2)
    return said and f"a child of {case} says {said}"


@mind_in_a_case("at one table against a no", 8)
def at_one_table(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """A talk at one table that a bullied child had not wanted, with the reason; a second person reads along later."""
    visit = told.progress.current
    tasks = [one for one in visit.tasks if one.duty.whom is Whom.EACH_OF_BOTH and not one.settled] if visit else []
    children = told.keys(Role.TARGET, Role.INSTIGATOR)
    if not tasks or len(children) < 2:
        return None
    talk = bodies.Talk(
        said=f"Ze zaten samen. {play.mark('d')}", together=True, together_because=f"Het moest. {play.mark('d')}"
    )
    recording.record_talk(
        act=told.act(), case_id=case.pk, duty=tasks[0].duty.key, on=told.today, about=children, talk=talk
    )
    second = a_leader(play, chance, case)
    if second is not None and second != told.by and chance.random() < 0.5:
        endorses(play.told(case, second))
    return f"{told.by.name} has all of {case} at one table"


def endorses(told: Told) -> object:
    """A second person reads along with such a talk, where one waits for it."""
    waiting = told.file.table.waiting
    return joint.endorse_talk(act=told.act(), case_id=told.id, talk=waiting[0].pk) if waiting else None
