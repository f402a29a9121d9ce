"""School, whom one calls: the numbers are looked through and asked again, and somebody is on call in a holiday."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.bodies import Danger
from kring.mail.models import Letter
from kring.school import actions
from kring.school.calling import numbers_of
from kring.school.models import Line, OnCall
from tests.cases.telling import tell
from tests.cast import TODAY, Cast, act_of, sign_in
from tests.web.browsing import filled_in, opened, text_of

URL = "/school/bellen/"


@pytest.fixture
def carla(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.carla)


def test_the_numbers_are_looked_through_and_the_page_says_when(carla: Client, cast: Cast) -> None:
    shown = text_of(carla.get(URL))
    assert "Nog niet nagekeken door jullie school." in shown
    assert "Kijk na of ze nog kloppen" in shown
    saved = carla.post(URL, filled_in(opened(carla, URL), safe_home="030-123 45 67"))
    assert saved.status_code == 303
    assert numbers_of(cast.school)[Line.SAFE_HOME].number == "030-123 45 67"
    shown = text_of(carla.get(URL))
    assert "Nagekeken op maandag 23 november 2026." in shown
    assert "Over een jaar vraagt Kring het weer." in shown


def test_an_empty_number_is_refused_beside_its_field_and_the_rest_stays(carla: Client, cast: Cast) -> None:
    answer = carla.post(URL, filled_in(opened(carla, URL), alarm="", police="0900-1"))
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Dit nummer mag niet leeg zijn: in nood wordt het gebeld." in shown
    assert "0900-1" in answer.content.decode()
    assert numbers_of(cast.school)[Line.POLICE].number != "0900-1"


def test_who_saves_second_reads_what_the_first_one_saved(carla: Client, cast: Cast) -> None:
    mine = opened(carla, URL)
    own = {line: number.number for line, number in numbers_of(cast.school).items()} | {Line.POLICE: "0900-2"}
    actions.check_numbers(act=act_of(cast.hein), school=cast.school, numbers=own)
    answer = carla.post(URL, filled_in(mine, police="0900-3"))
    assert answer.status_code == 409
    assert "0900-2" in answer.content.decode()
    assert numbers_of(cast.school)[Line.POLICE].number == "0900-2"


def test_somebody_is_named_for_the_holiday_and_taken_off_again(carla: Client, cast: Cast) -> None:
    add = reverse("school_on_call_add")
    typed = {"name": "Hein Smit", "number": "06-12345678", "from_on": "19-12-2026", "until_on": "3-1-2027"}
    assert carla.post(add, filled_in(opened(carla, add), **typed)).status_code == 303
    shown = text_of(carla.get(URL))
    assert "Hein Smit" in shown
    assert "06-12345678, zaterdag 19 december tot en met zondag 3 januari" in shown
    [one] = OnCall.objects.filter(school=cast.school)
    remove = reverse("school_on_call_remove", args=[one.pk])
    assert carla.post(remove, filled_in(opened(carla, remove))).status_code == 303
    assert "Nog niemand." in text_of(carla.get(URL))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "number": "1"}, "Vul in wie er bereikbaar is."),
        ({"name": "Hein", "number": ""}, "Vul het telefoonnummer in."),
        ({"name": "Hein", "number": "1", "from_on": "19-12-2026"}, "Vul allebei de dagen in"),
        ({"name": "Hein", "number": "1", "from_on": "3-1-2027", "until_on": "19-12-2026"}, "De laatste dag ligt vóór"),
    ],
)
def test_what_cannot_be_right_is_told_beside_the_field(
    carla: Client, cast: Cast, typed: dict[str, str], sentence: str
) -> None:
    add = reverse("school_on_call_add")
    answer = carla.post(add, filled_in(opened(carla, add), **typed))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not OnCall.objects.exists()


def test_the_letter_about_danger_and_the_page_say_who_can_be_reached(client: Client, cast: Cast) -> None:
    actions.add_on_call(act=act_of(cast.hein), school=cast.school, name="Hein Smit", number="06-12345678")
    case = tell(cast)
    told = replace(case.report_of(cast.sem), dangers=(Danger.HOME,))
    case.opens(told)
    for letter in Letter.objects.filter(kind="danger"):
        assert "Bereikbaar als de school dicht is: Hein Smit, 06-12345678" in (letter.text or "")
    page = text_of(sign_in(client, cast.anouk).get(reverse("call_now", args=[case.id])))
    assert "Als de school dicht is: Hein Smit" in page


def test_who_is_named_for_these_days_is_called_before_the_others_and_every_number_stands_once(
    client: Client, cast: Cast
) -> None:
    cast.school.phone_coordinator, cast.school.phone_head = "06-0000 1003", "06-0000 1001"
    cast.school.save()
    days = {"from_on": TODAY, "until_on": TODAY}
    case = tell(cast)
    case.opens(replace(case.report_of(cast.sem), dangers=(Danger.SELF_HARM, Danger.HOME)))

    def called(page: str) -> list[str]:
        return re.findall(r"06-0000 100[13]", text_of(sign_in(client, cast.anouk).get(reverse(page, args=[case.id]))))

    actions.add_on_call(act=act_of(cast.hein), school=cast.school, name="Hein Smit", number="06-0000 1001")
    assert called("case") == ["06-0000 1003", "06-0000 1001"]
    assert called("call_now") == called("case") * 2
    actions.add_on_call(act=act_of(cast.hein), school=cast.school, name="Hein Smit", number="06-0000 1001", **days)
    assert called("case") == ["06-0000 1001", "06-0000 1003"]
    assert called("call_now") == called("case") * 2
