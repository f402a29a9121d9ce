"""What people do in their cases, by a random but plausible mind: who acts, in which case, and what they say of it.

Each gives a sentence of what was done, or None where there was nothing to do. That a verb says no, in words, is part of
life: it is told in the log, and the case is as it was.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import time, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID, uuid4

from kring.cases import bodies
from kring.cases.actions import (
    agreeing,
    answering,
    caring,
    closing,
    consulting,
    deciding,
    defending,
    hearing,
    helping,
    informing,
    issuing,
    joint,
    leaving,
    listening,
    passing_on,
    people,
    planning,
    promising,
    putting_right,
    recording,
    relatives,
    releasing,
    taking_up,
)
from kring.cases.agreements import standing_agreements
from kring.cases.case_file import CaseFile
from kring.cases.models import Case, CaseStaff, PlanVersion, Promise, Report
from kring.cases.planned_talks import can_be_planned
from kring.cases.relatives import waiting_relatives
from kring.cases.wrongly_told import still_to_hear
from kring.demo import doing
from kring.protocol.progress import UNKNOWN, State, Visit, reopenings
from kring.protocol.terms import Ending, Outcome, Role, Whom
from kring.school.models import Role as Staff
from kring.school.models import StaffMember
from tests.simulate.play import SAID_NO, Play, Told
from tests.simulate.schools import PlayedSchool

Mind = Callable[[Play, Random], str | None]
MINDS: dict[str, Mind] = {}
WEIGHTS: dict[str, int] = {}
T = TypeVar("T")


def mind(kind: str, weight: int) -> Callable[[Mind], Mind]:
    """This kind of act comes so often."""

    def known(does: Mind) -> Mind:
        MINDS[kind], WEIGHTS[kind] = does, weight
        return does

    return known


def one_of(chance: Random, things: Iterable[T]) -> T | None:
    listed = list(things)
    return chance.choice(listed) if listed else None


def a_school(play: Play, chance: Random) -> PlayedSchool:
    return play.wilg if chance.random() < 0.85 else play.linde


def a_case(play: Play, chance: Random, *, running: bool = True) -> Case | None:
    """One that asks for something first, mostly; the school of most children has most of them."""
    cases = Case.objects.filter(school=a_school(play, chance).school).select_related("school", "owner", "stand_in")
    if running:
        due = list(cases.filter(closed_on=None).order_by("next_due_on", "id")[:6])
        return due[min(int(chance.expovariate(0.9)), len(due) - 1)] if due else None
    return one_of(chance, cases.filter(closed_on__isnull=False).order_by("-closed_on", "id")[:8])


def the_oldest(play: Play) -> Case | None:
    """Of those that run: somebody carries it to its end."""
    running = Case.objects.filter(closed_on=None).select_related("school", "owner", "stand_in")
    return running.order_by("reported_on", "id").first()


def cases_in_turn(play: Play, chance: Random) -> list[Case]:
    """All that run, in another order each time."""
    cases = list(Case.objects.filter(closed_on=None).select_related("school", "owner", "stand_in").order_by("id"))
    return chance.sample(cases, k=len(cases))


def school_of(play: Play, case: Case) -> PlayedSchool:
    return next(one for one in play.schools if one.school.pk == case.school_id)


def who_carries(play: Play, case: Case) -> StaffMember:
    """The owner, or who stands in."""
    return case.stand_in or case.owner


def a_leader(play: Play, chance: Random, case: Case, *roles: Staff) -> StaffMember | None:
    school = school_of(play, case)
    out = set(CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED).values_list("staff", flat=True))
    return one_of(
        chance, [one for one in school.team(*(roles or (Staff.COORDINATOR, Staff.HEAD))) if one.pk not in out]
    )


def a_child(chance: Random, file: CaseFile, *roles: Role) -> UUID | None:
    found = one_of(chance, file.with_role(*(roles or tuple(Role))))
    return found.pk if found else None


def an_answer(chance: Random, visit: Visit) -> Outcome:
    """Mostly that it is bullying, and that it goes well; each answer sometimes."""
    outcomes = list(visit.step.outcomes)
    wanted = [one for one in outcomes if one.good] or [one for one in outcomes if one.ends_as is not Ending.TEASING]
    weights = [5 if one in wanted else 2 for one in outcomes]
    return chance.choices(outcomes, weights)[0]


def decides_on_family(play: Play, chance: Random, case: Case) -> str | None:
    """Who leads decides whether a colleague who is family of a child is kept out; the plan waits for it."""
    by = a_leader(play, chance, case)
    if by is None:
        return None
    who = one_of(chance, [one.staff for one in waiting_relatives(play.told(case, by).file) if one.staff.pk != by.pk])
    if who is None:
        return None
    keep_out = chance.random() < 0.4
    relatives.decide_on_relative(
        act=play.act(by), case_id=case.pk, staff_id=who.pk, keep_out=keep_out, because="Ver weg."
    )
    return f"{by.name} decides on a relative in {case}"


@mind("goes on", 180)
def goes_on(play: Play, chance: Random) -> str | None:
    """The next that the case asks for: its duties, mostly all of the step; the answer to its question; or its end."""
    case = the_oldest(play) if chance.random() < 0.6 else a_case(play, chance)
    if case is None:
        return None
    if case.relative_waits and (decided := decides_on_family(play, chance, case)):
        return decided
    by = who_carries(play, case)
    told = play.told(case, by, "good" if chance.random() < 0.7 else "")
    visit = told.progress.current
    if visit is None:
        return None
    if visit.due and visit.due.on > play.clock.today + timedelta(days=10) and chance.random() < 0.3:
        return None  # its day is yet to come
    if case.danger_since and chance.random() < 0.7:
        answered = bodies.DangerAnswered("De ouders", f"Zij weten ervan. {play.mark('d')}", over=True)
        answering.answer_danger(act=told.act(), case_id=case.pk, on=told.today, answered=answered)
    if case.safety_due_on and case.safety_due_on <= play.clock.today + timedelta(days=1) and chance.random() < 0.8:
        doing.safe_for_now(told)
    done = []
    if any(task.state is State.OPEN for task in visit.tasks):
        doing.do_the_rest(told, most=chance.choice((2, 5, None, None, None)))
        done.append(f"goes on with {case} in {visit.step.key}")
        visit = told.progress.current or visit
    if visit.may_decide and visit.step.outcomes and visit.outcome is None and chance.random() < 0.8:
        outcome = an_answer(chance, visit)
        doing.decide(told, outcome, visit.step.tests)
        done.append(f"answers {outcome.key} in {case}, {visit.step.key}")
        if chance.random() < 0.6:
            doing.do_the_rest(told)
    if not done and (visit.step.ends_case or told.progress.ends_as is not Ending.OTHERWISE):
        return _close(play, chance, case, told)
    return f"{by.name} {' and '.join(done)}" if done else None


def _close(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    by = a_leader(play, chance, case, *((Staff.HEAD,) if chance.random() < 0.7 else ()))
    if by is None:
        return None
    told.as_(by)
    doing.hear(told)
    again = play.clock.today + timedelta(days=chance.choice((2, 7, 14, 30))) if chance.random() < 0.8 else None
    closing.close_case(
        act=told.act(),
        case_id=case.pk,
        reason=f"Het is rustig. {play.mark()}",
        check_on=again,
        although="Het ging goed.",
    )
    return f"{by.name} closes {case}"


@mind("issues a plan", 8)
def issues_a_plan(play: Play, chance: Random) -> str | None:
    """A new version, because what the team reads is not so any more, or as the step asks."""
    case = a_case(play, chance)
    if case is None or not PlanVersion.objects.filter(case=case).exists():
        return None
    by = who_carries(play, case)
    version = issuing.issue_plan(act=play.act(by), case_id=case.pk)
    return f"{by.name} issues version {version.number} of {case}"


@mind("reads a plan", 6)
def reads_a_plan(play: Play, chance: Random) -> str | None:
    version = one_of(chance, PlanVersion.objects.filter(case__closed_on=None).select_related("case").order_by("id"))
    if version is None:
        return None
    school = next(one for one in play.schools if one.school.pk == version.case.school_id)
    by = chance.choice(school.team())
    answer = play.get(by, f"/plannen/{version.case_id}/")
    return f"{by.name} opens the plan of {version.case}: {answer.status_code}"


@mind("observes", 6)
def observes(play: Play, chance: Random) -> str | None:
    """What a colleague saw, by the page."""
    case = a_case(play, chance)
    if case is None:
        return None
    school = school_of(play, case)
    by = chance.choice(school.team())
    path, mark = f"/observatie/{case.pk}/", play.mark()
    saw = chance.random() < 0.7
    fields = {
        "saw": "something" if saw else "nothing",
        "what": f"Ze speelden samen op het plein. {mark}" if saw else "",
    }
    answer = play.post(by, path, play.form_of(by, path), fields)
    if answer.status_code == 303 and saw:
        play.ledger.once[mark] = "observation"
    return f"{by.name} notes what was seen in {case}: {answer.status_code}"


@mind("tells of a danger", 7)
def estimates(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    if case is None:
        return None
    by = who_carries(play, case)
    danger = (chance.choice([bodies.Danger.VIOLENCE, bodies.Danger.SELF_HARM, bodies.Danger.HOME]),)
    severity = bodies.Severity(chance.choice(list(bodies.Level)), f"Het is erger geworden. {play.mark('d')}", danger)
    recording.estimate_severity(act=play.act(by), case_id=case.pk, severity=severity)
    return f"{by.name} sees a danger in {case}"


@mind("answers a danger", 8)
def answers_a_danger(play: Play, chance: Random) -> str | None:
    case = one_of(
        chance, Case.objects.filter(danger_since__isnull=False).select_related("owner", "stand_in").order_by("id")
    )
    if case is None:
        return None
    by = a_leader(play, chance, case) or who_carries(play, case)
    answered = bodies.DangerAnswered(
        "De ouders", f"Zij halen het kind op. {play.mark('d')}", over=chance.random() < 0.8
    )
    answering.answer_danger(act=play.act(by), case_id=case.pk, on=play.clock.today, answered=answered)
    return f"{by.name} answers the danger in {case}"


@mind("something happens again", 5)
def incident(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
    happened = bodies.Incident(what=f"Zijn tas werd verstopt. {play.mark('d')}", place="playground", sorts=("things",))
    recording.record_incidents(
        act=told.act(), case_id=case.pk, incidents=[(told.today, told.keys(Role.TARGET), happened)]
    )
    return f"{told.by.name} writes down an incident in {case}"


@mind("talks with parents in between", 8)
def parents(play: Play, chance: Random) -> str | None:
    """A guardian is called without a duty, is not reached, or does not want to hear of it."""
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
    link = one_of(chance, told.file.guardianships)
    if link is None:
        return None
    reached = chance.choice(list(bodies.Reached))
    informed = bodies.Informed(
        reached=reached,
        channel="phone" if reached is bodies.Reached.INFORMED else "",
        said=f"Dank je wel. {play.mark('d')}" if reached is bodies.Reached.INFORMED else "",
        because="" if reached is bodies.Reached.INFORMED else "Het lukte niet.",
        custody_unknown="Het kind woont hier." if link.custody == "unknown" else "",
        on_request=link.custody == "no",
    )
    informing.inform_guardian(
        act=told.act(),
        case_id=case.pk,
        guardianship_id=link.pk,
        on=told.today,
        informed=informed,
        between=chance.random() < 0.5,
    )
    return f"{told.by.name} calls a guardian of {case}: {reached}"


@mind("a guardian answers the plan", 10)
def guardian_answers(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    version = PlanVersion.objects.filter(case=case).order_by("-number").first() if case else None
    if case is None or version is None:
        return None
    told = play.told(case, who_carries(play, case))
    link = one_of(chance, told.file.guardianships)
    if link is None:
        return None
    says = chance.choice(list(bodies.Reply))
    reply = bodies.PlanReply(says, version.number, bodies.Way.TALK, because=f"Ik zie het anders. {play.mark('d')}")
    listening.reply_to_plan(act=told.act(), case_id=case.pk, guardianship_id=link.pk, on=told.today, reply=reply)
    return f"{told.by.name} writes down what a guardian says of the plan of {case}: {says}"


@mind("a copy for parents", 4)
def copy_for_parents(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
    child = a_child(chance, told.file, Role.TARGET, Role.INSTIGATOR)
    if child is None:
        return None
    releasing.release_copy(
        act=told.act(token=uuid4()),
        case_id=case.pk,
        involved_id=child,
        problem="het gaat in de pauze niet goed",
        agreements=["we spelen om de beurt"],
        approach="",
    )
    return f"{told.by.name} gives a copy of the plan of {case} to guardians"


@mind("puts words right", 8)
def puts_right(play: Play, chance: Random) -> str | None:
    """A fact is corrected by its writer or another, or withdrawn."""
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
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


@mind("makes agreements", 4)
def makes_agreements(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
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


@mind("lets a duty go", 6)
def waives(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    by = a_leader(play, chance, case) if case else None
    if case is None or by is None:
        return None
    told = play.told(case, by)
    visit = told.progress.current
    task = one_of(chance, [one for one in visit.tasks if one.still_needed]) if visit else None
    if task is None:
        return None
    closing.waive(
        act=told.act(), case_id=case.pk, duty=task.duty.key, reason=f"Het kan nu niet. {play.mark()}", child_says="Nee."
    )
    return f"{by.name} lets {task.duty.key} go in {case}"


@mind("plans a talk", 10)
def plans_a_talk(play: Play, chance: Random) -> str | None:
    """A talk of this step with one child, with guardians, or with the coordinator; or another day for the step."""
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
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


@mind("asks to watch", 8)
def asks_to_watch(play: Play, chance: Random) -> str | None:
    """Colleagues are asked to watch, beside the plan."""
    case = a_case(play, chance)
    if case is None or not PlanVersion.objects.filter(case=case).exists():
        return None
    told = play.told(case, who_carries(play, case))
    doing.observe(told)
    return f"{told.by.name} asks colleagues to watch for {case}"


@mind("a child says it itself", 14)
def child_says(play: Play, chance: Random) -> str | None:
    """Its wish for a talk, who stands beside it, what it thinks of its own words, whether it stopped."""
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
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


@mind("at one table against a no", 8)
def at_one_table(play: Play, chance: Random) -> str | None:
    """A talk at one table that a bullied child had not wanted, with the reason; a second person reads along later."""
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
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
        _endorses(play.told(case, second))
    return f"{told.by.name} has all of {case} at one table"


@mind("notes on home", 3)
def home_note(play: Play, chance: Random) -> str | None:
    """By the page of coordinator and head."""
    case = a_case(play, chance)
    by = a_leader(play, chance, case) if case else None
    if case is None or by is None:
        return None
    path, mark = f"/zaken/{case.pk}/thuis/", play.mark("d")
    answer = play.post(by, path, play.form_of(by, path), {"text": f"Opa is ziek. {mark}"})
    if answer.status_code == 303:
        play.ledger.once[mark] = "home note"
    return f"{by.name} notes something on home in {case}: {answer.status_code}"


@mind("a promise", 8)
def promise(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
    running = Promise.objects.filter(case=case, first_on__lte=told.today, last_on__gte=told.today)
    made = one_of(chance, running.select_related("staff__school").order_by("id"))
    if made is not None and chance.random() < 0.7:
        promising.tell_promise(
            act=play.act(made.staff), case_id=case.pk, promise_id=made.pk, on=told.today, kept=chance.random() < 0.8
        )
        return f"{made.staff.name} tells of a promise in {case}"
    promising.make_promise(
        act=told.act(),
        case_id=case.pk,
        about=told.keys(Role.TARGET),
        staff_id=told.by.pk,
        what=f"Elke dag even kijken. {play.mark()}",
        weekdays=[1, 2, 3, 4, 5],
        on=told.today,
        until_on=told.today + timedelta(days=20),
    )
    return f"{told.by.name} promises something in {case}"


@mind("who leads looks in", 26)
def leader(play: Play, chance: Random) -> str | None:
    """Coordinator or head: consultation, help, more care, a story passed on, guardians that are not told, experts."""
    looks: dict[str, Callable[[Told], object]] = {
        "a consultation": _confirms,
        "help": lambda told: helping.offer_help(
            act=told.act(),
            case_id=told.id,
            about=told.keys(Role.TARGET),
            on=told.today,
            help_beside=bodies.HelpBeside(who="Maatschappelijk werk", what=f"Iedere week. {play.mark('d')}"),
        ),
        "more care": lambda told: caring.choose_more_care(
            act=told.act(),
            case_id=told.id,
            moment=chance.choice(list(bodies.CareMoment)),
            wanted=chance.random() < 0.8,
        ),
        "a story": lambda told: passing_on.pass_on_story(
            act=told.act(), case_id=told.id, report_id=_kept_back(told.id)
        ),
        "guardians that are not told": lambda told: informing.see_not_told(
            act=told.act(), case_id=told.id, note="Gezien."
        ),
        "an expert": _brings_in,
        "a talk at one table": _endorses,
        "guardians that heard it wrong": lambda told: _puts_right_at_guardians(play, told),
    }
    keys = list(looks)

    def way(key: str) -> Callable[[], str | None]:
        def looks_in() -> str | None:
            for case in cases_in_turn(play, chance):
                by = a_leader(play, chance, case)
                if by is None:
                    continue
                with suppress(*SAID_NO, LookupError):
                    if looks[key](play.told(case, by)) is not None:
                        return f"{by.name} looks in at {case}: {key}"
            return None

        return looks_in

    return play.first_that_can([way(key) for key in keys], 3)


def _confirms(told: Told) -> object:
    return consulting.confirm_consultation(act=told.act(), case_id=told.id, note="Goed zo.")


def _kept_back(case: UUID) -> UUID:
    report = Report.objects.filter(case=case, story_kept_back=True).order_by("id").first()
    if report is None:
        raise LookupError("no story is kept back")
    return report.pk


def _brings_in(told: Told) -> object:
    told.words = replace(told.words, expert="Iris Maas", organisation="De jeugdzorg", shared="Alleen de afspraken.")
    return doing.bring_in_expert(told)


def _endorses(told: Told) -> object:
    waiting = told.file.table.waiting
    return joint.endorse_talk(act=told.act(), case_id=told.id, talk=waiting[0].pk) if waiting else None


def _puts_right_at_guardians(play: Play, told: Told) -> object:
    keys = [one.link.pk for one in still_to_hear(told.file)]
    if not keys:
        return None
    said = f"Zo is het. {play.mark('d')}"
    return putting_right.put_right(act=told.act(), case_id=told.id, guardianships=keys, on=told.today, said=said)


@mind("takes up", 3)
def takes_up(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
    visit = told.progress.current
    task = one_of(chance, [one for one in visit.tasks if one.still_needed]) if visit else None
    if task is None:
        return None
    taking_up.take_up(act=told.act(), case_id=case.pk, duty=task.duty.key)
    return f"{told.by.name} takes {task.duty.key} of {case} up"


@mind("a statement of a guardian", 10)
def statement(play: Play, chance: Random) -> str | None:
    """What a guardian states beside a talk, or takes home of one."""
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
    link = one_of(chance, told.file.guardianships)
    if link is None:
        return None

    def takes_home() -> str | None:
        talk = one_of(chance, [one for one in told.file.of_kind("informed") if one.outcome == bodies.Reached.INFORMED])
        if talk is None:
            return None
        releasing.summarise_talk(act=told.act(), case_id=case.pk, fact_id=talk.pk, text="we spraken over de pauze")
        return f"{told.by.name} sums up a talk of {case}"

    def states() -> str | None:
        talk = one_of(chance, told.file.of_kind("informed", "talk"))
        if talk is None:
            return None
        about: dict[str, Any] = {"guardianship_id": link.pk, "fact_id": talk.pk, "how": bodies.Way.WRITTEN}
        text = f"Zo zie ik het. {play.mark('d')}"
        listening.state(act=told.act(), case_id=case.pk, on=told.today, text=text, **about)
        return f"a guardian states something in {case}"

    return play.first_that_can([takes_home, states], 2)


# A closed case, and its people


@mind("looks back or reopens", 20)
def afterwards(play: Play, chance: Random) -> str | None:
    def looks_back() -> str | None:
        closed = Case.objects.filter(closed_on__isnull=False, next_due_on__isnull=False)
        case = one_of(chance, closed.select_related("school", "owner", "stand_in").order_by("next_due_on", "id")[:3])
        by = a_leader(play, chance, case) if case else None
        if case is None or by is None:
            return None
        note = f"Nagevraagd. {play.mark('d')}"
        closing.check_back(act=play.act(by), case_id=case.pk, quiet=chance.random() < 0.6, note=note)
        return f"{by.name} asks after {case}"

    def reopens() -> str | None:
        case = a_case(play, chance, running=False)
        by = a_leader(play, chance, case) if case else None
        if case is None or by is None:
            return None
        told = play.told(case, by)
        to = one_of(chance, reopenings(told.file.protocol, told.progress))
        if to is None:
            return None
        closing.reopen(act=told.act(), case_id=case.pk, to=to.step, reason=f"Het is terug. {play.mark()}")
        return f"{by.name} reopens {case} to {to.step}"

    return play.first_that_can([looks_back, reopens])


@mind("opened by mistake", 1)
def by_mistake(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    by = a_leader(play, chance, case) if case else None
    if case is None or by is None:
        return None
    closing.close_by_mistake(act=play.act(by), case_id=case.pk, reason=f"Verkeerde kinderen. {play.mark()}")
    return f"{by.name} says that {case} was opened by mistake"


@mind("children come and go", 12)
def children_of_case(play: Play, chance: Random) -> str | None:
    """A child is added, has another role, was another one, does not belong there, or left the school."""
    case = a_case(play, chance)
    if case is None:
        return None
    told = play.told(case, who_carries(play, case))
    file = told.file
    pupil, child = chance.choice(school_of(play, case).children()), one_of(chance, file.people)
    gone = next((one for one in file.people if one.pupil.left_on and not file.is_gone(one)), None)
    if gone is not None:
        passed_on = f"De school. {play.mark('d')}"
        leaving.settle_gone(act=told.act(), case_id=case.pk, involved_id=gone.pk, passed_on=passed_on)
        return f"{told.by.name} settles what was asked of a child that left, in {case}"
    if child is None:
        return None
    of_it: dict[str, Any] = {
        "case_id": case.pk,
        "involved_id": child.pk,
        "because": f"Bij nader inzien. {play.mark('d')}",
    }

    def adds() -> str:
        people.add_child(act=told.act(), case_id=case.pk, pupil_id=pupil.pk, role=chance.choice(list(Role)))
        return "adds a child to"

    def changes() -> str:
        role, mistake = chance.choice(list(Role)), chance.random() < 0.5
        people.change_role(act=told.act(), role=role, mistake=mistake, **of_it)
        return "changes a role in"

    def removes() -> str:
        people.remove_child(act=told.act(), **of_it)
        return "takes a child out of"

    def swaps() -> str:
        people.swap_child(act=told.act(), pupil_id=pupil.pk, **of_it)
        return "says that it is another child in"

    done = play.first_that_can([adds, changes, removes, swaps], 2)
    return done and f"{told.by.name} {done} {case}"


@mind("colleagues come and go", 14)
def colleagues_of_case(play: Play, chance: Random) -> str | None:
    """Handed over, somebody stands in, takes part, is kept out, or let in again."""
    case = a_case(play, chance)
    by = a_leader(play, chance, case) if case else None
    if case is None or by is None:
        return None
    other = chance.choice(school_of(play, case).team())

    def hands_over() -> str:
        people.hand_over(act=play.act(by), case_id=case.pk, to=other.pk, reason="Het is beter zo.")
        return "hands it over to"

    def stands_in() -> str:
        people.set_stand_in(act=play.act(by), case_id=case.pk, to=other.pk if case.stand_in is None else None)
        return "stands in, or no more,"

    def includes() -> str:
        people.include_colleague(act=play.act(by), case_id=case.pk, staff_id=other.pk)
        return "lets take part"

    def excludes() -> str:
        people.exclude(act=play.act(by), case_id=case.pk, staff_id=other.pk)
        return "keeps out"

    def lets_in() -> str | None:
        shut = CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED).order_by("id").first()
        if shut is None:
            return None
        people.lift_exclusion(act=play.act(by), case_id=case.pk, staff_id=shut.staff_id)
        return "lets somebody in, not"

    done = play.first_that_can([hands_over, stands_in, includes, excludes, lets_in], 3)
    return done and f"{by.name}, in {case}: {done} {other.name}"
