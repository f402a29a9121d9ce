"""What belongs together on one page and in one save: the talk of step 3, an evaluation, severity with the question."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.asked_together import asked_together
from kring.cases.foresight import next_evaluation_on
from kring.cases.models import Fact
from kring.demo import doing
from kring.protocol.terms import Kind
from kring.web.models import Draft
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, it_is_now, messages_after, opened, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    """In step 3, where Sem wants the talk together and said how safe he feels."""
    case = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying"))
    return asked(case, cast)


def asked(case: Telling, cast: Cast, *, yes: bool = True) -> Telling:
    sem = case.key(cast.sem)
    wish = bodies.Talk(said="Liever niet." if not yes else "", wants_together=yes, feelings={sem: 3})
    recording.record_talk(act=case.act(), case_id=case.id, duty="ask_target", on=case.today, about=[sem], talk=wish)
    return case


def page(case: Telling, duty: str = "joint_talk") -> str:
    return reverse("at_once", args=[case.id, duty])


def joint(case: Telling, cast: Cast, **typed: Any) -> dict[str, Any]:
    return {
        "joint_talk-together": "together",
        "joint_talk-with_whom": [case.key(cast.sem), case.key(cast.daan)],
        "joint_talk-said": "Ze luisterden naar elkaar.",
        "problem-text": "Sem wordt in de pauze uitgelachen.",
        "agreements-agreements-0-what": "Daan laat de tas van Sem met rust.",
        "agreements-agreements-0-who": "Daan",
    } | typed


def sent(browser: Client, url: str, typed: dict[str, Any]) -> Any:
    return browser.post(url, filled_in(opened(browser, url), **typed))


def kinds(case: Telling) -> list[str]:
    return [fact.kind for fact in case.file.facts]


def test_the_talk_the_problem_and_the_agreements_are_one_save(anouk, case, cast):
    answer = sent(anouk, page(case), joint(case, cast))
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Ouders informeren."]
    assert kinds(case)[-3:] == ["talk", "problem", "agreement"]


def test_nothing_is_kept_when_one_part_is_not_right_and_all_that_was_typed_stands_there(anouk, case, cast):
    count = Fact.objects.count()
    answer = sent(anouk, page(case), joint(case, cast, **{"problem-text": " "}))
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Schrijf het probleem op." in said
    assert "Ze luisterden naar elkaar." in said
    assert "Daan laat de tas van Sem met rust." in answer.content.decode()
    assert Fact.objects.count() == count
    assert Draft.objects.count() == 1


def test_what_the_verb_of_a_part_refuses_stands_at_the_field_of_that_part(anouk, case, cast):
    early_day = {"agreements-agreements-0-until_on": "2026-01-05", "agreements-agreements-0-from_on": "2026-01-01"}
    answer = sent(anouk, page(case), joint(case, cast, **early_day))
    assert answer.status_code == 422
    assert 'href="#id_agreements-agreements-0-from_on"' in answer.content.decode()


def test_a_double_click_keeps_each_fact_once(anouk, case, cast):
    form = filled_in(opened(anouk, page(case)), **joint(case, cast))
    before = Fact.objects.count()
    first, second = anouk.post(page(case), form), anouk.post(page(case), form)
    assert first["Location"] == second["Location"]
    assert Fact.objects.count() == before + 3


def test_what_a_colleague_wrote_of_one_part_is_shown_beside_it_and_then_all_is_kept(anouk, case, cast):
    form = filled_in(opened(anouk, page(case)), **joint(case, cast))
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Volgens Bram gaat het om een bal.")
    answer = anouk.post(page(case), form)
    assert answer.status_code == 409
    assert "Volgens Bram gaat het om een bal." in text_of(answer)
    assert "Ze luisterden naar elkaar." in text_of(answer)
    assert "agreement" not in kinds(case)
    again = opened_again(answer)
    assert anouk.post(page(case), filled_in(again, **joint(case, cast))).status_code == 303
    assert case.file.of(bodies.Problem)[-1].body.text == "Sem wordt in de pauze uitgelachen."


def opened_again(answer: Any) -> dict[str, list[str]]:
    return fields_of(answer.content.decode())


def test_a_talk_with_one_of_them_is_written_up_by_itself(anouk, case, cast):
    half = {"joint_talk-with_whom": [case.key(cast.sem)], "joint_talk-together": "apart"}
    answer = sent(anouk, page(case), joint(case, cast, **half))
    assert answer.status_code == 422
    assert "Sprak je iemand apart?" in text_of(answer)


def test_a_bullied_child_that_wants_no_talk_together_leads_to_the_page_of_the_talk_alone(anouk, cast):
    case = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying"))
    asked(case, cast, yes=False)
    assert anouk.get(page(case))["Location"] == reverse("duty", args=[case.id, "joint_talk"])
    assert anouk.get(reverse("case", args=[case.id])).content.decode().count("Alles in één keer") == 0


def test_what_a_child_said_today_of_how_safe_it_feels_is_shown_and_not_asked_again(anouk, case, cast):
    shown = text_of(anouk.get(page(case)))
    assert "Sem zei vandaag al: gaat wel." in shown
    sent(anouk, page(case), joint(case, cast))
    assert case.file.of(bodies.Talk)[-1].body.feelings == {}


def test_what_has_changed_since_is_kept_with_the_talk(anouk, case, cast):
    sem = f"joint_talk-feels_{case.key(cast.sem).replace('-', '')}"
    sent(anouk, page(case), joint(case, cast, **{sem: "4"}))
    assert case.file.of(bodies.Talk)[-1].body.feelings == {case.key(cast.sem): 4}


def evaluated(case: Telling, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Telling:
    case.step_3()
    case.on(case.today + timedelta(days=7))
    it_is_now(monkeypatch, case.today)
    return case.hear()


def evaluation(case: Telling, cast: Cast, **typed: Any) -> dict[str, Any]:
    task = asked_together(case.file, case.today)
    assert task
    agreements = {
        f"review-kept_{fact.pk.hex}": typed.pop("kept", "kept") for fact in case.file.of_kind("agreement")[:1]
    }
    return (
        {
            "talk-together": "together",
            "talk-with_whom": [case.key(cast.sem), case.key(cast.daan)],
            "talk-said": "Het gaat goed.",
            "answer_-outcome": "yes",
        }
        | agreements
        | typed
    )


@pytest.fixture
def first_evaluation(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Telling:
    case = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying"))
    return evaluated(case, cast, monkeypatch)


def test_an_evaluation_is_one_page_and_the_talk_tells_why(anouk, first_evaluation, cast):
    case = first_evaluation
    answer = sent(anouk, page(case, "talk"), evaluation(case, cast))
    assert answer.status_code == 303, text_of(answer)
    assert kinds(case)[-3:] == ["talk", "review", "decision"]
    assert case.file.of(bodies.Decision)[-1].body.reasons == "Het gaat goed."
    assert case.file.of(bodies.Review)[-1].body.verdicts[0].goes_on == bodies.GoesOn.CONTINUE


def test_who_says_it_goes_well_against_what_the_page_itself_says_is_asked_why(anouk, first_evaluation, cast):
    case = first_evaluation
    typed = evaluation(case, cast, kept="not")
    answer = sent(anouk, page(case, "talk"), typed)
    assert answer.status_code == 422
    assert "1 afspraak is niet nagekomen." in text_of(answer)
    assert "review" not in kinds(case), "nothing of it is kept"
    again = filled_in(opened_again(answer), **typed, **{"answer_-although": "Het was een misverstand."})
    assert anouk.post(page(case, "talk"), again).status_code == 303
    although = case.file.of(bodies.Decision)[-1].body.although
    assert although
    assert although.reason == "Het was een misverstand."


def test_an_answer_no_asks_for_the_analysis_the_consultation_and_the_plan_on_one_page(anouk, first_evaluation, cast):
    case = first_evaluation
    sent(anouk, page(case, "talk"), evaluation(case, cast, **{"answer_-outcome": "no"}))
    found = asked_together(case.file, case.today)
    assert found
    assert [task.duty.kind for task in found.tasks] == [Kind.ANALYSIS, Kind.CONSULT, Kind.AGREE]
    typed = {
        "analysis-text": "De kleine pauze had geen toezicht.",
        "consult-with_whom": "Carla Jansen",
        "consult-advice": "Extra ogen op het plein.",
        "agreements-agreements-0-what": "Bram loopt mee.",
        "agreements-agreements-0-who": "Bram",
    }
    assert sent(anouk, page(case, "analysis"), typed).status_code == 303
    assert kinds(case)[-3:] == ["analysis", "consultation", "agreement"]


def test_severity_and_the_question_are_one_page_and_the_reasons_go_along(anouk, cast):
    case = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)))
    doing.do_the_rest(case.feeling(2), most=3)
    tests = {"systematic": "weekly", "harm": "psychological", "by_whom": "one", "defenceless": "cannot"}
    typed = {
        "severity-level": "serious",
        "severity-reasons": "Sem durft niet naar buiten.",
        "answer_-outcome": "bullying",
        **{f"answer_-test_{key}": answer for key, answer in tests.items()},
    }
    answer = sent(anouk, page(case, "severity"), typed)
    assert answer.status_code == 303, text_of(answer)
    assert kinds(case)[-4:] == ["severity", "finished", "decision", "finished"]
    assert case.file.of(bodies.Decision)[-1].body.reasons == "Sem durft niet naar buiten."
    assert case.progress.last.step.key == "approach"


def test_who_keeps_an_agreement_is_tapped_and_it_holds_until_the_next_evaluation(anouk, case, cast):
    form = opened(anouk, page(case))
    typed = joint(case, cast)
    typed["agreements-agreements-0-who"] = "de hele klas"
    typed["agreements-agreements-0-kept_by"] = [case.key(cast.sem), case.key(cast.daan)]
    assert anouk.post(page(case), filled_in(form, **typed)).status_code == 303
    made = case.file.of(bodies.Agreement)[-1].body
    assert made.who == "Sem, Daan en de hele klas"
    assert made.until_on == next_evaluation_on(case.file, case.today) == case.today + timedelta(days=7)


def test_an_agreement_that_nobody_keeps_is_not_right(anouk, case, cast):
    answer = sent(anouk, page(case), joint(case, cast, **{"agreements-agreements-0-who": ""}))
    assert answer.status_code == 422
    assert "Kies wie zich aan deze afspraak houdt" in text_of(answer)


def test_a_child_that_says_yes_has_said_it_all(anouk, cast):
    case = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying"))
    url = reverse("duty", args=[case.id, "ask_target"])
    assert sent(anouk, url, {"wants_together": "nee", "feels": "3"}).status_code == 422
    assert sent(anouk, url, {"wants_together": "ja", "feels": "3"}).status_code == 303
