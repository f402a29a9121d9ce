"""Two people who change the same settings at the same time: both texts are shown, and nothing is lost."""

from typing import Any

from django.test import Client
from django.urls import reverse

from kring.protocol.choices import Variation
from kring.school.models import Guardianship, StaffMember
from tests.cast import Cast, act_of, sign_in
from tests.school import plain as actions
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
    assert press(adas, adas_page, url, **as_typed(cast.mo, form_of_address="meester Moh")).status_code == 303
    second = press(heins, heins_page, url, **as_typed(cast.mo, name="Mohammed Yilmaz"))
    assert second.status_code == 409
    said = text_of(second)
    assert "Wat Ada Kok intussen vastlegde" in said
    assert "meester Moh" in said
    cast.mo.refresh_from_db()
    assert (cast.mo.name, cast.mo.form_of_address) == ("Mo Yilmaz", "meester Moh")


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
        "coordinator_word": "Seo-coördinator",
        "reminder_hour": "7",
        "attach_plan": "nee",
        "protocol": cast.school.protocol,  # asked where there is more than one
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


# ── Pupils, guardians, custody and groups ───────────────────────────────────────────────────────────────────────────


def test_who_changes_a_pupil_second_reads_what_the_first_one_saved(cast):
    url = reverse("school_pupil_change", args=[cast.sem.pk])
    as_it_is = {"first_name": "Sem", "last_name": "Bakker", "group": str(cast.group6.pk)}
    second = second_of_two(cast, url, as_it_is | {"last_name": "Bakker-Smit"}, as_it_is | {"first_name": "Samuel"})
    assert "Bakker-Smit" in text_of(second)
    assert 'value="Samuel"' in second.content.decode()
    cast.sem.refresh_from_db()
    assert cast.sem.name == "Sem Bakker-Smit"


def test_who_changes_a_guardian_second_reads_it_also_when_the_first_came_by_way_of_a_brother(cast):
    link = actions.link_guardian(
        act=act_of(cast.ada), pupil=cast.yara, guardian=cast.inge_bakker, relation="mother", custody="yes"
    )
    own = Guardianship.objects.get(pupil=cast.sem, guardian=cast.inge_bakker)
    here = reverse("school_guardian_change", args=[cast.sem.pk, own.pk])
    brothers = reverse("school_guardian_change", args=[cast.yara.pk, link.pk])
    as_it_is = {"name": "Inge Bakker", "relation": "mother", "phone": "06-12345678"}
    second = second_of_two(cast, here, as_it_is | {"phone": "06-1"}, as_it_is | {"phone": "06-2"}, first_at=brothers)
    assert "06-1" in text_of(second)
    assert 'value="06-2"' in second.content.decode()
    cast.inge_bakker.refresh_from_db()
    assert cast.inge_bakker.phone == "06-1"


def test_who_settles_custody_second_reads_that_it_was_settled(cast):
    link = Guardianship.objects.get(guardian=cast.petra_de_wit)
    url = reverse("school_custody", args=[cast.lars.pk, link.pk])
    second = second_of_two(cast, url, {"custody": "no"}, {"custody": "yes"})
    assert "Nee" in text_of(second)
    link.refresh_from_db()
    assert (link.custody, link.custody_set_by) == ("no", cast.ada)


def test_who_changes_a_group_second_reads_what_the_first_one_saved(cast):
    url = reverse("school_group_change", args=[cast.group6.pk])
    second = second_of_two(cast, url, {"name": "6a", "year_group": "6"}, {"name": "6b", "year_group": "6"})
    assert "6a" in text_of(second)
    cast.group6.refresh_from_db()
    assert cast.group6.name == "6a"


def test_who_changes_the_teachers_second_reads_who_teaches_by_now(cast):
    url = reverse("school_group_teachers", args=[cast.group6.pk])
    anouk, bram, wil = (str(one.pk) for one in (cast.anouk, cast.bram, cast.wil))
    second = second_of_two(cast, url, {"teachers": [anouk, wil]}, {"teachers": [anouk, bram]})
    assert "Anouk Vermeer en Wil de Ruiter" in text_of(second)
    assert {one.name for one in cast.group6.teachers.all()} == {"Anouk Vermeer", "Wil de Ruiter"}


def second_of_two(cast: Cast, url: str, by_ada: dict[str, Any], by_hein: dict[str, Any], *, first_at: str = "") -> Any:
    """What Hein reads, who had the page open before Ada saved hers; nothing of his is saved until he presses again."""
    heins, heins_page = opened(cast.hein, url)
    adas, adas_page = opened(cast.ada, first_at or url)
    first = press(adas, adas_page, first_at or url, **by_ada)
    assert first.status_code == 303, text_of(first)
    second = press(heins, heins_page, url, **by_hein)
    assert second.status_code == 409
    assert "Wat Ada Kok intussen vastlegde" in text_of(second)
    return second
