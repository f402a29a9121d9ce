"""A case in every state it can be in, each with children of its own: what the demo lacks on its first day.

Each is told by the verbs, with the words of the demo, which are as long as those of people.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from kring.cases import bodies
from kring.cases.actions import answering, closing, people, planning, postponing, recording, school_changes
from kring.cases.actions.opening import NewReport
from kring.cases.bodies import Danger, WhyLater
from kring.cases.models import Report
from kring.demo import doing
from kring.protocol.progress import reopenings
from kring.protocol.terms import Kind, Role
from kring.reports.actions import becoming
from kring.reports.told import Teller
from kring.school.calendars import Closure
from kring.school.models import Guardianship, Pupil
from kring.school.typed import TypedChild
from tests.cases.telling import WORDS, Telling, tell
from tests.cast import ITSELF, TODAY, Cast, act_of
from tests.reports.telling import doors_of, somebody_tells, told
from tests.school import plain

_FIRST = (
    "Abel Bente Casper Dewi Elin Finn Guusje Hugo Indy Jurre Koen Lotte Mees Nina Otto Puck Quinten Rosa Stijn Tess "
    "Ugo Veerle Willem Xander Yfke Zeb"
).split()
NAMES = [
    f"{first}{more}" for more in ("", "-Jan", "-Marie", "-Lou", "-Fleur", "-Bo", "-Noor", "-Kim") for first in _FIRST
]
SAID = replace(
    WORDS,
    wish="Sem wil het gesprek samen, als juf Anouk erbij blijft en er niemand boos wordt.",
    target_says="Als ik mijn bril afzet lachen ze niet, maar dan zie ik niks.",
)
TOMORROW = TODAY + timedelta(days=1)


@dataclass
class Told:
    """A school to tell cases in, and what the children in them are called, one after the other."""

    cast: Cast
    names: Iterator[str]

    def child(self, *, parents: int = 1, group: str = "group6") -> Pupil:
        """A new pupil with so many parents."""
        pupil = plain.add_pupil(
            act=ITSELF,
            school=self.cast.school,
            first_name=next(self.names),
            last_name="van den Berg",
            group=getattr(self.cast, group),
        )
        for relation, name in (("mother", "Moeder"), ("father", "Vader"))[:parents]:
            plain.add_guardian(
                act=ITSELF,
                pupil=pupil,
                name=f"{name} {pupil.first_name} van den Berg",
                relation=relation,
                custody="yes",
                phone="06-0000 4001",
            )
        return pupil

    def reported(
        self, on: date = TODAY, *, targets: int = 1, by: int = 1, followers: int = 0, parents: int = 1
    ) -> Telling:
        """A case of this many new children."""
        case = tell(self.cast).on(on)
        case.words = SAID
        of = [[self.child(parents=parents) for _one in range(many)] for many in (targets, by, followers)]
        return case.opens(case.report_of(*of[0], by=tuple(of[1]), followers=tuple(of[2])))

    def judged(self, on: date = TODAY, **many: int) -> Telling:
        return self.reported(on, **many).step_1().judged("bullying")

    def in_step_4(self, on: date = TODAY, **many: int) -> Telling:
        return self.judged(on, **many).step_3()

    def in_step_5(self, on: date, **many: int) -> Telling:
        return self.in_step_4(on, **many).until_due().evaluate("yes")

    def in_after_care(self, on: date, **many: int) -> Telling:
        return self.in_step_5(on, **many).until_due().evaluate("positive")


def ago(*, days: int = 0, weeks: int = 0) -> date:
    return TODAY - timedelta(days=days, weeks=weeks)


def most(case: Telling, duties: int) -> Telling:
    """So many duties of the step are done."""
    doing.do_the_rest(case.feeling(2), duties)
    return case


def planned(case: Telling, on: date, *, made_on: date | None = None) -> Telling:
    """The first talk of the step is put into the agenda."""
    task = next(one for one in case.progress.last.tasks if one.duty.kind is Kind.TALK and one.missing)
    planning.plan_talk(
        act=case.on(made_on or case.today).act(),
        case_id=case.id,
        duty=task.duty.key,
        on=on,
        about=task.missing,
        talk=bodies.PlannedTalk(begins=time(13, 15), place="Het kamertje naast de gymzaal"),
    )
    return case


def later(case: Telling) -> Telling:
    postponing.say_later(
        act=case.on(TODAY).act(), case_id=case.id, later=bodies.Later(why=WhyLater.NO_ANSWER), until_on=TOMORROW
    )
    return case


STATES: dict[str, Callable[[Told], Telling]] = {}


def state(told_so: Callable[[Told], Telling]) -> Callable[[Told], Telling]:
    """One of the states, by the name of its function."""
    STATES[told_so.__name__.replace("_", " ")] = told_so
    return told_so


# Step 1


@state
def just_reported(school: Told) -> Telling:
    return school.reported()


@state
def reported_with_many_children(school: Told) -> Telling:
    return school.reported(targets=3, by=2, followers=2).safe()


@state
def first_talk_to_hold(school: Told) -> Telling:
    return school.reported().safe()


@state
def first_talk_planned(school: Told) -> Telling:
    return planned(school.reported(ago(days=4)).safe(), TOMORROW)


@state
def talk_was_planned_for_last_friday(school: Told) -> Telling:
    return planned(school.reported(ago(days=5)).safe(), ago(days=3)).on(TODAY)


@state
def one_talk_done(school: Told) -> Telling:
    return most(school.reported().safe(), 1)


@state
def question_to_answer(school: Told) -> Telling:
    return school.reported(targets=2, by=2).step_1()


@state
def step_1_past_its_guideline(school: Told) -> Telling:
    return school.reported(ago(weeks=3)).safe()


@state
def safety_never_answered(school: Told) -> Telling:
    return school.reported(ago(weeks=2))


@state
def not_safe_yet(school: Told) -> Telling:
    case = school.reported(ago(days=3))
    answering.answer_safety(
        act=case.act(),
        case_id=case.id,
        safe=[],
        not_yet=case.keys(Role.TARGET),
        watch=bodies.SafeForNow(who="Meester Dirk en juf Fatima", places=("playground", "lunch")),
        until_on=ago(days=-2),
    )
    return case


# Step 3


@state
def wish_not_asked(school: Told) -> Telling:
    return school.judged()


@state
def wish_of_three_not_asked(school: Told) -> Telling:
    return school.judged(targets=3, by=2, followers=2)


@state
def joint_talk_to_plan(school: Told) -> Telling:
    return most(school.judged(), 1)


@state
def joint_talk_of_five_to_plan(school: Told) -> Telling:
    return most(school.judged(targets=3, by=2), 1)


@state
def joint_talk_planned(school: Told) -> Telling:
    return planned(most(school.judged(), 1), TOMORROW)


@state
def late(school: Told) -> Telling:
    return most(school.judged(ago(weeks=2)), 1).on(TODAY)


@state
def late_and_planned(school: Told) -> Telling:
    return planned(most(school.judged(ago(weeks=2)), 1), TOMORROW, made_on=ago(days=3))


@state
def late_of_five_and_planned(school: Told) -> Telling:
    return planned(most(school.judged(ago(weeks=2), targets=3, by=2), 1), TOMORROW, made_on=ago(days=3))


@state
def late_and_said_why(school: Told) -> Telling:
    return later(late(school))


@state
def late_of_five_planned_and_said_why(school: Told) -> Telling:
    return later(late_of_five_and_planned(school))


@state
def each_apart(school: Told) -> Telling:
    case = school.judged(targets=2, by=2)
    for key in case.keys(Role.TARGET):
        recording.record_talk(
            act=case.act(),
            case_id=case.id,
            duty=next(one.duty.key for one in case.progress.last.tasks if one.duty.asks_wish),
            on=case.today,
            about=[key],
            talk=bodies.Talk(
                said="Liever eerst alleen, want hij durft niet naast hem te zitten.", wants_together=False
            ),
        )
    return case


@state
def problem_to_write(school: Told) -> Telling:
    return most(school.judged(), 2)


@state
def class_to_address(school: Told) -> Telling:
    return most(school.judged(), 4)


@state
def parents_to_call(school: Told) -> Telling:
    return most(school.judged(targets=2, by=2, followers=1, parents=2), 5)


@state
def plan_to_issue(school: Told) -> Telling:
    return most(school.judged(), 6)


@state
def plan_out_and_nobody_asked(school: Told) -> Telling:
    case = school.judged()
    left = [task for task in case.progress.last.tasks if not task.settled]
    doing.do_the_rest(case.feeling(3), most=len(left) - 2)
    doing.issue(case)
    return case


@state
def relative_to_decide_on(school: Told) -> Telling:
    case = plan_to_issue(school)
    link = Guardianship.objects.filter(pupil=case.file.everyone[0].pupil_id).earliest("pk")
    school_changes.say_who_on_staff(act=act_of(school.cast.ada), guardianship=link, staff=school.cast.mo)
    return case


# Steps 4 and 5


@state
def first_evaluation_to_come(school: Told) -> Telling:
    return school.in_step_4()


@state
def first_evaluation_today(school: Told) -> Telling:
    return school.in_step_4(ago(weeks=1))


@state
def first_evaluation_late(school: Told) -> Telling:
    return school.in_step_4(ago(weeks=2))


@state
def first_evaluation_late_and_planned(school: Told) -> Telling:
    return planned(school.in_step_4(ago(weeks=2)), TOMORROW, made_on=ago(days=3))


@state
def first_evaluation_waits_for_a_holiday(school: Told) -> Telling:
    case = tell(school.cast, school.cast.bram)
    case.words = SAID
    plain.add_closed_day(
        act=ITSELF,
        school=school.cast.school,
        closure=Closure(first_day=date(2026, 11, 25), last_day=date(2026, 12, 4), name="Kampweek"),
        groups=[school.cast.group5],
    )
    of = [school.child(group="group5") for _one in range(3)]
    return case.opens(case.report_of(of[0], by=tuple(of[1:]))).step_1().judged("bullying").step_3()


@state
def evaluation_to_answer(school: Told) -> Telling:
    return school.in_step_4(ago(weeks=1)).on(TODAY).do_the_rest()


@state
def evaluated_not_good(school: Told) -> Telling:
    case = evaluation_to_answer(school)
    return case.decide("no")


@state
def second_evaluation_today(school: Told) -> Telling:
    return school.in_step_5(ago(weeks=3), targets=2, by=2)


@state
def second_evaluation_late(school: Told) -> Telling:
    return school.in_step_5(ago(weeks=4)).on(TODAY)


@state
def second_round(school: Told) -> Telling:
    return school.in_step_5(ago(weeks=4)).until_due().evaluate("negative").on(TODAY)


# After-care and after it


@state
def after_care_to_come(school: Told) -> Telling:
    return school.in_after_care(ago(weeks=5))


@state
def after_care_late(school: Told) -> Telling:
    return school.in_after_care(ago(weeks=10))


@state
def after_care_done(school: Told) -> Telling:
    return school.in_after_care(ago(weeks=26)).until_due().after_care().until_due().after_care().on(TODAY)


@state
def closed_with_a_day_to_look_back(school: Told) -> Telling:
    case = after_care_done(school).as_(school.cast.carla).hear()
    closing.close_case(
        act=case.act(), case_id=case.id, reason="Het is al maanden goed, en ze spelen samen.", check_on=ago(days=-30)
    )
    return case


@state
def closed(school: Told) -> Telling:
    case = after_care_done(school)
    case.as_(school.cast.carla).close()
    return case.as_(school.cast.anouk)


@state
def closed_as_teasing(school: Told) -> Telling:
    case = school.reported().step_1().decide("teasing").do_the_rest()
    case.close("Met afspraken waar ze allebei achter staan.")
    return case


@state
def closed_by_mistake(school: Told) -> Telling:
    case = school.reported()
    by_carla = case.as_(school.cast.carla).act()
    closing.close_by_mistake(act=by_carla, case_id=case.id, reason="Het was een andere school.")
    return case


@state
def reopened(school: Told) -> Telling:
    case = closed(school)
    to = reopenings(case.file.protocol, case.progress)[0].step
    by_carla = case.as_(school.cast.carla).act()
    closing.reopen(act=by_carla, case_id=case.id, to=to, reason="Het begon opnieuw, na de vakantie.")
    return case


# Whatever the step


def _in_danger(school: Told, *signs: Danger) -> Telling:
    case = tell(school.cast)
    case.words = SAID
    target, by = school.child(), school.child()
    return case.opens(replace(case.report_of(target, by=(by,)), dangers=signs))


@state
def danger(school: Told) -> Telling:
    return _in_danger(school, Danger.SELF_HARM)


@state
def danger_of_every_sort(school: Told) -> Telling:
    return _in_danger(school, *(one for one in Danger if one is not Danger.STAFF))


def _answered(case: Telling, *, over: bool) -> Telling:
    answered = bodies.DangerAnswered(called="De moeder en de huisarts", done="Zij halen het kind nu op.", over=over)
    answering.answer_danger(act=case.act(), case_id=case.id, on=TODAY, answered=answered)
    return case


@state
def danger_taken_up(school: Told) -> Telling:
    return _answered(danger(school), over=False)


@state
def danger_over(school: Told) -> Telling:
    return _answered(danger(school), over=True)


@state
def child_not_in_the_list(school: Told) -> Telling:
    report = NewReport(
        story="Op het plein wordt elke dag iemand uitgelachen.",
        reported_by=Report.By.COLLEAGUE,
        people=((TypedChild("Bo"), Role.TARGET), (school.child().pk, Role.INSTIGATOR)),
        reported_on=TODAY,
    )
    return tell(school.cast).opens(report)


@state
def nobody_bullies_yet(school: Told) -> Telling:
    return school.reported(by=0).safe()


@state
def somebody_is_kept_out(school: Told) -> Telling:
    case = late_and_planned(school)
    people.exclude(act=case.as_(school.cast.hein).act(), case_id=case.id, staff_id=school.cast.wil.pk)
    return case.as_(case.case.owner)


@state
def somebody_stands_in(school: Told) -> Telling:
    case = late_and_planned(school)
    people.set_stand_in(act=case.act(), case_id=case.id, to=school.cast.bram.pk)
    return case


@state
def told_at_a_door(school: Told) -> Telling:
    target, by = school.child(), school.child()
    kept = somebody_tells(doors_of(school.cast), told(), teller=Teller(name=target.first_name, group="6"))
    report = NewReport(
        story="Ze lachen mij elke pauze uit op het plein.",
        reported_by=Report.By.PUPIL,
        people=((target.pk, Role.TARGET), (by.pk, Role.INSTIGATOR)),
        reported_on=TODAY,
        reporter=target.first_name,
        passed_on=True,
    )
    case = tell(school.cast)
    case.case_id = becoming.becomes_case(act=act_of(school.cast.carla), incoming_id=kept.pk, report=report).pk
    return case


@state
def plan_not_true_any_more(school: Told) -> Telling:
    case = school.in_step_4(ago(days=3), targets=2)
    agreement = case.file.of_kind("agreement")[0]
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=agreement.pk, reason="Dit was een ander kind.")
    return case


@state
def reported_again(school: Told) -> Telling:
    case = school.in_step_4(ago(days=3))
    again = tell(school.cast)
    again.words = SAID
    children = case.file.everyone
    return again.opens(again.report_of(children[0].pupil, by=(children[1].pupil,)))


@state
def colleague_takes_part(school: Told) -> Telling:
    case = late_and_planned(school)
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=school.cast.mo.pk)
    return case


@state
def child_has_left(school: Told) -> Telling:
    case = school.in_step_4(ago(days=3), targets=2)
    people.remove_child(
        act=case.act(), case_id=case.id, involved_id=case.file.everyone[0].pk, because="Verhuisd naar een andere stad."
    )
    return case
