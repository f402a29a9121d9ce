"""More after-care on screen: one sentence on the case, each day with yes and no, and where it is seen afterwards."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.bodies import CareMoment
from kring.school.models import StaffMember
from tests.cases.telling import Telling
from tests.cases.test_more_care import AFTER_CARE, a_case_before, in_after_care, says
from tests.cast import Cast, sign_in
from tests.web.browsing import it_is_now, messages_after, send
from tests.web.sending import text_of


@pytest.fixture(autouse=True)
def _afternoon_of_after_care(monkeypatch: pytest.MonkeyPatch) -> None:
    it_is_now(monkeypatch, AFTER_CARE)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return in_after_care(cast, followers=(cast.lars,))


def page(client: Client, staff: StaffMember, name: str, case: Telling) -> str:
    return text_of(sign_in(client, staff).get(reverse(name, args=[case.id])))


def press(browser: Client, case: Telling, moment: CareMoment, answer: str) -> Any:
    """The button of this moment on the case page."""
    url = reverse("more_care", args=[case.id, moment])
    shown = browser.get(reverse("case", args=[case.id])).content.decode()
    form = next(one for one in re.findall(r"<form.*?</form>", shown, re.DOTALL) if f'action="{url}"' in one)
    token = unescape(re.findall(r'name="token" value="([^"]*)"', form)[0])
    assert f'name="wanted" value="{answer}"' in form
    return browser.post(url, {"token": token, "seen": "", "wanted": answer})


def test_one_sentence_says_what_holds_and_that_it_is_krings_own(client: Client, cast: Cast) -> None:
    a_case_before(cast)
    case = in_after_care(cast, followers=(cast.lars,))
    case.incident(case.file.case.reported_on.replace(day=1, month=10))
    shown = page(client, cast.carla, "case", case)
    assert "Extra nazorg? van Kring" in shown
    assert (
        "In deze zaak staat: het duurde langer dan vier weken, meer kinderen deden het samen en het is niet de eerste "
        "zaak van Sem." in shown
    )
    assert "Maandag 11 januari 2027, een week na de vakantie" in shown
    assert "een week na het begin van het nieuwe schooljaar, met de nieuwe leerkracht" in shown


def test_yes_is_one_press_and_stands_with_the_days_and_in_the_file(client: Client, cast: Cast, case: Telling) -> None:
    anouk = sign_in(client, cast.anouk)
    answer = press(anouk, case, CareMoment.AFTER_HOLIDAY, "ja")
    assert messages_after(anouk, answer) == ["De extra nazorg is maandag 11 januari 2027."]
    assert "een week na de vakantie" not in page(client, cast.anouk, "case", case)
    beside = page(client, cast.anouk, "case", case)
    assert "Nazorg maandag 11 januari" in beside
    assert "Nazorg, ronde 2 maandag 25 januari" in beside
    assert "Extra nazorg" in page(client, cast.anouk, "file", case)


def test_no_is_one_press_and_becomes_a_yes_from_the_file(client: Client, cast: Cast, case: Telling) -> None:
    anouk = sign_in(client, cast.anouk)
    answer = press(anouk, case, CareMoment.NEXT_TEACHER, "nee")
    assert messages_after(anouk, answer) == ["Bewaard: geen extra nazorg dan."]
    (no,) = case.file.of_kind("more_care")
    address = reverse("correct", args=[case.id, no.pk])
    assert send(anouk, address, wanted="ja").status_code == 303
    (yes,) = case.file.of_kind("more_care")
    assert yes.until_on is not None
    stands = anouk.get(reverse("correct", args=[case.id, yes.pk]))
    assert "blijft staan tot het gesprek er was" in text_of(stands)


def test_a_second_press_changes_nothing_and_a_colleague_who_was_first_is_told(
    client: Client, cast: Cast, case: Telling
) -> None:
    says(case, CareMoment.AFTER_HOLIDAY)
    anouk = sign_in(client, cast.anouk)
    url = reverse("more_care", args=[case.id, CareMoment.AFTER_HOLIDAY])
    assert "Dit stelt Kring hier niet (meer) voor." in text_of(anouk.get(url))
    assert len(case.file.of_kind("more_care")) == 1


def test_a_moment_that_there_is_not_is_no_page(client: Client, cast: Cast, case: Telling) -> None:
    anouk = sign_in(client, cast.anouk)
    assert anouk.get(reverse("more_care", args=[case.id, "ooit"])).status_code == 404
    assert anouk.post(reverse("more_care", args=[case.id, "ooit"]), {"wanted": "ja"}).status_code == 404


def test_without_an_answer_the_form_asks_for_one(client: Client, cast: Cast, case: Telling) -> None:
    url = reverse("more_care", args=[case.id, CareMoment.AFTER_HOLIDAY])
    answer = send(sign_in(client, cast.anouk), url)
    assert answer.status_code == 422
    assert "Kies ja of nee." in text_of(answer)
    assert "Maandag 11 januari 2027, een week na de vakantie" in text_of(answer)


def test_closing_before_a_chosen_day_asks_for_a_day_beside_the_field(client: Client, cast: Cast, case: Telling) -> None:
    says(case, CareMoment.NEXT_TEACHER)
    case.hear()
    url = reverse("close", args=[case.id])
    answer = send(sign_in(client, cast.carla), url, reason="Het gaat goed.")
    assert answer.status_code == 422
    assert "Er is nog nazorg afgesproken." in text_of(answer)
    assert "Het gaat goed." in text_of(answer)
