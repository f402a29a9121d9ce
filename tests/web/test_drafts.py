"""Typed text is never lost: it is kept while typing, when a session has ended, and for nobody but its writer."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from kring.web.forms import drafts
from kring.web.forms.tokens import GOOD_FOR, new_token, read_token
from kring.web.models import Draft, Submission
from kring.web.request import clock
from tests.cast import PASSWORD, Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.bench import Bench
from tests.web.browsing import over_a_week_old
from tests.web.test_forms import GOOD, PAGE, hidden, token_of

pytestmark = pytest.mark.urls("tests.web.bench")

STORY = "Sem vertelde dat het elke dag op het plein gebeurt."


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def typed(browser: Client, **fields: str) -> dict[str, str]:
    return GOOD | {"said": STORY, "token": token_of(browser), "seen": ""} | fields


def lose_session(browser: Client) -> None:
    browser.cookies.pop("kring_session")


def test_what_is_typed_is_kept_and_comes_back(anouk):
    answer = anouk.post("/concept/", typed(anouk))
    assert "Als concept bewaard om 10.00." in answer.content.decode()
    assert answer["HX-Trigger"] == "kring:kept"
    page = anouk.get(PAGE).content.decode()
    assert STORY in page
    assert "Je was hier al bezig." in page


def test_a_draft_is_sealed_in_the_database(anouk):
    anouk.post("/concept/", typed(anouk))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM web_draft")
        assert STORY.encode() not in bytes(cursor.fetchone()[0])


def test_a_draft_is_for_its_writer_alone(anouk, cast):
    anouk.post("/concept/", typed(anouk))
    for colleague in (cast.bram, cast.carla):
        assert STORY not in sign_in(Client(), colleague).get(PAGE).content.decode()


def test_a_draft_can_be_thrown_away(anouk):
    anouk.post("/concept/", typed(anouk))
    page = anouk.get(PAGE)
    answer = anouk.post("/concept/weg/", {"token": hidden(page, "token")})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert STORY not in anouk.get(PAGE).content.decode()


def test_nobody_throws_away_the_draft_of_a_colleague(anouk, cast):
    anouk.post("/concept/", typed(anouk))
    token = token_of(anouk)
    assert sign_in(Client(), cast.bram).post("/concept/weg/", {"token": token}).status_code == 404
    assert Draft.objects.count() == 1


def test_saving_takes_the_draft_away_and_a_late_autosave_does_not_bring_it_back(anouk):
    sent = typed(anouk)
    anouk.post("/concept/", sent)
    assert anouk.post(PAGE, sent).status_code == 303
    anouk.post("/concept/", sent)
    assert not Draft.objects.exists()


def test_a_form_that_was_emptied_leaves_no_draft(anouk):
    anouk.post("/concept/", typed(anouk))
    anouk.post("/concept/", {"token": token_of(anouk), "seen": "", "said": " ", "held_on": ""})
    assert not Draft.objects.exists()


def test_when_the_session_has_ended_the_text_comes_back_after_signing_in(anouk, cast):
    sent = typed(anouk)
    lose_session(anouk)
    answer = anouk.post(PAGE, sent)
    assert answer.status_code == 303
    assert answer["Location"] == "/aanmelden/?next=/proef/gesprek/"
    assert Bench.verb.facts == []
    assert "Je was afgemeld. Je tekst is bewaard" in anouk.get(answer["Location"]).content.decode()
    back = anouk.post(answer["Location"], {"login": cast.anouk.account.email, "password": PASSWORD})
    assert back["Location"] == PAGE
    page = anouk.get(back["Location"])
    assert "Je tekst is bewaard. Controleer en bewaar." in page.content.decode()
    assert STORY in page.content.decode()
    assert anouk.post(PAGE, sent | {"token": hidden(page, "token")}).status_code == 303
    assert Bench.verb.facts[0]["said"] == STORY


def test_the_text_of_an_ended_session_is_never_shown_to_who_signs_in_next(anouk, cast):
    sent = typed(anouk)
    lose_session(anouk)
    answer = anouk.post(PAGE, sent)
    anouk.post(answer["Location"], {"login": cast.bram.account.email, "password": PASSWORD})
    assert STORY not in anouk.get(PAGE).content.decode()
    assert STORY in sign_in(Client(), cast.anouk).get(PAGE).content.decode()


def test_more_than_can_be_received_is_told_in_words(anouk):
    answer = anouk.post(PAGE, typed(anouk, said="a" * 1_000_001))
    assert answer.status_code == 400
    assert "Dit was te veel in één keer" in answer.content.decode()


def test_typing_on_after_the_session_ended_is_kept_too(anouk):
    sent = typed(anouk)
    lose_session(anouk)
    answer = anouk.post("/concept/", sent)
    assert "Je bent afgemeld. Je tekst is bewaard" in answer.content.decode()
    assert Draft.objects.get().session_ended


@pytest.mark.parametrize("token", ["", "onzin", "W10:1abc:xyz"])
def test_a_stranger_without_a_token_keeps_nothing(client, cast, token):
    answer = client.post(PAGE, GOOD | {"token": token})
    assert answer["Location"] == "/aanmelden/?next=/proef/gesprek/"
    client.post("/concept/", GOOD | {"token": token})
    assert not Draft.objects.exists()


def test_an_old_token_keeps_nothing(anouk, monkeypatch):
    sent = typed(anouk)
    lose_session(anouk)
    with over_a_week_old(monkeypatch):
        anouk.post(PAGE, sent)
    assert not Draft.objects.exists()
    assert timedelta(days=6) < GOOD_FOR


def test_a_colleague_who_has_left_keeps_nothing(anouk, cast):
    sent = typed(anouk)
    lose_session(anouk)
    actions.change_staff(act=act_of(cast.ada), staff=cast.anouk, is_active=False)
    anouk.post(PAGE, sent)
    assert not Draft.objects.exists()


def test_more_text_than_any_form_holds_is_not_kept_for_a_stranger(anouk):
    sent = typed(anouk, said="a" * (drafts.LARGEST_DRAFT + 1))
    lose_session(anouk)
    anouk.post(PAGE, sent)
    assert not Draft.objects.exists()


def test_keeping_text_from_outside_has_a_limit_per_minute(anouk):
    sent = typed(anouk)
    lose_session(anouk)
    for _ in range(drafts.PER_MINUTE):
        anouk.post(PAGE, sent)
    Draft.objects.all().delete()
    anouk.post(PAGE, sent)
    assert not Draft.objects.exists()


def test_signing_in_in_another_tab_loses_no_text(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    sent = typed(browser)
    answer = browser.post(PAGE, sent | {"csrfmiddlewaretoken": "a" * 64})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    page = browser.get(PAGE).content.decode()
    assert "Je tekst is bewaard. Controleer en bewaar." in page
    assert STORY in page
    assert Bench.verb.facts == []


def test_a_forged_form_without_a_token_is_refused_and_keeps_nothing(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    answer = browser.post(PAGE, GOOD)
    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_the_form_of_a_colleague_on_a_shared_computer_is_kept_for_that_colleague(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    sent = typed(browser)
    sign_in(browser, cast.bram)
    answer = browser.post(PAGE, sent)
    assert answer.status_code == 403
    assert STORY not in answer.content.decode()
    assert "Bewaard voor wie het typte" in answer.content.decode()
    assert Draft.objects.get().staff == cast.anouk


def test_a_draft_shows_what_a_colleague_recorded_since(anouk):
    from tests.web.test_forms import colleagues_fact

    anouk.post("/concept/", typed(anouk))
    Bench.newest = colleagues_fact(said="Volgens Bram ging het om een bal.")
    page = anouk.get(PAGE).content.decode()
    assert STORY in page
    assert "Volgens Bram ging het om een bal." in page


def test_passwords_and_tokens_are_never_in_a_draft(anouk):
    anouk.post("/concept/", typed(anouk, password1="geheim", oldpassword="geheim"))
    kept = json.loads(Draft.objects.get().body)
    assert set(kept) == {"held_on", "said", "agreements-count", "seen"}


def test_what_nobody_comes_back_for_is_swept_after_a_month(anouk, cast, monkeypatch):
    anouk.post(PAGE, typed(anouk))
    anouk.post("/concept/", typed(anouk))
    assert drafts.sweep(at=clock.now() + timedelta(days=29)) == 0
    assert drafts.sweep(at=clock.now() + timedelta(days=31)) == 2
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


def test_a_token_says_nothing_that_can_be_changed(cast):
    signed = new_token(staff_id=cast.anouk.id, key=PAGE).signed()
    forged = "x" + signed[1:]
    assert read_token(signed) is not None
    assert read_token(forged) is None
