"""Sessions: what a copy of the database is worth, how long they last, the list of one's own, and how they end."""

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from kring.school.models import Role, School, StaffMember
from kring.web.models import Session
from kring.web.request import clock
from kring.web.way_in.device import device_of, in_words
from kring.web.way_in.store import IDLE, IN_ALL, SessionStore
from tests.cast import NOW, PASSWORD, act_of, sign_in
from tests.school import plain as actions
from tests.web.sending import hidden

pytestmark = [pytest.mark.urls("tests.web.bench"), pytest.mark.sessions_end]

PAGE = "/proef/gesprek/"
LIST = "/aangemeld/"
STILL_IN = "/nog-ingelogd/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
    " Mobile/15E148 Safari/604.1"
)


def come_in(staff: StaffMember, agent: str = FIREFOX, *, password: str = PASSWORD) -> Client:
    browser = Client(headers={"user-agent": agent})
    assert staff.account is not None
    answer = browser.post("/aanmelden/", {"login": staff.account.email, "password": password})
    assert answer.status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(PAGE).status_code == 200


def at(monkeypatch: pytest.MonkeyPatch, passed: timedelta) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + passed)


def key_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


# What is kept


def test_a_copy_of_the_database_opens_no_session_and_reads_none(cast):
    browser = come_in(cast.anouk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM web_session")
        (row,) = cursor.fetchall()
    told = [bytes(one) if isinstance(one, memoryview | bytes) else str(one).encode() for one in row]
    assert not any(key_of(browser).encode() in one for one in told)
    assert not any(str(cast.anouk.id).encode() in one or b"_auth_user" in one for one in told)
    for stolen in (hashlib.sha256(key_of(browser).encode()).hexdigest(), str(row[0])):
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
        assert not is_in(thief)
    assert is_in(browser)


def test_a_row_that_was_changed_by_hand_opens_nothing(cast):
    anouk, bram = come_in(cast.anouk), come_in(cast.bram)
    rows = {row.account_id: row for row in Session.objects.all()}
    Session.objects.filter(account=cast.anouk.account).update(data=rows[cast.bram.account_id].data)
    assert not is_in(anouk)
    assert is_in(bram)


def test_a_row_that_somebody_put_on_another_account_is_still_of_whom_it_was(cast):
    """What is sealed in it says whose it is; the column beside it only says with whom it is read."""
    anouk = come_in(cast.anouk)
    Session.objects.update(account=cast.carla.account)
    asked: Any = anouk.get(PAGE).wsgi_request
    assert (asked.staff, asked.user) == (cast.anouk, cast.anouk.account)


def test_a_session_its_account_and_who_that_is_at_each_school_are_one_question(cast, django_assert_num_queries):
    account, met = cast.anouk.account, [cast.anouk]
    for brin, joins in (("00AA", StaffMember.Joins.JOINED), ("00BB", StaffMember.Joins.ASKED)):
        school = School.objects.create(name="De Es", region="noord", brin=brin)
        seat = StaffMember.objects.create(school=school, account=account, name="A.", role=Role.TEACHER, joins=joins)
        met += [seat] if joins == StaffMember.Joins.JOINED else []
    browser = sign_in(Client(), cast.anouk)
    with django_assert_num_queries(1):
        asked: Any = browser.get(STILL_IN).wsgi_request
    found = {(one, one.account, one.school) for one in asked.memberships}
    assert found == {(one, account, one.school) for one in met}


def test_a_session_keeps_browser_and_system_and_no_address(cast):
    come_in(cast.anouk, SAFARI)
    row = Session.objects.get()
    assert (row.account, row.browser, row.system) == (cast.anouk.account, "Safari", "iPhone")
    assert {field.name for field in Session._meta.fields} == {
        *("id", "key_hash", "account", "data", "browser", "system", "begun_at", "used_at")
    }


def test_a_key_of_somebodys_own_making_is_not_taken(client, cast):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.post("/aanmelden/", {"login": cast.anouk.account.email, "password": PASSWORD})
    assert key_of(client) != "a" * 32
    assert is_in(client)


def test_signing_in_takes_a_new_key_and_the_one_of_before_opens_nothing(client, cast):
    """Somebody else may have put that cookie into this browser."""
    before = SessionStore()
    before["said"] = "welkom"
    before.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(before.session_key)
    client.post("/aanmelden/", {"login": cast.anouk.account.email, "password": PASSWORD})
    assert key_of(client) != before.session_key
    assert is_in(client)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = str(before.session_key)
    assert not is_in(thief)


def test_a_key_is_long_and_each_place_of_it_is_drawn(db):
    stores = [SessionStore() for _draw in range(200)]
    for store in stores:
        store.create()
    keys = [str(store.session_key) for store in stores]
    assert all(re.fullmatch("[0-9a-z]{32}", one) for one in keys)
    assert all(len({one[place] for one in keys}) > 25 for place in range(32))


def test_two_sessions_never_have_one_key(db, monkeypatch):
    first = SessionStore()
    first.create()
    second = SessionStore(first.session_key)
    with pytest.raises(CreateError):
        second.save(must_create=True)
    keys = iter([first.session_key, "b" * 32])
    monkeypatch.setattr(SessionStore, "_get_new_session_key", lambda _self: next(keys))
    third = SessionStore()
    third.create()
    assert third.session_key == "b" * 32


# How long it lasts


def test_a_session_lasts_half_an_hour_after_the_last_visit(cast, monkeypatch):
    browser = come_in(cast.anouk)
    for minutes in (29, 58, 87):
        at(monkeypatch, timedelta(minutes=minutes))
        assert is_in(browser)
    at(monkeypatch, timedelta(minutes=87) + IDLE)
    assert browser.get(PAGE)["Location"] == f"/aanmelden/?next={PAGE}"


@pytest.mark.parametrize("passed", [IDLE, IN_ALL])
def test_who_is_out_by_time_reads_why_and_once(cast, monkeypatch, passed):
    browser = come_in(cast.anouk)
    at(monkeypatch, passed)
    assert "Je bent niet meer ingelogd." in browser.get(PAGE, follow=True).content.decode()
    assert "Je bent niet meer ingelogd." not in browser.get(PAGE, follow=True).content.decode()


def test_who_signed_out_or_never_was_in_reads_no_reason(cast):
    browser = come_in(cast.anouk)
    browser.post("/afmelden/")
    for one in (browser, Client()):
        assert 'class="notice' not in one.get(PAGE, follow=True).content.decode()


def test_a_session_ends_after_twelve_hours_however_busy_somebody_is(cast, monkeypatch):
    browser = come_in(cast.anouk)
    passed = timedelta()
    while passed < IN_ALL:
        at(monkeypatch, passed)
        assert is_in(browser), passed
        passed += timedelta(minutes=20)
    at(monkeypatch, IN_ALL)
    assert not is_in(browser)


def test_a_new_key_does_not_lengthen_a_session_and_signing_in_does(cast, monkeypatch):
    browser = come_in(cast.anouk)
    begun = Session.objects.get().begun_at
    at(monkeypatch, timedelta(minutes=20))
    store = SessionStore(key_of(browser))
    store.cycle_key()
    store.save()
    assert Session.objects.get().begun_at == begun
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(store.session_key)
    browser.post("/afmelden/")
    come_in(cast.anouk)
    assert Session.objects.get().begun_at == clock.now()


def test_a_clock_that_was_ahead_lengthens_nothing(cast, monkeypatch):
    at(monkeypatch, timedelta(days=40))
    browser = come_in(cast.anouk)
    at(monkeypatch, timedelta())
    assert is_in(browser)
    row = Session.objects.get()
    assert (row.begun_at, row.used_at) == (NOW, NOW)


def test_being_used_is_written_once_a_minute(cast, monkeypatch, django_assert_num_queries):
    browser = come_in(cast.hein)
    with django_assert_num_queries(1):
        browser.get("/proef/directeur/")
    at(monkeypatch, timedelta(minutes=1))
    with django_assert_num_queries(2):
        browser.get("/proef/directeur/")
    assert Session.objects.get().used_at == NOW + timedelta(minutes=1)


# What bites at the next request


def test_another_role_holds_from_the_next_request(cast):
    browser = come_in(cast.hein)
    assert browser.get("/proef/directeur/").status_code == 200
    StaffMember.objects.filter(id=cast.hein.id).update(role=Role.TEACHER)
    assert browser.get("/proef/directeur/").status_code == 404


def test_who_left_or_whose_account_closed_is_out_at_the_next_request(cast):
    anouk, bram = come_in(cast.anouk), come_in(cast.bram)
    actions.change_staff(act=act_of(cast.ada), staff=cast.anouk, is_active=False)
    assert not is_in(anouk)
    cast.bram.account.is_active = False
    cast.bram.account.save()
    assert not is_in(bram)


# The list of one's own


def test_the_list_tells_this_device_first_and_when_each_was_used(cast, monkeypatch):
    first, other = come_in(cast.anouk), come_in(cast.anouk, SAFARI)
    come_in(cast.bram, "Mozilla/5.0 (X11; CrOS x86_64) Chrome/131.0.0.0 Safari/537.36")
    at(monkeypatch, timedelta(minutes=20))
    is_in(other)
    page = first.get(LIST).content.decode()
    assert page.index("Firefox op Windows") < page.index("Safari op iPhone")
    assert "dit apparaat" in page.partition("Safari op iPhone")[0]
    assert "Het laatst gebruikt: vandaag om 10.20" in page
    assert "ChromeOS" not in page
    assert f'href="{LIST}"' in first.get(PAGE).content.decode()


def test_a_session_that_is_over_is_not_in_the_list(cast, monkeypatch):
    browser = come_in(cast.anouk)
    come_in(cast.anouk, SAFARI)
    at(monkeypatch, timedelta(minutes=20))
    is_in(browser)
    at(monkeypatch, timedelta(minutes=40))
    page = browser.get(LIST).content.decode()
    assert "Safari" not in page
    assert "Je bent nergens anders ingelogd." in page


def test_one_device_is_signed_out_from_another(cast):
    here, lost, other = come_in(cast.anouk), come_in(cast.anouk, SAFARI), come_in(cast.anouk)
    row = Session.objects.get(browser="Safari")
    answer = here.post(reverse("session_end", args=(row.id,)), follow=True)
    assert "Dat apparaat is uitgelogd." in answer.content.decode()
    assert (is_in(here), is_in(lost), is_in(other)) == (True, False, True)
    assert here.post(reverse("session_end", args=(row.id,))).status_code == 404


def test_all_others_are_signed_out_at_once_and_nobody_elses(cast):
    here, lost, bram = come_in(cast.anouk), come_in(cast.anouk, SAFARI), come_in(cast.bram)
    come_in(cast.anouk)
    answer = here.post(reverse("sessions_end"), follow=True)
    assert "2 andere apparaten zijn uitgelogd." in answer.content.decode()
    assert (is_in(here), is_in(lost), is_in(bram)) == (True, False, True)
    assert "Je was nergens anders ingelogd." in here.post(reverse("sessions_end"), follow=True).content.decode()


def test_nobody_ends_a_session_of_somebody_else(cast):
    anouk, bram = come_in(cast.anouk), come_in(cast.bram)
    for owner in (cast.bram, cast.anouk):  # nor this one, for which there is signing out
        row = Session.objects.get(account=owner.account)
        assert anouk.post(reverse("session_end", args=(row.id,))).status_code == 404
    assert is_in(anouk)
    assert is_in(bram)


def test_a_new_password_signs_out_every_other_device(cast):
    here, lost = come_in(cast.anouk), come_in(cast.anouk, SAFARI)
    new = "paarse giraffen dansen"
    answer = here.post("/wachtwoord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert Session.objects.count() == 1
    assert (is_in(here), is_in(lost)) == (True, False)


# Signing out


def test_signing_out_ends_the_session_and_empties_the_browser(cast):
    browser = come_in(cast.anouk)
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = key_of(browser)
    answer = browser.post("/afmelden/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in answer["Cache-Control"]
    assert browser.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert not is_in(copy)
    assert not Session.objects.exists()


def test_a_page_that_stood_open_for_ever_still_signs_out(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    old = hidden(browser.get(PAGE), "csrfmiddlewaretoken")
    for token in ("", "x" * 64, old[::-1]):
        sign_in(browser, cast.anouk)
        answer = browser.post("/afmelden/", {"csrfmiddlewaretoken": token})
        assert (answer.status_code, answer["Location"]) == (302, "/aanmelden/")
        assert not is_in(browser)
        assert answer["Clear-Site-Data"]


def test_signing_out_twice_is_no_dead_end(cast):
    browser = come_in(cast.anouk)
    for _ in range(2):
        assert browser.post("/afmelden/")["Location"] == "/aanmelden/"


def test_without_a_cookie_of_ours_a_form_empties_nothing(cast):
    """A page of another site may send this form, and the browser then sends no cookie along."""
    assert "Clear-Site-Data" not in Client(enforce_csrf_checks=True).post("/afmelden/").headers


def test_what_was_ended_in_another_tab_stays_ended(cast):
    browser = come_in(cast.anouk)
    slow = SessionStore(key_of(browser))
    slow["kring_staff"] = str(cast.anouk.id)
    browser.post("/afmelden/")
    slow.save()
    assert not Session.objects.exists()


def test_what_is_remembered_for_a_key_that_is_gone_gets_a_key_of_its_own(db):
    store = SessionStore("a" * 32)
    store["x"] = 1
    store.save()
    assert store.session_key != "a" * 32
    assert SessionStore(store.session_key)["x"] == 1


# A page that stood open


def test_the_sign_in_page_comes_once_more_with_the_address_and_works(cast):
    browser = Client(enforce_csrf_checks=True)
    sent = {"login": cast.anouk.account.email, "password": PASSWORD, "next": PAGE}
    again = browser.post("/aanmelden/", sent)
    page = again.content.decode()
    assert "Deze pagina stond te lang open." in page
    assert f'value="{cast.anouk.account.email}"' in page
    assert PASSWORD not in page
    sent["csrfmiddlewaretoken"] = hidden(again, "csrfmiddlewaretoken")
    assert browser.post("/aanmelden/", sent)["Location"] == PAGE


def test_who_signs_in_where_somebody_else_is_in_is_told_so(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    answer = browser.post("/aanmelden/", {"login": cast.bram.account.email, "password": PASSWORD}, follow=True)
    assert "In deze browser is al iemand ingelogd." in answer.content.decode()
    answer = browser.post("/aanmelden/", {"login": cast.anouk.account.email, "password": PASSWORD}, follow=True)
    assert "al iemand ingelogd" not in answer.content.decode()


@pytest.mark.parametrize("page", ["/wachtwoord/vergeten/?next=/zaken/", "/wachtwoord/", "/school-kiezen/"])
def test_another_page_of_the_door_that_stood_open_comes_once_more(cast, page):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    answer = browser.post(page, {})
    assert answer["Location"] == page
    assert "Doe het nog één keer." in browser.get(page, follow=True).content.decode()


@pytest.mark.parametrize(
    ("sent_to", "stood_on"),
    [
        ("sessions_end", LIST),
        ("own_step_codes", "/tweede-stap/"),
        ("second_step_codes", "/tweede-stap/bewaren/?next=/school/"),
        ("joining", "/aansluiten/"),
        ("second_step_stop", "/aanmelden/stap/"),
    ],
)
def test_a_button_on_a_page_that_stood_open_leads_back_to_that_page(cast, sent_to, stood_on):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    answer = browser.post(reverse(sent_to), {}, headers={"referer": f"http://testserver{stood_on}"})
    assert (answer.status_code, answer["Location"]) == (303, stood_on)
    assert "Doe het nog één keer." in browser.get(LIST).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        "",
        "https://elders.example/aangemeld/",
        "//elders.example/",
        "http://testserver.elders.example/x/",
        "http://testserver//elders.example/",
    ],
)
def test_a_button_on_a_page_of_another_site_is_refused(cast, said):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.anouk)
    assert browser.post(reverse("sessions_end"), {}, headers={"referer": said}).status_code == 403


def test_a_language_that_is_chosen_on_an_old_page_leads_back_to_it(cast):
    answer = Client(enforce_csrf_checks=True).post("/taal/", {"language": "en", "next": "/aanmelden/"})
    assert answer["Location"] == "/aanmelden/"


# The device in words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox op Windows"),
        (SAFARI, "Safari op iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
            "Edge op Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome op Android"),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Safari/537.36",
            "Samsung Internet op Android",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) CriOS/131.0 Mobile Safari/604.1", "Chrome op iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "Safari op macOS"),
        ("Iets van later (X11; Linux x86_64)", "Linux"),
        ("", "Een onbekend apparaat"),
        ("<script>alert(1)</script>" * 400, "Een onbekend apparaat"),
    ],
)
def test_a_device_is_told_by_browser_and_system(agent, words):
    assert in_words(*device_of(RequestFactory().get("/", headers={"user-agent": agent}))) == words
