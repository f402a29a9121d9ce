"""Two people who change the same settings at the same time: both texts are shown, and nothing is lost."""

from typing import Any

from django.test import Client

from kring.protocol.choices import Variation
from kring.school.models import StaffMember
from tests.cast import Cast, sign_in
from tests.web.sending import hidden, send, text_of
from tests.web.test_school_variation import PAGE as PROTOCOL
from tests.web.test_school_variation import PLAIN


def opened(staff: StaffMember, url: str) -> tuple[Client, Any]:
    """Somebody's browser with the page open."""
    browser = sign_in(Client(), staff)
    return browser, browser.get(url)


def press(browser: Client, page: Any, url: str, **typed: Any) -> Any:
    return browser.post(url, {"token": hidden(page, "token"), "seen": hidden(page, "seen")} | typed)


# ── The protocol of the school ──────────────────────────────────────────────────────────────────────────────────────


def test_who_saves_the_protocol_second_reads_what_the_first_one_saved(cast):
    carlas, carlas_page = opened(cast.carla, PROTOCOL)
    heins, heins_page = opened(cast.hein, PROTOCOL)
    first = press(carlas, carlas_page, PROTOCOL, **PLAIN, title_approach="Praten met Carla")
    assert first.status_code == 303, text_of(first)
    second = press(heins, heins_page, PROTOCOL, **PLAIN, title_approach="Praten met Hein")
    assert second.status_code == 409
    said = text_of(second)
    assert "Wat Carla Jansen intussen vastlegde" in said
    assert "Praten met Carla" in said
    assert 'value="Praten met Hein"' in second.content.decode()
    assert title(cast) == "Praten met Carla"
    third = press(heins, second, PROTOCOL, **PLAIN, title_approach="Praten met Hein")
    assert third.status_code == 303
    assert title(cast) == "Praten met Hein"


def test_a_draft_of_before_a_colleague_saved_is_shown_beside_it(cast):
    heins, heins_page = opened(cast.hein, PROTOCOL)
    more = {"duties-more": "1", "title_approach": "Half af"}
    assert press(heins, heins_page, PROTOCOL, **PLAIN, **more).status_code == 200
    carlas, carlas_page = opened(cast.carla, PROTOCOL)
    press(carlas, carlas_page, PROTOCOL, **PLAIN, title_approach="Praten met Carla")
    again = heins.get(PROTOCOL)
    assert "Wat Carla Jansen intussen vastlegde" in text_of(again)
    assert 'value="Half af"' in again.content.decode()


def title(cast: Cast) -> str | None:
    cast.school.refresh_from_db()
    return Variation.from_dict(cast.school.variation).title("approach")


# ── A colleague ─────────────────────────────────────────────────────────────────────────────────────────────────────


def as_typed(staff: StaffMember, **other: str) -> dict[str, str]:
    assert staff.account is not None
    return {
        "name": staff.name,
        "form_of_address": staff.form_of_address,
        "role": staff.role,
        "email": staff.account.email,
        "is_active": "ja",
    } | other


def test_who_changes_a_colleague_second_reads_what_the_first_one_changed(cast):
    url = f"/school/medewerkers/{cast.mo.pk}/"
    adas, adas_page = opened(cast.ada, url)
    heins, heins_page = opened(cast.hein, url)
    assert press(adas, adas_page, url, **as_typed(cast.mo, email="m.yilmaz@dewilg.example")).status_code == 303
    second = press(heins, heins_page, url, **as_typed(cast.mo, name="Mohammed Yilmaz"))
    assert second.status_code == 409
    said = text_of(second)
    assert "Wat Ada Kok intussen vastlegde" in said
    assert "m.yilmaz@dewilg.example" in said
    cast.mo.refresh_from_db()
    assert (cast.mo.name, cast.mo.account.email) == ("Mo Yilmaz", "m.yilmaz@dewilg.example")


def test_an_invitation_in_between_is_no_other_text(cast, settings):
    settings.KRING_MAIL = True
    url = f"/school/medewerkers/{cast.mo.pk}/"
    heins, heins_page = opened(cast.hein, url)
    sign_in(Client(), cast.ada).post(f"{url}uitnodigen/")
    assert press(heins, heins_page, url, **as_typed(cast.mo, name="Mohammed Yilmaz")).status_code == 303


def test_somebody_who_changes_it_twice_is_not_asked_about_their_own_text(cast):
    url = f"/school/medewerkers/{cast.mo.pk}/"
    ada = sign_in(Client(), cast.ada)
    assert send(ada, url, **as_typed(cast.mo, name="Mo Y")).status_code == 303
    assert send(ada, url, **as_typed(cast.mo, name="Mo Yilmaz")).status_code == 303


# ── The school's own data ───────────────────────────────────────────────────────────────────────────────────────────


def test_who_saves_the_numbers_to_call_second_reads_what_the_first_one_saved(cast):
    url = "/school/gegevens/"
    as_is = {
        "name": cast.school.name,
        "region": "midden",
        "phone_inspector": "0900-1113111",
        "reminder_hour": "7",
        "attach_plan": "nee",
    }
    carlas, carlas_page = opened(cast.carla, url)
    heins, heins_page = opened(cast.hein, url)
    assert press(carlas, carlas_page, url, **as_is, phone_head="0612345678").status_code == 303
    second = press(heins, heins_page, url, **as_is, phone_board="030-1234567")
    assert second.status_code == 409
    said = text_of(second)
    assert "Wat Carla Jansen intussen vastlegde" in said
    assert "0612345678" in said
    assert 'value="030-1234567"' in second.content.decode()
    cast.school.refresh_from_db()
    assert (cast.school.phone_head, cast.school.phone_board) == ("0612345678", "")
    assert press(heins, second, url, **as_is, phone_board="030-1234567").status_code == 303
