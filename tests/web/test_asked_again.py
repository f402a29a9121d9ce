"""Before something changes by which anybody comes in, Kring asks once more who is there, and keeps what was typed."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from kring.school.actions import second_step as verbs
from kring.school.codes import code_of, half_minute_of
from kring.web.request import clock
from kring.web.way_in.asked_again import GOOD_FOR
from tests.cast import NOW, PASSWORD, Cast, sign_in
from tests.key import Key
from tests.web.bench import Bench
from tests.web.test_drafts import STORY
from tests.web.test_forms import GOOD, hidden

pytestmark = pytest.mark.urls("tests.web.bench")

PAGE = "/proef/toegang/"
ASKS = f"/nog-een-keer/?next={PAGE}"
SECRET = b"geheim van een app.."


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def later(monkeypatch: pytest.MonkeyPatch, passed: timedelta) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + passed)


def test_who_came_in_just_now_is_not_asked(anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR - timedelta(seconds=1))
    assert anouk.get(PAGE).status_code == 200


def test_after_a_while_the_password_is_asked_and_leads_on(anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR)
    assert anouk.get(PAGE)["Location"] == ASKS
    page = anouk.get(ASKS).content.decode()
    assert "Ben jij het nog?" in page
    assert 'value="anouk@dewilg.example" autocomplete="username"' in page
    assert "Wat je typte, is bewaard." not in page
    wrong = anouk.post(ASKS, {"password": "mis"})
    assert "Dit wachtwoord klopt niet. Kijk het na." in wrong.content.decode()
    assert anouk.get(PAGE)["Location"] == ASKS
    assert anouk.post(ASKS, {"password": PASSWORD})["Location"] == PAGE
    assert anouk.get(PAGE).status_code == 200


def test_what_was_typed_stands_there_again_after_the_asking(anouk, monkeypatch):
    sent = GOOD | {"said": STORY, "token": hidden(anouk.get(PAGE), "token"), "seen": ""}
    later(monkeypatch, GOOD_FOR)
    asking = anouk.post(PAGE, sent)["Location"]
    assert Bench.verb.facts == []
    assert "Wat je typte, is bewaard." in anouk.get(asking).content.decode()
    back = anouk.post(asking, {"password": PASSWORD})["Location"]
    page = anouk.get(back).content.decode()
    assert STORY in page
    assert "Je was hier al bezig." in page
    assert anouk.post(PAGE, sent)["Location"] == "/klaar/"
    assert len(Bench.verb.facts) == 1


def test_a_clock_that_was_ahead_proves_nothing(anouk, monkeypatch):
    later(monkeypatch, timedelta(minutes=-1))
    assert anouk.get(PAGE)["Location"] == ASKS


def test_who_has_no_password_is_not_asked_for_one(anouk, cast, monkeypatch):
    cast.anouk.account.set_unusable_password()
    cast.anouk.account.save()
    sign_in(anouk, cast.anouk)
    later(monkeypatch, GOOD_FOR)
    assert anouk.get(PAGE).status_code == 200


def test_the_asking_leads_only_to_kring_itself(anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR)
    assert anouk.post("/nog-een-keer/?next=https://elders.example/", {"password": PASSWORD})["Location"] == "/"


def test_who_is_signed_out_meanwhile_signs_in_and_goes_on(client, cast):
    to = client.get(ASKS)["Location"]
    assert urlsplit(to).path == "/aanmelden/"
    assert parse_qs(urlsplit(to).query)["next"] == [PAGE]


@pytest.fixture
def spare(cast: Cast) -> list[str]:
    """Anouk has an app with this secret since yesterday, and these spare codes."""
    yesterday = NOW - timedelta(days=1)
    code = code_of(SECRET, half_minute_of(yesterday))
    assert cast.anouk.account is not None
    return verbs.add_app(account=cast.anouk.account, secret=SECRET, code=code, at=yesterday).codes


def shows() -> str:
    return code_of(SECRET, half_minute_of(clock.now()))


def test_who_has_a_second_step_gives_it_after_the_password(spare, anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR)
    assert "Code uit de app" not in anouk.get(ASKS).content.decode(), "first the password"
    assert anouk.post(ASKS, {"password": PASSWORD})["Location"] == ASKS
    assert anouk.get(PAGE)["Location"] == ASKS, "the password alone changes nothing"
    assert "Nu nog je tweede stap." in anouk.get(ASKS).content.decode()
    wrong = anouk.post(ASKS, {"code": "000000"})
    assert wrong.status_code == 422
    assert "Deze code klopt niet" in wrong.content.decode()
    assert anouk.get(PAGE)["Location"] == ASKS
    assert anouk.post(ASKS, {"code": shows()})["Location"] == PAGE
    assert anouk.get(PAGE).status_code == 200


def test_the_second_step_without_the_password_proves_nothing(spare, anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR)
    for sent in ({"code": shows()}, {"spare": spare[0]}):
        assert anouk.post(ASKS, sent).status_code == 200
        assert anouk.get(PAGE)["Location"] == ASKS


def test_a_spare_code_is_taken_once_and_says_how_many_are_left(spare, anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR)
    anouk.post(ASKS, {"password": PASSWORD})
    assert anouk.post(ASKS, {"spare": spare[0]})["Location"] == PAGE
    assert "Je hebt nog 7 reservecodes." in anouk.get(PAGE).content.decode()
    later(monkeypatch, 2 * GOOD_FOR)
    anouk.post(ASKS, {"password": PASSWORD})
    assert anouk.post(ASKS, {"spare": spare[0]}).status_code == 422


def test_a_passkey_answers_too(anouk, cast, monkeypatch):
    key = Key()
    made = anouk.get("/tweede-stap/passkey/").content.decode()
    anouk.post("/tweede-stap/passkey/", {"passkey": key.makes(made)})
    later(monkeypatch, GOOD_FOR)
    anouk.post(ASKS, {"password": PASSWORD})
    page = anouk.get(ASKS).content.decode()
    assert f'action="{ASKS}"' in page, "its form leads on as well"
    assert anouk.post(ASKS, {"passkey": Key().shows(page)}).status_code == 422
    page = anouk.get(ASKS).content.decode()
    assert anouk.post(ASKS, {"passkey": key.shows(page)})["Location"] == PAGE


def test_a_password_of_long_ago_is_given_again_before_the_second_step(spare, anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR)
    anouk.post(ASKS, {"password": PASSWORD})
    later(monkeypatch, 2 * GOOD_FOR)
    anouk.post(ASKS, {"code": shows()})
    assert anouk.get(PAGE)["Location"] == ASKS


def test_wrong_answers_here_are_counted_together_whatever_they_were(spare, anouk, monkeypatch):
    later(monkeypatch, GOOD_FOR)
    for _try in range(3):
        anouk.post(ASKS, {"password": "mis"})
    anouk.post(ASKS, {"password": PASSWORD})
    for _try in range(2):
        anouk.post(ASKS, {"code": "000000"})
    assert "Dat was te vaak mis." in anouk.post(ASKS, {"code": shows()}).content.decode()
    assert anouk.get(PAGE)["Location"] == ASKS
