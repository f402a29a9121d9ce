"""A passkey as the second step: made, shown, and refused where it is not right."""

import json
import logging
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kring.mail.models import Letter
from kring.school.models import Factor, FactorKind
from kring.web.request import clock
from kring.words import HERE, day_and_month
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


def test_the_log_names_no_passkey(cast, key):
    class Written(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    lines: list[str] = []
    reckons, handler = logging.getLogger("fido2"), Written()
    reckons.addHandler(handler)
    try:
        assert comes_in(cast, key)
    finally:
        reckons.removeHandler(handler)
    assert lines == []


# What a passkey is called: whoever loses a telephone has to know which one was on it.

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


def today() -> date:
    return clock.now().astimezone(HERE).date()


def makes_another(browser: Client, **more: str) -> str:
    """Makes one more on one's own page; the name that stood in its field."""
    url = reverse("own_step_passkey")
    page = page_of(browser, url)
    suggested = name_on(page)
    browser.post(url, {"name": suggested, "passkey": Key().makes(page)} | more)
    return suggested


def name_on(page: str) -> str:
    """What stands in the field for the name."""
    found = re.search(r'<input [^>]*name="name"[^>]*>', page)
    assert found, "this page asks for no name"
    value = re.search(r' value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


def test_a_passkey_is_called_by_the_device_and_one_more_on_it_by_the_day_too(cast, key):
    hein = sign_in(Client(headers={"user-agent": IPHONE}), cast.hein)
    assert makes_another(hein) == "Safari op iPhone"
    assert makes_another(hein) == f"Safari op iPhone, {day_and_month(today())}"
    assert len(set(Factor.objects.values_list("name", flat=True))) == 3


def test_a_passkey_is_called_by_the_day_where_nothing_is_known_of_the_device(cast, key, client):
    assert makes_another(sign_in(client, cast.hein)) == f"Passkey van {day_and_month(today())}"


def test_its_owner_gives_it_another_name_and_reads_it_where_it_is_taken_away(cast, key, client):
    hein = sign_in(client, cast.hein)
    makes_another(hein, name="  Mijn oude\u200b telefoon ")
    made = Factor.objects.get(name="Mijn oude telefoon")
    assert "Mijn oude telefoon" in page_of(hein, OWN)
    sure = page_of(hein, reverse("own_step_remove", args=[made.pk]))
    assert "Mijn oude telefoon weghalen" in sure
    assert "Toegevoegd: vandaag" in sure


@pytest.mark.parametrize(
    ("name", "kept"), [("a\x00b", ""), ("x" * 61, "x" * 60), ("", "")], ids=["nul", "long", "none"]
)
def test_a_name_that_does_not_fit_throws_no_passkey_away(cast, key, client, name, kept):
    makes_another(sign_in(client, cast.hein), name=name)
    assert Factor.objects.filter(account=cast.hein.account, name=kept).exists()


def test_the_name_that_was_typed_stays_when_the_passkey_is_not_right(cast, key, client):
    hein = sign_in(client, cast.hein)
    answer = hein.post(reverse("own_step_passkey"), {"passkey": "{", "name": "Mijn <telefoon>"})
    assert answer.status_code == 422
    assert name_on(answer.content.decode()) == "Mijn <telefoon>"


def test_what_is_asked_names_nobody_else(cast, key):
    asked = asked_on(page_of(password(cast.hein), STEP))
    assert set(asked) <= {"challenge", "rpId", "allowCredentials", "userVerification", "timeout", "hints", "extensions"}
