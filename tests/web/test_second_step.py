"""The second step of signing in: asked of everybody, set up at the first time, taken once."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.mail.models import Letter
from kring.school.actions import second_step as verbs
from kring.school.codes import code_of, half_minute_of
from kring.school.models import Factor, Role, SpareCode, StaffMember
from kring.school.rights import RIGHTS, Rights
from kring.trail.models import TrailLine
from kring.web.request import clock
from kring.web.way_in import forgotten
from tests.app import secret_on, sets_up_an_app
from tests.cast import NOW, PASSWORD, act_of, sign_in
from tests.web.test_access_table import EVERYWHERE, asked, word_for
from tests.web.world import make_world

pytestmark = pytest.mark.both_steps

BETWEEN = ("second_step", "second_step_set_up", "second_step_app", "second_step_stop", "account_login")
"""What is there for who waits: the step itself, and the page to begin anew."""
SECRET = b"geheim van een app.."
STEP, SET_UP, APP = "/aanmelden/stap/", "/aanmelden/stap/instellen/", "/aanmelden/stap/app/"
HALF_MINUTE = timedelta(seconds=30)


def password(staff, browser: Client | None = None, **more: str) -> Client:
    browser = browser or Client()
    browser.post("/aanmelden/", {"login": staff.account.email, "password": PASSWORD} | more)
    return browser


def shows(secret: bytes = SECRET, later: int = 0) -> str:
    return code_of(secret, half_minute_of(clock.now()) + later)


def is_in(browser: Client) -> bool:
    return browser.get("/vandaag/").status_code == 200


@pytest.fixture
def spare(cast) -> list[str]:
    """Anouk has an app with this secret since yesterday, and these spare codes."""
    yesterday = NOW - timedelta(days=1)
    code = code_of(SECRET, half_minute_of(yesterday))
    verbs.add_app(account=cast.anouk.account, secret=SECRET, code=code, at=yesterday)
    return verbs.make_spare_codes(account=cast.anouk.account, at=yesterday)


def test_a_password_alone_opens_nothing_and_leads_to_the_second_step(cast, spare):
    browser = Client()
    answer = browser.post("/aanmelden/", {"login": cast.anouk.account.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (303, STEP)
    assert not is_in(browser)
    assert browser.get("/wachtwoord/").status_code == 302, "nor a page of allauth's own"
    assert not TrailLine.objects.filter(verb="session.signed_in").exists()
    page = browser.get(STEP)
    assert "Anouk" not in page.content.decode(), "who knows a password learns no name"
    assert "no-store" in page["Cache-Control"]


def test_with_the_code_of_the_app_one_is_in_where_one_was_going(cast, spare):
    browser = password(cast.anouk, next="/zaken/")
    code = shows()
    answer = browser.post(STEP, {"code": f"{code[:3]} {code[3:]}"})
    assert answer["Location"] == "/zaken/"
    assert is_in(browser)
    assert TrailLine.objects.filter(verb="session.signed_in").count() == 1


def test_a_code_that_somebody_looked_at_over_a_shoulder_is_spent(cast, spare):
    code = shows()
    assert is_in(_with_code(cast, code))
    thief = password(cast.anouk)
    answer = thief.post(STEP, {"code": code})
    assert answer.status_code == 422
    assert "is al gebruikt" in answer.content.decode()
    assert code not in answer.content.decode()
    assert not is_in(thief)


def _with_code(cast, code: str) -> Client:
    browser = password(cast.anouk)
    browser.post(STEP, {"code": code})
    return browser


@pytest.mark.parametrize(("off", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_telephones_clock_may_be_half_a_minute_off(cast, spare, off, good):
    assert is_in(_with_code(cast, shows(later=off))) is good


def test_a_spare_code_lets_in_once_and_says_how_many_are_left(cast, spare):
    browser = password(cast.anouk)
    answer = browser.post(STEP, {"spare": spare[0].upper()}, follow=True)
    assert "Je hebt nog 7 reservecodes." in answer.content.decode()
    assert is_in(browser)
    again = password(cast.anouk)
    assert again.post(STEP, {"spare": spare[0]}).status_code == 422
    assert not is_in(again)


def test_who_has_none_sets_one_up_before_anything_else(cast):
    browser = password(cast.hein, next="/school/")
    assert browser.get(STEP)["Location"] == SET_UP
    page = browser.get(SET_UP).content.decode()
    assert "Met een app op je telefoon" in page
    assert not is_in(browser)
    secret, answer = sets_up_an_app(browser)
    assert answer["Location"] == "/tweede-stap/bewaren/?next=/school/"
    codes = browser.get(answer["Location"]).content.decode()
    assert len(re.findall(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", codes)) == 8
    assert is_in(browser)
    assert browser.post("/tweede-stap/bewaren/", {"next": "/school/"})["Location"] == "/school/"
    assert browser.get("/tweede-stap/bewaren/?next=/school/")["Location"] == "/school/", "shown once"
    again = password(cast.hein)
    assert again.post(STEP, {"code": shows(secret)}).status_code == 422, "the code of the setting up is spent"


def test_who_chose_a_password_by_a_link_stands_before_the_second_step_as_after_signing_in(cast, spare, settings):
    settings.KRING_MAIL = True
    browser = Client()
    browser.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email})
    forgotten.send_asked()
    (link,) = re.findall(r"http://127.0.0.1(/\S+)", Letter.objects.get().text or "")
    page = browser.get(link, follow=True)
    new = "paarse giraffen dansen"
    answer = browser.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert answer["Location"] == STEP
    assert not is_in(browser)
    assert "Je wachtwoord is bewaard." in browser.get(STEP).content.decode()
    assert browser.post(STEP, {"code": shows()}).status_code in (302, 303)
    assert is_in(browser)


def test_a_wrong_first_code_leaves_the_same_picture_and_adds_nothing(cast):
    browser = password(cast.hein)
    secret = secret_on(browser.get(APP).content.decode())
    answer = browser.post(APP, {"code": "12"})
    assert answer.status_code == 422
    assert secret_on(answer.content.decode()) == secret
    assert not Factor.objects.exists()
    assert not is_in(browser)


def test_who_has_one_cannot_set_up_another_with_a_password_alone(cast, spare):
    browser = password(cast.anouk)
    for page in (SET_UP, APP):
        assert browser.get(page)["Location"] == STEP
        assert browser.post(page, {"code": shows()}).status_code in (303, 405)
    assert Factor.objects.count() == 1


def test_no_secret_of_a_half_made_app_stands_in_the_session(cast):
    browser = password(cast.hein)
    page = browser.get(APP).content.decode()
    kept = str(dict(browser.session))
    found = re.search(r'id="sleutel"[^>]*>([^<]+)<', page)
    assert found
    assert found[1].replace(" ", "") not in kept


@pytest.mark.parametrize("name", ["second_step", "second_step_set_up", "second_step_app"])
def test_the_pages_between_are_there_for_who_waits_and_nobody_else(cast, client, name):
    url = reverse(name)
    assert client.get(url)["Location"] == "/aanmelden/"
    assert client.post(url, {"code": "123456"}).status_code in (303, 405)
    assert sign_in(client, cast.anouk).get(url)["Location"] == "/"


def test_who_stops_between_has_to_give_the_password_again(cast, spare):
    browser = password(cast.anouk)
    assert browser.post("/aanmelden/stap/stoppen/")["Location"] == "/aanmelden/"
    assert browser.post(STEP, {"code": shows()})["Location"] == "/aanmelden/"
    assert not is_in(browser)


def test_who_waits_with_a_password_that_is_another_by_now_does_not_come_in(cast, spare):
    thief = password(cast.anouk)
    account = cast.anouk.account
    account.set_password("een heel ander wachtwoord")
    account.save()
    answer = thief.post(STEP, {"spare": spare[0]}, follow=True)
    assert "Er is iets veranderd aan hoe je binnenkomt." in answer.content.decode()
    assert not is_in(thief)
    assert SpareCode.objects.filter(account=account).count() == len(spare), "and no code is spent on it"


def test_who_waits_while_the_account_closes_does_not_come_in_and_no_line_says_so(cast, spare):
    browser = password(cast.anouk)
    cast.anouk.account.is_active = False
    cast.anouk.account.save()
    assert browser.post(STEP, {"code": shows()})["Location"] == "/aanmelden/"
    assert not is_in(browser)
    assert not TrailLine.objects.filter(verb="session.signed_in").exists()


def test_too_many_wrong_codes_and_the_right_one_waits_too(cast, spare):
    browser = password(cast.anouk)
    for _try in range(8):
        browser.post(STEP, {"code": "000000"})
    answer = browser.post(STEP, {"code": shows()})
    assert "Dat was te vaak mis." in answer.content.decode()
    assert not is_in(browser)


def test_a_session_without_the_second_step_is_nobodys(cast, client):
    client.force_login(cast.anouk.account)
    assert client.get("/vandaag/")["Location"].startswith("/aanmelden/")
    assert client.get("/wachtwoord/").status_code == 302
    assert client.get("/aanmelden/").status_code == 200, "a form to sign in with, and no dead end"
    assert not client.get("/aanmelden/").wsgi_request.user.is_authenticated


def test_who_was_signed_in_without_it_signs_in_and_is_in(cast, client, spare):
    client.force_login(cast.anouk.account)
    password(cast.anouk, client)
    client.post(STEP, {"code": shows()})
    assert is_in(client)


def test_another_person_takes_over_a_session_that_wants_the_step(cast, client, spare):
    client.force_login(cast.bram.account)
    password(cast.anouk, client)
    client.post(STEP, {"code": shows()})
    assert "Anouk Vermeer" in client.get("/vandaag/").content.decode()


def test_when_all_steps_are_taken_away_every_session_of_theirs_is_over(cast, client, spare):
    sign_in(client, cast.anouk)
    assert is_in(client)
    verbs.let_back_in(act=act_of(cast.ada), staff=cast.anouk)
    assert not is_in(client)
    assert not SpareCode.objects.exists()
    assert password(cast.anouk, client).get(STEP)["Location"] == SET_UP


def test_a_role_that_needs_it_bites_at_the_next_request(cast, client, monkeypatch):
    monkeypatch.setitem(RIGHTS, Role.MEMBER, Rights(says="niets"))
    mo = password(cast.mo)
    assert mo.get("/school/").status_code == 200
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert "Er is iets veranderd aan hoe je binnenkomt." in mo.get("/school/", follow=True).content.decode()
    assert password(cast.mo, mo).get(STEP)["Location"] == SET_UP


def test_who_was_of_no_school_yet_takes_it_before_the_first_page_of_the_school(cast):
    account = cast.mo.account
    StaffMember.objects.filter(account=account).update(joins=StaffMember.Joins.ASKED)
    mo = password(cast.mo)
    assert "Kijk of een school je wil toevoegen" in mo.get("/vandaag/").content.decode()
    mo.post("/aansluiten/", {"staff": cast.mo.pk, "joins": "ja"})
    assert not is_in(mo)
    assert password(cast.mo, mo).get(STEP)["Location"] == SET_UP


def test_in_a_demo_nobody_is_asked_for_it(cast, client, settings):
    settings.KRING_DEMO = True
    cast.school.is_demo = True
    cast.school.save()
    client.post(f"/demo/als/{cast.carla.id}/")
    assert is_in(client)


def test_no_page_between_holds_what_the_policy_blocks(cast, spare):
    fresh = password(cast.hein)
    sets_up = fresh.get(SET_UP), fresh.get(APP), password(cast.anouk).get(STEP)
    shown = fresh.get(sets_up_an_app(fresh)[1]["Location"])
    for answer in (*sets_up, shown):
        page = answer.content.decode()
        assert answer.status_code == 200
        assert " style=" not in page
        assert not re.findall(r"<script(?![^>]*\bsrc=)", page)


@pytest.mark.slow
def test_a_session_that_waits_between_is_refused_everywhere_as_a_stranger_is(cast, settings):
    settings.KRING_MAIL = True
    world = make_world(cast, elsewhere=True)
    browser = password(cast.hein)
    assert browser.get(STEP)["Location"] == SET_UP, "it waits"
    differences = []
    for row in EVERYWHERE:
        if row.address in BETWEEN:
            continue
        got = word_for(asked(browser, row.how, world.url(row.face)))
        if got != row.gets["N"]:
            differences.append(f"{row.face} {row.how}: {got}, and a stranger gets {row.gets['N']}")
        sent = word_for(asked(browser, "POST", world.url(row.face)))
        stranger = word_for(asked(Client(), "POST", world.url(row.face)))
        if sent != stranger:
            differences.append(f"{row.face} sent: {sent}, and a stranger gets {stranger}")
    assert not differences, "\n".join(differences)
    assert browser.get(STEP)["Location"] == SET_UP, "it waits still"
