"""In and out of the practice: what somebody sees there, and that nothing of the real school shows or changes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.demo import practice
from kring.mail.models import Letter
from kring.school.models import CalendarAddress, Practice, School, StaffMember
from kring.web.models import Draft
from kring.web.way_in.middleware import ABOUT_ONESELF
from tests.cast import NOW, PASSWORD, TODAY, Cast, sign_in
from tests.demo.test_practice import reported, rows_of
from tests.web.browsing import opened
from tests.web.test_access_table import ROWS
from tests.web.world import PATTERNS, make_world

THE_DOORS = frozenset(
    "door door_asks door_code door_portrait facts parent_door parent_door_asks parent_door_code parent_door_link "
    "told_link board_reads".split()
)
"""The doors of a school are for anybody who knows the address: who stands before them is nobody, practising or not."""


def practising(client: Client, staff: StaffMember) -> Practice:
    sign_in(client, staff)
    assert client.post(reverse("practice")).status_code == 303
    return Practice.objects.select_related("school", "seat").get(of=staff)


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
    return answer.content.decode()


def test_a_button_leads_in_and_another_out(client: Client, cast: Cast) -> None:
    practising(client, cast.anouk)
    page = text_of(client, reverse("today"))
    assert "Dit is een oefening" in page
    assert "De Oefenschool" in page
    assert client.post(reverse("practice_stop")).status_code == 303
    page = text_of(client, reverse("today"))
    assert "Dit is een oefening" not in page
    assert "Je oefent niet meer" in page
    assert "Verder oefenen" in text_of(client, reverse("practice"))


def test_every_page_of_it_says_that_it_is_a_practice(client: Client, cast: Cast) -> None:
    case = reported(practising(client, cast.anouk))
    for address in (
        "today",
        "cases",
        "plans",
        "report",
        "school",
        "protocol",
        "how_it_works",
        "unsaved",
        "own_reports",
    ):
        assert "Dit is een oefening" in text_of(client, reverse(address)), address
    for address in ("case", "file", "people", "close"):
        answer = client.get(reverse(address, args=(case.id,)))
        assert answer.status_code == 404 or "Dit is een oefening" in answer.content.decode(), address
    assert "Dit is een oefening" in client.get("/er-is-niets/").content.decode(), "also where there is nothing"


def test_each_step_says_what_one_learns_there(client: Client, cast: Cast) -> None:
    running = practising(client, cast.anouk)
    page = text_of(client, reverse("today"))
    assert "Tik op Melding" in page
    assert "Begin met een melding" in page
    assert "Niets vandaag" not in page
    case = reported(running)
    assert "plagen of pesten? Jij beslist" in text_of(client, reverse("case", args=(case.id,)))


@pytest.mark.slow
def test_no_address_shows_a_byte_of_the_real_school_to_who_practises(client: Client, cast: Cast) -> None:
    """Every address of the access table, with the ids of real cases, children and people."""
    world = make_world(cast)
    before = rows_of(cast.school)
    practising(client, cast.anouk)
    names = [
        *(one.name for one in StaffMember.objects.filter(school=cast.school).exclude(pk=cast.anouk.pk)),
        *(f"{one.first_name} {one.last_name}" for one in (cast.sem, cast.daan, cast.lars, cast.noor)),
        cast.inge_bakker.name,
        cast.school.name,
    ]
    seen = 0
    for row in ROWS:
        if row.address in THE_DOORS:
            continue
        if row.how != "GET" or row.gets["T"] == "405" or row.address.startswith(ABOUT_ONESELF):
            continue
        answer = client.get(world.url(row.face))
        page = b"".join(answer) if answer.streaming else answer.content
        found = [name for name in names if name.encode() in page]
        assert not found, f"{row.face} shows {found}"
        if world.known(row.face) and row.address not in ("agenda_feed", "protocol"):
            assert answer.status_code in (302, 303, 404), f"{row.face}: {answer.status_code}"
        seen += answer.status_code == 200
    assert seen > 8, "its own pages are there"
    after = rows_of(cast.school)
    assert {label for label in before if before[label] != after[label]} == set(), "nothing of the real school changed"


def test_what_is_about_oneself_is_real_also_in_a_practice(client: Client, cast: Cast) -> None:
    """A calendar on a phone, a password, a second step: these are of the person and go on."""
    practising(client, cast.anouk)
    client.post(reverse("agenda_new"), {"sure": "1"})
    assert not CalendarAddress.objects.filter(school__is_demo=True).exists()
    assert "Dit is een oefening" not in text_of(client, reverse("sessions"))


def test_time_goes_by_for_this_practice_alone(client: Client, cast: Cast) -> None:
    running = practising(client, cast.anouk)
    other = practice.begin(of=cast.bram, at=NOW, today=TODAY)
    reported(running)
    page = text_of(client, reverse("today"))
    assert "maandag 23 november" in page
    assert client.post(reverse("practice_on"), {"days": "1"}).status_code == 303
    assert "dinsdag 24 november" in text_of(client, reverse("today"))
    other.school.refresh_from_db()
    assert other.school.clock_ahead_days == 0
    client.post(reverse("practice_stop"))
    assert "maandag 23 november" in text_of(client, reverse("today")).lower()
    for nonsense in ("0", "-1", "9999", "x", "²"):
        assert client.post(reverse("practice_on"), {"days": nonsense}).status_code == 404


def test_begins_again_once_that_was_asked(client: Client, cast: Cast) -> None:
    running = practising(client, cast.anouk)
    case = reported(running)
    asked = client.post(reverse("practice_again"))
    assert "Opnieuw oefenen?" in asked.content.decode()
    assert client.get(reverse("case", args=(case.id,))).status_code == 200
    assert client.post(reverse("practice_again"), {"sure": "1"}).status_code == 303
    assert client.get(reverse("case", args=(case.id,))).status_code == 404


def test_nobody_else_comes_into_it(client: Client, cast: Cast) -> None:
    running = practising(client, cast.anouk)
    case = reported(running)
    for other in (cast.hein, cast.carla, cast.bram):
        browser = sign_in(Client(), other)
        assert browser.get(reverse("case", args=(case.id,))).status_code == 404
        browser.post(reverse("choose_school"), {"staff": str(running.seat_id)})
        assert "Dit is een oefening" not in text_of(browser, reverse("today"))
        browser.post(reverse("practice"))
        assert browser.get(reverse("case", args=(case.id,))).status_code == 404


def test_a_form_of_the_practice_that_is_sent_after_it_is_carried_out_for_nobody_and_kept(
    client: Client, cast: Cast
) -> None:
    running = practising(client, cast.anouk)
    fields = opened(client, reverse("concern"))
    client.post(reverse("practice_stop"))
    answer = client.post(reverse("concern"), fields | {"story": ["Dit typte ik in de oefening."]})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Dit formulier hoort bij je oefening. Je oefent nu niet, dus er is niets vastgelegd." in page
    assert "Je tekst is bewaard en staat er weer zodra je verder oefent." in page
    assert not Draft.objects.get(staff=running.seat).session_ended
    assert not Letter.objects.exists()
    client.post(reverse("choose_school"), {"staff": str(running.seat_id)})
    assert "Dit is een oefening" in text_of(client, reverse("today"))


def test_a_form_of_the_real_school_that_is_sent_in_the_practice_is_kept_and_leads_back(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.anouk)
    fields = opened(client, reverse("concern"))
    client.post(reverse("practice"))
    answer = client.post(reverse("concern"), fields | {"story": ["Dit is echt."]})
    assert answer.status_code == 403
    assert "Je oefent nu, dus er is niets vastgelegd." in answer.content.decode()
    assert not Draft.objects.get(staff=cast.anouk).session_ended
    client.post(reverse("choose_school"), {"staff": str(cast.anouk.pk)})
    assert "Dit is een oefening" not in text_of(client, reverse("today"))


def test_what_is_typed_on_after_stopping_is_kept_in_the_practice_and_nobody_else_is_said_to_be_here(
    client: Client, cast: Cast
) -> None:
    running = practising(client, cast.anouk)
    fields = opened(client, reverse("concern")) | {"story": ["Dit typte ik in de oefening."]}
    client.post(reverse("practice_stop"))
    answer = client.post(reverse("keep_draft"), fields).json()
    assert answer == {"kept": True, "says": "Je oefent nu niet meer. Je tekst is bewaard in je oefening."}
    assert not Draft.objects.get(staff=running.seat).session_ended


def test_what_is_typed_on_of_the_real_school_is_kept_there_while_one_practises(client: Client, cast: Cast) -> None:
    sign_in(client, cast.anouk)
    fields = opened(client, reverse("concern")) | {"story": ["Dit is echt."]}
    client.post(reverse("practice"))
    answer = client.post(reverse("keep_draft"), fields).json()
    assert answer == {"kept": True, "says": "Je oefent nu. Je tekst is bewaard voor Basisschool De Wilg."}
    assert Draft.objects.filter(staff=cast.anouk).exists()


def test_what_a_colleague_typed_in_their_practice_is_kept_for_them_and_shown_to_nobody(
    client: Client, cast: Cast
) -> None:
    running = practising(client, cast.anouk)
    fields = opened(client, reverse("concern")) | {"story": ["Dit typte Anouk in de oefening."]}
    sign_in(client, cast.bram)
    answer = client.post(reverse("keep_draft"), fields).json()
    assert "iemand anders ingelogd" in answer["says"]
    page = client.post(reverse("concern"), fields).content.decode()
    assert "Bewaard voor wie het typte" in page
    assert "oefening" not in page
    assert Draft.objects.get(staff=running.seat).session_ended


def test_a_practice_that_is_over_gets_no_text_any_more(client: Client, cast: Cast) -> None:
    running = practising(client, cast.anouk)
    fields = opened(client, reverse("concern")) | {"story": ["Dit typte ik in de oefening."]}
    practice.empty(running, at=NOW)
    answer = client.post(reverse("keep_draft"), fields).json()
    assert answer == {"kept": False, "says": "Deze oefening is voorbij. Je tekst staat alleen nog hier."}
    assert not Draft.objects.exists()
    page = client.post(reverse("concern"), fields).content.decode()
    assert "Dit formulier hoort bij een oefening die er niet meer is." in page
    assert "Dit typte ik in de oefening." in page
    assert "collega" not in page


def test_signing_in_again_one_is_in_the_real_school(client: Client, cast: Cast) -> None:
    practising(client, cast.anouk)
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": "anouk@dewilg.example", "password": PASSWORD})
    assert "Dit is een oefening" not in client.get(reverse("today")).content.decode()


def test_a_practice_that_went_away_meanwhile_leaves_somebody_in_the_real_school(client: Client, cast: Cast) -> None:
    practising(client, cast.anouk)
    practice.end_old(at=NOW + timedelta(days=40), today=TODAY + timedelta(days=40))
    assert "Dit is een oefening" not in text_of(client, reverse("today"))


def test_a_practice_does_not_make_an_installation_hold_a_demo(cast: Cast) -> None:
    practice.begin(of=cast.anouk, at=NOW, today=TODAY)
    assert not School.objects.filter(is_demo=True, practice=None).exists()


def test_the_names_of_addresses_about_oneself_are_names(cast: Cast) -> None:
    names = [getattr(one, "name", "") for one in PATTERNS]
    assert [begin for begin in ABOUT_ONESELF if not any(name.startswith(begin) for name in names)] == []
