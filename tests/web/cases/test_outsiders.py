"""Experts from outside on Mensen: brought in, seen beside the case, ended with one press (S5c)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, it_is_now, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")


def brings_in(anouk: Client, case: Telling, **typed: str) -> Any:
    typed = {"name": "Marit Hoek", "organisation": "Wijkteam", "shared": "Het plan, zonder namen."} | typed
    return send(anouk, reverse("bring_in_expert", args=[case.id]), **typed)


def test_an_expert_is_brought_in_and_stands_on_the_page_of_people_and_beside_the_case(anouk, case):
    answer = brings_in(anouk, case, until_on="2026-12-18")
    assert answer["Location"] == reverse("people", args=[case.id])
    assert messages_after(anouk, answer) == ["Bewaard. Dit staat bij Mensen, en in het plan zodra je dat weer deelt."]
    for page in ("people", "case"):
        said = text_of(anouk.get(reverse(page, args=[case.id])))
        assert "Marit Hoek<small>deskundige van buiten, Wijkteam, tot en met 18 december</small>" in said, page
        assert "zonder namen" not in said


def test_the_form_says_what_it_is_about(anouk, case):
    page = anouk.get(reverse("bring_in_expert", args=[case.id])).content.decode()
    assert "<h1>Een deskundige van buiten</h1>" in page


def test_an_expert_is_ended_with_one_press_and_is_named_as_somebody_of_before(anouk, case):
    brings_in(anouk, case)
    [fact] = case.file.of_kind("outside_expert")
    assert send(anouk, reverse("end_expert", args=[case.id, fact.pk])).status_code == 303
    assert "Hielp eerder: Marit Hoek (Wijkteam)" in text_of(anouk.get(reverse("people", args=[case.id])))
    assert "Marit Hoek" not in text_of(anouk.get(reverse("case", args=[case.id])))
    assert anouk.get(reverse("end_expert", args=[case.id, fact.pk])).status_code == 404
    [ended] = case.file.of_kind("outside_expert")
    assert "Dacht mee tot" in text_of(anouk.get(reverse("fact", args=[case.id, ended.pk])))


def test_what_was_shared_is_asked_and_what_was_typed_stays(anouk, case):
    answer = brings_in(anouk, case, shared=" ")
    assert answer.status_code == 422
    assert "Schrijf op wat jullie met deze deskundige deelden." in text_of(answer)
    assert "Marit Hoek" in answer.content.decode()


def test_putting_it_right_begins_with_what_stands(anouk, case):
    brings_in(anouk, case)
    [fact] = case.file.of_kind("outside_expert")
    url = reverse("correct", args=[case.id, fact.pk])
    assert opened(anouk, url)["name"] == ["Marit Hoek"]
    send(anouk, url, until_on="2026-12-04")
    assert "tot en met 4 december" in text_of(anouk.get(reverse("people", args=[case.id])))


def test_nothing_but_an_expert_can_be_ended(anouk, case):
    [talk, *_rest] = case.file.of_kind("talk")
    assert anouk.get(reverse("end_expert", args=[case.id, talk.pk])).status_code == 404


def test_a_new_approach_asks_for_no_expert_and_leads_to_where_one_is_brought_in(anouk, case, monkeypatch):
    case.step_3().until_due().evaluate("no").until_due().feeling(4).do_the_rest().decide("negative")
    it_is_now(monkeypatch, case.today)
    url = reverse("duty", args=[case.id, "new_approach"])
    assert "expert" not in opened(anouk, url)
    assert reverse("bring_in_expert", args=[case.id]) in anouk.get(url).content.decode()


def test_the_expert_that_an_approach_of_before_names_can_still_be_put_right(anouk, case, monkeypatch):
    case.step_3().until_due().evaluate("no").until_due().feeling(4).do_the_rest().decide("negative")
    it_is_now(monkeypatch, case.today)
    former = bodies.NewApproach(text="Een maatje.", sorts=("another",), expert="Marit Hoek", organisation="Wijkteam")
    fact = recording.choose_approach(act=case.act(), case_id=case.id, approach=former)
    url = reverse("correct", args=[case.id, fact.pk])
    assert opened(anouk, url)["expert"] == ["Marit Hoek"]
    assert send(anouk, url, text="Twee maatjes.").status_code == 303
    [now] = case.file.of_kind("new_approach")
    assert now.body == bodies.NewApproach(
        text="Twee maatjes.", sorts=("another",), expert="Marit Hoek", organisation="Wijkteam"
    )
