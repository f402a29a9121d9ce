"""What travels between the screens is sealed. What was changed, or is of another door, begins anew kindly."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kring.reports.actions.doors import Doors, set_doors
from kring.reports.models import Incoming
from kring.web.forms.texts import readable
from kring.web.request import clock
from tests.cast import NOW, Cast
from tests.reports.telling import act_of
from tests.web.door.road import Child, door
from tests.web.hostile import STRINGS, Page

SECRET_WORDS = "Zwaluw onder het afdak"


@pytest.fixture(autouse=True)
def _open(cast: Cast) -> None:
    door(cast)


def half_told() -> Child:
    return Child().begins().sends(about="me").sends(skip="1").sends(story=SECRET_WORDS, on="1")


def test_nothing_that_was_typed_stands_readable_in_a_later_screen() -> None:
    child = half_told()
    state = child.hidden["state"]
    assert SECRET_WORDS not in child.page
    assert b"Zwaluw" not in base64.urlsafe_b64decode(state)


def test_nothing_is_kept_before_it_is_sent(django_assert_max_num_queries: Any) -> None:
    half_told()
    assert not Incoming.objects.exists()


@pytest.mark.parametrize("change", ["", "x", "AAAA", "é€😀", "A" * 5_000, "\x00", "../../etc", "=" * 9])
def test_a_state_that_is_none_begins_anew_kindly(change: str) -> None:
    child = Child()
    child.answer = child.client.post("/vertel/de-wilg/vragen/", {"state": change, "send": "1"})
    assert (child.answer.status_code, child.asked) == (422, "Over wie gaat het?")
    assert "Dit lukte niet. Wil je het nog eens vertellen?" in child.page


def test_one_changed_byte_anywhere_begins_anew() -> None:
    sealed = base64.urlsafe_b64decode(half_told().hidden["state"])
    for place in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[place] ^= 1
        child = Child()
        child.answer = child.client.post(
            "/vertel/de-wilg/vragen/", {"state": base64.urlsafe_b64encode(bytes(changed)).decode()}
        )
        assert child.answer.status_code == 422


def test_the_state_of_another_school_opens_nothing(cast: Cast) -> None:
    set_doors(act=act_of(cast.linde.coordinator), doors=Doors("de-linde", True, True))
    state = half_told().hidden["state"]
    child = Child("de-linde")
    child.answer = child.client.post("/vertel/de-linde/vragen/", {"state": state, "send": "1"})
    assert child.answer.status_code == 422
    assert not Incoming.objects.exists()


def test_what_was_sealed_for_one_page_is_nothing_at_the_other() -> None:
    child = Child()
    child.answer = child.client.post("/vertel/de-wilg/code/", {"state": half_told().hidden["state"], "add": "1"})
    assert child.asked == "Wat zijn je zes woorden?"


def test_a_page_that_was_left_open_for_days_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    child = half_told()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=8))
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    assert SECRET_WORDS in child.page
    child.sends(send="1")
    assert Incoming.objects.get().told.story == SECRET_WORDS


def test_without_the_cookie_of_its_token_what_was_typed_stands_there_again(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    child = Child(client=strict)
    sealed = Child().begins().sends(about="me").sends(skip="1").hidden
    child.answer = strict.post("/vertel/de-wilg/vragen/", {**sealed, "story": SECRET_WORDS, "on": "1"})
    assert (child.answer.status_code, child.asked) == (422, "Vertel het zelf.")
    assert SECRET_WORDS in child.page
    assert "Tik nog een keer. Alles staat er nog." in child.page


@pytest.mark.parametrize("what", sorted(set(STRINGS) - {"a megabyte"}))
def test_whatever_is_typed_is_text(what: str) -> None:
    text = STRINGS[what].encode("utf-8", "replace").decode()
    child = Child().begins().sends(about="me").sends(skip="1").sends(story=text, on="1")
    child.sends(name=[text[:80]], group=[text[:80]], on="1")
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    assert Page(child.answer.content.decode()).bad == []
    child.sends(send="1")
    assert child.asked == "Goed dat je het vertelt."
    assert Incoming.objects.get().told.story == readable(text).strip()


def test_far_too_much_stays_in_its_field_and_goes_no_further(cast: Cast) -> None:
    child = Child().begins().sends(about="me").sends(skip="1").sends(story="Zin. " * 100_000, back="1")
    assert (child.answer.status_code, child.asked) == (422, "Vertel het zelf.")
    assert len(child.page) > 500_000
    assert len(child.hidden["state"]) < 1_000


@pytest.mark.parametrize(
    "fields", [{}, {"about": "president"}, {"about": ["me", "adult"]}, {"change": "nergens"}, {"more": "1"}]
)
def test_a_form_that_no_page_sent_breaks_nothing(fields: dict[str, Any]) -> None:
    assert Child().begins().sends(**fields).answer.status_code in (200, 422)


def test_a_tap_that_does_not_exist_is_no_answer() -> None:
    child = half_told()
    child.sends(name=["Daan"], group=[""], on="1").sends(places=["maan", "playground"], on="1").sends(often="altijd")
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    child.sends(send="1")
    told = Incoming.objects.get().told
    assert (told.places, told.often) == (("playground",), None)
