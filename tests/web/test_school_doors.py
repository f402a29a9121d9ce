"""Who comes where in the school's pages: each role, another school, nobody; and no page tells anything of a case."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.school.calendars import Closure
from kring.school.models import Guardianship
from tests.cases.telling import tell
from tests.cast import ITSELF, TODAY, Cast, sign_in
from tests.school import plain as actions
from tests.web.sending import text_of

EVERYBODY = {"anouk", "bram", "wil", "carla", "hein", "mo", "ada"}
KEEPS_PEOPLE = {"hein", "ada"}
KEEPS_CALENDAR = {"hein", "ada", "carla"}
SEES_PUPILS = KEEPS_CALENDAR
SEES_SEM = SEES_PUPILS | {"anouk"}


def addresses(cast: Cast) -> list[tuple[str, set[str]]]:
    """Every page of the school, with who at De Wilg may open it."""
    sem, group6 = {"pupil_id": cast.sem.id}, {"group_id": cast.group6.id}
    guardian = sem | {"guardianship_id": Guardianship.objects.get(guardian=cast.inge_bakker).id}
    [closed] = actions.add_closed_day(act=ITSELF, school=cast.school, closure=Closure(TODAY, TODAY, "Studiedag"))
    pages: list[tuple[str, dict[str, Any], set[str]]] = [
        ("school", {}, EVERYBODY),
        ("protocol", {}, EVERYBODY),
        ("how_it_works", {}, EVERYBODY),
        ("school_group", group6, SEES_SEM),
        ("school_group_add", {}, KEEPS_PEOPLE),
        ("school_group_change", group6, KEEPS_PEOPLE),
        ("school_group_teachers", group6, KEEPS_PEOPLE),
        ("school_group_move", group6, KEEPS_PEOPLE),
        ("school_pupils", {}, SEES_PUPILS),
        ("school_pupil_add", {}, KEEPS_PEOPLE),
        ("school_pupil", sem, SEES_SEM),
        ("school_pupil_change", sem, KEEPS_PEOPLE),
        ("school_guardian_add", sem, KEEPS_PEOPLE),
        ("school_guardian_link", sem, KEEPS_PEOPLE),
        ("school_guardian_change", guardian, KEEPS_PEOPLE),
        ("school_custody", guardian, KEEPS_PEOPLE),
        ("school_guardian_unlink", guardian, KEEPS_PEOPLE),
        ("school_people", {}, KEEPS_PEOPLE),
        ("school_person_add", {}, KEEPS_PEOPLE),
        ("school_person_change", {"staff_id": cast.bram.id}, KEEPS_PEOPLE),
        ("school_calendar", {}, KEEPS_CALENDAR),
        ("school_calendar_confirm", {"school_year": "2026-2027"}, KEEPS_CALENDAR),
        ("school_closed_day_add", {}, KEEPS_CALENDAR),
        ("school_closed_day_remove", {"closed_day_id": closed.id}, KEEPS_CALENDAR),
        ("school_settings", {}, KEEPS_CALENDAR),
        ("school_protocol", {}, KEEPS_CALENDAR),
    ]
    return [(reverse(name, kwargs=kwargs), who) for name, kwargs, who in pages]


@pytest.mark.slow
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_role_finds_its_own_pages_and_404_behind_every_other_door(cast, who):
    client = sign_in(Client(), getattr(cast, who))
    known = addresses(cast)
    found = {url: client.get(url).status_code for url, _who in known}
    assert found == {url: 200 if who in allowed else 404 for url, allowed in known}


def test_another_schools_head_finds_nothing_of_this_school(client, cast):
    sign_in(client, cast.linde.head)
    with_an_id = [url for url, _who in addresses(cast) if re.search("[0-9a-f]{8}-", url)]
    assert len(with_an_id) == 13
    assert {client.get(url).status_code for url in with_an_id} == {404}
    assert {client.post(url).status_code for url in with_an_id} <= {404, 405}


def test_who_is_not_signed_in_is_asked_to(client, cast):
    assert {client.get(url).status_code for url, _who in addresses(cast)} == {303}


def test_the_administrator_sees_nothing_of_a_case_on_any_page(client, cast):
    tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    sign_in(client, cast.ada)
    for url, who in addresses(cast):
        if "ada" in who:
            said = text_of(client.get(url)).casefold()
            for word in ("uitgelachen", "2026-001", "zijn tas", "het gebeurt elke dag"):
                assert word not in said, f"{url} says {word}"


def test_no_page_costs_more_queries_with_more_rows(client, cast, django_assert_max_num_queries):
    for number in range(1, 5):
        actions.add_group(act=ITSELF, school=cast.school, school_year="2026-2027", name=f"4{number}", year_group=4)
        actions.add_pupil(act=ITSELF, school=cast.school, first_name=f"Kind {number}", group=cast.group6)
    sign_in(client, cast.hein)
    pages = ["school", "school_people", "school_calendar", "school_pupils", "protocol", "school_protocol"]
    for url in [*map(reverse, pages), reverse("school_group", args=[cast.group6.id])]:
        with django_assert_max_num_queries(15):
            assert client.get(url).status_code == 200
