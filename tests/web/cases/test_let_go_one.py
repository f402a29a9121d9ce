"""One parent of several need not be told: the others still are (decision 131)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")


@pytest.fixture
def carla(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.carla)


def waive(case: Telling) -> str:
    return reverse("waive", args=[case.id, "inform_guardians"])


def calls(case: Telling) -> str:
    return reverse("duty", args=[case.id, "inform_guardians"])


def test_nobody_is_chosen_beforehand_and_somebody_must_be(carla, case):
    assert "about" not in opened(carla, waive(case))
    answer = send(carla, waive(case), reason="Vader zit in het buitenland.")
    assert answer.status_code == 422
    assert text_of(answer).count("Kies voor welke ouder dit niet hoeft.") == 2
    assert "Vader zit in het buitenland." in text_of(answer)
    assert case.file.of_kind("waived") == []


def test_one_parent_is_let_go_and_the_others_are_still_to_be_called(carla, case):
    first, *others = case.task("inform_guardians").missing
    assert others
    assert send(carla, waive(case), reason="Zit in het buitenland.", about=[first]).status_code == 303
    assert set(case.task("inform_guardians").missing) == set(others)
    page = text_of(carla.get(calls(case)))
    assert page.count('<span class="badge ">Hoeft niet') == 1
    name = next(link.guardian.name for link in case.file.guardianships if str(link.pk) == first)
    assert f"Nu aan de beurt: {name}" not in page
    assert "Zit in het buitenland." in text_of(carla.get(reverse("case", args=[case.id])))


def test_with_the_last_one_the_duty_is_let_go(carla, case):
    for key in case.task("inform_guardians").missing:
        left = case.task("inform_guardians").missing
        send(carla, waive(case), reason="Zit in het buitenland.", **({"about": [key]} if len(left) > 1 else {}))
    assert case.task("inform_guardians").settled


def test_a_parent_of_another_case_is_nobody_here(carla, case, cast):
    other = tell(cast).report(cast.noor, by=(cast.lars,)).step_1().judged("bullying")
    strange = other.task("inform_guardians").missing[0]
    assert send(carla, waive(case), reason="Weg.", about=[strange]).status_code == 422
    assert case.file.of_kind("waived") == []
