"""Letting go, closing, looking back, reopening, and choosing an earlier date (decisions 1, 4, 5 and 10)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from kring.cases.actions import closing, deciding, informing, people, recording, school_changes
from kring.cases.bodies import HandedOver, Informed, Level, Reached, Severity
from kring.cases.errors import NotAllowed, Refused
from kring.protocol.progress import State, reopenings
from kring.protocol.terms import Role
from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, act_of


def teasing(cast: Cast) -> Telling:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    case.agree()
    return case


def bullying(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def test_only_coordinator_or_head_lets_a_duty_go_and_with_a_reason(cast: Cast) -> None:
    case = bullying(cast)
    with pytest.raises(NotAllowed):
        closing.waive(act=case.act(), case_id=case.id, duty="ask_target", reason="Sem is ziek.", child_says="Nee.")
    case.as_(cast.carla)
    with pytest.raises(Refused, match="waarom"):
        closing.waive(act=case.act(), case_id=case.id, duty="ask_target", reason=" ")
    closing.waive(act=case.act(), case_id=case.id, duty="ask_target", reason="Sem is ziek.", child_says="Nee.")
    current = case.progress.current
    assert current is not None
    assert current.task("ask_target").state is State.WAIVED  # type: ignore[union-attr]
    with pytest.raises(Refused, match="staat niet"):
        closing.waive(act=case.act(), case_id=case.id, duty="ask_target", reason="Nog eens.", child_says="Nee.")


def test_the_question_of_a_step_cannot_be_let_go(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().as_(cast.hein)
    with pytest.raises(Refused):
        closing.waive(act=case.act(), case_id=case.id, duty="decision", reason="Geen zin.")


def test_a_case_of_bullying_is_closed_by_coordinator_or_head_with_the_childs_answer(cast: Cast) -> None:
    case = bullying(cast).step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    case.until_due().after_care().until_due().after_care()
    with pytest.raises(NotAllowed):
        closing.close_case(act=case.act(), case_id=case.id, reason="Het is goed.")
    case.as_(cast.hein)
    with pytest.raises(Refused) as refused:
        closing.close_case(act=case.act(), case_id=case.id, reason="Het is goed.")
    assert "Vraag eerst aan Sem zelf of het gestopt is." in refused.value.sentence
    case.close()
    assert (case.case.closed_on, case.case.next_due_on, case.case.ended_as) == (case.today, None, "stopped")


def test_before_the_protocol_is_through_only_the_leaders_may_close_and_it_is_told(cast: Cast) -> None:
    case = bullying(cast)
    with pytest.raises(NotAllowed):
        closing.close_case(act=case.act(), case_id=case.id, reason="De melding bleek een vergissing.")
    case.as_(cast.carla).hear()
    closing.close_case(act=case.act(), case_id=case.id, reason="Sem is verhuisd.")
    assert case.case.ended_as == "otherwise"


def test_teasing_with_a_check_date_stays_on_the_list_until_somebody_looked_back(cast: Cast) -> None:
    case = teasing(cast)
    saturday = TODAY + timedelta(days=12)
    closing.close_case(act=case.act(), case_id=case.id, reason="Afspraken gemaakt.", check_on=saturday)
    assert case.due_on() == saturday + timedelta(days=2)
    case.until_due()
    closing.check_back(act=case.act(), case_id=case.id, quiet=True, note="Sem zegt dat het goed gaat.")
    assert case.due_on() is None
    with pytest.raises(Refused, match="geen navraag"):
        closing.check_back(act=case.act(), case_id=case.id, quiet=True, note="Nog eens.")


def test_when_it_is_not_quiet_the_case_opens_again_at_step_1(cast: Cast) -> None:
    case = teasing(cast)
    closing.close_case(
        act=case.act(), case_id=case.id, reason="Afspraken gemaakt.", check_on=TODAY + timedelta(days=14)
    )
    case.until_due()
    closing.check_back(act=case.act(), case_id=case.id, quiet=False, note="Het is elke dag weer raak.")
    assert case.case.closed_on is None
    assert (case.step, case.progress.last.round) == ("signal", 2)
    due = case.case.next_due_on
    assert due is not None
    assert due > case.today


def test_a_check_date_lies_ahead(cast: Cast) -> None:
    case = teasing(cast)
    with pytest.raises(Refused) as refused:
        closing.close_case(act=case.act(), case_id=case.id, reason="Klaar.", check_on=TODAY)
    assert refused.value.field == "check_on"


def test_reopening_goes_to_step_1_or_after_bullying_to_step_3(cast: Cast) -> None:
    case = bullying(cast).as_(cast.carla).hear()
    closing.close_case(act=case.act(), case_id=case.id, reason="Sem is verhuisd.")
    assert [one.step for one in reopenings(case.file.protocol, case.progress)] == ["signal", "approach"]
    with pytest.raises(Refused) as refused:
        closing.reopen(act=case.act(), case_id=case.id, to="after_care", reason="Terug.")
    assert refused.value.field == "to"
    closing.reopen(act=case.act(), case_id=case.id, to="approach", reason="Sem is terug.")
    assert (case.step, case.progress.last.round) == ("approach", 2)
    assert case.case.next_due_on == date(2026, 11, 25)


def test_a_case_whose_owner_left_while_it_was_closed_is_whoever_reopens_it(cast: Cast) -> None:
    case = teasing(cast)
    case.close()
    school_changes.change_colleague(act=act_of(cast.ada), staff=cast.anouk, is_active=False)
    case.as_(cast.hein)
    closing.reopen(act=case.act(), case_id=case.id, to="signal", reason="Het is terug.")
    assert (case.case.owner, case.case.closed_on) == (cast.hein, None)
    handed_over = case.file.of(HandedOver)[-1].body
    assert (handed_over.from_name, handed_over.to_name) == (cast.anouk.name, cast.hein.name)


def test_a_case_that_is_back_by_somebody_who_owns_none_is_the_coordinators(cast: Cast) -> None:
    case = teasing(cast)
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.mo.pk)
    case.hear()
    closing.close_case(act=case.act(), case_id=case.id, reason="Klaar.", check_on=TODAY + timedelta(days=14))
    school_changes.change_colleague(act=act_of(cast.ada), staff=cast.anouk, is_active=False)
    case.as_(cast.mo)
    closing.check_back(act=case.act(), case_id=case.id, quiet=False, note="Het is terug.")
    assert (case.case.owner, case.case.closed_on) == (cast.carla, None)


def test_a_case_that_is_reopened_stays_with_an_owner_who_still_works_at_it(cast: Cast) -> None:
    case = teasing(cast)
    case.close()
    closing.reopen(act=case.as_(cast.hein).act(), case_id=case.id, to="signal", reason="Het is terug.")
    assert case.case.owner == cast.anouk
    assert not case.file.of(HandedOver)


def test_after_teasing_there_is_no_way_straight_to_step_3(cast: Cast) -> None:
    case = teasing(cast)
    case.close()
    with pytest.raises(Refused):
        closing.reopen(act=case.as_(cast.hein).act(), case_id=case.id, to="approach", reason="Toch pesten.")


def test_nothing_is_added_to_a_closed_case(cast: Cast) -> None:
    case = teasing(cast)
    case.close()
    with pytest.raises(Refused, match="Heropen"):
        case.incident()
    daan = case.file.with_role(Role.INSTIGATOR)[0]
    with pytest.raises(Refused, match="Heropen"):
        people.change_role(act=case.act(), case_id=case.id, involved_id=daan.pk, role=Role.WITNESS)
    with pytest.raises(Refused, match="Heropen"):
        people.remove_child(act=case.act(), case_id=case.id, involved_id=daan.pk, because="Niet erbij.")


def test_departing_from_what_the_tests_suggest_is_allowed_and_kept(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    with pytest.raises(Refused) as refused:
        deciding.decide(act=case.act(), case_id=case.id, outcome="bullying", reasons="Ja.", tests={})
    assert refused.value.field == "test_systematic"
    tests = {"systematic": ["incidental"], "harm": ["none"], "by_whom": ["one"], "defenceless": ["can"]}
    deciding.decide(act=case.act(), case_id=case.id, outcome="bullying", reasons="Ja.", tests=tests)
    (decision,) = case.file.of_kind("decision")
    assert decision.body.departs  # type: ignore[attr-defined]


def test_the_question_of_step_4_waits_for_the_talk_and_the_agreements(cast: Cast) -> None:
    case = bullying(cast).step_3().until_due()
    with pytest.raises(Refused, match="Eerst nog: Praten met beide partijen"):
        case.decide("yes")


def test_an_earlier_date_may_be_chosen_a_later_one_never(cast: Cast) -> None:
    case = bullying(cast).step_3()
    plan = {"act": case.act(), "case_id": case.id}
    deciding.plan_step(**plan, on=date(2026, 11, 30), why="Dan is Carla er.")  # type: ignore[arg-type]
    assert case.case.next_due_on == date(2026, 11, 30)
    for day, sentence in (
        (date(2026, 12, 3), "Later dan het protocol"),
        (date(2026, 11, 28), "geen school"),
        (date(2026, 11, 20), "nog komt"),
    ):
        with pytest.raises(Refused, match=sentence):
            deciding.plan_step(**plan, on=day)  # type: ignore[arg-type]


def test_an_evaluation_held_early_says_so(cast: Cast) -> None:
    case = bullying(cast).step_3().on(date(2026, 11, 27))
    case.evaluate("yes")
    held = case.progress.visit("first_evaluation", 1)
    assert held is not None
    assert held.held_early
    assert case.case.next_due_on == date(2026, 12, 11)


def informed(case: Telling, guardianship: Guardianship, reached: Reached, **words: Any) -> None:
    informing.inform_guardian(
        act=case.act(),
        case_id=case.id,
        guardianship_id=guardianship.pk,
        on=case.today,
        informed=Informed(reached=reached, **words),
    )


def test_a_guardian_who_was_not_reached_stays_on_the_list(cast: Cast) -> None:
    case = bullying(cast)
    mother = Guardianship.objects.get(guardian=cast.inge_bakker)
    informed(case, mother, Reached.NOT_REACHED)
    task = case.task("inform_guardians")
    assert str(mother.pk) in task.missing
    informed(case, mother, Reached.INFORMED, channel="phone", said="Fijn dat je belt.")
    task = case.task("inform_guardians")
    assert str(mother.pk) not in task.missing


def test_not_informing_needs_a_reason_and_informing_a_channel(cast: Cast) -> None:
    case = bullying(cast)
    mother = Guardianship.objects.get(guardian=cast.inge_bakker)
    with pytest.raises(Refused) as refused:
        informed(case, mother, Reached.NOT_INFORMED)
    assert refused.value.field == "because"
    with pytest.raises(Refused) as refused:
        informed(case, mother, Reached.INFORMED, channel="pigeon")
    assert refused.value.field == "channel"


def test_a_guardian_without_custody_is_not_waited_for_but_may_be_informed_on_request(cast: Cast) -> None:
    case = bullying(cast)
    father = Guardianship.objects.get(guardian=cast.rob_visser)
    task = case.task("inform_guardians")
    assert str(father.pk) not in task.missing
    informed(case, father, Reached.INFORMED, channel="in_person", said="Dank je.", on_request=True)
    assert len(case.file.of_kind("informed")) == 1


def test_a_guardian_of_a_child_outside_the_case_is_not_known_here(cast: Cast) -> None:
    case = bullying(cast)
    stranger = Guardianship.objects.get(guardian=cast.samira_haddad)
    with pytest.raises(NotAllowed):
        informed(case, stranger, Reached.INFORMED, channel="phone")


def test_a_duty_let_go_for_one_child_is_still_asked_for_another(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    closing.waive(act=case.as_(cast.carla).act(), case_id=case.id, duty="talk_instigator", reason="Daan is ziek.")
    task = case.task("talk_instigator")
    assert task.state is State.WAIVED
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.lars.pk, role=Role.INSTIGATOR)
    task = case.task("talk_instigator")
    assert (task.state, case.key(cast.lars) in task.missing) == (State.OPEN, True)


def test_when_the_answer_changes_guardians_and_team_are_told_again(cast: Cast) -> None:
    case = bullying(cast).step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review()
    task = case.task("inform_guardians")
    assert task.state is State.WAITING
    case.decide("yes")
    case.inform_everybody()
    case.decide("no")
    current = case.progress.current
    assert current is not None
    assert [one.duty.key for one in current.tasks if not one.settled] == [
        "analysis",
        "consult",
        "agreements",
        "inform_guardians",
        "issue_plan",
    ]
    case.do_the_rest()
    assert case.step == "second_evaluation"


def test_putting_an_old_call_right_tells_nobody_of_the_answer_that_changed_since(cast: Cast) -> None:
    case = bullying(cast).step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review()
    case.decide("yes")
    case.inform_everybody()
    told = case.file.of(Informed)[-1]
    case.decide("no")
    before = case.task("inform_guardians").missing
    right = structs.replace(told.body, said="Zijn moeder vroeg wanneer we weer bellen.")
    informing.inform_guardian(
        act=case.act(corrects=told.fact.pk),
        case_id=case.id,
        guardianship_id=UUID(told.fact.about[0]),
        on=case.today,
        informed=right,
    )
    assert case.task("inform_guardians").missing == before


def test_a_closed_case_takes_no_correction(cast: Cast) -> None:
    case = teasing(cast)
    (fact,) = case.file.of_kind("severity")
    case.close()
    with pytest.raises(Refused, match="Heropen"):
        recording.estimate_severity(
            act=case.act(corrects=fact.pk),
            case_id=case.id,
            severity=Severity(level=Level.LIGHT, reasons="Toch minder erg."),
        )
