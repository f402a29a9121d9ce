"""A child tells something, one question a screen, and what it told is kept once."""

import re
from datetime import datetime

import pytest

from kring.reports.models import Incoming, Said
from kring.reports.told import Fear, Feeling, Named, Often, Subject, Talk, Who
from kring.web.request import clock
from tests.cast import NOW, Cast
from tests.web.door.road import Child, door


@pytest.fixture(autouse=True)
def _open(cast: Cast) -> None:
    door(cast)


def test_every_screen_in_order_and_all_of_it_is_kept() -> None:
    child = Child().opens().begins()
    seen = [child.asked]
    for fields in (
        {"about": "me"},
        {"happens": ["verbal", "excluding"], "on": "1"},
        {"story": "Ze lachen mij uit.", "on": "1"},
        {"name": ["Daan", "Lars"], "group": ["6", ""], "on": "1"},
        {"places": ["playground"], "on": "1"},
        {"often": "weekly"},
        {"since": "weeks"},
        {"feels": "2"},
        {"on": "1"},
        {"helps": ["listen"], "would_help": "Dat juf kijkt.", "on": "1"},
        {"talk": "yes"},
        {"tap": "1"},
        {"talk_when": "Vrijdag", "on": "1"},
        {"name": ["Sem"], "group": ["6"], "on": "1"},
    ):
        child.sends(**fields)
        seen.append(child.asked)
    assert seen == [
        "Over wie gaat het?",
        "Wat gebeurt er?",
        "Vertel het zelf.",
        "Wie doet het?",
        "Waar gebeurt het?",
        "Hoe vaak gebeurt het?",
        "Hoe lang is het al zo?",
        "Hoe voel je je?",
        "Is er iets waar je bang voor bent?",
        "Wat zou helpen?",
        "Mag iemand met je praten?",
        "Met wie wil je praten?",
        "Wanneer is het fijn?",
        "Wil je zeggen wie je bent?",
        "Klopt dit?",
    ]
    child.sends(send="1")
    kept = Incoming.objects.get()
    told = kept.told
    assert (told.who, told.story, told.happens) == (Who.ME, "Ze lachen mij uit.", ("verbal", "excluding"))
    assert (told.doing, told.places, told.often) == ((Named("Daan", "6"), Named("Lars")), ("playground",), Often.WEEKLY)
    assert (told.feels, told.would_help, told.talk) == (Feeling.BAD, "Dat juf kijkt.", Talk.YES)
    assert (told.talk_with, told.talk_when) == ("Mijn juf of meester", "Vrijdag")
    assert (kept.who_told.name, kept.who_told.group) == ("Sem", "6")
    assert len(child.code.split()) == 6
    assert child.asked == "Goed dat je het vertelt."


def test_before_anything_is_typed_it_says_who_reads_it_and_when(cast: Cast) -> None:
    page = Child().opens().page
    assert "Carla Jansen en Hein Smit lezen dit." in page
    assert "woensdag" in page
    assert "Vertellen is geen klikken." in page


def test_every_question_may_be_left_out_but_something_is_told() -> None:
    child = Child().tells("")
    assert child.answer.status_code == 422
    assert "Er staat nog niets." in child.page
    assert child.asked == "Vertel het zelf."
    child.sends(story="Toch iets.", on="1")
    for _screen in range(20):
        if child.asked == "Klopt dit?":
            break
        child.sends(skip="1")
    child.sends(send="1")
    assert Incoming.objects.get().told.story == "Toch iets."


def test_going_back_keeps_the_answers() -> None:
    child = Child().begins().sends(about="me").sends(happens=["things"], on="1")
    child.sends(story="Half een verh", back="1")
    assert child.asked == "Wat gebeurt er?"
    assert 'value="things" checked' in child.page
    assert "Half een verh" in child.sends(happens=["things"], on="1").page


def test_who_does_it_and_wants_to_stop_is_asked_what_it_does_and_to_whom() -> None:
    child = Child().begins().sends(about="i_do_it")
    assert child.asked == "Wat doe je?"
    child.sends(skip="1").sends(story="Ik lach Sem uit en wil dat niet.", on="1")
    assert child.asked == "Bij wie doe je dat?"
    child.sends(name=["Sem"], group=["6"], on="1")
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    child.sends(send="1")
    told = Incoming.objects.get().told
    assert (told.who, told.bullied, told.doing) == (Who.I_DO_IT, (Named("Sem", "6"),), ())


def test_about_the_head_is_read_by_another_and_the_child_sees_by_whom(cast: Cast) -> None:
    child = Child().begins().sends(about="adult")
    assert child.asked == "Is het de directeur?"
    child.sends(is_head="yes")
    assert "Carla Jansen leest dit." in child.page
    child.sends(adult="meester Hein", on="1").sends(whom="me").sends(skip="1").sends(story="Hij schreeuwt.", on="1")
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    child.sends(send="1")
    kept = Incoming.objects.get()
    assert (kept.subject, kept.told.adult, kept.told.who) == (Subject.HEAD, "meester Hein", Who.ME)


def test_what_was_answered_to_a_question_that_is_not_asked_after_all_is_not_sent() -> None:
    child = Child().begins().sends(about="adult").sends(is_head="no").sends(adult="juf Anouk", back="1")
    child.sends(back="1").sends(about="me")
    child.sends(skip="1").sends(story="Het is een kind.", on="1")
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    assert "juf Anouk" not in child.page
    child.sends(send="1")
    kept = Incoming.objects.get()
    assert (kept.subject, kept.told.adult) == (Subject.CHILDREN, "")


AT_SCHOOL_OR_NOT = (
    "Ben je op school? Ga nu naar je juf of meester. Ben je ergens anders? Ga nu naar iemand die je vertrouwt."
)


@pytest.mark.parametrize(
    ("day", "goes_to"),
    [
        (NOW, AT_SCHOOL_OR_NOT),
        (NOW.replace(hour=18), AT_SCHOOL_OR_NOT),
        (NOW.replace(month=12, day=28), "De school is vandaag dicht. Ga nu naar iemand die je vertrouwt."),
        (NOW.replace(day=28), "De school is vandaag dicht. Ga nu naar iemand die je vertrouwt."),
    ],
    ids=["a school day", "its evening", "a holiday", "a Saturday"],
)
def test_in_danger_nobody_is_sent_to_a_teacher_who_is_not_there(
    monkeypatch: pytest.MonkeyPatch, day: datetime, goes_to: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: day)
    child = Child().opens().begins()
    while child.asked != "Is er iets waar je bang voor bent?":
        child.sends(skip="1")
    child.sends(fears=["afraid_now"], on="1")
    assert child.asked == "Praat nu met een groot mens."
    assert goes_to in " ".join(child.page.split())


def test_danger_shows_at_once_whom_to_go_to_and_one_tap_sends_it_and_alarms() -> None:
    child = Child().begins().sends(about="me").sends(skip="1").sends(story="Ik durf niet naar huis.", on="1")
    while child.asked != "Is er iets waar je bang voor bent?":
        child.sends(skip="1")
    child.sends(fears=["at_home", "hurt_myself"], on="1")
    assert child.asked == "Praat nu met een groot mens."
    assert all(number in child.page for number in ("112", "113", "0800-0432"))
    assert re.search(r'<button [^>]*name="send" value="1">.*Nu doorsturen', child.page)
    child.sends(send="1")
    kept = Incoming.objects.get()
    assert (kept.danger, kept.told.fears) == (True, (Fear.HURT_MYSELF, Fear.AT_HOME))
    assert "De school krijgt nu een bericht." in child.page
    assert len(child.code.split()) == 6


def test_who_is_in_danger_and_tells_more_sends_it_at_the_end() -> None:
    child = Child().begins().sends(about="me")
    while child.asked != "Is er iets waar je bang voor bent?":
        child.sends(skip="1")
    child.sends(fears=["afraid_now"], on="1").sends(on="1")
    assert child.asked == "Wat zou helpen?"
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    assert Incoming.objects.count() == 0
    child.sends(send="1")
    assert Incoming.objects.get().danger


def test_at_the_end_one_answer_is_changed_and_the_child_is_at_the_end_again() -> None:
    child = Child().begins().sends(about="me").sends(skip="1").sends(story="Eerst dit.", on="1")
    while child.asked != "Klopt dit?":
        child.sends(skip="1")
    child.sends(change="story")
    assert "Eerst dit." in child.page
    child.sends(story="Nee, zo.", on="1")
    assert child.asked == "Klopt dit?"
    child.sends(send="1")
    assert Incoming.objects.get().told.story == "Nee, zo."


def test_sent_twice_is_told_once_with_the_same_code() -> None:
    child = Child().tells()
    first = child.code
    last = {**child.hidden, "send": "1"}
    again = Child(client=child.client)
    again.answer = child.client.post("/vertel/de-wilg/vragen/", last)
    assert again.code == first
    assert (Incoming.objects.count(), Said.objects.count()) == (1, 0)


def test_what_is_too_long_is_said_on_its_own_screen_and_stays() -> None:
    long = "Pesten. " * 2_000
    child = Child().begins().sends(about="me").sends(skip="1").sends(story=long, on="1")
    assert (child.answer.status_code, child.asked) == (422, "Vertel het zelf.")
    assert "Dit is te lang" in child.page
    assert long.strip() in child.page


def test_more_names_one_row_at_a_time() -> None:
    child = Child().begins().sends(about="me").sends(skip="1").sends(story="Twee kinderen.", on="1")
    child.sends(name=["Daan"], group=["6"], more="1")
    assert child.page.count('name="name"') == 2
    assert 'value="Daan"' in child.page


def test_the_card_says_where_the_six_words_are_typed_with_the_name_of_the_site() -> None:
    assert " · testserver/vertel/de-wilg/code/</p>" in Child().tells().page
