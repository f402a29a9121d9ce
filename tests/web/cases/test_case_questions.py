"""What a case asks its owner about its children: who left the school, and who was reported in another role."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import opening, people
from kring.cases.models import Report
from kring.protocol.terms import Role
from kring.school.models import Pupil
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, TODAY, Cast, act_of, sign_in
from tests.school import plain
from tests.web.browsing import filled_in, opened


@pytest.fixture
def told(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,))


def page(client: Client, told: Telling) -> str:
    return client.get(reverse("case", args=[told.id])).content.decode()


@pytest.mark.parametrize("who", ["sem", "daan"])
def test_of_a_child_that_left_the_school_it_asks_to_whom_it_was_passed_on(
    client: Client, cast: Cast, told: Telling, who: str
) -> None:
    sign_in(client, cast.anouk)
    assert "van school" not in page(client, told)
    pupil = getattr(cast, who)
    Pupil.objects.filter(pk=pupil.pk).update(left_on=TODAY, group=None)
    assert f"{pupil.first_name} zit niet meer op school. Aan wie is het doorgegeven?" in page(client, told)
    url = reverse("child_gone", args=[told.id, told.key(pupil)])
    assert url in page(client, told)
    empty = client.post(url, filled_in(opened(client, url), passed_on=" "))
    assert empty.status_code == 422
    assert "Schrijf op aan wie het is doorgegeven" in empty.content.decode()
    assert client.post(url, filled_in(opened(client, url), passed_on="De Es, juf Tine.")).status_code == 303
    assert "zit niet meer op school" not in page(client, told)
    assert client.get(url).status_code == 404


def test_after_the_summer_who_leads_is_asked_to_hand_the_case_over(client: Client, cast: Cast, told: Telling) -> None:
    asked = "Sem gaat verder in groep 7. Draag je de zaak over aan de nieuwe leerkracht?"
    group = plain.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    plain.assign_teacher(act=ITSELF, group=group, staff=cast.bram)
    assert asked not in page(sign_in(client, cast.carla), told)
    plain.change_pupil(act=ITSELF, pupil=cast.sem, next_group=group)
    assert asked in page(sign_in(client, cast.carla), told)
    assert asked not in page(sign_in(client, cast.anouk), told)
    people.hand_over(act=act_of(cast.carla), case_id=told.id, to=cast.bram.pk)
    assert asked not in page(sign_in(client, cast.carla), told)


def test_a_report_that_names_a_child_in_another_role_asks_the_owner_which_it_is(
    client: Client, cast: Cast, told: Telling
) -> None:
    opening.join_case(act=told.as_(cast.bram).act(), case_id=told.id, report=told.report_of(cast.daan, by=(cast.sem,)))
    daan = told.key(cast.daan)
    assert Report.objects.latest("taken_at").other_roles == {daan: "target", told.key(cast.sem): "instigator"}
    sign_in(client, cast.anouk)
    sentence = "Volgens een nieuwe melding is de rol van Daan: wordt gepest. Hier is die: pest."
    shown = page(client, told)
    assert sentence in shown
    assert reverse("change_role", args=[told.id, daan]) in shown
    child = told.file.with_role(Role.INSTIGATOR)[0]
    people.change_role(act=told.as_(cast.anouk).act(), case_id=told.id, involved_id=child.pk, role=Role.TARGET)
    assert sentence not in page(client, told)
