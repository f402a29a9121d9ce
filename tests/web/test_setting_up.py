"""What a school has still to set up stands on Vandaag of the head and on School, until it is done."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.school.models import StaffMember
from kring.school.setting_up import ToSetUp, to_set_up
from tests.cast import ITSELF, TODAY, Cast, sign_in
from tests.school import plain as actions
from tests.web.sending import text_of


@pytest.fixture
def empty(db: None) -> StaffMember:
    """The head of a school that signed in for the first time."""
    school = actions.add_school(act=ITSELF, name="De Nieuwe", region="noord")
    return actions.add_staff(act=ITSELF, school=school, name="Ria Nieuw", role="head", email="ria@denieuwe.example")


def missing(staff: StaffMember) -> list[ToSetUp]:
    return [one.what for one in to_set_up(staff, TODAY)]


def test_an_empty_school_is_told_what_to_do_and_never_that_all_is_done(client, empty):
    answer = sign_in(client, empty).get("/vandaag/")
    said = text_of(answer)
    assert "Fijne dag" not in said
    assert "Er vraagt vandaag niets om jou." not in said
    for line in (
        "De kalender van 2026-2027 is nog niet bevestigd.",
        "Er zijn nog geen groepen in 2026-2027.",
        "Er staan nog geen leerlingen in Kring.",
        "De nummers van de directeur en de Seo-coördinator staan er nog niet allebei in.",
        "Nog niemand keek de nummers van buiten na.",
        "Er is nog niemand bereikbaar als de school dicht is.",
    ):
        assert line in said
    page = answer.content.decode()
    for address in ("school_calendar", "school_group_add", "school_pupil_add", "school_settings", "school_calling"):
        assert reverse(address) in page


def test_each_thing_goes_when_it_is_done(cast):
    everything = missing(cast.hein)
    assert ToSetUp.CALENDAR not in everything
    assert ToSetUp.PHONES in everything
    actions.change_school(act=ITSELF, school=cast.school, phone_head="06-0000 1001", phone_coordinator="06-0000 1002")
    cast.hein.school.refresh_from_db()
    assert ToSetUp.PHONES not in missing(cast.hein)


def test_a_group_without_teacher_and_a_child_without_guardian_are_counted(cast):
    group = actions.add_group(act=ITSELF, school=cast.school, school_year="2026-2027", name="7", year_group=7)
    actions.add_pupil(act=ITSELF, school=cast.school, first_name="Puk", group=group)
    numbers = {one.what: one.number for one in to_set_up(cast.hein, TODAY)}
    assert numbers[ToSetUp.TEACHERS] == 1
    assert numbers[ToSetUp.GUARDIANS] == 1


def test_who_left_or_is_of_another_year_or_school_does_not_count(cast):
    before = missing(cast.hein)
    actions.add_group(act=ITSELF, school=cast.school, school_year="2025-2026", name="7", year_group=7)
    actions.add_group(act=ITSELF, school=cast.linde.school, school_year="2026-2027", name="7", year_group=7)
    puk = actions.add_pupil(act=ITSELF, school=cast.school, first_name="Puk")
    actions.change_pupil(act=ITSELF, pupil=puk, left_on=TODAY)
    assert missing(cast.hein) == before


def test_each_september_the_groups_and_the_calendar_are_asked_again(cast):
    september = TODAY.replace(year=2028, month=9)
    assert {ToSetUp.CALENDAR, ToSetUp.GROUPS} <= {one.what for one in to_set_up(cast.hein, september)}


def test_it_is_one_question_to_the_database(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        to_set_up(cast.hein, TODAY)
    with django_assert_num_queries(0):
        assert to_set_up(cast.anouk, TODAY) == []


def test_the_administrator_finds_on_school_what_they_can_do(client, cast):
    actions.add_group(act=ITSELF, school=cast.school, school_year="2026-2027", name="7", year_group=7)
    said = text_of(sign_in(client, cast.ada).get(reverse("school")))
    assert "1 groep heeft nog geen leerkracht." in said
    assert "Groepen bekijken" in said


def test_a_teacher_is_not_bothered(client: Client, cast: Cast):
    assert "Nog in te richten" not in text_of(sign_in(client, cast.anouk).get("/vandaag/"))
    assert "Nog in te richten" not in text_of(sign_in(client, cast.anouk).get(reverse("school")))
