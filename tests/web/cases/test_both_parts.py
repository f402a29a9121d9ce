"""A child that is bullied and bullies as well, on screen: named once everywhere, in words that accuse nobody."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.models import Involved
from kring.protocol.terms import Role
from kring.school.models import StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, send
from tests.web.sending import text_of

WORDS = "wordt gepest en pest ook"


@pytest.fixture
def case(cast: Cast) -> Telling:
    case = tell(cast).report(both=(cast.sem,), by=(cast.daan,))
    return early(case)


def page(client: Client, staff: StaffMember, address: str) -> str:
    return text_of(sign_in(client, staff).get(address))


def test_people_give_a_child_both_parts_and_say_what_it_gets(client: Client, cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    sem = UUID(case.key(cast.sem))
    url = reverse("change_role", args=[case.id, sem])
    anouk = sign_in(client, cast.anouk)
    assert "Wordt gepest en pest ook Beide gesprekken, en de zorg van allebei." in text_of(anouk.get(url))
    assert send(anouk, url, role="both", mistake="nee").status_code == 303
    assert Involved.objects.get(pk=sem).role == Role.BOTH
    assert f"{WORDS}, groep 6" in page(client, cast.anouk, reverse("people", args=[case.id]))


def test_a_child_is_added_with_both_parts(client: Client, cast: Cast, case: Telling) -> None:
    url = reverse("add_child", args=[case.id])
    assert send(sign_in(client, cast.anouk), url, pupil=cast.noor.pk, role="both").status_code == 303
    assert case.keys(Role.TARGET) == [case.key(cast.noor), case.key(cast.sem)]


@pytest.mark.parametrize("address", ["/zaken/", "/vandaag/"])
def test_lists_name_it_once(client: Client, cast: Cast, case: Telling, address: str) -> None:
    shown = page(client, cast.anouk, address)
    assert "Sem en Sem" not in shown
    assert "Sem" in shown


def test_the_case_names_it_once_and_asks_for_both_talks_with_it(client: Client, cast: Cast, case: Telling) -> None:
    shown = page(client, cast.anouk, reverse("case", args=[case.id]))
    assert "Sem en Daan, groep 6" in shown
    assert shown.count(WORDS) == 1
    for duty in ("talk_target", "talk_instigator"):
        assert "Sem" in page(client, cast.anouk, reverse("duty", args=[case.id, duty]))


def test_each_first_talk_is_written_up_on_its_own_form(client: Client, cast: Cast, case: Telling) -> None:
    anouk, sem = sign_in(client, cast.anouk), case.key(cast.sem)
    for duty, said in (("talk_target", "Ze lachen me uit."), ("talk_instigator", "Ik duwde terug.")):
        url = reverse("duty", args=[case.id, duty])
        assert send(anouk, url, with_whom=sem, said=said, feels="2").status_code == 303
    said_in = {one.fact.duty: one.body.said for one in case.file.of(bodies.Talk)}
    assert said_in == {"talk_target": "Ze lachen me uit.", "talk_instigator": "Ik duwde terug."}
    assert case.task("talk_instigator").missing == (case.key(cast.daan),)


def test_its_parents_stand_once_on_the_list_of_whom_to_call(client: Client, cast: Cast, case: Telling) -> None:
    case.step_1().judged("bullying")
    shown = page(client, cast.anouk, reverse("duty", args=[case.id, "inform_guardians"]))
    assert shown.count("Ouders van Sem") == 1


def test_its_copy_for_guardians_is_one(client: Client, cast: Cast, case: Telling) -> None:
    case.step_1().judged("bullying").step_3()
    shown = sign_in(client, cast.carla).get(reverse("parent_copies", args=[case.id])).content.decode()
    assert shown.count(reverse("parent_copy", args=[case.id, case.key(cast.sem)])) == 1
