"""Help beside the protocol on the page of the case: asked where it goes on, written down, and never in the plan."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.bodies import HelpBeside
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, send, text_of

ASKED = "Wie biedt hulp naast het protocol?"


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).report(cast.sem, by=(cast.daan,)))


def case_page(browser: Client, case: Telling) -> str:
    return text_of(browser.get(reverse("case", args=[case.id])))


def test_a_child_that_is_bullied_again_is_asked_for_until_help_is_written_down(anouk, case, cast):
    tell(cast).report(cast.yara, by=(cast.lars,))
    assert ASKED not in case_page(anouk, case)
    case = early(tell(cast).report(cast.sem, by=(cast.lars,)))
    assert f"Van Kring: voor Sem gaat het pesten door, of het begon opnieuw. {ASKED}" in case_page(anouk, case)
    url = reverse("help_child", args=[case.id])
    answer = send(anouk, url, about=case.keys(Role.TARGET), who="De intern begeleider", what="Elke week even praten.")
    assert answer.status_code == 303
    page = case_page(anouk, case)
    assert ASKED not in page
    assert "De intern begeleider</a><small>Sem, " in page


def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(anouk, case):
    answer = send(anouk, reverse("help_child", args=[case.id]), who="De intern begeleider", what=" ")
    assert answer.status_code == 422
    assert "Schrijf op wat er is aangeboden." in text_of(answer)
    assert "De intern begeleider" in answer.content.decode()


def test_it_is_put_right_and_taken_back(anouk, case):
    send(anouk, reverse("help_child", args=[case.id]), about=case.keys(Role.TARGET), who="Huisarts", what="Gesprek.")
    [fact] = case.file.of_kind("help_beside")
    send(anouk, reverse("correct", args=[case.id, fact.pk]), what="Twee gesprekken.")
    [one] = case.file.of(HelpBeside)
    assert one.body == HelpBeside(who="Huisarts", what="Twee gesprekken.")
    send(anouk, reverse("withdraw", args=[case.id, one.fact.pk]), reason="Ging niet door.")
    assert case.file.of(HelpBeside) == []


def test_only_bullied_children_can_be_chosen(anouk, case, cast):
    page = anouk.get(reverse("help_child", args=[case.id])).content.decode()
    assert case.key(cast.daan) not in page
