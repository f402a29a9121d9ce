"""Every verb of a case writes its own line in the trail: one when it changes something, none when it does not."""

import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from kring.backup.after import after_restoring
from kring.cases import actions, bodies
from kring.cases.actions import (
    answering_proposals,
    at_once,
    closing,
    inviting,
    issuing,
    leaving,
    listing,
    opening,
    outsiders,
    passing_on,
    people,
    phoning,
    promising,
    recording,
    refusals,
    relatives,
    releasing,
    restored,
    school_changes,
    second_step,
    standing_in,
    taking_up,
)
from kring.cases.models import Involved, Promise, Report
from kring.cases.plan import newest_version
from kring.mail.models import Letter
from kring.protocol.terms import Role
from kring.school.calendars import Closure
from kring.school.models import Guardianship, Proposal, Pupil, School
from kring.school.second_yes import waiting
from kring.school.typed import TypedChild
from kring.trail.models import TrailLine
from tests.cases.examples import EXAMPLES, promise, reported
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, act_of
from tests.school import plain

LINES: dict[str, tuple[str, ...]] = {
    "agreeing.agree": ("fact.recorded agreement",),
    "agreeing.phase_out": ("fact.recorded phase_out",),
    "agreeing.review": ("fact.recorded review",),
    "at_once.at_once": ("fact.recorded problem",),  # what its parts write, and no line of its own
    "answering_proposals.say_no": ("proposal.refused",),
    "answering_proposals.say_yes_to_all": ("proposal.given",),
    "answering_proposals.withdraw_proposal": ("proposal.withdrawn",),
    "answering.answer_danger": ("fact.recorded danger_answered",),
    "answering.answer_safety": ("fact.recorded safe_for_now",),
    "caring.choose_more_care": ("fact.recorded more_care",),
    "closing.check_back": ("fact.recorded checked",),
    "closing.close_by_mistake": ("fact.recorded closed", "case.closed"),
    "closing.close_case": ("fact.recorded closed", "case.closed"),
    "closing.reopen": ("fact.recorded reopened", "case.reopened"),
    "closing.waive": ("fact.recorded waived", "duty.waived"),
    "consulting.confirm_consultation": ("fact.recorded consultation_confirmed",),
    "deciding.decide": ("fact.recorded decision",),
    "deciding.plan_step": ("fact.recorded planned",),
    "postponing.say_later": ("fact.recorded later",),
    "hearing.hear_child": ("fact.recorded verdict",),
    "hearing.hear_on_own_words": ("fact.recorded on_own_words",),
    "helping.offer_help": ("fact.recorded help_beside",),
    "informing.inform_guardian": ("fact.recorded informed",),
    "informing.see_not_told": ("fact.recorded not_told_seen",),
    "inviting.add_colleague": ("staff.added",),
    "inviting.invite_colleague": ("staff.invited",),
    "second_step.let_back_in": ("second_step.taken_away",),
    "issuing.issue_plan": ("fact.recorded plan_issued", "plan.issued"),
    "issuing.read_plan": ("plan.read",),
    "defending.name_defender": ("fact.recorded defender",),
    "joint.ask_wish": ("fact.recorded joint_wish",),
    "joint.endorse_talk": ("fact.recorded endorsed",),
    "opening.join_case": ("case.joined",),
    "listing.list_pupil": ("pupil.listed", "pupil.changed"),
    "listing.recognise_pupil": ("pupil.recognised", "person.recognised"),
    "listing.say_not_here": ("pupil.changed",),
    "opening.open_case": ("case.opened",),
    "opening.raise_concern": ("concern.raised",),
    "opening.take_up_concern": ("concern.taken_up",),
    "outsiders.bring_in_expert": ("fact.recorded outside_expert",),
    "outsiders.end_expert": ("fact.corrected outside_expert",),
    "passing_on.pass_on_story": ("report.passed_on",),
    "standing_in.end_absence": ("absence.ended",),
    "standing_in.stand_in_for_all": ("absence.planned",),
    "taking_up.take_up": ("duty.taken_up",),
    "leaving.settle_gone": ("fact.recorded gone",),
    "people.add_child": ("person.added",),
    "people.change_role": ("fact.recorded part_changed", "person.role_changed"),
    "people.exclude": ("staff.excluded",),
    "people.hand_over": ("fact.recorded handed_over", "case.owner_changed"),
    "people.include_colleague": ("staff.included",),
    "people.lift_exclusion": ("staff.included",),
    "people.remove_child": ("fact.recorded part_changed", "person.left"),
    "people.swap_child": ("fact.recorded part_changed", "person.left", "person.added"),
    "people.set_stand_in": ("case.stand_in_set",),
    "phoning.add_phone": ("guardian.phone_added",),
    "planning.plan_talk": ("fact.recorded talk_planned",),
    "listening.reply_to_plan": ("fact.recorded plan_reply",),
    "listening.state": ("fact.recorded parent_statement",),
    "releasing.summarise_talk": ("fact.recorded talk_summary",),
    "putting_right.put_right": ("fact.recorded put_right",),
    "promising.make_promise": ("fact.recorded promise",),
    "promising.tell_promise": ("promise.told",),
    "recording.address_class": ("fact.recorded class_attention",),
    "recording.analyse": ("fact.recorded analysis",),
    "recording.ask_observations": ("fact.recorded observation_request",),
    "recording.choose_approach": ("fact.recorded new_approach",),
    "recording.consult": ("fact.recorded consultation",),
    "recording.do_extra": ("fact.recorded extra",),
    "recording.estimate_severity": ("fact.recorded severity",),
    "recording.formulate_problem": ("fact.recorded problem",),
    "recording.note_home": ("fact.recorded home_note",),
    "recording.observe": ("fact.recorded observation",),
    "recording.record_incidents": ("fact.recorded incident",),
    "recording.record_talk": ("fact.recorded talk",),
    "recording.withdraw": ("fact.corrected withdrawn",),
    "relatives.decide_on_relative": ("fact.recorded relative_stays",),
    "refusals.send_again": ("letter.sent_again",),
    "refusals.send_all_again": ("letter.sent_again",),
    "refusals.settle": ("letter.seen_to",),
    "releasing.release_copy": ("parent_copy.released",),
    "restored.close_restoration": ("restoration.closed",),
    "restored.let_all_go": ("letter.let_go",),
    "restored.let_go": ("letter.let_go",),
    "restored.put_away": ("letter.put_away",),
    "school_changes.add_closed_day": ("calendar.changed",),
    "school_changes.add_guardian": ("guardian.added",),
    "school_changes.change_colleague": ("staff.changed",),
    "school_changes.change_pupil": ("pupil.changed",),
    "school_changes.change_school": ("school.changed",),
    "school_changes.change_teachers": ("group.teacher_assigned",),
    "school_changes.confirm_calendar": ("calendar.confirmed",),
    "school_changes.hold_back": ("guardian.held_back",),
    "school_changes.link_guardian": ("guardian.added",),
    "school_changes.move_pupils": ("pupil.changed",),
    "school_changes.remove_closed_day": ("calendar.changed",),
    "school_changes.say_yes": ("proposal.given",),
    "school_changes.say_who_on_staff": ("guardian.on_staff_said",),
    "school_changes.set_custody": ("guardian.custody_set",),
    "school_changes.unlink_guardian": ("guardian.changed",),
}
"""For each verb the lines that it writes about what it did; of a fact with its kind."""

AFTERWARDS = ("fact.recorded finished", "step.finished")
"""What any of them may write besides: nothing was left to do in the step."""

NOTHING_CHANGED = {
    "people.add_child",
    "people.change_role",
    "people.set_stand_in",
    "people.include_colleague",
    "people.exclude",
    "people.lift_exclusion",
    "people.hand_over",
    "inviting.add_colleague",
    "inviting.invite_colleague",
    "opening.take_up_concern",
    "refusals.settle",
    "restored.close_restoration",
    "restored.let_go",
    "restored.put_away",
    "outsiders.end_expert",
    "school_changes.hold_back",
    "passing_on.pass_on_story",
    "standing_in.end_absence",
    "taking_up.take_up",
    "promising.tell_promise",
}
"""What is done here a second time, to no effect."""

STORIES = sorted({story for story in EXAMPLES.values()}, key=lambda story: story.__name__)


def verbs() -> dict[str, Any]:
    """Every public function of the package that takes an `act` by keyword only, as `module.name`."""
    return {
        f"{module.name}.{name}": importlib.import_module(f"{actions.__name__}.{module.name}")
        for module in pkgutil.iter_modules(actions.__path__)
        for name, function in vars(importlib.import_module(f"{actions.__name__}.{module.name}")).items()
        if inspect.isfunction(function)
        and function.__module__ == f"{actions.__name__}.{module.name}"
        and not name.startswith("_")
        and (act := inspect.signature(function).parameters.get("act"))
        and act.kind is inspect.Parameter.KEYWORD_ONLY
    }


VERBS = verbs()


WITH_A_REQUEST = ("fact.recorded observation_request", *LINES["issuing.issue_plan"])
"""What issuing writes where the plan asks colleagues to watch."""


def told(line: TrailLine) -> str:
    return f"{line.verb} {line.detail['kind']}" if "kind" in line.detail else line.verb


class Trail:
    """What each verb wrote, with what it said of who did it, when and in which case."""

    def __init__(self) -> None:
        self.of: dict[str, list[tuple[str, ...]]] = {}

    def listening(self, verb: Callable[..., Any], name: str) -> Callable[..., Any]:
        def called(*, act: Any, **given: Any) -> Any:
            before = TrailLine.objects.order_by("-id").values_list("id", flat=True).first() or 0
            answer = verb(act=act, **given)
            lines = list(TrailLine.objects.filter(id__gt=before).order_by("id"))
            self.of.setdefault(name, []).append(tuple(told(one) for one in lines if told(one) not in AFTERWARDS))
            for line in lines:
                assert (line.by_id, line.at, line.school_id) == (act.by.pk, act.at, act.by.school_id), name
                assert line.case_id == given.get("case_id", line.case_id), name
            return answer

        return called


@pytest.fixture
def trail(monkeypatch: pytest.MonkeyPatch) -> Trail:
    trail = Trail()
    for name, module in VERBS.items():
        verb = name.partition(".")[2]
        monkeypatch.setattr(module, verb, trail.listening(getattr(module, verb), name))
    return trail


def people_come_and_go(case: Telling) -> None:
    """Each of these twice: the second time nothing is left to change, and nothing is written."""
    cast = case.cast
    reported(case)
    for _again in range(2):
        people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.noor.pk, role=Role.FOLLOWER)
    noor = case.file.everyone[-1]
    assert noor.pupil == cast.noor
    for _again in range(2):
        people.change_role(act=case.act(), case_id=case.id, involved_id=noor.pk, role=Role.INSTIGATOR)
    people.swap_child(act=case.act(), case_id=case.id, involved_id=noor.pk, pupil_id=cast.yara.pk, because="Een ander.")
    jens = next(child.pk for child in case.file.people if child.pupil_id == cast.jens.pk)
    Pupil.objects.filter(pk=cast.jens.pk).update(left_on=TODAY)
    leaving.settle_gone(act=case.act(), case_id=case.id, involved_id=jens, passed_on="De Es.")
    yara = next(child.pk for child in case.file.people if child.pupil_id == cast.yara.pk)
    people.remove_child(act=case.act(), case_id=case.id, involved_id=yara, because="Niet erbij.")
    for to in (cast.bram.pk, cast.bram.pk):
        people.set_stand_in(act=case.act(), case_id=case.id, to=to)
    case.as_(cast.carla)
    for verb, staff in (
        (people.include_colleague, cast.mo),
        (people.exclude, cast.wil),
        (people.lift_exclusion, cast.wil),
    ):
        for _again in range(2):
            verb(act=case.act(), case_id=case.id, staff_id=staff.pk)
    for _again in range(2):
        people.hand_over(act=case.act(), case_id=case.id, to=cast.hein.pk)


def colleagues_are_asked_after_the_plan(case: Telling) -> None:
    reported(case).step_1().judged("bullying").asked_after_the_plan()


def it_was_a_mistake(case: Telling) -> None:
    reported(case).as_(case.cast.carla)
    closing.close_by_mistake(act=case.act(), case_id=case.id, reason="Het ging over een ander kind.")


def somebody_is_ill(case: Telling) -> None:
    """Wil owns no case, so that the lines are those of the absence alone."""
    carla, until = act_of(case.cast.carla), TODAY + timedelta(days=3)
    wil, bram = case.cast.wil.pk, case.cast.bram.pk
    absence = standing_in.stand_in_for_all(act=carla, staff_id=wil, to=bram, from_on=TODAY, until_on=until)
    for _again in range(2):
        standing_in.end_absence(act=carla, absence_id=absence.pk)


def a_promise_is_told(case: Telling) -> None:
    """Twice for the same day: the second time nothing is new."""
    fact = promise(reported(case))
    told = Promise.objects.get(fact=fact)
    for _again in range(2):
        promising.tell_promise(act=case.act(), case_id=case.id, promise_id=told.pk, on=case.today, kept=True)


def reports_come_in(case: Telling) -> None:
    cast = case.cast
    reported(case)
    opening.join_case(act=case.act(), case_id=case.id, report=case.report_of(cast.sem))
    concern = opening.raise_concern(act=case.act(), story="Er werd geroepen.", accused=None)
    for _again in range(2):
        opening.take_up_concern(act=case.as_(cast.carla).act(), concern_id=concern.pk)
    told = Report.objects.filter(case=case.id).first()
    assert told is not None
    Report.objects.filter(pk=told.pk).update(story_kept_back=True)
    for _again in range(2):
        passing_on.pass_on_story(act=case.act(), case_id=case.id, report_id=told.pk)
        taking_up.take_up(act=case.act(), case_id=case.id, duty="talk_target")
    expert = bodies.OutsideExpert(name="Marit Hoek", shared="Het plan.")
    brought_in = outsiders.bring_in_expert(act=case.act(), case_id=case.id, expert=expert)
    for _again in range(2):
        outsiders.end_expert(act=case.act(), case_id=case.id, fact_id=brought_in.pk)


def a_plan_is_read_and_copied(case: Telling) -> None:
    reported(case).step_1().judged("bullying").step_3()
    version = newest_version(case.case)
    assert version is not None
    issuing.read_plan(act=case.act(), version=version)
    releasing.release_copy(
        act=case.act(),
        case_id=case.id,
        involved_id=case.file.people[0].pk,
        problem="Er werd iemand uitgelachen.",
        agreements=[],
        approach="",
    )


def letters_do_not_arrive(case: Telling) -> None:
    reported(case).step_1().judged("bullying").step_3()
    act = act_of(case.cast.ada)
    failed = Letter.objects.filter(kind="plan_issued")
    failed.update(sent_at=None, refused_at=act.at)
    one, other, *rest = failed.select_related("to_staff", "school")
    refusals.send_again(act=act, letter=one)
    for _again in range(2):
        refusals.settle(act=act, letter=other)
    refusals.send_all_again(act=act, letters=rest[:1])


def kring_was_put_back(case: Telling) -> None:
    """Each letter is decided on twice, and so is that it is known what is missing."""
    reported(case).step_1().judged("bullying").step_3()
    act = act_of(case.cast.hein)
    after_restoring(kept_until=act.at - timedelta(hours=2), at=act.at, era=1)
    one, other, *rest = Letter.objects.filter(kind="plan_issued").select_related("to_staff", "school")
    for _again in range(2):
        restored.let_go(act=act, letter=one)
        restored.put_away(act=act, letter=other)
    restored.let_all_go(act=act, letters=rest[:1])
    for _again in range(2):
        restored.close_restoration(act=act)


def the_school_changes(case: Telling) -> None:
    cast = case.cast
    reported(case)
    act = act_of(cast.hein)
    day = Closure(date(2027, 3, 9), date(2027, 3, 9), "Studiedag")
    [added] = school_changes.add_closed_day(act=act, school=cast.school, closure=day)
    school_changes.remove_closed_day(act=act, closed_day=added)
    school_changes.confirm_calendar(act=act, school=cast.school, school_year="2028-2029", closures=[])
    school_changes.change_school(act=act, school=cast.school, region="noord")
    cast.tom_bakker.phone = ""
    cast.tom_bakker.save()
    tom = Guardianship.objects.get(guardian=cast.tom_bakker)
    phoning.add_phone(act=case.act(), case_id=case.id, guardianship_id=tom.pk, phone="06-0000 1001")
    rob = Guardianship.objects.get(guardian=cast.rob_visser)
    school_changes.set_custody(act=act, guardianship=rob, custody="unknown")
    for _again in range(2):
        school_changes.hold_back(act=act, guardianship=rob, until=TODAY, because="Eerst overleg.")
    school_changes.unlink_guardian(act=act, guardianship=rob)
    school_changes.say_who_on_staff(act=act, guardianship=tom, staff=cast.mo)
    relatives.decide_on_relative(act=act, case_id=case.id, staff_id=cast.mo.pk, keep_out=False, because="Weet ze al.")
    school_changes.add_guardian(act=act, pupil=cast.jens, name="Truus Mulder", relation="other")
    school_changes.link_guardian(act=act, pupil=cast.jens, guardian=cast.inge_bakker, relation="carer", custody="no")
    school_changes.change_teachers(act=act, group=cast.group6, teachers=[cast.anouk, cast.wil])
    school_changes.change_colleague(act=act, staff=cast.mo, name="Mo Demir")
    school_changes.move_pupils(act=act, pupils=[cast.jens], group=cast.group5)
    school_changes.change_pupil(act=act, pupil=cast.lars, left_on=TODAY - timedelta(days=1))


def typed_children_are_settled(case: Telling) -> None:
    """Each by itself: how it was typed is a line of its own."""
    cast, settle = case.cast, act_of(case.cast.ada)
    reported(case)
    for name in ("Bo", "Kai", "Puck"):
        pupil = plain.type_pupil(act=case.act(), child=TypedChild(name))
        Involved.objects.create(school=cast.school, case=case.case, pupil=pupil, role="witness", joined_on=TODAY)
        if name == "Bo":
            listing.list_pupil(act=settle, pupil=pupil, first_name="Bo", last_name="Jansen")
        elif name == "Kai":
            listing.recognise_pupil(act=settle, pupil=pupil, same_as=cast.yara.pk)
        else:
            listing.say_not_here(act=settle, pupil=pupil)


def a_colleague_comes_in(case: Telling) -> None:
    cast = case.cast
    act = act_of(cast.hein)
    new: dict[str, Any] = {"id": uuid.UUID(int=1), "name": "Eva Maas", "role": "member", "email": "eva@dewilg.example"}
    for _click in range(2):
        inviting.add_colleague(act=act, school=cast.school, invite=True, **new)
    [letter] = Letter.objects.filter(kind="invitation")
    assert letter.address == "eva@dewilg.example"
    second_step.let_back_in(act=act, staff=cast.mo)
    inviting.invite_colleague(act=act, staff=cast.mo)
    assert Letter.objects.filter(kind="invitation").count() == 2
    School.objects.filter(pk=cast.school.pk).update(is_demo=True)
    cast.mo.school.refresh_from_db()
    assert not inviting.invite_colleague(act=act, staff=cast.mo)
    assert Letter.objects.filter(kind="invitation").count() == 2


def several_in_one_save(case: Telling) -> None:
    reported(case).step_1().judged("bullying")
    case.talk("ask_target", case.key(case.cast.sem), together=True)
    problem = recording.formulate_problem
    at_once.at_once(
        act=case.act(),
        case_id=case.id,
        parts={"problem": lambda act: problem(act=act, case_id=case.id, text="Sem wordt uitgelachen.")},
    )


def two_people_give_a_role(case: Telling) -> None:
    cast = case.cast

    def proposed() -> Proposal:
        plain.change_staff(act=act_of(cast.ada), staff=cast.mo, role="teacher")
        return waiting(cast.mo).get()

    answering_proposals.say_no(act=act_of(cast.hein), proposal=proposed(), because="Nog niet.")
    answering_proposals.withdraw_proposal(act=act_of(cast.ada), proposal=proposed())
    school_changes.say_yes(act=act_of(cast.hein), proposal=proposed())
    plain.change_staff(act=act_of(cast.ada), staff=cast.mo, role="member")
    answering_proposals.say_yes_to_all(act=act_of(cast.hein), proposals=[proposed()])


def everything() -> Iterator[Callable[[Telling], object]]:
    yield from STORIES
    yield from (
        people_come_and_go,
        colleagues_are_asked_after_the_plan,
        it_was_a_mistake,
        somebody_is_ill,
        a_promise_is_told,
        reports_come_in,
        a_plan_is_read_and_copied,
        letters_do_not_arrive,
        kring_was_put_back,
        the_school_changes,
        typed_children_are_settled,
        a_colleague_comes_in,
        two_people_give_a_role,
        several_in_one_save,
    )


def test_every_verb_stands_in_the_table() -> None:
    assert sorted(LINES) == sorted(VERBS)


def test_every_verb_writes_its_own_lines_and_nothing_when_nothing_changed(
    cast: Cast, trail: Trail, settings: Any
) -> None:
    settings.KRING_MAIL = True
    for story in everything():
        with transaction.atomic():
            story(tell(cast))
            transaction.set_rollback(True)
        cast.school.refresh_from_db()
        cast.anouk.school.refresh_from_db()
    wrote = {name: set(times) - {()} for name, times in trail.of.items()}
    assert wrote["issuing.issue_plan"] == {LINES["issuing.issue_plan"], WITH_A_REQUEST}
    wrote["issuing.issue_plan"].discard(WITH_A_REQUEST)
    assert wrote == {name: {lines} for name, lines in LINES.items()}
    silent = {name for name, times in trail.of.items() if () in times}
    assert silent == NOTHING_CHANGED
