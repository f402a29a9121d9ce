"""The coordinator's Vandaag asks whether a consultation is right: one press, or words of one's own (S4c)."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.models import Fact
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import it_is_now, opened, send, text_of

ASKED = "een collega schreef op wat jullie samen afspraken. Klopt het?"

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def carla(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.carla)


@pytest.fixture
def case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Telling:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.feeling(3).do_the_rest().decide("no")
    it_is_now(monkeypatch, case.today)
    return case


@pytest.fixture
def written(case: Telling) -> Fact:
    consultation = bodies.Consultation(advice="Extra ogen op het plein.", with_whom="Carla Jansen", in_plan=True)
    return recording.consult(act=case.act(), case_id=case.id, on=case.today, consultation=consultation)


def test_vandaag_leads_to_the_text_and_one_press_says_that_it_is_right(carla, case, written):
    url = reverse("confirm_consultation", args=[case.id])
    today = carla.get(reverse("today"))
    assert ASKED in text_of(today)
    assert url in today.content.decode()
    assert "Extra ogen op het plein." in text_of(carla.get(url))
    assert send(carla, url).status_code == 303
    assert case.file.of_kind("consultation_confirmed")
    assert ASKED not in text_of(carla.get(reverse("today")))


def test_the_coordinator_adds_words_of_her_own_and_goes_back_to_vandaag(carla, case, written):
    url = reverse("confirm_consultation", args=[case.id])
    answer = send(carla, url, note="Ik kijk op dinsdag mee.")
    assert answer["Location"] == reverse("today")
    [fact] = case.file.of_kind("consultation_confirmed")
    assert "Ik kijk op dinsdag mee." in text_of(carla.get(reverse("fact", args=[case.id, fact.pk])))
    assert "Er wacht hier niets op jou" in text_of(carla.get(url))


def test_what_was_put_right_meanwhile_is_read_again_and_what_was_typed_stays(carla, case, written):
    url = reverse("confirm_consultation", args=[case.id])
    form = opened(carla, url)
    consultation = bodies.Consultation(advice="Alleen in de gang.", with_whom="Carla Jansen", in_plan=True)
    recording.consult(act=case.act(corrects=written.pk), case_id=case.id, on=case.today, consultation=consultation)
    answer = carla.post(url, form | {"note": ["Eens."]})
    assert answer.status_code == 409
    for said in ("Wat Anouk Vermeer intussen vastlegde", "Alleen in de gang.", "Eens."):
        assert said in text_of(answer), said
    assert not case.file.of_kind("consultation_confirmed")
    assert send(carla, url, note="Eens.").status_code == 303


def test_nobody_else_is_asked(cast, case, written):
    for staff in (cast.anouk, cast.hein):
        assert ASKED not in text_of(sign_in(Client(), staff).get(reverse("today")))


def test_the_form_of_a_consultation_says_that_the_team_reads_it(cast, case):
    page = text_of(sign_in(Client(), cast.anouk).get(reverse("duty", args=[case.id, "consult"])))
    assert "Dit staat in het plan. De Seo-coördinator bevestigt het, of vult het aan." in page
