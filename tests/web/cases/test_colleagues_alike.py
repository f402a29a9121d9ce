"""Two colleagues of one name: wherever one of them is chosen, each can be known."""

import pytest
from django.test import Client

from kring.school.models import Role
from tests.cases.telling import tell
from tests.cast import ITSELF, Cast, sign_in
from tests.school import plain as actions
from tests.web.sending import text_of

ANOUK = "Anouk Vermeer (Leerkracht, groep 6)"
OTHER = "Anouk Vermeer (Leerkracht, groep 5)"


@pytest.mark.parametrize(
    ("reader", "page"),
    [
        ("mo", "/melding/medewerker/"),
        ("carla", "/zaken/"),
        ("ada", "/school/groepen/{group}/leerkrachten/"),
    ],
)
def test_where_one_is_chosen_the_groups_tell_which(cast: Cast, reader: str, page: str) -> None:
    told = tell(cast).report(cast.sem).step_1()
    browser = sign_in(Client(), getattr(cast, reader))
    address = page.format(group=cast.group6.pk, case=told.id)
    assert "Anouk Vermeer (" not in text_of(browser.get(address))
    other = actions.add_staff(act=ITSELF, school=cast.school, name="Anouk  Vermeer", role=Role.TEACHER)
    actions.assign_teacher(act=ITSELF, group=cast.group5, staff=other)
    shown = text_of(browser.get(address))
    assert ANOUK in shown
    assert OTHER in shown
    assert "Bram de Boer (" not in shown


@pytest.mark.parametrize("page", ["collega", "vervanger", "overdragen", "uitsluiten"])
def test_where_one_is_given_a_part_in_a_case_too(cast: Cast, page: str) -> None:
    told = tell(cast).report(cast.sem).step_1()
    actions.add_staff(act=ITSELF, school=cast.school, name="Bram de Boer", role=Role.TEACHER)
    shown = text_of(sign_in(Client(), cast.carla).get(f"/zaken/{told.id}/mensen/{page}/"))
    assert "Bram de Boer (Leerkracht, groep 5)" in shown
    assert "Bram de Boer (Leerkracht) " in shown
    assert "Wil de Ruiter (" not in shown


def test_the_list_says_whose_cases_it_shows(cast: Cast) -> None:
    other = actions.add_staff(act=ITSELF, school=cast.school, name="Anouk Vermeer", role=Role.TEACHER)
    actions.assign_teacher(act=ITSELF, group=cast.group5, staff=other)
    shown = text_of(sign_in(Client(), cast.carla).get(f"/zaken/?wie={other.pk}"))
    assert f"van {OTHER}" in shown


def test_a_group_of_two_school_years_is_named_once(cast: Cast) -> None:
    last_year = actions.add_group(act=ITSELF, school=cast.school, school_year="2025-2026", name="6", year_group=6)
    actions.change_pupil(act=ITSELF, pupil=cast.daan, group=last_year)
    tell(cast).report(cast.sem, cast.daan, by=(cast.jens,))
    assert "Daan, Sem en Jens, groep 6" in text_of(sign_in(Client(), cast.carla).get("/zaken/"))
