"""Answering a step's question (rows S2a, S2b, S4b, S5b), and choosing an earlier date."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.bodies import Kept
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, it_is_now, messages_after, opened, send, text_of

BULLYING = {
    "test_systematic": "several_a_week",
    "test_harm": ["psychological", "physical"],
    "test_by_whom": "one",
    "test_defenceless": "cannot",
}
TEASING = {"test_systematic": "incidental", "test_harm": ["none"], "test_by_whom": "one", "test_defenceless": "can"}

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Step 1 is done: eleven incidents in four weeks."""
    told = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)))
    for day in (2, 4, 5, 9, 10, 11, 12, 17, 18, 19, 23):
        told.incident(date(2026, 11, day))
    return told.step_1()


def decide(case: Telling) -> str:
    return reverse("decide", args=[case.id])


def the_decision(case: Telling) -> bodies.Decision:
    body = case.file.of_kind("decision")[-1].body
    assert isinstance(body, bodies.Decision)
    return body


def test_one_test_stands_open_and_who_does_it_is_answered_by_the_case(anouk, case, cast):
    page = anouk.get(decide(case)).content.decode()
    assert page.count('<details class="more test"') == 4
    assert page.count('<details class="more test" open>') == 1
    assert fields_of(page)["test_by_whom"] == ["one"]
    assert "Eén leerling (zo staat het in de zaak)" in text_of(anouk.get(decide(case)))
    more = tell(cast).report(cast.noor, by=(cast.daan,), followers=(cast.lars,)).step_1()
    assert fields_of(anouk.get(decide(more)).content.decode())["test_by_whom"] == ["group"]


def test_what_is_not_answered_stands_open_and_the_rest_says_its_answer(anouk, case):
    answer = send(anouk, decide(case), **BULLYING | {"test_defenceless": ""}, outcome="bullying", reasons="Elke week.")
    page = answer.content.decode()
    assert page.count('<details class="more test" open>') == 1
    said = text_of(answer)
    assert 'Hoe vaak gebeurt het? <span class="answer">Een aantal keren per week</span>' in said
    assert "(zo staat het in de zaak)" not in said


@pytest.mark.parametrize("unclear", [{"test_by_whom": "unknown"}, {"test_defenceless": "unclear"}])
def test_what_is_not_clear_yet_makes_no_answer_a_departure(anouk, case, unclear):
    page = text_of(anouk.get(decide(case)))
    assert page.count("‘Nog niet duidelijk’ telt niet voor en niet tegen.") == 2
    assert "Wie doet het bij één of meer klasgenoten?" in page
    assert "Klasgenoten zijn hier alle kinderen van de school." in page
    answer = send(anouk, decide(case), **BULLYING | unclear, outcome="bullying", reasons="Het gebeurt elke week.")
    assert "De kenmerken" not in " ".join(messages_after(anouk, answer))
    assert not the_decision(case).departs


def test_the_definition_and_the_incidents_per_week_stand_beside_the_question(anouk, case):
    page = text_of(anouk.get(decide(case)))
    assert "Pesten is het systematisch uitoefenen van" in page
    assert "week van 2 nov: 3 voorvallen" in page
    assert "week van 9 nov: 4 voorvallen" in page
    assert "week van 23 nov: 1 voorval" in page
    assert "Stap 3, de aanpak, moet klaar zijn op woensdag." in page
    assert "afspraken maken, zodat plagen geen pesten wordt" in page


def test_bullying_opens_step_3_with_its_deadline_in_words(anouk, case):
    answer = send(anouk, decide(case), **BULLYING, outcome="bullying", reasons="Elke pauze opnieuw.")
    assert messages_after(anouk, answer) == ["Stap 2 afgerond. Stap 3, de aanpak, moet klaar zijn op woensdag."]
    decision = the_decision(case)
    assert decision.tests["harm"] == ["psychological", "physical"]
    assert not decision.departs
    assert case.step == "approach"


def test_teasing_asks_for_agreements_and_can_be_changed_until_they_are_made(anouk, case):
    answer = send(anouk, decide(case), **TEASING, outcome="teasing", reasons="Losse voorvallen.")
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Afspraken maken, zodat plagen geen pesten wordt."]
    form = opened(anouk, decide(case))
    assert form["outcome"] == ["teasing"]
    assert form["test_harm"] == ["none"]
    answer = anouk.post(decide(case), filled_in(form, outcome="bullying", reasons="Toch elke dag.", **BULLYING))
    assert answer.status_code == 303
    assert case.step == "approach"


@pytest.mark.parametrize(
    ("tests", "outcome", "sentence"),
    [
        (BULLYING, "teasing", "De kenmerken wezen naar pesten. Jij besloot: plagen."),
        (TEASING, "bullying", "De kenmerken wezen niet allemaal naar pesten. Jij besloot: pesten."),
    ],
)
def test_departing_from_the_tests_is_allowed_and_said(anouk, case, tests, outcome, sentence):
    answer = send(anouk, decide(case), **tests, outcome=outcome, reasons="Ik ken deze kinderen.")
    [message] = messages_after(anouk, answer)
    assert sentence in message
    assert the_decision(case).departs


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("test_systematic", None, "Kies een antwoord."),
        ("test_harm", None, "Kies een antwoord."),
        ("test_by_whom", "maan", "Deze keuze is er niet (meer)."),
        ("outcome", None, "Kies een van de antwoorden."),
        ("reasons", "", "Schrijf op waarom."),
        ("on", "2026-11-24", "Deze dag moet nog komen."),
        ("on", "2026-11-19", "Deze dag ligt vóór de melding."),
    ],
)
def test_a_decision_answers_everything_and_gives_reasons(anouk, case, field, typed, sentence):
    good = {**BULLYING, "outcome": "bullying", "reasons": "Elke pauze opnieuw."}
    answer = send(anouk, decide(case), **good | {field: typed})
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert f'href="#id_{field}' in text_of(answer)
    assert not case.file.of_kind("decision")


def test_a_double_click_decides_once(anouk, case):
    form = filled_in(opened(anouk, decide(case)), **BULLYING, outcome="bullying", reasons="Elke pauze.")
    assert [anouk.post(decide(case), form).status_code for _ in range(2)] == [303, 303]
    assert len(case.file.of_kind("decision")) == 1


def test_two_people_deciding_both_see_both(anouk, case, cast):
    carla = sign_in(Client(), cast.carla)
    mine, theirs = opened(anouk, decide(case)), opened(carla, decide(case))
    carla.post(decide(case), filled_in(theirs, **TEASING, outcome="teasing", reasons="Carla ziet plagen."))
    answer = anouk.post(decide(case), filled_in(mine, **BULLYING, outcome="bullying", reasons="Ik zie pesten."))
    assert answer.status_code == 409
    assert "Carla ziet plagen." in text_of(answer)
    assert anouk.post(decide(case), fields_of(text_of(answer))).status_code == 303
    assert case.step == "approach"


def test_who_was_too_late_keeps_the_text(anouk, case):
    form = filled_in(opened(anouk, decide(case)), **TEASING, outcome="teasing", reasons="Ik zie plagen.")
    case.judged("bullying")
    answer = anouk.post(decide(case), form)
    assert answer.status_code == 422
    assert "Ik zie plagen." in text_of(answer)
    assert case.step == "approach"


def test_the_question_waits_for_what_comes_before_it(anouk, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,)))
    assert "In deze stap valt niets te besluiten." in text_of(anouk.get(decide(case)))
    case.step_1().judged("bullying").step_3()
    page = text_of(anouk.get(decide(case)))
    assert reverse("duty", args=[case.id, "talk"]) in page
    assert reverse("duty", args=[case.id, "review"]) in page


def test_a_finished_decision_stands(anouk, case):
    case.judged("bullying")
    url = reverse("correct", args=[case.id, case.file.of_kind("decision")[-1].pk])
    assert "Het besluit staat vast" in text_of(anouk.get(url))


def test_a_standing_decision_is_put_right_where_it_is_taken(anouk, case):
    case.judged("teasing")
    url = reverse("correct", args=[case.id, case.file.of_kind("decision")[-1].pk])
    assert send(anouk, url, reasons="Beter opgeschreven.").status_code == 303
    assert the_decision(case).reasons == "Beter opgeschreven."


# Evaluations


@pytest.fixture
def evaluated(case: Telling, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """Step 4, three days early: the talk is held and the agreements are talked over."""
    case.judged("bullying").step_3().on(date(2026, 11, 27))
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    case.review(Kept.PARTLY)
    it_is_now(monkeypatch, case.today)
    return case


def test_an_evaluation_shows_feelings_and_verdicts_and_that_it_is_early(anouk, evaluated):
    page = text_of(anouk.get(decide(evaluated)))
    assert "Is het gelukt om de afspraken na te komen?" in page
    assert "Best veilig" in page
    assert "Deels nagekomen" in page
    assert "eerder dan gepland: de dag was maandag 30 november" in page
    assert "test_" not in page


def test_no_at_step_4_asks_for_analysis_consultation_and_a_plan(anouk, evaluated):
    answer = send(anouk, decide(evaluated), outcome="no", reasons="De afspraak hield geen stand.")
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Opschrijven waardoor het misging."]
    current = evaluated.progress.current
    assert current
    assert current.task("analysis")


# An earlier date


@pytest.fixture
def before_christmas(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """The second evaluation would fall after the Christmas holiday."""
    case = tell(cast).on(date(2026, 12, 8)).report(cast.yara, by=(cast.lars,)).step_1().judged("bullying").step_3()
    case.until_due().evaluate("yes")
    it_is_now(monkeypatch, case.today)
    return case


def plan(case: Telling) -> str:
    return reverse("plan_step", args=[case.id])


def test_the_last_school_day_before_the_holiday_is_offered(anouk, before_christmas):
    sign_in(anouk, before_christmas.cast.carla)
    page = text_of(anouk.get(plan(before_christmas)))
    assert "zaterdag 19 december" in page
    assert opened(anouk, plan(before_christmas))["on"] == ["2026-12-18"]
    answer = send(anouk, plan(before_christmas), why="Anders wacht Yara drie weken.")
    assert messages_after(anouk, answer) == ["De datum is nu vrijdag."]
    assert before_christmas.case.next_due_on == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-12-14", "Deze dag is al geweest."),
        ("2026-12-19", "Op deze dag is er geen school. Kies een schooldag."),
        ("2027-01-05", "Later dan het protocol mag niet. Kies een eerdere dag."),
        ("", "Kies een dag."),
    ],
)
def test_a_date_that_cannot_be_is_told(anouk, before_christmas, day, sentence):
    sign_in(anouk, before_christmas.cast.carla)
    answer = send(anouk, plan(before_christmas), on=day)
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert 'id="id_on_error"' in text_of(answer)


@pytest.mark.parametrize("page", ["decide", "plan_step"])
def test_who_does_not_take_part_finds_no_page(client, case, cast, page):
    for staff in (cast.mo, cast.ada, cast.wil, cast.linde.head):
        assert sign_in(client, staff).get(reverse(page, args=[case.id])).status_code == 404
