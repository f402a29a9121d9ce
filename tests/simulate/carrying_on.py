"""What the one who carries a case does as it goes on: its steps, its plan, dangers, and what its guardians are told."""

from datetime import timedelta
from random import Random
from uuid import uuid4

from kring.cases import bodies
from kring.cases.actions import (
    answering,
    closing,
    informing,
    issuing,
    listening,
    recording,
    relatives,
    releasing,
)
from kring.cases.case_file import reports_of
from kring.cases.first_incident import foretold
from kring.cases.models import Case, PlanVersion
from kring.cases.relatives import waiting_relatives
from kring.demo import doing
from kring.protocol.progress import State
from kring.protocol.terms import Ending, Role
from kring.school.models import Role as Staff
from tests.simulate.minds import (
    a_case,
    a_child,
    a_leader,
    an_answer,
    mind,
    mind_in_a_case,
    one_of,
    school_of,
    the_oldest,
    who_carries,
)
from tests.simulate.play import Play, Told


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


@mind_in_a_case("issues a plan", 8)
def issues_a_plan(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """A new version, because what the team reads is not so any more, or as the step asks."""
    if not PlanVersion.objects.filter(case=case).exists():
        return None
    version = issuing.issue_plan(act=told.act(), case_id=case.pk)
    return f"{told.by.name} issues version {version.number} of {case}"


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


@mind_in_a_case("tells of a danger", 7)
def estimates(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    danger = (chance.choice([bodies.Danger.VIOLENCE, bodies.Danger.SELF_HARM, bodies.Danger.HOME]),)
    severity = bodies.Severity(chance.choice(list(bodies.Level)), f"Het is erger geworden. {play.mark('d')}", danger)
    recording.estimate_severity(act=told.act(), case_id=case.pk, severity=severity)
    return f"{told.by.name} sees a danger in {case}"


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


@mind_in_a_case("something happens again", 5)
def incident(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    known = foretold(told.file, reports_of(case), told.by)
    if known is not None:
        what = f"{known.what.partition('.')[0]}. {play.mark('d')}"
        happened = bodies.Incident(what=what, place=known.place, seen_by=known.seen_by)
        on, about = known.on or told.today, [str(child) for child in known.about]
    else:
        what = f"Zijn tas werd verstopt. {play.mark('d')}"
        happened = bodies.Incident(what=what, place="playground", sorts=("things",))
        on, about = told.today, told.keys(Role.TARGET)
    recording.record_incidents(act=told.act(), case_id=case.pk, incidents=[(on, about, happened)])
    return f"{told.by.name} writes down {'what was reported' if known else 'an incident'} in {case}"


@mind_in_a_case("talks with parents in between", 8)
def parents(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """A guardian is called without a duty, is not reached, or does not want to hear of it."""
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


@mind_in_a_case("a guardian answers the plan", 10)
def guardian_answers(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    version = PlanVersion.objects.filter(case=case).order_by("-number").first()
    if version is None:
        return None
    link = one_of(chance, told.file.guardianships)
    if link is None:
        return None
    says = chance.choice(list(bodies.Reply))
    reply = bodies.PlanReply(says, version.number, bodies.Way.TALK, because=f"Ik zie het anders. {play.mark('d')}")
    listening.reply_to_plan(act=told.act(), case_id=case.pk, guardianship_id=link.pk, on=told.today, reply=reply)
    return f"{told.by.name} writes down what a guardian says of the plan of {case}: {says}"


@mind_in_a_case("a copy for parents", 4)
def copy_for_parents(play: Play, chance: Random, case: Case, told: Told) -> str | None:
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
