"""Of who told something without a name nobody is asked who may know the name: at no page that asks it."""

import pytest
from django.test import Client
from django.urls import reverse

from kring import words
from kring.cases.models import Report
from kring.reports.access import knows_teller
from kring.reports.models import By, Incoming, Reader
from kring.reports.told import Named, Teller
from kring.web.road.names import reported_by
from tests.cast import Cast, sign_in
from tests.reports.telling import STORY, doors_of, somebody_tells, told
from tests.web.browsing import send, text_of

OF_CASE = "Mag de leerkracht weten wie het vertelde?"
OF_COLLEAGUE = "Mag deze collega weten wie het vertelde?"


def who_tells(cast: Cast, teller: Teller, by: By = By.CHILD) -> Incoming:
    return somebody_tells(doors_of(cast), told(bullied=(Named("Sem", "6"),), who=None), teller=teller, by=by)


def case_form(kept: Incoming) -> str:
    return reverse("told_to_case", args=[kept.pk])


@pytest.mark.parametrize(
    ("by", "teller", "who"),
    [
        (By.CHILD, Teller(), "Een kind, zonder naam"),
        (By.CHILD, Teller(group="6"), "Een kind, zonder naam"),
        (By.PARENT, Teller(phone="06 12345678"), "Een ouder, zonder naam"),
    ],
)
def test_a_case_is_made_without_asking_who_told_it(
    client: Client, cast: Cast, by: By, teller: Teller, who: str
) -> None:
    kept = who_tells(cast, teller, by)
    carla = sign_in(client, cast.carla)
    page = text_of(carla.get(case_form(kept)))
    assert OF_CASE not in page
    assert 'name="reporter"' not in page
    assert f"Wie vertelde het? {who}." in page
    assert send(carla, case_form(kept)).status_code == 303
    report = Report.objects.get()
    assert reported_by(report, cast.anouk) == words.lower_first(who)
    assert not report.story_kept_back


def test_what_was_told_may_still_be_kept_for_those_who_lead(client: Client, cast: Cast) -> None:
    kept = who_tells(cast, Teller())
    assert send(sign_in(client, cast.carla), case_form(kept), story_passed_on="nee").status_code == 303
    assert Report.objects.get().story_kept_back


def test_a_name_that_was_given_is_asked_about(client: Client, cast: Cast) -> None:
    kept = who_tells(cast, Teller(name="Noor", group="6"))
    carla = sign_in(client, cast.carla)
    assert OF_CASE in text_of(carla.get(case_form(kept)))
    refused = send(carla, case_form(kept))
    assert refused.status_code == 422
    assert "Kies of de leerkracht mag weten wie het vertelde." in text_of(refused)
    assert send(carla, case_form(kept), passed_on="nee").status_code == 303
    assert reported_by(Report.objects.get(), cast.anouk) == "een leerling"


@pytest.mark.parametrize("teller", [Teller(), Teller(group="6")])
def test_it_is_passed_on_without_asking_who_told_it(client: Client, cast: Cast, teller: Teller) -> None:
    kept = who_tells(cast, teller)
    carla, passes_on = sign_in(client, cast.carla), reverse("told_pass_on", args=[kept.pk])
    assert OF_COLLEAGUE not in text_of(carla.get(passes_on))
    assert send(carla, passes_on, staff_id=cast.anouk.pk).status_code == 303
    assert Reader.objects.get().with_name is False
    page = text_of(sign_in(Client(), cast.anouk).get(reverse("told_one", args=[kept.pk])))
    assert STORY in page
    assert "Zonder naam." in page
    assert "Je kunt wel antwoorden" not in page, "only who handles it answers"


@pytest.mark.parametrize("teller", [Teller(name="Noor"), Teller(child="Sem"), Teller(phone="06 12345678")])
def test_whatever_says_who_told_it_is_asked_about_before_it_is_passed_on(
    client: Client, cast: Cast, teller: Teller
) -> None:
    kept = who_tells(cast, teller, By.PARENT)
    carla, passes_on = sign_in(client, cast.carla), reverse("told_pass_on", args=[kept.pk])
    assert OF_COLLEAGUE in text_of(carla.get(passes_on))
    assert send(carla, passes_on, staff_id=cast.anouk.pk).status_code == 422
    assert send(carla, passes_on, staff_id=cast.anouk.pk, with_name="nee").status_code == 303
    assert not knows_teller(cast.anouk, kept)
    page = text_of(sign_in(Client(), cast.anouk).get(reverse("told_one", args=[kept.pk])))
    assert "De naam is niet aan jou doorgegeven." in page
