"""The child's own page: handed over on a phone, one question a screen, and nothing of the case behind it."""

import re
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.bodies import OwnVerdict, Since, Stopped
from kring.protocol.terms import Role
from kring.web.way_in import handed_over
from kring.web.way_in.handed_over import HANDED_OVER, MOST_TRIES
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import early
from tests.web.sending import all_hidden, hidden, send, text_of


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3())


@pytest.fixture
def sem(case: Telling, cast: Cast) -> str:
    return f"/zaken/{case.id}/zelf/{case.key(cast.sem)}/"


def handed(browser: Client, sem: str) -> str:
    """The teacher hands the phone over; gives the number to remember."""
    number = hidden(browser.get(sem), "number")
    answer = browser.post(f"{sem}voor-jou/", {"number": number})
    assert (answer.status_code, answer["Location"]) == (302, f"{sem}voor-jou/")
    return number


def press(browser: Client, page: Any, sem: str, **pressed: str) -> Any:
    """One button of the child's page, with all that the page holds."""
    return browser.post(f"{sem}voor-jou/", {**all_hidden(page), **pressed})


def asks(page: Any) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page.content.decode(), re.S)
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_a_child_answers_five_questions_one_at_a_time(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    page = browser.get(f"{sem}voor-jou/")
    assert asks(page) == "Hoi Sem!"
    asked = []
    for pressed in ({"begin": "1"}, {"since": "once_or_twice"}, {"stopped": "less"}, {"feels": "2"}, {"helped": "ja"}):
        page = press(browser, page, sem, **pressed)
        asked.append(asks(page))
    assert asked == [
        "Gebeurt het nog?",
        "Is het gestopt?",
        "Hoe veilig voel je je?",
        "Komt er iemand voor jou op?",
        "Wat mag er niet gebeuren?",
    ]
    done = press(browser, page, sem, ready="1", must_not="Niet mijn moeder bellen.")
    assert (done.status_code, done["Location"]) == (303, "/terug/")
    assert "Geef de telefoon terug." in text_of(browser.get("/terug/"))
    (said,) = case.file.of(OwnVerdict)
    assert said.fact.about == case.keys(Role.TARGET)
    assert said.body == OwnVerdict(
        stopped=Stopped.LESS,
        since=Since.ONCE_OR_TWICE,
        feels=2,
        helped=True,
        must_not="Niet mijn moeder bellen.",
    )


def test_every_question_can_be_skipped_and_one_can_go_back(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    page = press(browser, browser.get(f"{sem}voor-jou/"), sem, begin="1")
    page = press(browser, page, sem, since="weekly")
    page = press(browser, page, sem, back="1")
    assert asks(page) == "Gebeurt het nog?"
    for _question in range(4):
        page = press(browser, page, sem, skip="1")
    press(browser, page, sem, ready="1")
    (said,) = case.file.of(OwnVerdict)
    assert said.body == OwnVerdict(stopped=Stopped.NOT_SAID)


def test_a_second_click_keeps_one_answer(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    page = press(browser, browser.get(f"{sem}voor-jou/"), sem, begin="1")
    for _question in range(4):
        page = press(browser, page, sem, skip="1")
    last = {**all_hidden(page), "ready": "1"}
    assert [browser.post(f"{sem}voor-jou/", last)["Location"] for _click in range(2)] == ["/terug/", "/terug/"]
    assert len(case.file.of(OwnVerdict)) == 1


def test_an_answer_that_is_none_of_these_is_asked_again(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    page = press(browser, browser.get(f"{sem}voor-jou/"), sem, begin="1")
    page = press(browser, page, sem, since="vaak")
    for _question in range(3):
        page = press(browser, page, sem, skip="1")
    again = press(browser, page, sem, ready="1")
    assert again.status_code == 422
    assert asks(again) == "Gebeurt het nog?"
    assert case.file.of(OwnVerdict) == []


def test_the_page_shows_nothing_of_the_case(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    page = browser.get(f"{sem}voor-jou/")
    screens = [page]
    for pressed in ({"begin": "1"}, *({"skip": "1"},) * 4, {"ready": "1"}):
        page = press(browser, page, sem, **pressed)
        screens.append(page if page.status_code == 200 else browser.get("/terug/"))
    for screen in screens:
        source = screen.content.decode()
        for word in ("Daan", "Anouk", "Hoofdmenu", "Zaken", "pest", "/vandaag/", "/dossier/", case.case.reference):
            assert word not in source, word
        links = set(re.findall(r'href="(/[^"]*)"', source)) | set(re.findall(r'action="(/[^"]*)"', source))
        files = ("/static/", reverse("manifest"))  # which nobody can press
        assert {link for link in links if not link.startswith(files)} <= {
            "/terug/",
            "/afmelden/",
            f"{sem}voor-jou/",
        }
        assert screen["Cache-Control"] == "private, no-store"


def test_while_it_is_handed_over_nothing_else_opens_until_the_number(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    number = handed(browser, sem)
    for address in ("/", "/vandaag/", f"/zaken/{case.id}/", sem, reverse("cases"), f"{sem}voor-jou/x"):
        answer = browser.get(address)
        assert (answer.status_code, answer["Location"]) == (303, f"{sem}voor-jou/"), address
    assert browser.post(f"/zaken/{case.id}/besluit/", {"outcome": "yes"})["Location"] == f"{sem}voor-jou/"
    wrong = "0000" if number != "0000" else "1111"
    assert "Dat is niet het goede getal." in text_of(send(browser, "/terug/", number=wrong))
    assert browser.get("/vandaag/").status_code == 303
    assert send(browser, "/terug/", number=number)["Location"] == f"/zaken/{case.id}/"
    assert browser.get("/vandaag/").status_code == 200


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("/zaken/{case}/taak/talk/", "/zaken/{case}/taak/talk/"),
        ("/zaken/{case}/ineens/talk/", "/zaken/{case}/ineens/talk/"),
        ("/vandaag/", "/zaken/{case}/"),
        ("https://elders.example/zaken/{case}/", "/zaken/{case}/"),
    ],
)
def test_given_back_it_leads_to_the_page_of_the_case_that_one_came_from(client, cast, case, sem, came_from, leads_to):
    browser = sign_in(client, cast.anouk)
    before = came_from.format(case=case.id)
    page = browser.get(sem, headers={"referer": before if "://" in before else f"http://testserver{before}"})
    handing = page.content.decode().partition(f'action="{sem}voor-jou/"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'name="(number|next)" value="([^"]*)"', handing))
    browser.post(f"{sem}voor-jou/", sent)
    assert send(browser, "/terug/", number=sent["number"])["Location"] == leads_to.format(case=case.id)


def test_after_so_many_wrong_numbers_only_signing_in_again_helps(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    number = handed(browser, sem)
    wrong = "0000" if number != "0000" else "1111"
    for _try in range(MOST_TRIES):
        send(browser, "/terug/", number=wrong)
    page = browser.get("/terug/")
    assert 'name="number"' not in page.content.decode()
    assert "Log uit, en weer in." in text_of(page)
    browser.post("/afmelden/")
    assert sign_in(browser, cast.anouk).get("/vandaag/").status_code == 200


def test_a_hundred_numbers_at_once_are_counted_as_a_hundred(client, cast, case, sem, monkeypatch):
    """Of requests that come together each finds the session as it was: what one writes there, the next undoes."""
    browser = sign_in(client, cast.anouk)
    number = handed(browser, sem)
    monkeypatch.setattr(handed_over, "keep", lambda _request, _mark: None)
    wrong = "0000" if number != "0000" else "1111"
    for _try in range(MOST_TRIES):
        send(browser, "/terug/", number=wrong)
    assert send(browser, "/terug/", number=number).status_code == 422
    assert browser.get("/vandaag/")["Location"] == f"{sem}voor-jou/"


def test_each_time_that_it_is_handed_over_has_its_own_tries(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    for _time in range(3):
        number = handed(browser, sem)
        wrong = "0000" if number != "0000" else "1111"
        for _try in range(MOST_TRIES - 1):
            send(browser, "/terug/", number=wrong)
        assert send(browser, "/terug/", number=number)["Location"] == f"/zaken/{case.id}/"


def test_when_the_child_is_done_its_page_does_not_open_again(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    page = press(browser, browser.get(f"{sem}voor-jou/"), sem, begin="1")
    for _question in range(4):
        page = press(browser, page, sem, skip="1")
    press(browser, page, sem, ready="1")
    assert browser.get(f"{sem}voor-jou/")["Location"] == "/terug/"


def test_a_child_that_left_the_case_meanwhile_gives_the_phone_back(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    case.file.people[0].__class__.objects.filter(pk=case.key(cast.sem)).update(left_on=TODAY)
    assert browser.get(f"{sem}voor-jou/")["Location"] == "/terug/"


def test_a_case_that_is_no_longer_of_whose_phone_it_is_opens_no_page_with_a_menu(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    handed(browser, sem)
    case.case.__class__.objects.filter(pk=case.id).update(owner=cast.carla)
    assert browser.get(f"{sem}voor-jou/")["Location"] == "/terug/"
    assert browser.get("/terug/").status_code == 200


def test_an_error_meanwhile_has_neither_name_nor_menu_of_whose_phone_it_is(client, cast, case, sem):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    session = browser.session
    session[HANDED_OVER] = {"page": f"{sem}voor-jou/", "to": "/vandaag/", "number": "1234"}
    session.save()
    refused = browser.post(f"{sem}voor-jou/", {"begin": "1"})
    assert refused.status_code == 403
    assert "Doe het nog een keer" in text_of(refused)
    for word in (cast.anouk.name, "Zaken", "Uitloggen"):
        assert word not in text_of(refused)


def test_without_a_phone_that_was_handed_over_there_is_no_page_for_a_child(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    assert browser.get(f"{sem}voor-jou/")["Location"] == sem
    assert browser.post(f"{sem}voor-jou/", {"number": "abc"})["Location"] == sem
    assert HANDED_OVER not in browser.session
    assert browser.get("/terug/")["Location"] == "/"


def test_nobody_hands_over_a_page_about_a_child_of_another_part_or_case(client, cast, case):
    browser = sign_in(client, cast.anouk)
    assert browser.get(f"/zaken/{case.id}/zelf/{case.key(cast.daan)}/").status_code == 404
    other = tell(cast).report(cast.noor)
    assert browser.get(f"/zaken/{case.id}/zelf/{other.key(cast.noor)}/").status_code == 404


def test_why_a_child_cannot_say_it_itself_is_written_by_the_teacher(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    assert "Schrijf op waarom je dit niet aan het kind zelf kon vragen." in text_of(send(browser, sem, because=" "))
    assert send(browser, sem, because="Sem is ziek.").status_code == 303
    (said,) = case.file.of(OwnVerdict)
    assert said.body == OwnVerdict(because="Sem is ziek.")


def test_the_talk_of_an_evaluation_begins_with_asking_the_child(client, cast, case, sem):
    browser = sign_in(client, cast.anouk)
    talk = f"/zaken/{case.id}/taak/talk/"
    page = browser.get(talk)
    assert "vraag eerst aan het kind zelf of het gestopt is" in text_of(page)
    assert f'href="{sem}"' in page.content.decode()
    assert 'name="said"' not in page.content.decode()
    daan = case.key(cast.daan)
    assert 'name="said"' in browser.get(f"{talk}?kind={daan}").content.decode()
    case.hear(stopped=Stopped.LESS, feels=2)
    form = browser.get(talk).content.decode()
    assert 'name="said"' in form
    assert "Sem, hoe veilig voel je je?" not in form
    assert "Daan, hoe veilig voel je je?" in form


def test_the_checklist_says_that_the_child_comes_first(client, cast, case):
    page = text_of(sign_in(client, cast.anouk).get(f"/zaken/{case.id}/"))
    assert "Eerst zegt Sem zelf of het gestopt is." in page


def test_what_the_child_says_stands_beside_the_answer_and_where_they_differ_in_words(client, cast, case):
    case.hour = time(12)  # after Sem said that it wants the talk together
    case.feeling(2).hear(stopped=Stopped.STOPPED, feels=4).evaluate("no")
    browser = sign_in(client, cast.anouk)
    for address in (f"/zaken/{case.id}/", f"/zaken/{case.id}/dossier/"):
        page = text_of(browser.get(address))
        assert "Zegt zelf" in page
        assert "Gestopt" in page
        assert "Zij zien het anders: Sem zegt “gestopt”, de leerkracht “niet nagekomen”." in page
