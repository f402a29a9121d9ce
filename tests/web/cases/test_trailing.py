"""A guardian who is still to be told of an earlier step, on the case, on the call list, on Vandaag and at closing."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.typed import FactOf
from tests.cases.telling import Telling, tell
from tests.cases.test_trailing import evaluated, step_3_but_for, tell_guardian, tom_of
from tests.cast import Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, it_is_now, messages_after, opened, over_a_week_old, send
from tests.web.sending import text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Step 3 was done on Friday, but for Sem's father; the evaluation is a week later."""
    started = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")
    return step_3_but_for(started, tom_of(cast))


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def test_the_case_shows_the_next_step_and_who_is_still_to_be_told(anouk, case):
    page = text_of(anouk.get(reverse("case", args=[case.id])))
    assert "Ouders informeren, nog van stap 3: aanpak" in page
    assert "Praten met beide partijen" in page


def test_the_call_list_of_that_step_opens_and_the_call_is_written_up_in_it(anouk, case, cast):
    url = reverse("duty", args=[case.id, "inform_guardians"])
    assert "Tom Bakker" in text_of(anouk.get(url))
    call = reverse("inform", args=[case.id, tom_of(cast).pk])
    answer = send(anouk, call, reached="informed", channel="phone", said="Hij komt praten.")
    assert messages_after(anouk, answer)
    fact = case.file.of_kind("informed")[-1]
    assert (fact.step, fact.round) == ("approach", 1)
    assert "nog van stap 3" not in text_of(anouk.get(reverse("case", args=[case.id])))


def test_vandaag_says_so_under_that_step_and_leads_to_the_call(anouk, case, cast, monkeypatch):
    it_is_now(monkeypatch, date(2026, 11, 26))
    page = anouk.get(reverse("today")).content.decode()
    assert reverse("inform", args=[case.id, tom_of(cast).pk]) in page
    carla = sign_in(Client(), cast.carla)
    assert f"/zaken/{case.id}/" in carla.get(reverse("today")).content.decode()
    assert f"/zaken/{case.id}/" in carla.get("/zaken/?staat=te-laat").content.decode()


def test_the_coordinator_lets_it_go_from_the_case_and_may_then_close(client, case, cast):
    carla = sign_in(client, cast.carla)
    close = reverse("close", args=[case.id])
    refused = send(carla, close, reason="Sem is verhuisd.")
    assert "Er is nog een ouder die over een eerdere stap moet horen." in text_of(refused)
    waive = reverse("waive", args=[case.id, "inform_guardians"])
    which = reverse("which_to_waive", args=[case.id])
    assert which in carla.get(reverse("case", args=[case.id])).content.decode()
    assert waive in carla.get(which).content.decode()
    assert send(carla, waive, reason="Vader zit in het buitenland.").status_code == 303
    case.as_(cast.carla).hear()
    assert send(carla, close, reason="Sem is verhuisd.").status_code == 303


def test_a_talk_with_that_guardian_is_planned_from_the_case_and_stands_there_under_the_earlier_step(anouk, case, cast):
    url = reverse("plan_talk", args=[case.id, "inform_guardians"])
    calls = reverse("duty", args=[case.id, "inform_guardians"])
    assert calls in anouk.get(reverse("case", args=[case.id])).content.decode()
    assert url in anouk.get(calls).content.decode()
    send(anouk, url, on="2026-11-26", begins="17:30", minutes="30", with_whom=[str(tom_of(cast).pk)])
    fact = case.file.of_kind("talk_planned")[-1]
    agenda = reverse("planned_talk_file", args=[case.id, fact.pk])
    assert anouk.get(reverse("case", args=[case.id])).content.decode().count(agenda) == 1
    assert anouk.get(agenda).status_code == 200


CALLED = {"reached": "informed", "channel": "phone", "said": "Hij komt praten."}


def test_a_call_is_written_up_in_the_step_that_its_form_showed(anouk, case, cast):
    call = reverse("inform", args=[case.id, tom_of(cast).pk])
    form = filled_in(opened(anouk, call), **CALLED)
    evaluated(case)

    assert anouk.post(call, form).status_code == 303

    fact = case.file.of_kind("informed")[-1]
    assert (fact.step, fact.round) == ("approach", 1)
    assert [visit.step.key for visit, _task in case.progress.trailing] == []
    assert str(tom_of(cast).pk) in case.task("inform_guardians").missing, "step 4 is still to be told"


def test_a_call_of_which_the_form_had_expired_is_written_up_in_the_step_that_it_showed(anouk, case, cast, monkeypatch):
    call = reverse("inform", args=[case.id, tom_of(cast).pk])
    form = filled_in(opened(anouk, call), **CALLED)
    evaluated(case)

    with over_a_week_old(monkeypatch):
        expired = anouk.post(call, form)
    assert "Dit formulier was verlopen." in text_of(expired)
    assert anouk.post(call, fields_of(expired.content.decode())).status_code == 303

    fact = case.file.of_kind("informed")[-1]
    assert (fact.step, fact.round, FactOf(fact, bodies.Informed).body.said) == ("approach", 1, "Hij komt praten.")


def test_a_call_that_its_step_does_not_ask_any_more_is_refused_with_the_text_kept(anouk, case, cast):
    call = reverse("inform", args=[case.id, tom_of(cast).pk])
    form = filled_in(opened(anouk, call), **CALLED)
    evaluated(case)
    tell_guardian(case, tom_of(cast))  # in step 4, which settles step 3
    number = len(case.file.of_kind("informed"))

    answer = anouk.post(call, form)

    assert answer.status_code == 409
    assert "Deze stap vraagt hier niet (meer) om." in text_of(answer)
    assert "Hij komt praten." in text_of(answer)
    assert len(case.file.of_kind("informed")) == number


def test_letting_go_says_of_which_step_and_whom(client, case, cast):
    carla = sign_in(client, cast.carla)
    page = text_of(carla.get(reverse("waive", args=[case.id, "inform_guardians"])))
    assert "Hoeft niet: ouders informeren van stap 3 (aanpak)" in page
    assert "vader van Sem" in page
    assert "moeder van" not in page


def test_letting_go_lets_the_step_go_that_the_form_showed(client, case, cast):
    carla = sign_in(client, cast.carla)
    waive = reverse("waive", args=[case.id, "inform_guardians"])
    form = filled_in(opened(carla, waive), reason="Vader zit in het buitenland.")
    evaluated(case)

    assert carla.post(waive, form).status_code == 303

    fact = case.file.of_kind("waived")[-1]
    assert (fact.step, fact.round, fact.about) == ("approach", 1, [str(tom_of(cast).pk)])


def test_letting_go_what_was_told_meanwhile_takes_nothing_else_in_its_place(client, case, cast):
    carla = sign_in(client, cast.carla)
    waive = reverse("waive", args=[case.id, "inform_guardians"])
    form = filled_in(opened(carla, waive), reason="Vader zit in het buitenland.")
    tell_guardian(case, tom_of(cast))
    evaluated(case)

    answer = carla.post(waive, form)

    assert answer.status_code == 409
    assert case.file.of_kind("waived") == []
    page = text_of(answer)
    assert "Dit formulier gaat nu over stap 4: eerste evaluatie" in page
    assert "Hoeft niet: ouders informeren van stap 4 (eerste evaluatie)" in page
    assert "Vader zit in het buitenland." in page
    first = case.task("inform_guardians").missing[0]
    again = fields_of(answer.content.decode()) | {"about": [first]}
    assert carla.post(waive, again).status_code == 303, "who has read it may let that go"
    assert case.file.of_kind("waived")[-1].step == "first_evaluation"
