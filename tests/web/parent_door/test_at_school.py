"""What a parent told, as the school reads it: how an answer gets there, and what a case is filled with."""

from typing import Any

from kring.mail.models import Letter
from kring.reports.actions import handling
from kring.reports.models import By, Incoming, Said
from kring.reports.told import Named, Teller, Told, Who
from kring.web.report.from_told import filled_with
from tests.cast import NOW, Cast, sign_in
from tests.reports.outside import mailed
from tests.reports.telling import act_of, doors_of, somebody_tells

WHAT = Told(who=Who.ME, story="Ze lachen hem uit.", tried="Met juf gepraat.", bullied=(Named("Sem", "6"),))


def a_parent_told(cast: Cast, **teller: str) -> Incoming:
    return somebody_tells(doors_of(cast), WHAT, by=By.PARENT, teller=Teller(name="Ilse", child="Sem", **teller))


def page_of(client: Any, told: Incoming) -> str:
    return str(client.get(f"/verteld/{told.pk}/").content.decode())


def test_who_gave_a_number_is_called_and_that_is_noted(cast: Cast, client: Any) -> None:
    told = a_parent_told(cast, phone="06 12345678")
    carla = sign_in(client, cast.carla)
    page = page_of(carla, told)
    assert 'href="tel:0612345678"' in page
    assert "Deze ouder wil gebeld worden." in page
    assert "Het kind van deze ouder wordt gepest" in page
    handling.answer(act=act_of(cast.carla), incoming_id=told.pk, text="Ik belde.", called=True)
    assert Said.objects.get().kind == Said.What.CALLED
    assert "Gebeld" in page_of(carla, told)


def test_who_gave_an_address_gets_a_mail_and_whoever_answers_reads_so(cast: Cast, client: Any) -> None:
    told = a_parent_told(cast, mail="ilse@example.org")
    page = page_of(sign_in(client, cast.carla), told)
    assert "Deze ouder krijgt een mail met een link." in page
    assert "tel:" not in page
    assert "kwam niet aan" not in page


def test_a_mail_that_did_not_arrive_stands_with_what_was_told(cast: Cast, client: Any) -> None:
    told = a_parent_told(cast, mail="ilse@example.org")
    mailed(told.school)
    Letter.objects.filter(outside=True).update(refused_at=NOW)
    carla = sign_in(client, cast.carla)
    assert "De laatste mail aan deze ouder kwam niet aan." in page_of(carla, told)
    assert "ilse@example.org" not in carla.get("/school/post/").content.decode()


def test_who_is_not_to_know_the_name_sees_no_number_and_no_address(cast: Cast, client: Any) -> None:
    told = a_parent_told(cast, phone="06 12345678", mail="ilse@example.org")
    handling.pass_on(act=act_of(cast.carla), incoming_id=told.pk, staff_id=cast.anouk.pk, with_name=False)
    page = page_of(sign_in(client, cast.anouk), told)
    assert "Ze lachen hem uit." in page
    assert not any(text in page for text in ("Ilse", "12345678", "ilse@example.org"))


def test_a_case_is_filled_with_the_child_and_not_with_the_parent(cast: Cast) -> None:
    told = a_parent_told(cast)
    filled = filled_with(told)
    assert (filled["bullied"], filled["targets"]) == ([cast.sem.pk], [])
    assert (filled["reported_by"], filled["reporter"]) == ("guardian", "Ilse")
    assert "Met juf gepraat." in filled["story"]
