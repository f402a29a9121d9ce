"""A child reads its own words on the phone that is handed over, or hears them, and says whether it is so."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.bodies import OnOwnWords, OwnWordsAre
from kring.cases.models import Fact
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early
from tests.web.sending import all_hidden, hidden, send, text_of

CONFIDED = "Thuis is er ruzie."


@pytest.fixture
def case(cast: Cast) -> Telling:
    case = early(tell(cast).report(cast.sem, by=(cast.daan,)))
    for key, duty, words, confided in (
        (case.key(cast.sem), "talk_target", "Ik ben bang op het plein.", CONFIDED),
        (case.key(cast.daan), "talk_instigator", "Het was maar een grapje.", ""),
    ):
        talk = bodies.Talk(
            said="Een rustig gesprek over Daan.", own_words=words, in_confidence=confided, feelings={key: 2}
        )
        recording.record_talk(act=case.act(), case_id=case.id, duty=duty, on=case.today, about=[key], talk=talk)
    return case


@pytest.fixture
def sem(case: Telling, cast: Cast) -> str:
    return f"/zaken/{case.id}/zelf/{case.key(cast.sem)}/"


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def handed(browser: Client, sem: str) -> str:
    number = hidden(browser.get(sem), "number")
    answer = browser.post(f"{sem}jouw-woorden/", {"number": number})
    assert (answer.status_code, answer["Location"]) == (302, f"{sem}jouw-woorden/")
    return number


def first_screen(browser: Client, sem: str) -> tuple[str, Any]:
    """The address of the first of its words, and that screen."""
    begin = browser.get(f"{sem}jouw-woorden/").content.decode()
    found = re.search(r'href="([^"]*over=[^"]*)"', begin)
    assert found
    return found[1], browser.get(found[1])


def said(case: Telling) -> list[OnOwnWords]:
    return [one.body for one in case.file.of(OnOwnWords)]


def talk_of(case: Telling, child: str) -> Fact:
    return next(fact for fact in case.file.of_kind("talk") if fact.about == [child])


def test_a_child_reads_its_words_and_says_what_is_not_so(browser, case, sem, cast):
    number = handed(browser, sem)
    url, screen = first_screen(browser, sem)
    assert "Ik ben bang op het plein." in text_of(screen)
    screen = browser.post(url, {**all_hidden(screen), "answer": "not_so"})
    assert "Wat klopt er niet?" in text_of(screen)
    done = browser.post(url, {**all_hidden(screen), "ready": "1", "text": "Ik was boos."})
    assert (done.status_code, done["Location"]) == (303, "/terug/")
    assert "Dank je wel!" in text_of(browser.get("/terug/"))
    written = talk_of(case, case.key(cast.sem))
    assert said(case) == [OnOwnWords(to=written.pk, answer=OwnWordsAre.NOT_SO, text="Ik was boos.")]
    assert send(browser, "/terug/", number=number)["Location"] == f"/zaken/{case.id}/"


def test_that_it_is_so_takes_one_press(browser, case, sem):
    handed(browser, sem)
    url, screen = first_screen(browser, sem)
    browser.post(url, {**all_hidden(screen), "answer": "right"})
    assert [one.answer for one in said(case)] == [OwnWordsAre.RIGHT]


def test_what_was_said_is_kept_when_the_child_stops_halfway(browser, case, sem):
    case.hear(stopped=bodies.Stopped.LESS)
    number = handed(browser, sem)
    url, screen = first_screen(browser, sem)
    answer = browser.post(url, {**all_hidden(screen), "answer": "right"})
    assert answer["Location"].startswith(f"{sem}jouw-woorden/?over=")
    assert "Toch verder" in text_of(browser.get("/terug/"))
    back = browser.get(send(browser, "/terug/", number=number)["Location"])
    assert "Het antwoord staat bij de zaak." in text_of(back)


def test_what_is_missing_must_be_written_and_the_screen_stays(browser, case, sem):
    handed(browser, sem)
    url, screen = first_screen(browser, sem)
    screen = browser.post(url, {**all_hidden(screen), "answer": "more"})
    again = browser.post(url, {**all_hidden(screen), "ready": "1", "text": " "})
    assert again.status_code == 422
    assert "Schrijf op wat je erbij wilt zeggen." in text_of(again)
    assert said(case) == []


def test_the_screens_show_only_its_own_words_and_nothing_of_the_case(browser, case, sem):
    handed(browser, sem)
    url, screen = first_screen(browser, sem)
    screens = [browser.get(f"{sem}jouw-woorden/"), screen, browser.post(url, {**all_hidden(screen), "answer": "more"})]
    for one in screens:
        source = one.content.decode()
        for word in ("Daan", "Anouk", "Hoofdmenu", "Zaken", "pest", CONFIDED, "grapje", case.case.reference):
            assert word not in source, word
        links = set(re.findall(r'(?:href|action)="(/[^"?]*)', source))
        files = ("/static/", reverse("manifest"))  # which nobody can press
        assert {link for link in links if not link.startswith(files)} <= {"/terug/", f"{sem}jouw-woorden/"}


def test_no_word_of_another_child_opens(browser, case, sem, cast):
    handed(browser, sem)
    of_daan = talk_of(case, case.key(cast.daan))
    url = f"{sem}jouw-woorden/?over={of_daan.pk}"
    assert "grapje" not in text_of(browser.get(url))
    assert browser.post(url, {"answer": "right"})["Location"] == "/terug/"
    daan = f"/zaken/{case.id}/zelf/{case.key(cast.daan)}/"
    assert sign_in(Client(), cast.anouk).get(f"{daan}jouw-woorden/").status_code == 404
    assert sign_in(Client(), cast.anouk).get(f"{sem}voorlezen/{of_daan.pk}/").status_code == 404


def test_it_is_read_aloud_and_what_the_child_says_is_written_down(browser, case, sem, cast):
    written = talk_of(case, case.key(cast.sem))
    page = browser.get(sem)
    url = f"{sem}voorlezen/{written.pk}/"
    assert url in page.content.decode()
    read = text_of(browser.get(url))
    assert "Ik ben bang op het plein." in read
    assert CONFIDED not in read
    assert send(browser, url, answer="more", text=" ").status_code == 422
    assert send(browser, url, answer="more", text="En in de gang.").status_code == 303
    [one] = said(case)
    assert (one.text, one.read_aloud) == ("En in de gang.", True)


def test_it_stands_beside_the_words_wherever_these_are_shown(browser, case, sem, cast):
    written = talk_of(case, case.key(cast.sem))
    send(browser, f"{sem}voorlezen/{written.pk}/", answer="not_so", text="Ik was boos.")
    [fact] = case.file.of_kind("on_own_words")
    for page, words in (
        (reverse("case", args=[case.id]), ("Dat klopt niet. “Ik was boos.”", "Ik ben bang op het plein.")),
        (reverse("fact", args=[case.id, written.pk]), ("Ik ben bang op het plein.", "Dat klopt niet. “Ik was boos.”")),
        (reverse("fact", args=[case.id, fact.pk]), ("Ik ben bang op het plein.", "Voorgelezen")),
        (reverse("file", args=[case.id]), ("Sem zegt hier zelf iets over", "Sem: dat klopt niet. “Ik was boos.”")),
    ):
        shown = text_of(browser.get(page))
        for word in words:
            assert word in shown, (page, word)


def test_that_it_is_so_stands_in_the_file_and_not_on_the_page_of_the_case(browser, case, sem, cast):
    send(browser, f"{sem}voorlezen/{talk_of(case, case.key(cast.sem)).pk}/", answer="right")
    assert "Sem: zo is het." in text_of(browser.get(reverse("file", args=[case.id])))
    assert "eigen woorden zegt" not in text_of(browser.get(reverse("case", args=[case.id])))


def test_what_it_says_of_its_wish_stands_above_the_joint_talk(browser, case, sem, cast):
    case.step_1().judged("bullying")
    key = case.key(cast.sem)
    wish = bodies.Talk(said="Met juf erbij.", wants_together=True, feelings={key: 3})
    asked = recording.record_talk(
        act=case.act(), case_id=case.id, duty="ask_target", on=case.today, about=[key], talk=wish
    )
    send(browser, f"{sem}voorlezen/{asked.pk}/", answer="not_so", text="Liever apart.")
    page = text_of(browser.get(reverse("duty", args=[case.id, "joint_talk"])))
    assert "Sem zegt hierover zelf:" in page
    assert "“Liever apart.”" in page


def test_its_own_answers_it_can_only_add_to(browser, case, sem, cast):
    case.hear(stopped=bodies.Stopped.LESS)
    [verdict] = case.file.of_kind("verdict")
    url = f"{sem}voorlezen/{verdict.pk}/"
    assert 'value="not_so"' not in browser.get(url).content.decode()
    assert send(browser, url, answer="not_so").status_code == 422


def test_without_words_of_its_own_there_is_nothing_to_read(browser, cast):
    case = early(tell(cast).report(cast.noor, by=(cast.daan,)))
    key = case.keys(Role.TARGET)[0]
    assert "eigen woorden lezen" not in text_of(browser.get(f"/zaken/{case.id}/zelf/{key}/"))


def seal(answer: Any) -> str:
    found = re.search(r'name="kring-seal" content="([^"]*)"', answer.content.decode())
    assert found
    return found[1]


def test_what_its_teacher_typed_without_a_connection_outlives_the_handing_over(browser, case, sem, cast):
    cookie, before = browser.cookies["kring_session"].value, seal(browser.get("/vandaag/"))
    number = handed(browser, sem)
    assert browser.cookies["kring_session"].value != cookie
    assert seal(browser.get(f"{sem}jouw-woorden/")) == ""
    browser.post(
        reverse("handed_back"), {"number": number, "token": hidden(browser.get(reverse("handed_back")), "token")}
    )
    assert seal(browser.get("/vandaag/")) == before
    handed(browser, sem)
    assert seal(browser.get(f"{sem}jouw-woorden/")) == ""
    browser.post(reverse("account_logout"))
    assert seal(sign_in(browser, cast.anouk).get("/vandaag/")) != before
