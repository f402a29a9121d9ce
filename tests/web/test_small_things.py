"""Situations from practice that went wrong once: what a monitor asks, a second tab, a colleague who left."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kring.cases.letter_kinds import BY_KEY
from tests.cast import PASSWORD, Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.browsing import text_of

SIGN_IN = "/aanmelden/"


@pytest.mark.parametrize("address", ["/gezond/", "/robots.txt"])
def test_a_monitor_that_asks_with_head_gets_an_answer_without_a_page(client: Client, db: None, address: str) -> None:
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (client.get(address).status_code, b"")


def token(browser: Client) -> str:
    """The token of a form that is open, as it stands in the page."""
    page = browser.get(SIGN_IN).content.decode()
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def typed(token: str) -> dict[str, str]:
    return {"csrfmiddlewaretoken": token, "login": "anouk@dewilg.example", "password": PASSWORD}


def test_of_two_tabs_with_the_sign_in_page_the_second_is_no_dead_end(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    first, second = token(browser), token(browser)
    assert browser.post(SIGN_IN, typed(first)).status_code in (302, 303)
    answer = browser.post(SIGN_IN, typed(second))
    assert answer.status_code in (302, 303)
    assert browser.get(answer["Location"], follow=True).status_code == 200


def test_a_sign_in_page_that_stood_open_overnight_is_the_form_once_more(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    old = token(browser)
    browser.cookies.clear()  # a browser that dropped what it had
    answer = browser.post(SIGN_IN, typed(old), follow=True)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Deze pagina stond te lang open. Log nog één keer in." in page
    assert "tekst" not in page.partition("<main")[2].partition("</main")[0]


def test_a_colleague_who_left_is_no_longer_named_as_teacher(cast: Cast) -> None:
    hein = sign_in(Client(), cast.hein)
    assert "Anouk Vermeer" in text_of(hein.get(reverse("school")))
    case_free = cast.bram
    assert case_free.name in text_of(hein.get(reverse("school")))
    actions.change_staff(act=act_of(cast.hein), staff=case_free, is_active=False)
    page = text_of(hein.get(reverse("school")))
    assert case_free.name not in page
    assert "Anouk Vermeer" in page


@pytest.mark.parametrize("kind", ["password", "invitation"])
def test_a_mail_says_as_many_days_as_its_link_works(kind: str) -> None:
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) == timedelta(days=3)
    assert "De link werkt één keer, en drie dagen lang." in BY_KEY[kind].text
