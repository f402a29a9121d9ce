"""A form at a door that is open to everybody takes the same road: once, bound to its page, and nothing kept."""

import pytest
from django.test import Client

from kring.school.act import Itself
from kring.web.models import Draft, Submission
from tests.cast import NOW, Cast, sign_in
from tests.web.bench import Bench
from tests.web.sending import hidden, text_of
from tests.web.test_forms import GOOD
from tests.web.test_forms import PAGE as FOR_STAFF

pytestmark = [pytest.mark.urls("tests.web.bench"), pytest.mark.django_db]

PAGE = "/proef/open/"


def token_of(browser: Client, page: str = PAGE) -> str:
    return hidden(browser.get(page), "token")


def test_it_is_carried_out_with_nobody_of_the_staff_behind_it(client):
    answer = client.post(PAGE, GOOD | {"token": token_of(client)})
    assert (answer.status_code, answer["Location"]) == (303, "/klaar/1/")
    assert Bench.verb.acts == [Itself(NOW)]
    assert Submission.objects.get().staff is None


def test_a_double_click_is_one_and_leads_to_one_page(client):
    sent = GOOD | {"token": token_of(client)}
    first, second = client.post(PAGE, sent), client.post(PAGE, sent)
    assert first["Location"] == second["Location"] == "/klaar/1/"
    assert len(Bench.verb.facts) == 1


def test_what_is_not_right_comes_back_and_nothing_is_kept(client):
    answer = client.post(PAGE, GOOD | {"token": token_of(client), "said": ""})
    assert answer.status_code == 422
    assert "Schrijf op wat Sem zei." in text_of(answer)
    assert "data-keep" not in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_token_of_another_page_or_of_somebody_is_no_token(client, cast: Cast):
    anouk = sign_in(Client(), cast.anouk)
    for token in (token_of(anouk, FOR_STAFF), token_of(anouk)):
        assert client.post(PAGE, GOOD | {"token": token}).status_code == 422
    assert anouk.post(FOR_STAFF, GOOD | {"token": token_of(client)}).status_code == 422
    assert Bench.verb.facts == []


def test_nobody_can_keep_a_draft_with_its_token(client, cast: Cast):
    token = token_of(client)
    for browser in (client, sign_in(Client(), cast.anouk)):
        browser.post("/concept/", GOOD | {"token": token})
    assert not Draft.objects.exists()


def test_who_is_signed_in_fills_it_in_as_oneself(client, cast: Cast):
    anouk = sign_in(client, cast.anouk)
    assert anouk.post(PAGE, GOOD | {"token": token_of(anouk)}).status_code == 303
    assert Bench.verb.acts[0].by == cast.anouk
