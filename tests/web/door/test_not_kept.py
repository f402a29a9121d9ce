"""A door that is shut meanwhile, and a disk that is full: nothing typed is lost, and it says whom to go to."""

from typing import Any

import pytest
from django.db import OperationalError

from kring.reports.actions import handling
from kring.reports.actions.doors import Doors, set_doors
from kring.reports.actions.settling import settle
from kring.reports.models import Incoming, Said
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
