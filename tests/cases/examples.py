"""A case with a fact of each kind, told by the verbs: a table that leaves out no kind."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from kring.cases import bodies
from kring.cases.actions import (
    answering,
    caring,
    closing,
    consulting,
    deciding,
    defending,
    hearing,
    helping,
    informing,
    joint,
    leaving,
    listening,
    outsiders,
    people,
    planning,
    postponing,
    promising,
    putting_right,
    recording,
    relatives,
    releasing,
)
from kring.cases.bodies import Kept
from kring.cases.models import Fact
from kring.protocol.choices import ExtraDuty, Variation
from kring.protocol.terms import Role, Whom
from kring.school.models import Guardianship, Pupil
from tests.cases.telling import Telling
from tests.cast import TODAY


def reported(case: Telling) -> Telling:
    """A report in the school's own time; what comes after it is told early that morning, before any page is opened."""
    cast = case.cast
    case.report(cast.sem, by=(cast.daan,), followers=(cast.lars, cast.jens)).on(TODAY)
    case.hour = time(6)
    return case


def _judged(case: Telling) -> Telling:
    return reported(case).step_1().judged("bullying")


def _planned_out(case: Telling) -> Telling:
    return _judged(case).step_3()


def _called(case: Telling) -> None:
    _judged(case).talk("ask_target", *case.keys(Role.TARGET), feeling=2)
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Sem wordt elke dag uitgelachen.")
    case.agree()
    case.address_class()
    case.inform_everybody()


def _choice_seen(case: Telling) -> None:
    cast, link = case.cast, Guardianship.objects.get(guardian=case.cast.tom_bakker)
    _judged(case)
    not_told = bodies.Informed(reached=bodies.Reached.NOT_INFORMED, because="Contactverbod.")
    informing.inform_guardian(
        act=case.act(), case_id=case.id, guardianship_id=link.pk, on=case.today, informed=not_told
    )
    informing.see_not_told(act=case.as_(cast.carla).act(), case_id=case.id, note="Eens.")


def _answered(case: Telling) -> None:
    _planned_out(case).until_due().talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    case.review(Kept.NOT)
    case.decide("no")


def _not_good(case: Telling) -> Telling:
    _planned_out(case).until_due().evaluate("no", Kept.NOT)
    return case


def _good(case: Telling) -> Telling:
    _planned_out(case).until_due().evaluate("yes")
    case.until_due().evaluate("positive")
    return case


def _confirmed(case: Telling) -> None:
    _not_good(case).as_(case.cast.carla)
    consulting.confirm_consultation(act=case.act(), case_id=case.id, note="Ik kijk elke week mee.")


def _not_said(case: Telling) -> None:
    """What the plan says that Sem said, he did not say."""
    _planned_out(case).until_due().as_(case.cast.carla)
    let_go = closing.waive(
        act=case.act(), case_id=case.id, duty="talk", reason="Sem is ziek.", child_says="Hoeft niet."
    )
    hearing.hear_on_own_words(
        act=case.act(),
        case_id=case.id,
        involved_id=UUID(case.key(case.cast.sem)),
        fact_id=let_go.pk,
        answer=bodies.OwnWordsAre.NOT_SO,
        text="Dat zei ik niet.",
    )


def _new_round(case: Telling) -> Telling:
    _not_good(case).until_due().evaluate("negative", Kept.NOT)
    return case


def _helped(case: Telling) -> None:
    offered = bodies.HelpBeside(who="Schoolmaatschappelijk werk", what="Een gesprek per week.")
    helping.offer_help(
        act=_planned_out(case).act(), case_id=case.id, about=case.keys(Role.TARGET), on=case.today, help_beside=offered
    )


def _expert(case: Telling) -> None:
    expert = bodies.OutsideExpert(name="Marit Hoek", organisation="Wijkteam", shared="Het plan, zonder namen.")
    outsiders.bring_in_expert(act=_planned_out(case).act(), case_id=case.id, expert=expert)


def _teased(case: Telling) -> Telling:
    reported(case).step_1().judged("teasing").agree()
    closing.close_case(
        act=case.act(), case_id=case.id, reason="Afspraken gemaakt.", check_on=case.today + timedelta(days=14)
    )
    return case


def _in_danger(case: Telling) -> None:
    reported(case)
    told = bodies.Severity(
        level=bodies.Level.GRAVE, reasons="Sem wil niet meer leven.", danger=(bodies.Danger.SELF_HARM,)
    )
    case.incident()
    recording.estimate_severity(act=case.act(), case_id=case.id, severity=told)
    answered = bodies.DangerAnswered(called="113 en zijn vader", done="Sem is nu bij zijn vader.", time="10:40")
    answering.answer_danger(act=case.act(), case_id=case.id, on=case.today, answered=answered)


def _not_safe_yet(case: Telling) -> None:
    reported(case)
    answering.answer_safety(
        act=case.act(),
        case_id=case.id,
        safe=[],
        not_yet=case.keys(Role.TARGET),
        watch=bodies.SafeForNow(who="Bram", places=("playground", "corridor")),
        until_on=case.today + timedelta(days=4),
    )


def _promised(case: Telling) -> None:
    promise(_planned_out(case))


def promise(case: Telling, **more: Any) -> Fact:
    """Anouk promises that she looks in on Sem every school day of the week from today."""
    given: dict[str, Any] = {
        "about": case.keys(Role.TARGET)[:1],
        "staff_id": case.cast.anouk.pk,
        "what": "Elke pauze even langs.",
        "weekdays": (1, 2, 3, 4, 5),
        "on": case.today,
        "until_on": case.today + timedelta(days=7),
    }
    return promising.make_promise(act=more.pop("act", None) or case.act(), case_id=case.id, **given | more)


def _talk_to_come(case: Telling) -> None:
    planning.plan_talk(
        act=reported(case).act(),
        case_id=case.id,
        duty="talk_target",
        on=case.today + timedelta(days=1),
        about=case.keys(Role.TARGET),
        talk=bodies.PlannedTalk(begins=time(14, 5), place="In de spreekkamer."),
    )


def _seen(case: Telling) -> None:
    seen = bodies.Observation(seen=True, what="Sem stond alleen.", place="playground")
    recording.observe(act=_planned_out(case).act(), case_id=case.id, observation=seen, on=case.today)


def _wish_told(case: Telling) -> None:
    daan = UUID(reported(case).key(case.cast.daan))
    wish = bodies.Wish(wants_together=False, said="Ik durf niet.")
    joint.ask_wish(act=case.act(), case_id=case.id, on=case.today, involved_id=daan, wish=wish)


def _stands_beside(case: Telling) -> None:
    sem = UUID(reported(case).key(case.cast.sem))
    named: dict[str, Any] = {"pupil_id": case.cast.noor.pk, "wants": True, "said": "Ze spelen samen."}
    defending.name_defender(act=case.act(), case_id=case.id, on=case.today, involved_id=sem, **named)


def against_a_no(case: Telling) -> Fact:
    """A talk at one table in step 3 that Sem did not want."""
    _judged(case).talk("ask_target", *case.keys(Role.TARGET), wants_together=False)
    both = case.keys(Role.TARGET, Role.INSTIGATOR)
    return case.talk("joint_talk", *both, together=True, feeling=2, together_because="Ze gingen samen op kamp.")


def _second_name(case: Telling) -> None:
    talk = against_a_no(case)
    joint.endorse_talk(act=case.as_(case.cast.carla).act(), case_id=case.id, talk=talk.pk, note="We spraken het door.")


def _buddy(case: Telling) -> None:
    cast = case.cast
    duty = ExtraDuty("extra_1", "signal", "Maatje gekozen", whom=Whom.EACH_TARGET)
    cast.school.variation = Variation(duties=(duty,)).to_dict()
    cast.school.save()
    cast.anouk.school.refresh_from_db()
    recording.do_extra(
        act=reported(case).act(),
        case_id=case.id,
        duty="extra_1",
        on=case.today,
        about=case.keys(Role.TARGET),
        note="Jens is maatje.",
    )


def _let_go(case: Telling) -> None:
    act = reported(case).as_(case.cast.carla).act()
    closing.waive(act=act, case_id=case.id, duty="talk_instigator", reason="Daan is ziek.")


def _earlier(case: Telling) -> None:
    deciding.plan_step(
        act=_planned_out(case).act(), case_id=case.id, on=case.today + timedelta(days=1), why="Vakantie."
    )


def _later(case: Telling) -> None:
    postponing.say_later(
        act=_planned_out(case).until_due().act(),
        case_id=case.id,
        later=bodies.Later(why=bodies.WhyLater.ILL),
        until_on=case.today + timedelta(days=1),
    )


def _looked_back(case: Telling) -> None:
    closing.check_back(act=_teased(case).until_due().act(), case_id=case.id, quiet=True, note="Het is rustig.")


def _going_on(case: Telling) -> None:
    act = _teased(case).as_(case.cast.carla).act()
    closing.reopen(act=act, case_id=case.id, to="signal", reason="Het begon opnieuw.")


def _more_care(case: Telling) -> None:
    _planned_out(case).until_due().evaluate("yes").until_due().evaluate("positive")
    caring.choose_more_care(act=case.act(), case_id=case.id, moment=bodies.CareMoment.AFTER_HOLIDAY, wanted=True)


def _other_owner(case: Telling) -> None:
    people.hand_over(
        act=reported(case).as_(case.cast.carla).act(), case_id=case.id, to=case.cast.hein.pk, reason="Verlof."
    )


def _not_in_it(case: Telling) -> None:
    reported(case)
    daan = UUID(case.key(case.cast.daan))
    people.remove_child(act=case.act(), case_id=case.id, involved_id=daan, because="Hij was ziek.", mistake=True)


def _put_right(case: Telling) -> None:
    _called(case)
    link = next(link for link in case.file.guardianships if link.must_be_told)
    putting_right.put_right(
        act=case.act(), case_id=case.id, guardianships=[link.pk], on=case.today, said="Ik belde: het was een ander."
    )


def reply_of_mother(case: Telling) -> Fact:
    """Sem's mother does not agree with the first version of the plan."""
    link = Guardianship.objects.get(guardian=case.cast.inge_bakker)
    reply = bodies.PlanReply(says=bodies.Reply.DISAGREES, version=1, how=bodies.Way.PHONE, because="Het duurt te lang.")
    return listening.reply_to_plan(act=case.act(), case_id=case.id, guardianship_id=link.pk, on=case.today, reply=reply)


def statement_of_mother(case: Telling, fact: Fact) -> Fact:
    """What Sem's mother says of this fact."""
    link = Guardianship.objects.get(guardian=case.cast.inge_bakker)
    return listening.state(
        act=case.act(),
        case_id=case.id,
        fact_id=fact.pk,
        guardianship_id=link.pk,
        on=case.today,
        text="Thuis vertelt hij het anders.",
        how=bodies.Way.WRITTEN,
    )


def summary_for_mother(case: Telling) -> Fact:
    """What Sem's mother takes home of the talk with her."""
    _called(case)
    talk = next(one for one in reversed(case.file.of(bodies.Informed)))
    return releasing.summarise_talk(
        act=case.act(), case_id=case.id, fact_id=talk.fact.pk, text="U vertelde dat het thuis rustiger is."
    )


def _disagrees(case: Telling) -> None:
    reply_of_mother(_planned_out(case))


def _stated(case: Telling) -> None:
    [incident] = reported(case).incident()
    statement_of_mother(case, incident)


def _at_home(case: Telling) -> None:
    recording.note_home(act=reported(case).as_(case.cast.carla).act(), case_id=case.id, text="Vader is ziek.")


def _family_stays(case: Telling) -> None:
    cast = case.cast
    cast.inge_bakker.staff = cast.mo
    cast.inge_bakker.save()
    act = reported(case).as_(cast.carla).act()
    relatives.decide_on_relative(act=act, case_id=case.id, staff_id=cast.mo.pk, keep_out=False, because="Al bekend.")
    case.as_(cast.anouk)


def _left_the_school(case: Telling) -> None:
    reported(case)
    child = case.file.people[-1]
    Pupil.objects.filter(pk=child.pupil_id).update(left_on=case.today, group=None)
    leaving.settle_gone(act=case.act(), case_id=case.id, involved_id=child.pk, passed_on="De Es, juf Tine.")


def _taken_back(case: Telling) -> None:
    reported(case)
    (incident,) = case.incident()
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=incident.pk, reason="Dit was een ander kind.")


EXAMPLES: dict[str, Callable[[Telling], object]] = {
    "talk": _planned_out,
    "verdict": _not_good,
    "joint_wish": _wish_told,
    "endorsed": _second_name,
    "defender": _stands_beside,
    "on_own_words": _not_said,
    "talk_planned": _talk_to_come,
    "incident": _planned_out,
    "severity": _planned_out,
    "danger_answered": _in_danger,
    "safe_for_now": _not_safe_yet,
    "promise": _promised,
    "decision": _answered,
    "problem": _planned_out,
    "agreement": _planned_out,
    "review": _not_good,
    "phase_out": _good,
    "class_attention": _planned_out,
    "observation_request": _planned_out,
    "observation": _seen,
    "consultation": _not_good,
    "consultation_confirmed": _confirmed,
    "analysis": _not_good,
    "new_approach": _new_round,
    "outside_expert": _expert,
    "help_beside": _helped,
    "informed": _called,
    "not_told_seen": _choice_seen,
    "plan_reply": _disagrees,
    "parent_statement": _stated,
    "talk_summary": summary_for_mother,
    "extra": _buddy,
    "plan_issued": _planned_out,
    "waived": _let_go,
    "planned": _earlier,
    "later": _later,
    "more_care": _more_care,
    "finished": _planned_out,
    "closed": _teased,
    "checked": _looked_back,
    "reopened": _going_on,
    "handed_over": _other_owner,
    "part_changed": _not_in_it,
    "put_right": _put_right,
    "relative_stays": _family_stays,
    "gone": _left_the_school,
    "home_note": _at_home,
    "withdrawn": _taken_back,
}
"""How a case comes to have a fact of each kind."""
