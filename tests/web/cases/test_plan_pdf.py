"""The plan on paper: from the frozen version, for who may read it, and a line in the trail."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.models import PlanVersion
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.paper.test_printing import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Telling:
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    return told.until_due().evaluate("no")


def printed(client: Client, case: Telling, number: int, by: StaffMember) -> bytes:
    response = sign_in(client, by).get(reverse("plan_pdf", args=[case.id, number]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return bytes(response.content)


def test_a_colleague_prints_the_plan_with_school_case_version_date_and_who_printed_it(
    client: Client, cast: Cast, case: Telling
) -> None:
    text = text_of(printed(client, case, 2, cast.mo))
    for words in (
        "Sem en Daan, groep 6",
        "Basisschool De Wilg",
        case.case.reference,
        "Versie 2",
        "pagina 1 van",
        "afgedrukt door Mo Yilmaz op",
        "Wat is er veranderd? • Eerste evaluatie: Is het gelukt om de afspraken na te komen? Nee",
        "Sem wordt elke dag uitgelachen op het plein.",
        "Daan laat de tas van Sem met rust.",
        "De pauze had geen toezicht.",
    ):
        assert words in text


def test_version_1_prints_the_same_after_everything_changed(client: Client, cast: Cast, case: Telling) -> None:
    before = printed(client, case, 1, cast.carla)
    cast.sem.first_name = "Samuel"
    cast.sem.save()
    case.until_due().evaluate("negative")
    assert printed(client, case, 1, cast.carla) == before


def test_the_team_prints_the_version_in_force_and_no_older_one(client: Client, cast: Cast, case: Telling) -> None:
    printed(client, case, 2, cast.mo)
    assert client.get(reverse("plan_pdf", args=[case.id, 1])).status_code == 404


def test_printing_is_a_line_in_the_trail(client: Client, cast: Cast, case: Telling) -> None:
    printed(client, case, 2, cast.mo)
    line = TrailLine.objects.get(verb="plan.printed")
    assert (line.by, line.case_id, line.detail) == (cast.mo, case.id, {"number": 2})
    assert line.subject_id == PlanVersion.objects.get(case=case.id, number=2).pk


def test_no_name_is_in_the_files_name(client: Client, cast: Cast, case: Telling) -> None:
    response = sign_in(client, cast.mo).get(reverse("plan_pdf", args=[case.id, 2]))
    assert response["Content-Disposition"] == f'inline; filename="plan-{case.case.reference}-2.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_in_english_the_words_are_english_and_the_plans_own_text_is_as_written(
    client: Client, cast: Cast, case: Telling
) -> None:
    sign_in(client, cast.mo)
    made = client.get(reverse("plan_pdf", args=[case.id, 2]), headers={"accept-language": "en"}).content
    text = text_of(bytes(made))
    assert "Sem wordt elke dag uitgelachen op het plein." in text


@pytest.mark.parametrize("name", ["ada"])
def test_the_administrator_prints_nothing(client: Client, cast: Cast, case: Telling, name: str) -> None:
    url = reverse("plan_pdf", args=[case.id, 1])
    assert sign_in(client, getattr(cast, name)).get(url).status_code == 404
    assert sign_in(Client(), cast.linde.coordinator).get(url).status_code == 404
    assert Client().get(url).status_code == 303
    assert sign_in(Client(), cast.mo).get(reverse("plan_pdf", args=[case.id, 9])).status_code == 404


def test_how_it_went_has_a_column_once_it_was_asked(client: Client, cast: Cast, case: Telling) -> None:
    assert "Hoe ging het" not in text_of(printed(client, case, 1, cast.carla))
    assert "Hoe ging het" in text_of(printed(client, case, 2, cast.carla))
