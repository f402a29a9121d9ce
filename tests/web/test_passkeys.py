"""A passkey as the second step: made, shown, and refused where it is not right."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from kring.mail.models import Letter
from kring.school.models import Factor, FactorKind
from tests.cast import PASSWORD, sign_in
from tests.key import Key, asked_on
from tests.web.test_own_second_step import OWN

pytestmark = pytest.mark.both_steps

STEP, SET_UP = "/aanmelden/stap/", "/aanmelden/stap/instellen/"


def password(staff) -> Client:
    browser = Client()
    browser.post("/aanmelden/", {"login": staff.account.email, "password": PASSWORD})
    return browser


def page_of(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


@pytest.fixture
def key(cast) -> Key:
    """Hein's, which he made at his first sign-in."""
    key, browser = Key(), password(cast.hein)
    answer = browser.post(SET_UP, {"passkey": key.makes(page_of(browser, SET_UP))})
    assert answer["Location"].startswith("/tweede-stap/bewaren/")
    assert browser.get("/vandaag/").status_code == 200
    return key


def comes_in(cast, key: Key, **more) -> bool:
    browser = password(cast.hein)
    browser.post(STEP, {"passkey": key.shows(page_of(browser, STEP), **more)})
    return browser.get("/vandaag/").status_code == 200


def test_a_passkey_is_made_at_the_first_sign_in_and_lets_in_after_that(cast, key):
    assert comes_in(cast, key)
    assert Factor.objects.get().kind == FactorKind.PASSKEY
    assert Letter.objects.get(kind="second_step_added").address == "hein@dewilg.example"


def test_an_answer_counts_once(cast, key):
    first = password(cast.hein)
    answer = key.shows(page_of(first, STEP))
    first.post(STEP, {"passkey": answer})
    assert first.get("/vandaag/").status_code == 200
    second = password(cast.hein)
    second.get(STEP)
    wrong = second.post(STEP, {"passkey": answer})
    assert wrong.status_code == 422
    assert "Deze passkey klopt niet." in wrong.content.decode()


@pytest.mark.parametrize(
    "more",
    [{"origin": "https://elders.example"}, {"origin": "http://testserver.elders.example"}, {"challenge": bytes(32)}],
    ids=["another-site", "a-site-that-looks-like-it", "another-question"],
)
def test_what_was_asked_by_another_site_or_at_another_moment_is_refused(cast, key, more):
    assert not comes_in(cast, key, **more)


def test_the_passkey_of_somebody_else_is_refused(cast, key):
    assert not comes_in(cast, Key())


def test_a_copy_that_counts_behind_is_refused(cast, key):
    key.counted = 3
    assert comes_in(cast, key)
    assert not comes_in(cast, key)
    key.counted = 4
    assert comes_in(cast, key)


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", "7", '{"id": 1}', json.dumps({"response": {}}), "\x00" * 99])
def test_what_is_no_answer_at_all_is_refused_in_words(cast, key, answer):
    waits, new = password(cast.hein), password(cast.anouk)
    for browser, url in ((waits, STEP), (new, SET_UP)):
        browser.get(url)
        assert browser.post(url, {"passkey": answer}).status_code == 422
        assert browser.get("/vandaag/").status_code == 303


def test_an_answer_to_the_asking_for_a_new_one_shows_nothing(cast, key):
    """What was asked to make one is no question to show one, and the other way round."""
    browser = password(cast.hein)
    browser.get(STEP)
    assert browser.post(STEP, {"passkey": key.makes(page_of(browser, STEP))}).status_code == 422


def test_another_passkey_is_added_on_ones_own_page_and_not_the_same_one(cast, key, client):
    hein = sign_in(client, cast.hein)
    page = page_of(hein, reverse("own_step_passkey"))
    assert len(asked_on(page)["excludeCredentials"]) == 1, "the device that has one makes no second"
    assert hein.post(reverse("own_step_passkey"), {"passkey": Key().makes(page)})["Location"] == OWN
    assert Factor.objects.filter(account=cast.hein.account).count() == 2
    assert "Passkey weghalen" in page_of(hein, reverse("own_step_remove", args=[Factor.objects.all()[0].pk]))


def test_what_is_asked_names_nobody_else(cast, key):
    asked = asked_on(page_of(password(cast.hein), STEP))
    assert set(asked) <= {"challenge", "rpId", "allowCredentials", "userVerification", "timeout", "hints", "extensions"}
