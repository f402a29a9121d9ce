"""Whatever somebody typed and did not save stands in one list of their own, also when its page is gone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people
from kring.web.models import Draft
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import opened, text_of

STORY = "Sem vertelde dat het elke dag op het plein gebeurt."


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1()


def types(browser: Client, url: str, **typed: Any) -> None:
    """Something in the form of this page, which is kept and not saved."""
    form = opened(browser, url)
    assert browser.post(reverse("keep_draft"), {**form, **typed}).json()["kept"]


def waits(browser: Client) -> str:
    return text_of(browser.get(reverse("unsaved")))


def test_vandaag_says_that_text_waits_and_leads_to_it(anouk):
    assert "van je is nog niet bewaard" not in text_of(anouk.get(reverse("today")))
    types(anouk, reverse("concern"), story=STORY)
    assert "Eén tekst van je is nog niet bewaard." in text_of(anouk.get(reverse("today")))
    page = anouk.get(reverse("unsaved")).content.decode()
    draft = Draft.objects.get()
    assert STORY in page
    assert f'href="{reverse("concern")}?concept={draft.id}"' in page


def test_two_forms_of_one_page_are_two_lines(anouk):
    for text in (STORY, "Daan duwde Noor van de schommel."):
        types(anouk, f"{reverse('concern')}?concept=leeg", story=text)
    assert "Twee teksten van je zijn nog niet bewaard." in text_of(anouk.get(reverse("today")))
    assert STORY in waits(anouk)
    assert "Daan duwde Noor van de schommel." in waits(anouk)


def test_nobody_else_reads_it(anouk, cast):
    types(anouk, reverse("concern"), story=STORY)
    for colleague in (cast.bram, cast.carla, cast.hein, cast.ada):
        assert STORY not in waits(sign_in(Client(), colleague))


def test_an_administrator_who_has_no_vandaag_reads_it_on_school(client, cast):
    ada = sign_in(client, cast.ada)
    types(ada, reverse("school_person_add"), name="Tess van Dam")
    assert "Eén tekst van je is nog niet bewaard." in text_of(ada.get(reverse("school")))
    assert "Tess van Dam" in waits(ada)


def test_of_a_case_that_was_closed_the_text_is_still_there(anouk, cast, case):
    types(anouk, reverse("correct", args=(case.id, case.file.of_kind("talk")[0].pk)), said=STORY)
    case.judged("teasing").as_(cast.hein).close()
    assert f"Zaak {case.case.reference}" in waits(anouk)
    assert STORY in waits(anouk)


def test_who_is_kept_out_of_the_case_reads_nothing_of_it_any_more(anouk, cast, case):
    types(anouk, reverse("correct", args=(case.id, case.file.of_kind("talk")[0].pk)), said=STORY)
    people.hand_over(act=case.as_(cast.carla).act(), case_id=case.id, to=cast.bram.pk)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.anouk.pk)
    assert STORY not in waits(anouk)
    assert case.case.reference not in waits(anouk)
    assert "niet meer voor jou" in waits(anouk)


def test_the_text_of_a_page_that_is_there_no_more_can_be_thrown_away(anouk):
    types(anouk, reverse("concern"), story=STORY)
    Draft.objects.update(key="/was/hier/eerst/")
    assert "Deze pagina is er niet meer" in waits(anouk)
    assert STORY in waits(anouk)
    anouk.post(reverse("unsaved"), {"draft": str(Draft.objects.get().id), "sure": "1"})
    assert "Er wacht geen tekst van jou." in waits(anouk)


def test_nobody_throws_away_the_text_of_another(anouk, cast):
    types(anouk, reverse("concern"), story=STORY)
    sign_in(Client(), cast.bram).post(reverse("unsaved"), {"draft": str(Draft.objects.get().id), "sure": "1"})
    assert Draft.objects.exists()
    assert anouk.post(reverse("unsaved"), {"draft": "van iemand anders"}).status_code == 404


def test_the_list_costs_the_same_however_much_waits(anouk, case, django_assert_max_num_queries):
    correct = reverse("correct", args=(case.id, case.file.of_kind("talk")[0].pk))
    types(anouk, correct, said=STORY)
    waits(anouk)
    for number in range(10):
        types(anouk, f"{correct}?concept=leeg", said=f"{STORY} {number}")
    with django_assert_max_num_queries(6):
        waits(anouk)
