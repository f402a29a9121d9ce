"""A talk with a parent that no step asks for: written up from the page for parents, in after-care too (E7.1)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.school.models import Guardianship
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")

GOOD = {"reached": "informed", "channel": "phone", "said": "Ze belde zelf."}


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def after_care(cast: Cast) -> Telling:
    told = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")
    return told.step_3().evaluate("yes").evaluate("positive")


def between(case: Telling, cast: Cast) -> str:
    link = Guardianship.objects.get(guardian=cast.inge_bakker)
    return reverse("talk_between", args=[case.id, link.pk])


def test_the_page_for_parents_leads_to_every_parent_and_tells_what_waits(anouk, after_care, cast):
    pages = reverse("parent_copies", args=[after_care.id])
    url = between(after_care, cast)
    assert url in text_of(anouk.get(pages))
    page = text_of(anouk.get(url))
    assert "Een gesprek tussendoor" in page
    assert "Wat merkt deze ouder thuis?" in page
    assert "Wat je kunt zeggen" not in page, "the sentences are those of a step"
    answer = send(anouk, url, **GOOD, at_home="Hij slaapt weer.", proposed="Nog een mail voor de zomer.")
    assert answer["Location"] == pages
    assert "Stelde voor: Nog een mail voor de zomer." in text_of(anouk.get(pages))
    assert "Het voorstel was: Nog een mail voor de zomer." in text_of(anouk.get(url))
    assert send(anouk, url, **GOOD, taken_over="ja").status_code == 303
    assert "Stelde voor" not in text_of(anouk.get(pages))


def test_what_each_parent_of_a_call_proposed_is_shown_and_answered_for_those_who_were_there(anouk, after_care, cast):
    url = between(after_care, cast)
    father = Guardianship.objects.get(guardian=cast.tom_bakker)
    his = reverse("talk_between", args=[after_care.id, father.pk])
    assert send(anouk, url, **GOOD, proposed="Nog een mail.").status_code == 303
    assert send(anouk, his, **GOOD, proposed="Begin bij de zijdeur.").status_code == 303
    both = "De voorstellen waren: Inge Bakker: Nog een mail; Tom Bakker: Begin bij de zijdeur. Is het antwoord"
    assert both in text_of(anouk.get(url))
    assert send(anouk, url, **GOOD, taken_over="ja").status_code == 303
    assert "Het voorstel was: Tom Bakker: Begin bij de zijdeur." in text_of(anouk.get(url)), "he was not there"
    assert send(anouk, url, **GOOD, taken_over="ja", also=[str(father.pk)]).status_code == 303
    assert "vorige voorstel" not in text_of(anouk.get(url)) + text_of(anouk.get(his))


def test_what_was_said_in_between_is_put_right_with_the_same_form(anouk, after_care, cast):
    url = between(after_care, cast)
    assert send(anouk, url, **GOOD, at_home="Hij slaapt weer.").status_code == 303
    [fact] = [one for one in after_care.file.of_kind("informed") if not one.duty]
    page = reverse("correct", args=[after_care.id, fact.pk])
    assert "Hij slaapt weer." in text_of(anouk.get(page))
    assert send(anouk, page, at_home="Hij slaapt goed.").status_code == 303
    [fact] = [one for one in after_care.file.of_kind("informed") if not one.duty]
    assert fact.body.at_home == "Hij slaapt goed."
    assert fact.step == "after_care"


def test_nothing_is_let_go_by_choice_where_nothing_asks(anouk, after_care, cast):
    assert 'value="not_informed"' not in text_of(anouk.get(between(after_care, cast)))
    assert send(anouk, between(after_care, cast), reached="not_informed", because="Nee.").status_code == 422


def test_two_talks_on_one_day_both_stand(anouk, after_care, cast):
    url = between(after_care, cast)
    assert send(anouk, url, **GOOD).status_code == 303
    assert send(anouk, url, **GOOD, at_home="Belde nog eens.").status_code == 303
    assert len([one for one in after_care.file.of_kind("informed") if not one.duty]) == 2


def test_a_closed_case_takes_no_talk_more(client, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("teasing")
    case.agree()
    case.close()
    anouk = sign_in(client, cast.anouk)
    assert between(case, cast) not in text_of(anouk.get(reverse("parent_copies", args=[case.id])))
    assert "gesloten" in text_of(anouk.get(between(case, cast)))
