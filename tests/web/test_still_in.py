"""Who is signed in in this browser, as a page says and asks it: that tells nothing of a person, and keeps nobody in."""

from datetime import timedelta

import pytest
from django.test import Client

from kring.web.models import Session
from kring.web.request import clock
from kring.web.way_in.store import IDLE, IN_ALL
from tests.cast import NOW, Cast, sign_in

ADDRESS = "/nog-ingelogd/"


def asks(browser: Client) -> dict[str, object]:
    answer = browser.get(ADDRESS)
    assert answer.headers["Cache-Control"].count("no-store") == 1
    said: dict[str, object] = answer.json()
    return said


def test_nobody_is_in_whom_nobody_signed_in(client: Client, db: None):
    assert asks(client) == {"who": "", "left": 0}
    assert b'name="kring-who" content=""' in client.get("/aanmelden/").content


def test_it_is_one_word_for_one_account_in_every_session_and_another_for_another(cast: Cast):
    first, second, other = (sign_in(Client(), who) for who in (cast.anouk, cast.anouk, cast.bram))
    word = asks(first)["who"]
    assert word == asks(second)["who"] != asks(other)["who"]
    assert f'name="kring-who" content="{word}"' in first.get("/vandaag/").content.decode()
    assert str(cast.anouk.account_id) not in str(word)


@pytest.mark.parametrize("begun_ago", [timedelta(), IN_ALL - timedelta(minutes=10)])
def test_to_ask_keeps_no_session_awake_and_says_what_is_left_of_it(cast: Cast, monkeypatch, begun_ago: timedelta):
    anouk = sign_in(Client(), cast.anouk)
    Session.objects.update(begun_at=NOW - begun_ago, used_at=NOW)
    later = NOW + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    left = min(IDLE, IN_ALL - begun_ago) - timedelta(minutes=5)
    for _time in range(2):
        assert asks(anouk)["left"] == left.total_seconds()
    assert Session.objects.get().used_at == NOW
    anouk.get("/vandaag/")
    assert Session.objects.get().used_at == later
