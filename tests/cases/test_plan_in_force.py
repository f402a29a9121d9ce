"""The plan in force is never wrong in silence: what makes it stale, at once, and what it takes to mend it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from kring.cases import bodies
from kring.cases.actions import agreeing, issuing, opening, people, recording, school_changes
from kring.cases.actions.reminding import sweep
from kring.cases.cannot_wait import Why
from kring.cases.errors import Refused
from kring.cases.models import Case, PlanVersion
from kring.cases.plan import What, content_of, newest_version
from kring.cases.plan_in_force import is_shut, next_plan, stale_line, stale_now, state_of, still_named
from kring.cases.plan_words import change_in_words
from kring.cases.queries import plan_lines
from kring.cases.team import versions_for
from kring.mail.models import Letter, State
from kring.protocol.terms import Role
from kring.school.models import StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast


@pytest.fixture
def case(cast: Cast) -> Telling:
    """The plan is out, with attention in class, and the case waits for its first evaluation."""
    return tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)).step_1().judged("bullying").step_3()


def takes_out(case: Telling) -> None:
    people.remove_child(
        act=case.act(), case_id=case.id, involved_id=UUID(case.key(case.cast.daan)), because="Niet erbij."
    )


def adds(case: Telling) -> None:
    people.add_child(act=case.act(), case_id=case.id, pupil_id=case.cast.jens.pk, role=Role.WITNESS)


def reports_another(case: Telling) -> None:
    opening.join_case(act=case.act(), case_id=case.id, report=case.report_of(case.cast.sem, by=(case.cast.jens,)))


def changes_a_role(case: Telling) -> None:
    person = UUID(case.key(case.cast.daan))
    people.change_role(act=case.act(), case_id=case.id, involved_id=person, role=Role.WITNESS)


def puts_a_name_right(case: Telling) -> None:
    school_changes.change_pupil(act=case.as_(case.cast.hein).act(), pupil=case.cast.daan, first_name="Daniël")


def hands_over(case: Telling) -> None:
    people.hand_over(act=case.as_(case.cast.carla).act(), case_id=case.id, to=case.cast.bram.pk)


def finds_a_stand_in(case: Telling) -> None:
    people.set_stand_in(act=case.act(), case_id=case.id, to=case.cast.bram.pk)


def withdraws_an_agreement(case: Telling) -> None:
    agreement = case.file.of_kind("agreement")[0]
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=agreement.pk, reason="Dit was een ander kind.")


def corrects_an_agreement(case: Telling) -> None:
    former = case.file.of_kind("agreement")[0]
    made = bodies.Agreement(what="Sem speelt op het voorplein.", who="Sem", from_on=TODAY)
    agreeing.agree(act=case.act(corrects=former.pk, seen=former.pk), case_id=case.id, agreements=[made])


def corrects_the_problem(case: Telling) -> None:
    former = case.file.of_kind("problem")[0]
    act = case.act(corrects=former.pk, seen=former.pk)
    recording.formulate_problem(act=act, case_id=case.id, text="Het was iets anders.")


def corrects_the_class_talk(case: Telling) -> None:
    former = case.file.of_kind("class_attention")[0]
    told = bodies.ClassAttention(method="Een kringgesprek", said="We spraken over samen spelen.")
    act = case.act(corrects=former.pk, seen=former.pk)
    recording.address_class(act=act, case_id=case.id, on=former.on, attention=told)


WRONG = (
    takes_out,
    adds,
    reports_another,
    changes_a_role,
    puts_a_name_right,
    hands_over,
    finds_a_stand_in,
    withdraws_an_agreement,
    corrects_an_agreement,
    corrects_the_problem,
    corrects_the_class_talk,
)


def asked(case: Telling, staff: StaffMember) -> bool:
    return case.waits_for(staff, Why.WRONG_PLAN) or case.waits_for(staff, Why.STALE_PLAN)


@pytest.mark.parametrize("happens", WRONG, ids=lambda one: one.__name__)
def test_what_is_not_so_any_more_makes_the_plan_stale_at_once_and_a_new_version_mends_it(
    case: Telling, happens: Callable[[Telling], None]
) -> None:
    assert (case.case.plan_is, stale_now(case.file, TODAY)) == (Case.PlanIs.SOUND, [])
    happens(case)
    assert case.case.plan_is == state_of(case.file, TODAY) == Case.PlanIs.STALE
    assert stale_line(case.case, TODAY).startswith("Dit plan klopt niet meer helemaal: ")
    assert "Daan" not in stale_line(case.case, TODAY)
    assert asked(case, case.case.owner)
    issuing.issue_plan(act=case.act(), case_id=case.id)
    assert (case.case.plan_is, stale_now(case.file, TODAY)) == (Case.PlanIs.SOUND, [])
    assert stale_line(case.case, TODAY) == ""
    assert asked(case, case.case.owner) == (case.case.wrongly_told > 0)  # parents who heard of it are still to be told


def test_another_group_is_nothing_wrong(case: Telling) -> None:
    school_changes.change_pupil(act=case.as_(case.cast.hein).act(), pupil=case.cast.daan, group=case.cast.group5)
    assert stale_now(case.file, TODAY) == []


def test_before_there_is_a_plan_and_after_the_case_nothing_is_stale(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.bram.pk)
    assert case.case.plan_is == Case.PlanIs.SOUND


def test_a_version_between_two_steps_leaves_the_duty_of_the_step_to_be_done(case: Telling) -> None:
    withdraws_an_agreement(case)
    issuing.issue_plan(act=case.act(), case_id=case.id)
    task = case.task("issue_plan")
    assert not task.settled
    assert PlanVersion.objects.filter(case=case.id).count() == 2


def test_with_a_step_that_somebody_began_the_new_version_comes_by_itself(case: Telling) -> None:
    case.until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    finds_a_stand_in(case)
    assert case.case.plan_is == Case.PlanIs.UNDERWAY
    assert not asked(case, case.cast.anouk)
    assert "bij wie je moet zijn, is veranderd" in stale_line(
        case.case, case.today
    )  # the team hears of it all the same
    with pytest.raises(Refused, match="Eerst nog"):
        issuing.issue_plan(act=case.act(), case_id=case.id)


def test_the_owner_and_the_stand_in_have_the_duty_and_nobody_else(case: Telling, cast: Cast) -> None:
    finds_a_stand_in(case)
    assert [asked(case, who) for who in (cast.anouk, cast.bram, cast.carla, cast.hein, cast.mo)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_what_comes_to_an_evaluation_is_no_correction_and_another_answer_is(case: Telling) -> None:
    case.until_due().evaluate("no")
    former = case.file.of_kind("analysis")[0]
    act = case.act(corrects=former.pk, seen=former.pk)
    recording.analyse(act=act, case_id=case.id, text="Het was het speelkwartier.")
    assert [change.what for change in stale_now(case.file, case.today)] == [What.EVALUATION_CORRECTED]


# A child wrongly in it


def not_in_it(case: Telling, *, mistake: bool = True, tell: tuple[UUID, ...] = ()) -> None:
    daan = UUID(case.key(case.cast.daan))
    people.remove_child(
        act=case.act(), case_id=case.id, involved_id=daan, because="Hij was ziek.", mistake=mistake, tell=tell
    )


def never_bullied(case: Telling) -> None:
    daan = UUID(case.key(case.cast.daan))
    people.change_role(
        act=case.act(), case_id=case.id, involved_id=daan, role=Role.WITNESS, mistake=True, because="Hij stond erbij."
    )


@pytest.mark.parametrize("happens", [not_in_it, never_bullied])
def test_a_version_with_a_child_wrongly_in_it_is_shut_for_the_team_until_the_next(
    case: Telling, cast: Cast, happens: Callable[[Telling], None]
) -> None:
    happens(case)
    assert case.case.plan_is == state_of(case.file, TODAY) == Case.PlanIs.WRONG
    assert is_shut(case.case, cast.mo)
    assert not versions_for(cast.mo, case.case)
    assert not plan_lines(cast.mo, TODAY)[0]
    assert not is_shut(case.case, cast.anouk)  # who works at the case reads what is to be put right
    assert versions_for(cast.anouk, case.case)
    assert {who for who in (cast.anouk, cast.bram, cast.carla, cast.hein, cast.mo) if asked(case, who)} == {
        cast.anouk,
        cast.carla,
        cast.hein,
    }
    issuing.issue_plan(act=case.act(), case_id=case.id)
    assert case.case.plan_is == Case.PlanIs.SOUND
    assert [version.number for version in versions_for(cast.mo, case.case)] == [2]


def latest_of(case: Telling) -> PlanVersion:
    return PlanVersion.objects.filter(case=case.id).latest("number")


def next_of(case: Telling) -> list[str]:
    latest = newest_version(case.case)
    return still_named(case.file, next_plan(case.file, case.cast.anouk, TODAY, latest))


def test_what_still_names_a_child_that_had_nothing_to_do_with_it_is_pointed_out(case: Telling, cast: Cast) -> None:
    assert next_of(case) == []
    not_in_it(case)
    assert next_of(case) == ["Daan laat de tas van Sem met rust."]
    withdraws_an_agreement(case)
    assert next_of(case) == []


def test_a_child_that_simply_left_is_named_as_before(case: Telling, cast: Cast) -> None:
    people.remove_child(act=case.act(), case_id=case.id, involved_id=UUID(case.key(cast.daan)), because="Hij verhuist.")
    assert next_of(case) == []


@pytest.mark.parametrize(
    "what",
    [
        "daan komt niet op het plein.",
        "Daans tas blijft dicht.",
        "Daniël Visser speelt elders.",
        "Laat Danieltje even met rust.",
        "Visser blijft in de klas.",
    ],
)
def test_it_is_found_by_every_name_it_ever_had_however_that_is_written(case: Telling, cast: Cast, what: str) -> None:
    puts_a_name_right(case)
    case.agree(what)
    not_in_it(case)
    assert what in next_of(case)


def test_of_two_with_one_first_name_only_what_tells_the_other_one_is_pointed_out(case: Telling, cast: Cast) -> None:
    cast.lars.first_name, cast.lars.last_name = "Daan", "Smit"
    cast.lars.save()
    for what in ("Daan Visser speelt elders.", "Daan Smit blijft in de klas.", "Daan V. komt later."):
        case.agree(what)
    not_in_it(case)
    assert next_of(case) == ["Daan Visser speelt elders.", "Daan V. komt later."]


def test_it_is_shut_also_when_somebody_began_with_the_step_and_the_new_version_need_not_wait(case: Telling) -> None:
    case.until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    not_in_it(case)
    assert case.case.plan_is == Case.PlanIs.WRONG
    issuing.issue_plan(act=case.act(), case_id=case.id)
    assert case.case.plan_is == Case.PlanIs.SOUND


def test_a_child_that_takes_no_part_any_more_shuts_nothing(case: Telling) -> None:
    not_in_it(case, mistake=False)
    assert case.case.plan_is == Case.PlanIs.STALE


def test_a_child_that_comes_back_was_not_wrongly_in_it(case: Telling) -> None:
    not_in_it(case)
    people.add_child(act=case.act(), case_id=case.id, pupil_id=case.cast.daan.pk, role=Role.INSTIGATOR)
    assert case.case.plan_is == Case.PlanIs.SOUND


def test_taking_a_child_out_asks_why(case: Telling) -> None:
    daan = UUID(case.key(case.cast.daan))
    with pytest.raises(Refused, match="Schrijf op waarom"):
        people.remove_child(act=case.act(), case_id=case.id, involved_id=daan, because=" ")


def test_what_waits_to_be_sent_of_it_is_stopped_and_owner_and_leaders_are_told(case: Telling, cast: Cast) -> None:
    plan_letters = Letter.objects.filter(about=case.id, kind="plan_issued")
    assert plan_letters.exists()
    not_in_it(case.as_(cast.carla))
    assert {letter.state for letter in plan_letters} == {State.WITHDRAWN}
    told = {letter.address for letter in Letter.objects.filter(about=case.id, kind="plan_shut")}
    assert told == {"anouk@dewilg.example", "hein@dewilg.example"}


def test_nobody_is_reminded_of_a_plan_that_is_shut(case: Telling, cast: Cast) -> None:
    not_in_it(case)
    day = date(2026, 11, 26)
    sweep(school=cast.school, at=NOW + (day - TODAY), today=day)
    assert not Letter.objects.filter(kind="plan_unread").exists()


def test_what_changed_names_no_child_that_had_nothing_to_do_with_it(case: Telling, cast: Cast) -> None:
    not_in_it(case)
    withdraws_an_agreement(case)
    issuing.issue_plan(act=case.act(), case_id=case.id)
    changed = [change_in_words(one) for one in content_of(latest_of(case)).changes]
    assert "Wat niet klopte over een ander kind, staat er niet meer in." in changed
    assert not [line for line in changed if "Daan" in line]


def test_a_child_that_simply_left_is_said_to_have_left(case: Telling, cast: Cast) -> None:
    takes_out(case)
    issuing.issue_plan(act=case.act(), case_id=case.id)
    changed = [change_in_words(one) for one in content_of(latest_of(case)).changes]
    assert "Daan is uit deze zaak gehaald." in changed
