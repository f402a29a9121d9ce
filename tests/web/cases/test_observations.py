"""Observatie: ten seconds on a phone, and what the colleague who asked gets of it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from kring.cases.actions import closing, people
from kring.cases.bodies import Observation
from kring.cases.models import Fact
from kring.web.request import clock
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast, sign_in
from tests.web.browsing import over_a_week_old
from tests.web.sending import hidden, send, text_of


@pytest.fixture
def told(cast: Cast) -> Telling:
    told = tell(cast).on(date(2026, 11, 13)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    return told.on(date(2026, 11, 16)).step_3()


@pytest.fixture
def page(told: Telling) -> str:
    return f"/observatie/{told.id}/"


def noted() -> list[tuple[str, Observation, date]]:
    """What was noted, in order: by whom, what, and for which day."""
    facts = Fact.objects.filter(kind="observation").select_related("by").order_by("at", "id")
    return [(fact.by.name, fact.body, fact.on) for fact in facts if isinstance(fact.body, Observation)]


def test_one_screen_says_who_asks_about_whom_what_and_until_when(client, cast, page):
    shown = text_of(sign_in(client, cast.mo).get(page))
    assert "Zag je iets rond Sem?" in shown
    assert "Sem, groep 6 · Anouk Vermeer vraagt het, tot en met vandaag" in shown
    assert "Let op het plein." in shown
    assert "Niets gezien" in shown
    assert "Ik zag iets" in shown


def test_nothing_seen_is_one_press(client, cast, page):
    answer = send(sign_in(client, cast.mo), page, saw="nothing")
    assert (answer.status_code, answer["Location"]) == (303, "/observatie/")
    assert noted() == [("Mo Yilmaz", Observation(seen=False), TODAY)]
    assert "Dank je. Ook weten dat er niets was, helpt." in text_of(client.get("/observatie/"))


def test_after_a_press_on_vandaag_a_link_leads_to_where_a_mistake_is_put_right(client, cast, page):
    browser = sign_in(client, cast.mo)
    answer = send(browser, page, saw="nothing", then="today")
    assert answer["Location"] == "/vandaag/"
    assert f'href="{page}?zag=iets">Tikte je mis?</a>' in browser.get("/vandaag/").content.decode()
    send(browser, page, saw="something", what="Daan pakte de tas af.", on="2026-11-23")
    assert {one.seen for _name, one, _day in noted()} == {False, True}
    assert "Tikte je mis?" not in browser.get("/observatie/").content.decode(), "there it was typed"


def test_something_seen_is_one_sentence_with_today_filled_in(client, cast, page):
    browser = sign_in(client, cast.mo)
    assert 'value="2026-11-23"' in browser.get(page).content.decode()
    send(browser, page, saw="something", what="Daan pakte de tas af.", place="kapstok", on="2026-11-20")
    assert noted() == [
        ("Mo Yilmaz", Observation(seen=True, what="Daan pakte de tas af.", place="kapstok"), date(2026, 11, 20))
    ]
    assert "Dank je. Anouk Vermeer leest het meteen in de zaak." in text_of(browser.get("/observatie/"))


def test_who_pressed_on_vandaag_to_have_seen_something_comes_to_the_one_question(client, cast, page):
    browser = sign_in(client, cast.mo)
    assert f'href="{page}?zag=iets"' in browser.get("/vandaag/").content.decode()
    shown = browser.get(f"{page}?zag=iets").content.decode()
    assert re.search(r'<textarea[^>]* name="what"[^>]* autofocus', shown)
    assert 'class="answer-more"' not in shown
    assert "Toch niets gezien" in shown
    send(browser, f"{page}?zag=iets", saw="something", what="Sem stond alleen.")
    assert noted() == [("Mo Yilmaz", Observation(seen=True, what="Sem stond alleen."), TODAY)]


def test_something_seen_without_a_sentence_is_asked_for_with_the_part_unfolded_and_the_place_kept(client, cast, page):
    answer = send(sign_in(client, cast.mo), page, saw="something", what="  ", place="bij de fietsen", on="2026-11-23")
    assert answer.status_code == 422
    assert "Schrijf op wat je zag. Eén zin is genoeg." in text_of(answer)
    assert 'value="bij de fietsen"' in answer.content.decode()
    assert '<details class="answer-more" open>' in answer.content.decode()
    assert noted() == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-24", "Deze dag moet nog komen."),
        ("2026-11-12", "Deze dag ligt vóór de melding."),
        ("2026-02-30", "30-2-2026 bestaat niet."),
    ],
)
def test_a_day_that_cannot_be_right_is_refused_and_the_text_kept(client, cast, page, day, sentence):
    answer = send(sign_in(client, cast.mo), page, saw="something", what="Er werd geduwd.", place="", on=day)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Er werd geduwd." in answer.content.decode()


def test_a_double_press_is_one_observation(client, cast, page):
    browser = sign_in(client, cast.mo)
    token = hidden(browser.get(page), "token")
    for _press in range(2):
        assert browser.post(page, {"token": token, "seen": "", "saw": "nothing"}).status_code == 303
    assert len(noted()) == 1


def test_two_colleagues_each_have_their_own(client, cast, page):
    send(sign_in(Client(), cast.mo), page, saw="nothing")
    send(sign_in(Client(), cast.bram), page, saw="something", what="Er werd gelachen.", place="", on="2026-11-23")
    assert {name for name, _body, _on in noted()} == {"Mo Yilmaz", "Bram de Boer"}


def test_ones_own_earlier_observations_are_shown_and_nobody_elses(client, cast, page):
    send(sign_in(Client(), cast.bram), page, saw="something", what="Dit zag Bram.", place="", on="2026-11-23")
    browser = sign_in(client, cast.mo)
    send(browser, page, saw="something", what="Dit zag Mo.", place="gang", on="2026-11-20")
    shown = text_of(browser.get(page))
    assert "Wat jij eerder noteerde" in shown
    assert "Vrijdag 20 november · gang Dit zag Mo." in shown
    assert "Dit zag Bram." not in shown


def test_the_list_holds_what_is_asked_now_and_says_what_was_answered(client, cast, told, page):
    browser = sign_in(client, cast.mo)
    shown = text_of(browser.get("/observatie/"))
    assert "Sem, groep 6 tot en met vandaag Collega Anouk vraagt: zie je iets? Antwoord geven" in shown
    send(browser, page, saw="nothing")
    assert "Jij gaf al antwoord: dank je." in text_of(browser.get("/observatie/"))
    assert "Jij vroeg collega’s om op te letten." in text_of(sign_in(Client(), cast.anouk).get("/observatie/"))


def test_when_nobody_asks_the_list_leads_to_a_report(client, cast, told, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    shown = text_of(sign_in(client, cast.mo).get("/observatie/"))
    assert "Er is nu geen collega die vraagt om op te letten." in shown


def test_on_a_running_plan_one_may_note_something_without_being_asked(client, cast, page, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    browser = sign_in(client, cast.mo)
    assert "vraagt het" not in text_of(browser.get(page))
    send(browser, page, saw="something", what="Er werd geduwd.", place="", on="2026-11-24")
    assert len(noted()) == 1


def test_without_a_plan_or_after_closing_there_is_nothing_to_note(client, cast, told, page):
    bare = tell(cast).report(cast.noor)
    browser = sign_in(client, cast.mo)
    assert browser.get(f"/observatie/{bare.id}/").status_code == 404
    closing.close_case(act=told.as_(cast.hein).on(TODAY).hear().act(), case_id=told.id, reason="Verhuisd.")
    assert browser.get(page).status_code == 404
    assert browser.post(page, {"saw": "nothing"}).status_code == 404


def test_what_was_being_noted_when_the_case_was_closed_comes_back_to_those_who_had_the_page(client, cast, told, page):
    browser = sign_in(client, cast.mo)
    opened = browser.get(page)
    typed = {"saw": "something", "what": "Daan pakte de tas af.", "on": "2026-11-23"}
    closing.close_case(act=told.as_(cast.hein).on(TODAY).hear().act(), case_id=told.id, reason="Verhuisd.")

    answer = browser.post(page, typed | {"token": hidden(opened, "token"), "seen": ""})

    assert answer.status_code == 409
    assert "Vertel Anouk Vermeer zelf wat je zag." in text_of(answer)
    assert "Daan pakte de tas af." in text_of(answer)
    assert noted() == []
    of_carla = sign_in(Client(), cast.carla)
    assert of_carla.post(page, typed | {"token": "", "seen": ""}).status_code == 404, "nobody who had no page"
    of_another = of_carla.post(page, typed | {"token": hidden(opened, "token"), "seen": ""})
    assert of_another.status_code == 403, "a form of Mo's, wherever it is sent"
    assert "Daan" not in text_of(of_another)


def test_a_form_of_over_a_week_old_opens_a_closed_case_for_nobody(client, cast, told, page, monkeypatch):
    browser = sign_in(client, cast.mo)
    opened = browser.get(page)
    closing.close_case(act=told.as_(cast.hein).on(TODAY).hear().act(), case_id=told.id, reason="Verhuisd.")

    with over_a_week_old(monkeypatch):
        answer = browser.post(page, {"saw": "nothing", "token": hidden(opened, "token"), "seen": ""})

    assert answer.status_code == 404


def test_excluded_administrator_and_other_school_are_not_found(cast, told, page):
    people.exclude(act=told.as_(cast.hein).on(TODAY).hear().act(), case_id=told.id, staff_id=cast.wil.pk)
    for nobody in (cast.wil, cast.ada, cast.linde.teacher):
        browser = sign_in(Client(), nobody)
        assert browser.get(page).status_code == 404
        assert browser.post(page, {"saw": "nothing"}).status_code == 404
    assert "Sem" not in text_of(sign_in(Client(), cast.wil).get("/observatie/"))
    assert sign_in(Client(), cast.ada).get("/observatie/").status_code == 404
    assert noted() == []
