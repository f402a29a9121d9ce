"""The page on which coordinator or head says that a colleague is ill, and who stands in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people
from kring.cases.models import Absence
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, act_of, sign_in
from tests.web.browsing import messages_after, opened
from tests.web.sending import send, text_of

pytestmark = pytest.mark.usefixtures("ticking")

URL = "/school/weg/"
FRIDAY = (TODAY + timedelta(days=4)).isoformat()


@pytest.fixture
def told(cast: Cast) -> list[Telling]:
    return [tell(cast).report(cast.sem, by=(cast.daan,)), tell(cast).report(cast.noor)]


@pytest.fixture
def carla(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.carla)


def says(browser: Client, cast: Cast, **typed: object):
    given = {"staff": cast.anouk.pk, "to": cast.bram.pk, "from_on": TODAY.isoformat(), "until_on": FRIDAY}
    return send(browser, URL, **(given | typed))


def test_all_cases_of_a_colleague_go_to_a_stand_in_with_one_press(carla, cast, told):
    assert f'href="{URL}"' in carla.get("/school/").content.decode()
    answer = says(carla, cast)
    assert messages_after(carla, answer) == ["Bewaard. Bram de Boer vervangt in twee zaken."]
    page = text_of(carla.get(URL))
    assert "Bram de Boer vervangt Anouk Vermeer" in page
    assert "27 november" in page
    assert "vervangt de eigenaar, tot en met vrijdag 27 november" in text_of(carla.get(f"/zaken/{told[0].id}/mensen/"))
    vandaag = sign_in(Client(), cast.bram).get("/vandaag/").content.decode()
    assert all(f"/zaken/{one.id}/" in vandaag for one in told)


def test_it_says_in_how_many_cases_it_does_not_hold(carla, cast, told):
    people.set_stand_in(act=act_of(cast.carla), case_id=told[0].id, to=cast.wil.pk)
    said = messages_after(carla, says(carla, cast))
    assert said == [
        "Bewaard. Bram de Boer vervangt in één zaak. "
        "In één zaak niet: daar vervangt al iemand anders, of deze collega mag die niet zien."
    ]


def test_what_cannot_be_right_stands_beside_its_field_and_is_kept(carla, cast, told):
    answer = says(carla, cast, to=cast.anouk.pk)
    assert answer.status_code == 422
    assert "Niemand vervangt zichzelf." in text_of(answer)
    assert f'value="{FRIDAY}"' in answer.content.decode()
    assert says(carla, cast, until_on=TODAY - timedelta(days=1)).status_code == 422
    assert not Absence.objects.exists()


def test_it_is_ended_on_a_page_of_its_own(carla, cast, told):
    says(carla, cast)
    url = reverse("absence_end", args=[Absence.objects.get().pk])
    assert url in carla.get(URL).content.decode()
    assert "Is Anouk Vermeer terug?" in text_of(carla.get(url))
    assert messages_after(carla, send(carla, url)) == ["De vervanging is beëindigd."]
    assert told[0].case.stand_in is None
    assert carla.get(url).status_code == 404


def test_only_who_has_running_cases_is_offered_and_only_who_could_stand_in(carla, cast, told):
    page = carla.get(URL).content.decode()
    staff, to = page.split('name="to"')[0], page.split('name="to"')[1]
    assert str(cast.anouk.pk) in staff
    assert str(cast.bram.pk) not in staff
    assert str(cast.bram.pk) in to
    assert str(cast.mo.pk) not in to
    assert opened(carla, URL)["from_on"] == [TODAY.isoformat()]
