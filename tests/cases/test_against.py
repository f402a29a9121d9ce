"""Saying that it goes well although the file says otherwise: possible, with a reason, told, and looked at sooner."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kring.cases import bodies
from kring.cases.actions import closing, deciding, recording
from kring.cases.against import against_a_child, objections, standing_departure
from kring.cases.bodies import Decision, Kept, Level, Severity, SpeaksAgainst, Stopped
from kring.cases.errors import Refused
from kring.mail.models import Letter
from kring.protocol.editions import PROTOCOLS
from kring.protocol.terms import Ending
from tests.cases.telling import Telling, tell
from tests.cast import Cast
from tests.protocol.other_edition import OTHER


@pytest.fixture
def second(cast: Cast) -> Telling:
    """A case in its second evaluation, with nothing said yet."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    return case.evaluate("yes").until_due()


def answer(case: Telling, outcome: str, although: str = "", **more: Any) -> Any:
    return deciding.decide(
        act=case.act(**more), case_id=case.id, outcome=outcome, reasons="Zo zien we het.", although=although
    )


def grounds(case: Telling) -> list[SpeaksAgainst]:
    return [one.what for one in objections(case.file)]


def told(case: Telling) -> list[str]:
    letters = Letter.objects.filter(kind="against_facts", about=case.id).select_related("to_staff")
    return sorted(letter.to_staff.name.split()[0] for letter in letters if letter.to_staff)


def test_what_speaks_against_it_is_what_the_children_said_and_what_was_recorded(second: Telling) -> None:
    assert grounds(second) == []
    second.feeling(1).hear(stopped=Stopped.SAME, feels=1)
    second.words = replace(second.words, kept=Kept.NOT)
    second.do_the_rest()
    assert grounds(second) == [SpeaksAgainst.NOT_STOPPED, SpeaksAgainst.NOT_SAFE, SpeaksAgainst.NOT_KEPT]
    assert [one.text for one in objections(second.file)] == [
        "Sem zegt zelf: hetzelfde.",
        "Sem voelt zich niet veilig.",
        "1 afspraak is niet nagekomen.",
    ]


@pytest.mark.parametrize("stopped", [Stopped.STOPPED, Stopped.NOT_SAID])
def test_a_child_that_says_it_stopped_or_says_nothing_speaks_against_nothing(second: Telling, stopped: Stopped) -> None:
    second.hear(stopped=stopped, feels=2)
    assert grounds(second) == []


def test_that_a_child_will_not_say_takes_nothing_back_of_what_it_said(second: Telling) -> None:
    second.feeling(1).hear(stopped=Stopped.WORSE, feels=1).hear(stopped=Stopped.NOT_SAID)
    assert grounds(second) == [SpeaksAgainst.NOT_STOPPED, SpeaksAgainst.NOT_SAFE]
    assert against_a_child(second.file)


def test_grave_speaks_against_it_until_the_child_says_that_it_stopped(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    grave = Severity(level=Level.GRAVE, reasons="Sem eet niet meer.")
    case.incident()
    recording.estimate_severity(act=case.act(), case_id=case.id, severity=grave)
    assert grounds(case) == [SpeaksAgainst.GRAVE]
    case.hear(stopped=Stopped.STOPPED)
    assert grounds(case) == []


def test_positive_against_the_child_takes_a_reason_is_kept_told_and_looked_at_within_a_week(second: Telling) -> None:
    second.hear(stopped=Stopped.SAME, feels=1).do_the_rest()
    with pytest.raises(Refused) as refused:
        answer(second, "positive")
    assert refused.value.field == "although"
    assert "Sem zegt zelf: hetzelfde." in refused.value.sentence
    answer(second, "positive", "Sem was vandaag boos om iets anders.")
    (*_first, decision) = second.file.of(Decision)
    assert decision.body.although == bodies.Although(
        (SpeaksAgainst.NOT_STOPPED, SpeaksAgainst.NOT_SAFE), "Sem was vandaag boos om iets anders."
    )
    assert told(second) == ["Carla", "Hein"]
    assert second.case.departed_at == decision.fact.at
    second.do_the_rest()
    assert second.step == "after_care"
    due = second.progress.last.due
    assert due is not None
    assert due.brought_forward
    assert due.on <= second.today + timedelta(days=7)


def test_what_agrees_with_the_file_asks_nothing_and_is_told_to_nobody(second: Telling) -> None:
    second.hear(stopped=Stopped.WORSE).do_the_rest()
    answer(second, "negative")
    assert (told(second), second.case.departed_at) == ([], None)
    assert standing_departure(second.file) is None


def test_a_reason_without_anything_against_it_is_no_departure(second: Telling) -> None:
    second.hear(stopped=Stopped.STOPPED, feels=5).do_the_rest()
    answer(second, "positive", "Zomaar.")
    assert second.file.of(Decision)[-1].body.although is None


def test_putting_the_words_of_such_an_answer_right_does_not_bring_it_forward_again(second: Telling) -> None:
    second.hear(stopped=Stopped.SAME).do_the_rest()
    first = answer(second, "positive", "We denken van wel.")
    (chosen,) = second.file.of(bodies.Planned)
    answer(second, "positive", "Wij denken van wel.", corrects=first.pk, seen=first.pk)
    assert [one.fact.pk for one in second.file.of(bodies.Planned)] == [chosen.fact.pk]


def test_kept_against_the_child_brings_the_second_evaluation_forward(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.hear(stopped=Stopped.LESS).do_the_rest()
    answer(case, "yes", "Het is minder, en de afspraken zijn gehouden.")
    case.do_the_rest()
    due = case.progress.last.due
    assert due is not None
    assert (case.step, due.brought_forward) == ("second_evaluation", True)


def test_putting_an_answer_right_is_asked_the_same(second: Telling) -> None:
    second.hear(stopped=Stopped.SAME).do_the_rest()
    first = answer(second, "negative")
    with pytest.raises(Refused) as refused:
        answer(second, "positive", corrects=first.pk, seen=first.pk)
    assert refused.value.field == "although"


def test_a_day_that_was_chosen_for_a_way_that_the_case_did_not_take_moves_nothing_later(second: Telling) -> None:
    second.hear(stopped=Stopped.SAME).do_the_rest()
    first = answer(second, "positive", "We denken van wel.")
    answer(second, "negative", corrects=first.pk, seen=first.pk)
    second.do_the_rest().until_due().hear(stopped=Stopped.STOPPED, feels=5).evaluate("positive")
    due = second.progress.last.due
    assert due is not None
    assert (second.step, due.brought_forward) == ("after_care", False)


def test_teasing_against_the_child_takes_a_reason_and_a_day_to_ask_again(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).feeling(1).do_the_rest()
    definition = case.progress.last.step.tests
    assert definition is not None
    case.words = replace(case.words, although="")
    with pytest.raises(Refused) as refused:
        case.decide("teasing")
    assert refused.value.field == "although"
    case.words = replace(case.words, although="Sem is bang voor toetsen.")
    case.decide("teasing").agree()
    with pytest.raises(Refused) as refused:
        closing.close_case(act=case.act(), case_id=case.id, reason="Afgesproken.")
    assert refused.value.field == "although"
    with pytest.raises(Refused) as refused:
        closing.close_case(act=case.act(), case_id=case.id, reason="Afgesproken.", although="Het gaat gelijk op.")
    assert refused.value.field == "check_on"
    check_on = case.today + timedelta(days=7)
    closing.close_case(
        act=case.act(), case_id=case.id, reason="Afgesproken.", although="Het gaat gelijk op.", check_on=check_on
    )
    assert case.case.ended_as == Ending.TEASING
    assert case.case.departed_at is None


def test_closing_against_the_childs_last_word_takes_the_head(second: Telling, cast: Cast) -> None:
    second.hear(stopped=Stopped.SAME)
    assert against_a_child(second.file)
    with pytest.raises(Refused, match="alleen de directeur"):
        closing.close_case(
            act=second.as_(cast.carla).act(), case_id=second.id, reason="Klaar.", although="Het is goed."
        )
    second.as_(cast.hein)
    closing.close_case(
        act=second.act(), case_id=second.id, reason="Sem is verhuisd.", although="Wij kunnen niets meer."
    )
    assert second.case.closed_on
    assert told(second) == ["Carla"]


def test_closing_as_a_mistake_is_no_road_around_the_head(second: Telling, cast: Cast) -> None:
    second.hear(stopped=Stopped.SAME)
    with pytest.raises(Refused, match="alleen de directeur"):
        closing.close_by_mistake(act=second.as_(cast.carla).act(), case_id=second.id, reason="Per ongeluk.")
    closing.close_by_mistake(act=second.as_(cast.hein).act(), case_id=second.id, reason="Een andere Sem.")
    assert second.case.ended_as == Ending.MISTAKE


def test_moving_back_a_day_that_was_chosen_is_told_while_the_child_says_it_goes_on(second: Telling) -> None:
    case = second
    case.on(case.today - timedelta(days=7))
    case.hear(stopped=Stopped.SAME)
    soon, later = case.today + timedelta(days=1), case.today + timedelta(days=3)
    deciding.plan_step(act=case.act(), case_id=case.id, on=soon)
    with pytest.raises(Refused) as refused:
        deciding.plan_step(act=case.act(), case_id=case.id, on=later)
    assert refused.value.field == "although"
    deciding.plan_step(act=case.act(), case_id=case.id, on=later, although="Sem is ziek.")
    assert told(case) == ["Carla", "Hein"]
    assert case.case.departed_at is not None


def test_every_answer_of_every_protocol_says_whether_it_claims_that_it_goes_well() -> None:
    editions = [*(one for several in PROTOCOLS.values() for one in several), OTHER]
    claims = {
        (edition.key, step.key, outcome.key)
        for edition in editions
        for step in edition.steps
        for outcome in step.outcomes
        if outcome.claims_well
    }
    assert claims == {
        ("stappenplan", "analyse", "teasing"),
        ("stappenplan", "first_evaluation", "yes"),
        ("stappenplan", "second_evaluation", "positive"),
        ("stappenplan", "after_care", "well"),
        ("samen_verder", "horen", "small"),
        ("samen_verder", "terugblik", "good"),
    }
