"""Who keeps the pupils says who a typed child is, on one page that shows nothing of a case."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import closing, listing, people
from kring.protocol.terms import Role
from kring.school.models import Pupil
from kring.school.typed import TypedChild
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of, sign_in
from tests.web.sending import send, text_of

LIST = "/school/leerlingen/nog-niet-in-de-lijst/"


@pytest.fixture
def case(cast: Cast) -> Telling:
    return typed(cast, TypedChild("Bo", "", cast.group6.pk))


def typed(cast: Cast, child: TypedChild) -> Telling:
    told = tell(cast)
    return told.opens(replace(told.report_of(), people=((child, Role.TARGET),)), token=uuid4())


def page_of(first_name: str = "Bo") -> str:
    waiting = Pupil.objects.filter(typed_at__isnull=False)
    return reverse("unlisted_pupil", args=[next(one.pk for one in waiting if one.first_name == first_name)])


def settled(browser: Client, what: str, **more: Any) -> Any:
    return send(browser, page_of(), what=what, **more)


def test_the_administrator_is_led_to_the_name_and_reads_nothing_of_the_case(cast: Cast, case: Telling) -> None:
    ada = sign_in(Client(), cast.ada)
    assert "Eén leerling staat nog niet in de lijst." in text_of(ada.get("/school/"))
    assert "Eén leerling staat nog niet in de lijst." in text_of(ada.get("/school/leerlingen/"))
    shown = text_of(ada.get(LIST))
    assert "Bo" in shown
    assert "Groep 6. Anouk Vermeer typte deze naam" in shown
    page = text_of(ada.get(page_of()))
    for told in (case.case.reference, "gepest", "melding", "zaak", "uitgelachen"):
        assert told not in page.lower(), told
    assert TrailLine.objects.filter(verb="pupil.read", by=cast.ada).exists()


def test_the_head_has_it_on_vandaag_until_it_is_settled(cast: Cast, case: Telling) -> None:
    hein = sign_in(Client(), cast.hein)
    assert "Eén leerling staat nog niet in de lijst." in text_of(hein.get("/vandaag/"))
    settled(hein, "new", first_name="Bo", last_name="Jansen", group=str(cast.group5.pk))
    assert "nog niet in de lijst" not in text_of(hein.get("/vandaag/"))


def test_new_in_the_list_leads_to_the_page_of_the_child(cast: Cast, case: Telling) -> None:
    answer = settled(sign_in(Client(), cast.ada), "new", first_name="Bo", last_name="Jansen", group=str(cast.group5.pk))
    bo = case.file.people[0].pupil
    assert (bo.name, bo.group, bo.typed_at) == ("Bo Jansen", cast.group5, None)
    assert answer["Location"] == reverse("school_pupil", args=[bo.pk])


def test_a_pupil_of_that_name_is_offered_first_and_one_tap_settles_it(cast: Cast) -> None:
    case = typed(cast, TypedChild("yara"))
    ada = sign_in(Client(), cast.ada)
    url = page_of("yara")
    assert "Het is Yara Smeets" in text_of(ada.get(url))
    answer = send(ada, url, what=str(cast.yara.pk))
    assert answer["Location"] == reverse("school_pupil", args=[cast.yara.pk])
    assert case.file.people[0].pupil == cast.yara


def test_any_other_pupil_is_chosen_from_the_list(cast: Cast, case: Telling) -> None:
    ada = sign_in(Client(), cast.ada)
    assert "Kies om welke leerling het gaat." in text_of(settled(ada, "in_list", first_name="Bo"))
    settled(ada, "in_list", first_name="Bo", same_as=str(cast.noor.pk))
    assert case.file.people[0].pupil == cast.noor


def test_nothing_chosen_and_no_first_name_are_said_beside_the_field(cast: Cast, case: Telling) -> None:
    ada = sign_in(Client(), cast.ada)
    assert "Kies wie dit is." in text_of(settled(ada, "", first_name="Bo"))
    assert "Vul de voornaam in." in text_of(settled(ada, "new", first_name="", last_name="Jansen"))
    assert case.file.people[0].pupil.typed_at


def test_a_child_that_is_not_of_this_school_comes_in_no_list(cast: Cast, case: Telling) -> None:
    ada = sign_in(Client(), cast.ada)
    assert settled(ada, "not_here", first_name="Bo")["Location"] == LIST
    assert "Iedereen staat in de lijst" in text_of(ada.get(LIST))


def test_the_second_of_two_is_told_that_it_was_settled(cast: Cast, case: Telling) -> None:
    hein, url = sign_in(Client(), cast.hein), page_of()
    listing.recognise_pupil(act=act_of(cast.ada), pupil=case.file.people[0].pupil, same_as=cast.yara.pk)
    answer = hein.get(url, follow=True)
    assert "Een collega heeft dit intussen geregeld." in text_of(answer)
    assert hein.get(reverse("unlisted_pupil", args=[cast.sem.pk])).status_code == 404


def test_who_is_kept_out_of_the_case_sees_nothing_of_the_child(cast: Cast, case: Telling) -> None:
    people.exclude(act=act_of(cast.carla), case_id=case.id, staff_id=cast.hein.pk)
    hein = sign_in(Client(), cast.hein)
    assert "nog niet in de lijst" not in text_of(hein.get("/vandaag/"))
    assert "Bo" not in text_of(hein.get(LIST)).split()
    assert hein.get(page_of()).status_code == 404


def test_a_case_that_must_be_handed_over_first_is_said_on_the_page_and_named_to_who_leads(
    cast: Cast, case: Telling
) -> None:
    earlier = tell(cast).report(cast.yara)
    people.exclude(act=act_of(cast.carla), case_id=earlier.id, staff_id=cast.anouk.pk)
    same = {"what": "in_list", "first_name": "Bo", "same_as": str(cast.yara.pk)}
    ada, hein = (send(sign_in(Client(), one), page_of(), **same) for one in (cast.ada, cast.hein))
    assert ada.status_code == hein.status_code == 422
    assert "Dit kan nog niet. Vraag de Seo-coördinator of de directeur wat er eerst moet gebeuren." in text_of(ada)
    assert "zaak" not in text_of(ada).lower()
    assert f"Draag zaak {case.case.reference} eerst over." in text_of(hein)


def test_the_page_of_people_says_it_and_leads_there_who_may(cast: Cast, case: Telling) -> None:
    people_page = f"/zaken/{case.id}/mensen/"
    told = "Dit kind staat nog niet in de lijst van leerlingen"
    anouk = sign_in(Client(), cast.anouk).get(people_page)
    assert told in text_of(anouk)
    assert page_of() not in anouk.content.decode()
    assert page_of() in sign_in(Client(), cast.hein).get(people_page).content.decode()


def test_the_page_of_people_leads_nowhere_once_nobody_is_asked_any_more(cast: Cast, case: Telling) -> None:
    closing.close_by_mistake(act=case.as_(cast.carla).act(), case_id=case.id, reason="Het was een oefening.")
    page = sign_in(Client(), cast.hein).get(f"/zaken/{case.id}/mensen/")
    assert "Dit kind staat nog niet in de lijst van leerlingen" in text_of(page)
    assert page_of() not in page.content.decode()


def test_the_page_of_people_does_not_lead_who_is_kept_out_of_another_case_of_the_child(
    cast: Cast, case: Telling
) -> None:
    bo = case.file.people[0].pupil
    other = tell(cast).opens(replace(tell(cast).report_of(), people=((bo.pk, Role.TARGET),)), token=uuid4())
    people.exclude(act=act_of(cast.carla), case_id=other.id, staff_id=cast.hein.pk)
    page = sign_in(Client(), cast.hein).get(f"/zaken/{case.id}/mensen/").content.decode()
    assert page_of() not in page


def test_the_page_of_a_pupil_is_not_there_for_a_typed_child(cast: Cast, case: Telling) -> None:
    pupil = case.file.people[0].pupil
    assert sign_in(Client(), cast.hein).get(reverse("school_pupil", args=[pupil.pk])).status_code == 404
    assert (
        "Bo" not in text_of(sign_in(Client(), cast.anouk).get(reverse("school_group", args=[cast.group6.pk]))).split()
    )


def test_any_other_pupil_is_found_by_name_and_one_that_was_only_typed_is_not(cast: Cast, case: Telling) -> None:
    ada = sign_in(Client(), cast.ada)
    typed_too = typed(cast, TypedChild("Yaro")).file.people[0].pupil
    assert str(cast.yara.pk) not in ada.get(page_of()).content.decode(), "the page does not carry the school"
    found = settled(ada, "in_list", first_name="Bo", **{"same_as-find": "yar", "same_as-search": "1"}).content.decode()
    assert f'value="{cast.yara.pk}"' in found
    assert f'value="{typed_too.pk}"' not in found
    kept = settled(ada, "new", first_name="Bo", **{"same_as-find": "yar"})
    assert kept.status_code == 303, "a name left in a line that is not asked stops nobody"
