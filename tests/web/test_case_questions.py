"""What a case asks its owner about its children: who left the school, and who was reported in another role."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import opening, people
from kring.cases.models import Report
from kring.protocol.terms import Role
from kring.school.models import Pupil
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in


@pytest.fixture
def told(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def page(client: Client, told: Telling) -> str:
    return client.get(reverse("case", args=[told.id])).content.decode()


def test_a_child_that_left_the_school_can_be_taken_out_of_the_case(client: Client, cast: Cast, told: Telling) -> None:
    sign_in(client, cast.anouk)
    assert "van school" not in page(client, told)
    Pupil.objects.filter(pk=cast.daan.pk).update(left_on=TODAY, group=None)
    shown = page(client, told)
    assert "Daan is van school. Doet dit kind niet meer mee?" in shown
    assert reverse("remove_child", args=[told.id, told.key(cast.daan)]) in shown
    child = told.file.with_role(Role.INSTIGATOR)[0]
    people.remove_child(act=told.act(), case_id=told.id, involved_id=child.pk, because="Niet erbij.")
    assert "is van school" not in page(client, told)


def test_of_the_only_bullied_child_that_left_it_says_who_can_let_go_of_duties(
    client: Client, cast: Cast, told: Telling
) -> None:
    sign_in(client, cast.anouk)
    Pupil.objects.filter(pk=cast.sem.pk).update(left_on=TODAY, group=None)
    shown = page(client, told)
    assert "Sem is van school. Wat niet meer kan" in shown


def test_a_report_that_names_a_child_in_another_role_asks_the_owner_which_it_is(
    client: Client, cast: Cast, told: Telling
) -> None:
    opening.join_case(act=told.as_(cast.bram).act(), case_id=told.id, report=told.report_of(cast.daan, by=(cast.sem,)))
    daan = told.key(cast.daan)
    assert Report.objects.latest("taken_at").other_roles == {daan: "target", told.key(cast.sem): "instigator"}
    sign_in(client, cast.anouk)
    sentence = "Volgens een nieuwe melding is de rol van Daan: wordt gepest. Hier is die: doet het pesten."
    shown = page(client, told)
    assert sentence in shown
    assert reverse("change_role", args=[told.id, daan]) in shown
    child = told.file.with_role(Role.INSTIGATOR)[0]
    people.change_role(act=told.as_(cast.anouk).act(), case_id=told.id, involved_id=child.pk, role=Role.TARGET)
    assert sentence not in page(client, told)
