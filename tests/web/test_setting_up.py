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
    assert "Vandaag wacht er niets op je." not in said
    for line in (
        "Nog zes stappen en De Nieuwe kan beginnen.",
        "De kalender nakijken De vakanties van regio Noord staan klaar.",
        "Groepen en leerlingen",
        "Ouders en verzorgers",
        "Het team",
        "Wie bel je bij gevaar?",
        "Het protocol doorlezen",
    ):
        assert line in said
    page = answer.content.decode()
    for address in ("school_calendar", "school_group_add", "school_pupils", "school_people", "school_protocol"):
        assert reverse(address) in page


def test_who_can_do_none_of_it_practises_first_and_what_colleagues_do_folds(empty):
    add = {"act": ITSELF, "school": empty.school}
    teacher = actions.add_staff(**add, name="Jo Juf", role="teacher", email="jo@denieuwe.example")
    coordinator = actions.add_staff(**add, name="Co Seo", role="coordinator", email="co@denieuwe.example")
    practise = f'<a class="button" href="{reverse("practice")}">Oefenen</a>'
    page = sign_in(Client(), teacher).get("/vandaag/").content.decode()
    assert practise in page
    assert page.index("Dit doen collega’s") < page.index("De kalender nakijken") < page.index("Eerst even oefenen?")
    page = sign_in(Client(), coordinator).get("/vandaag/").content.decode()
    assert practise not in page
    assert page.index("De kalender nakijken") < page.index("Dit doen collega’s") < page.index("Groepen en leerlingen")
    assert "Dit doen collega’s" not in sign_in(Client(), empty).get("/vandaag/").content.decode()


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


def begins(cast: Cast) -> None:
    """The school has what it needs to begin."""
    actions.change_school(act=ITSELF, school=cast.school, phone_head="06-0000 1001", phone_coordinator="06-0000 1002")


def test_the_administrator_finds_on_school_what_they_can_do(client, cast):
    begins(cast)
    actions.add_group(act=ITSELF, school=cast.school, school_year="2026-2027", name="7", year_group=7)
    said = text_of(sign_in(client, cast.ada).get(reverse("school")))
    assert "1 groep heeft nog geen leerkracht." in said
    assert "Groepen bekijken" in said


def test_a_teacher_is_not_bothered(client: Client, cast: Cast):
    assert "Nog in te richten" not in text_of(sign_in(client, cast.anouk).get("/vandaag/"))
    assert "Nog in te richten" not in text_of(sign_in(client, cast.anouk).get(reverse("school")))


def test_the_list_of_the_first_day_says_what_is_done_and_has_one_button_that_is_filled(client, empty):
    page = sign_in(client, empty).get("/vandaag/").content.decode().partition("</main>")[0]
    assert "0 van 6 klaar" in page
    assert page.count('class="button" href=') == 1
    assert f'class="button" href="{reverse("school_calendar")}"' in page
    assert reverse("report") in page


def test_who_may_not_do_it_is_told_by_name_whom_to_ask_and_can_report(client, empty):
    teacher = actions.add_staff(
        act=ITSELF, school=empty.school, name="Roel Nieuw", role="teacher", email="roel@denieuwe.example"
    )
    answer = sign_in(client, teacher).get("/vandaag/")
    said = text_of(answer)
    assert "Nog zes stappen en De Nieuwe kan beginnen." in said
    assert "Vraag het aan Ria Nieuw." in said
    assert "Speelt er nu al iets?" in said
    assert "Fijne dag" not in said
    assert reverse("school_calendar") not in answer.content.decode()


def test_the_coordinator_has_the_calendar_and_asks_the_head_for_the_groups(client, empty):
    coordinator = actions.add_staff(
        act=ITSELF, school=empty.school, name="Cor Nieuw", role="coordinator", email="cor@denieuwe.example"
    )
    answer = sign_in(client, coordinator).get("/vandaag/")
    assert reverse("school_calendar") in answer.content.decode()
    assert "Dan vindt een collega het kind bij een melding. Vraag het aan Ria Nieuw." in text_of(answer)


def test_the_list_goes_once_the_school_can_begin(client, cast):
    browser = sign_in(client, cast.anouk)
    assert "Zo wordt de school klaar" in text_of(browser.get("/vandaag/"))
    begins(cast)
    assert "Zo wordt de school klaar" not in text_of(browser.get("/vandaag/"))
