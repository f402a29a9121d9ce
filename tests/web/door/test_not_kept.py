"""A door that is shut meanwhile, and a disk that is full: nothing typed is lost, and it says whom to go to."""

import html
from typing import Any

import pytest
from django.db import OperationalError

from kring.reports.actions import handling
from kring.reports.actions.doors import Doors, set_doors
from kring.reports.actions.settling import settle
from kring.reports.codes import Code
from kring.reports.models import Door, Incoming, Said
from kring.web.door import slowly
from tests.cast import NOW, Cast
from tests.reports.outside import link_in, mailed
from tests.reports.telling import act_of, doors_of
from tests.web.door.road import Child
from tests.web.parent_door.road import AParent

STORY = "Ze lachen mij uit.\nElke dag."
FULL = 10**9
"""A floor that no disk reaches."""


@pytest.fixture(autouse=True)
def open_doors(cast: Cast) -> None:
    doors_of(cast)


def shut(cast: Cast) -> None:
    set_doors(act=act_of(cast.carla), doors=Doors("de-wilg", for_children=False, for_parents=False))


def open_again(cast: Cast) -> None:
    doors_of(cast)


def at_the_story() -> Child:
    return Child().begins().sends(about="me").sends(skip="1")


def test_a_child_whose_school_shuts_the_door_keeps_its_words_and_reads_whom_to_go_to(cast: Cast) -> None:
    child = at_the_story()
    shut(cast)
    child.sends(story=STORY, on="1")
    assert child.answer.status_code == 404
    assert STORY in child.page
    for words in ("Vertel het aan je juf of meester", "0800-0432", "112"):
        assert words.lower() in child.page.lower()
    open_again(cast)
    child.sends(story=STORY)
    assert child.asked == "Wie doet het?"


def at_the_end() -> Child:
    """A child on the last screen, who wrote on three of them."""
    child = Child().begins()
    written: dict[str, dict[str, Any]] = {
        "Vertel het zelf.": {"story": STORY, "on": "1"},
        "Wie doet het?": {"name": "Daan", "group": "7", "on": "1"},
        "Wat zou helpen?": {"would_help": "Dat iemand kijkt.", "on": "1"},
    }
    while child.asked != "Klopt dit?":
        child.sends(**written.get(child.asked, {"skip": "1"}))
    return child


def read_back(asked: str, text: str) -> str:
    """What was written, with what was asked, as a shut door shows it."""
    return f'<li><p class="by">{asked}</p><p class="as-written" dir="auto">{text}</p></li>'


def test_at_the_last_screen_a_child_reads_all_that_it_wrote_before(cast: Cast, caplog: Any) -> None:
    child = at_the_end()
    shut(cast)
    child.sends(send="1")
    assert (child.answer.status_code, child.asked) == (404, "Hier is geen deur open.")
    for asked, text in (
        ("Vertel het zelf.", STORY),
        ("Wie doet het?", "Daan, groep 7"),
        ("Wat zou helpen?", "Dat iemand kijkt."),
    ):
        assert read_back(asked, text) in child.page.replace("\r", "")
    assert "Wat je schreef, staat hier nog." in child.page
    assert "no-store" in child.answer["Cache-Control"]
    assert not any(text in caplog.text for text in ("lachen", "Daan", "kijkt"))
    open_again(cast)
    assert len(child.sends(send="1").code.split()) == 6


@pytest.mark.parametrize("who", ["child", "parent"])
def test_a_door_that_is_shut_while_the_form_is_on_its_way_gives_back_all_that_was_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """Between the look at the door and the lock the code is made, which waits while a class tells."""
    one = at_the_end() if who == "child" else a_parent_at_the_end()
    digest = slowly.digest

    def shut_meanwhile(door: Door, code: Code) -> str:
        shut(cast)
        return digest(door, code)

    monkeypatch.setattr(slowly, "digest", shut_meanwhile)
    one.sends(send="1")
    assert one.answer.status_code == 404
    assert STORY in html.unescape(one.page.replace("\r", ""))
    assert not Incoming.objects.exists()


def a_parent_at_the_end() -> AParent:
    parent = AParent().begins().goes_on(about="me", child="Sem", group="6").goes_on(story=STORY)
    return parent.goes_on().goes_on().goes_on()


def test_what_stands_in_a_field_is_not_shown_twice_and_one_word_is_shown(cast: Cast) -> None:
    child = at_the_story().sends(story=STORY, on="1")
    shut(cast)
    child.sends(name="Daan", group="", on="1")
    assert read_back("Wie doet het?", "Daan") in child.page
    assert child.page.replace("\r", "").count(STORY) == 1
    open_again(cast)
    child = at_the_story()
    shut(cast)
    assert child.sends(story=STORY, on="1").page.replace("\r", "").count(STORY) == 1


@pytest.mark.parametrize("taps", [{}, {"about": "me"}])
def test_a_child_that_wrote_nothing_is_led_to_its_six_words(cast: Cast, taps: dict[str, str]) -> None:
    child = Child().begins() if taps else Child().opens()
    shut(cast)
    child = child.sends(**taps or {"begin": "1"})
    assert child.answer.status_code == 404
    assert "Wat je schreef" not in child.page
    assert 'href="/vertel/de-wilg/code/"' in child.page
    assert "Ik heb al een code" in child.page
    open_again(cast)
    if taps:
        assert child.sends(**taps).asked != "Over wie gaat het?"


def test_who_had_sent_it_and_wrote_down_its_words_is_done_though_the_door_was_shut(cast: Cast) -> None:
    child, parent = Child().tells(), AParent().tells()
    shut(cast)
    assert child.sends(written="1").asked == "Klaar. Dank je wel."
    assert parent.sends(written="1").asked == "U bent klaar. Dank u wel."


def test_who_had_sent_it_goes_back_and_sends_again_reads_that_it_was_sent(cast: Cast) -> None:
    child, parent = at_the_end(), AParent().begins().goes_on(about="me", child="Sem", group="6").goes_on(story=STORY)
    for one in (child, parent.goes_on().goes_on().goes_on()):
        last = one.hidden
        code = one.sends(send="1").code
        shut(cast)
        one.answer = one.client.post(f"{one.home}vragen/", {**last, "send": "1"})
        assert (one.answer.status_code, one.code) == (200, code)
        open_again(cast)
    assert Incoming.objects.count() == 2
    assert not Said.objects.exists()


def test_what_is_changed_after_back_is_added_though_the_door_was_shut(cast: Cast) -> None:
    child = at_the_end()
    last = child.hidden
    code = child.sends(send="1").code
    shut(cast)
    child.answer = child.client.post("/vertel/de-wilg/vragen/", {**last, "change": "story"})
    child.sends(story="Ze duwen ook.", on="1").sends(send="1")
    assert child.code == code
    assert Said.objects.get().kind == Said.What.TOLD_AGAIN


@pytest.mark.parametrize("opens", ["nothing", "another school"])
def test_a_seal_that_does_not_open_shows_nothing(cast: Cast, opens: str) -> None:
    child = at_the_end()
    shut(cast)
    to = "/vertel/nergens/vragen/" if opens == "another school" else "/vertel/de-wilg/vragen/"
    sealed = child.hidden if opens == "another school" else {**child.hidden, "state": "kapot"}
    child.answer = child.client.post(to, {**sealed, "send": "1"})
    assert child.answer.status_code == 404
    assert "Wat je schreef" not in child.page
    assert "Daan" not in child.page


def test_with_its_six_words_a_child_reads_on_behind_a_shut_door_and_says_more(cast: Cast) -> None:
    code = Child().tells().code
    settle(school=cast.school, at=NOW)
    handling.answer(act=act_of(cast.carla), incoming_id=Incoming.objects.get().pk, text="Ik kom bij je kijken.")
    shut(cast)
    child = Child().opens()
    assert "/vertel/de-wilg/code/" in child.page
    child.comes_with(code)
    assert "Ik kom bij je kijken." in child.page
    child.sends(text="Dank je.", add="1")
    assert Said.objects.get(kind=Said.What.ADDED).text == "Dank je."


def test_a_parent_reads_on_too_by_the_words_and_by_the_link(cast: Cast) -> None:
    parent = AParent().tells(mail="ilse@example.org")
    settle(school=cast.school, at=NOW)
    (letter,) = mailed(cast.school)
    handling.answer(act=act_of(cast.carla), incoming_id=Incoming.objects.get().pk, text="Wij kijken mee.")
    code = parent.code
    shut(cast)
    assert "/vertel/de-wilg/ouder/code/" in AParent().opens().page
    assert "Wij kijken mee." in AParent().comes_with(code).page
    parent.answer = parent.client.get(link_in(letter))
    parent.answer = parent.client.post(link_in(letter), parent.hidden)
    assert "Wij kijken mee." in parent.page
    assert AParent().opens("link/").answer.status_code == 200


def test_a_parent_whose_school_shuts_the_door_keeps_what_was_typed(cast: Cast) -> None:
    parent = AParent().begins().goes_on(about="me", child="Sem", group="6")
    shut(cast)
    parent.goes_on(story=STORY)
    assert STORY in parent.page
    assert "bel of mail de school" in parent.page
    open_again(cast)
    assert parent.goes_on(story=STORY).asked == "Waar en wanneer gebeurt het?"


@pytest.mark.parametrize(
    ("language", "said", "calls", "labels"),
    [
        (
            "",
            "Wat u schreef, is niet verstuurd, en staat alleen nog hier.",
            "Is er nu gevaar?",
            {
                "Uw kind": "Sem, groep 6",
                "Wat gebeurt er?": STORY,
                "Wat zou helpen?": "Een vaste plek.",
                "Uw naam": "Ilse",
            },
        ),
        (
            "en",
            "What you wrote was not sent, and is only here.",
            "Is there danger now?",
            {"Your child": "Sem, group 6", "What is happening?": STORY, "Your name": "Ilse"},
        ),
    ],
)
def test_at_the_last_screen_a_parent_reads_it_all_in_the_language_of_the_page(
    cast: Cast, language: str, said: str, calls: str, labels: dict[str, str]
) -> None:
    parent = AParent(language=language).begins().goes_on(about="me", child="Sem", group="6").goes_on(story=STORY)
    parent.goes_on().goes_on(tried="Juf gemaild.", would_help="Een vaste plek.").goes_on(name="Ilse")
    shut(cast)
    parent.sends(send="1")
    assert (parent.answer.status_code, parent.answer["Content-Language"]) == (404, language or "nl")
    assert f'<html lang="{language or "nl"}">' in parent.page
    for asked, text in labels.items():
        assert read_back(asked, text) in parent.page.replace("\r", "")
    assert said in parent.page
    assert calls in parent.page
    open_again(cast)
    assert len(parent.sends(send="1").code.split()) == 6


@pytest.mark.parametrize("language", ["", "en"])
def test_a_parent_that_wrote_nothing_is_led_to_the_six_words(cast: Cast, language: str) -> None:
    parent = AParent(language=language).opens()
    shut(cast)
    parent.sends(begin="1")
    assert "Wat u schreef" not in parent.page
    assert "What you wrote" not in parent.page
    assert f'href="/vertel/de-wilg/ouder/code/{"?taal=en" if language else ""}"' in parent.page


def test_on_a_full_disk_a_child_reads_its_own_words_and_nothing_of_an_administrator(cast: Cast, settings: Any) -> None:
    child = at_the_story()
    floor, settings.KRING_DISK_FLOOR = settings.KRING_DISK_FLOOR, FULL
    child.sends(story=STORY, on="1")
    assert (child.answer.status_code, child.asked) == (507, "Het lukt nu niet.")
    assert STORY in child.page
    assert "0800-0432" in child.page
    assert "beheerder" not in child.page
    assert "no-store" in child.answer["Cache-Control"]
    settings.KRING_DISK_FLOOR = floor
    assert child.sends(story=STORY).asked == "Wie doet het?"


def test_what_was_not_kept_is_sent_once_when_there_is_room_again(cast: Cast, settings: Any) -> None:
    child = at_the_story().sends(story=STORY, on="1")
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    floor, settings.KRING_DISK_FLOOR = settings.KRING_DISK_FLOOR, FULL
    child.sends(send="1")
    assert (child.answer.status_code, Incoming.objects.count()) == (507, 0)
    settings.KRING_DISK_FLOOR = floor
    assert len(child.sends().code.split()) == 6
    assert Incoming.objects.get().told.story.replace("\r", "") == STORY


def test_a_parent_reads_it_in_the_language_of_the_page(cast: Cast, settings: Any) -> None:
    parent = AParent(language="en").begins().goes_on(about="me", child="Sem", group="6")
    settings.KRING_DISK_FLOOR = FULL
    parent.goes_on(story=STORY)
    assert (parent.answer.status_code, parent.answer["Content-Language"]) == (507, "en")
    assert STORY in parent.page
    assert "This is not possible now" in parent.page


def test_a_door_whose_database_is_away_says_so_kindly(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: Any, **_named: Any) -> None:
        raise OperationalError("no connection")

    child = Child()
    child.client.raise_request_exception = False
    monkeypatch.setattr("kring.web.door.telling.answer_by", away)
    child.opens()
    assert (child.answer.status_code, child.asked) == (503, "Het lukt nu niet.")
    assert 'href="/vertel/de-wilg/"' in child.page
