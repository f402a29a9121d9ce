"""Coming in: with a password, at which school, as whom in the demo; and what the trail says of it."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import allauth
import django
import polib
import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.urls import reverse

from kring.mail.models import Letter
from kring.school.models import Account, Role, StaffMember, WorkerClock
from kring.trail.models import TrailLine
from kring.web.request import clock
from kring.web.way_in import forgotten
from kring.web.way_in.backend import Backend, who_it_is
from kring.web.way_in.demo import offered
from tests.cases.telling import tell
from tests.cast import NOW, PASSWORD, Cast, act_of, sign_in
from tests.reports.telling import doors_of
from tests.school import plain as actions

pytestmark = pytest.mark.urls("tests.web.bench")

SIGN_IN = "/aanmelden/"


def enter(browser: Client, email: str, password: str = PASSWORD, **more: str):
    return browser.post(SIGN_IN, {"login": email, "password": password} | more)


def lines() -> list[str]:
    return list(TrailLine.objects.filter(verb__startswith="session.").order_by("id").values_list("verb", flat=True))


def test_a_teacher_comes_in_and_goes_on_to_the_page_that_was_asked(client, cast):
    asked = client.get("/proef/gesprek/?stap=1")
    assert asked.status_code == 303
    assert asked["Location"] == "/aanmelden/?next=/proef/gesprek/%3Fstap%3D1"
    answer = client.post(asked["Location"], {"login": cast.anouk.account.email, "password": PASSWORD})
    assert answer["Location"] == "/proef/gesprek/?stap=1"
    assert client.get("/proef/gesprek/").status_code == 200
    assert lines() == ["session.signed_in"]


def test_an_address_may_be_typed_with_capitals_and_spaces(client, cast):
    assert enter(client, f" {cast.anouk.account.email.upper()} ").status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(client, cast):
    wrong, unknown = enter(client, cast.anouk.account.email, "mis"), enter(client, "niemand@dewilg.example", "mis")
    sentence = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk ze allebei na."
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert lines() == []


def test_nobody_can_sign_up(client, cast):
    before = Account.objects.count()
    sent = {"email": "nieuw@dewilg.example", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/aanmelden/nieuw/"), client.post("/aanmelden/nieuw/", sent)):
        assert "Een account krijg je van je school." in answer.content.decode()
    assert Account.objects.count() == before


@pytest.mark.parametrize(
    "asked",
    [
        "https://elders.example/",
        "//elders.example/",
        "/\\elders.example/",
        "\\\\elders.example",
        "http:elders.example",
        "https:///elders.example",
        "javascript:alert(1)",
        "http://testserver@elders.example/",
        "http://testserver.elders.example/",
    ],
)
def test_next_leads_only_to_kring_itself(client, cast, asked):
    """At each page that leads on to an address of somebody's choice."""
    assert enter(client, cast.anouk.account.email, next=asked)["Location"] == "/"
    assert client.get("/aanmelden/", {"next": asked})["Location"] == "/", "who is in already"
    assert client.post("/taal/", {"language": "en", "next": asked})["Location"] == "/"
    assert client.post("/nog-een-keer/", {"password": PASSWORD, "next": asked})["Location"] == "/"
    chosen = client.post("/school-kiezen/", {"staff": str(cast.anouk.id), "next": asked})
    assert chosen["Location"] == "/"


@pytest.mark.usefixtures("_mails")
def test_a_link_for_a_new_password_works_for_three_days_and_no_longer(client, cast, monkeypatch):
    def it_is(passed: timedelta) -> None:
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _self: NOW.replace(tzinfo=None) + passed)

    it_is(timedelta())
    client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email})
    forgotten.send_asked()
    (link,) = re.findall(r"http://127.0.0.1(/\S+)", Letter.objects.get().text or "")
    for passed, works in ((timedelta(days=3), True), (timedelta(days=3, seconds=1), False)):
        it_is(passed)
        page = Client().get(link, follow=True).content.decode()
        assert ("Kies je wachtwoord" in page, "Deze link werkt niet meer" in page) == (works, not works)


def test_signing_out_is_asked_first_and_done_by_post(client, cast):
    sign_in(client, cast.anouk)
    assert "Wil je uitloggen?" in client.get("/afmelden/").content.decode()
    assert client.get("/proef/gesprek/").status_code == 200
    client.post("/afmelden/")
    assert client.get("/proef/gesprek/").status_code == 303
    assert lines() == ["session.signed_out"]


def test_a_closed_account_and_a_colleague_who_left_do_not_come_in(client, cast):
    Account.objects.filter(id=cast.bram.account.id).update(is_active=False)
    assert client.post(SIGN_IN, {"login": cast.bram.account.email, "password": PASSWORD}).status_code != 303
    assert client.get("/proef/gesprek/").status_code == 303
    actions.change_staff(act=act_of(cast.ada), staff=cast.anouk, is_active=False)
    sign_in(client, cast.anouk)
    assert client.get("/proef/gesprek/").status_code in (303, 403)


def test_a_page_is_a_404_for_another_role(client, cast):
    assert sign_in(client, cast.anouk).get("/proef/directeur/").status_code == 404
    assert sign_in(client, cast.hein).get("/proef/directeur/").status_code == 200
    assert sign_in(client, cast.mo).get("/proef/gesprek/").status_code == 404


def test_someone_of_two_schools_chooses_one_and_can_choose_again(client, cast):
    at_linde = StaffMember.objects.create(
        school=cast.linde.school, account=cast.anouk.account, name="Anouk Vermeer", role=Role.COORDINATOR
    )
    sign_in(client, cast.anouk)
    answer = client.get("/proef/gesprek/")
    assert answer["Location"] == "/school-kiezen/?next=/proef/gesprek/"
    page = client.get(answer["Location"]).content.decode()
    assert "Basisschool De Wilg" in page
    assert "Basisschool De Linde" in page
    chosen = client.post("/school-kiezen/", {"staff": str(at_linde.id), "next": "/proef/gesprek/"})
    assert chosen["Location"] == "/proef/gesprek/"
    assert "Seo-coördinator · Basisschool De Linde" in client.get("/proef/gesprek/").content.decode()
    assert client.post("/school-kiezen/", {"staff": str(cast.carla.id)}).status_code == 404


def test_who_works_at_one_school_is_not_told_that_there_are_more(client, cast):
    assert "meer dan één school" not in sign_in(client, cast.anouk).get("/school-kiezen/").content.decode()


def test_an_account_without_a_school_is_told_so(client, cast):
    lost = Account.objects.create_user("los@dewilg.example", PASSWORD)
    client.force_login(lost)
    answer = client.get("/proef/gesprek/")
    assert answer.status_code == 403
    assert "Je hoort nog bij geen school" in answer.content.decode()


def test_who_is_asking_costs_one_query(client, cast, django_assert_num_queries):
    sign_in(client, cast.hein)
    with django_assert_num_queries(1):
        client.get("/proef/directeur/")


def test_who_an_account_is_was_met_with_its_session_once_and_is_asked_anew_after_that(client, cast):
    sign_in(client, cast.hein)

    def read_with_session() -> Account:
        session = client.session
        session.load()
        account: Account = session.account
        return account

    account = read_with_session()
    assert [member.pk for member in who_it_is(account)] == [cast.hein.pk]
    StaffMember.objects.filter(pk=cast.hein.pk).update(is_active=False)
    assert who_it_is(account) == []
    left = read_with_session()
    assert left == cast.hein.account, "an account that works nowhere is still one"
    assert who_it_is(left) == []


def test_an_account_that_is_closed_is_nobodys(cast):
    Account.objects.filter(pk=cast.hein.account_id).update(is_active=False)
    assert Backend().get_user(cast.hein.account_id) is None


@pytest.fixture
def _mails(settings) -> None:
    settings.KRING_MAIL = True


@pytest.mark.usefixtures("_mails")
def test_a_new_password_goes_by_mail_and_works(client, cast):
    assert (
        client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email})["Location"]
        == "/wachtwoord/vergeten/gestuurd/"
    )
    forgotten.send_asked()
    letter = Letter.objects.get()
    assert (letter.to_staff, letter.urgent, letter.secret) == (cast.anouk, True, True)
    assert letter.subject == "Kies een nieuw wachtwoord voor Kring"
    text = letter.text or ""
    assert "Jij (of iemand anders) vroeg om een nieuw wachtwoord" in text
    (link,) = re.findall(r"http://127.0.0.1(/\S+)", text)
    assert link in (letter.html or "")
    form = client.get(link, follow=True)
    assert "Kies je wachtwoord" in form.content.decode()
    new = "paarse giraffen dansen"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Je wachtwoord is bewaard." in done.content.decode()
    assert client.get("/vandaag/").status_code == 200, "who chose it is in"
    assert enter(Client(), cast.anouk.account.email, new).status_code == 302
    assert "Deze link werkt niet meer" in Client().get(link, follow=True).content.decode()


@pytest.mark.usefixtures("_mails")
def test_asking_a_new_password_for_an_unknown_address_looks_the_same_and_nothing_is_sent(client, cast):
    pages = [
        client.post("/wachtwoord/vergeten/", {"email": email}, follow=True)
        for email in (cast.anouk.account.email, "niemand@dewilg.example")
    ]
    known, unknown = (re.sub(r'value="\w{64}"', "", page.content.decode()) for page in pages)
    assert known == unknown
    assert "Log je in met het adres dat je invulde?" in known
    forgotten.send_asked()
    assert [letter.address for letter in Letter.objects.all()] == ["anouk@dewilg.example"]


@pytest.mark.usefixtures("_mails")
def test_who_works_nowhere_any_more_gets_no_new_password_and_the_page_does_not_say_so(client, cast):
    StaffMember.objects.filter(id=cast.anouk.id).update(is_active=False)
    answer = client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email})
    assert answer["Location"] == "/wachtwoord/vergeten/gestuurd/"
    forgotten.send_asked()
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("_mails")
def test_the_link_leads_to_kring_whatever_host_was_asked(client, cast, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email}, headers={"host": "elders.example"})
    forgotten.send_asked()
    text = Letter.objects.get().text
    assert text
    assert "elders.example" not in text


@pytest.mark.usefixtures("_mails")
def test_who_works_at_two_schools_gets_one_mail(client, cast):
    StaffMember.objects.create(
        school=cast.linde.school, account=cast.anouk.account, name="Anouk Vermeer", role=Role.COORDINATOR
    )
    client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email})
    forgotten.send_asked()
    assert Letter.objects.count() == 1


@pytest.mark.usefixtures("_mails")
def test_at_a_demo_school_nobody_is_sent_a_way_in(client, demo):
    client.post("/wachtwoord/vergeten/", {"email": demo.anouk.account.email})
    forgotten.send_asked()
    assert not Letter.objects.exists()


def test_where_no_mail_goes_out_a_request_by_hand_writes_none(client, cast, settings):
    settings.KRING_MAIL = False
    assert client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email}).status_code == 302
    forgotten.send_asked()
    assert not Letter.objects.exists()


def test_where_no_mail_can_be_sent_nobody_is_asked_to_wait_for_one(client, cast, settings):
    settings.KRING_MAIL = False
    page = client.get("/wachtwoord/vergeten/").content.decode()
    assert "Vraag de beheerder van je school om een nieuw wachtwoord." in page
    assert 'name="email"' not in page


def test_a_password_can_be_changed_by_who_knows_it(client, cast):
    sign_in(client, cast.anouk)
    new = "paarse giraffen dansen"
    wrong = client.post("/wachtwoord/", {"oldpassword": "mis", "password1": new, "password2": new})
    assert wrong.status_code == 200
    right = client.post("/wachtwoord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert right.status_code == 302
    assert enter(Client(), cast.anouk.account.email, new).status_code == 302


def test_a_password_is_typed_unseen_and_taken_as_it_was_typed_however_long(client, cast):
    new = f"  Een ZIN met é en 👩‍👩‍👧 {'en nog een stuk ' * 12} "
    page = sign_in(client, cast.anouk).get("/wachtwoord/").content.decode()
    assert len(re.findall(r'<input type="password"', page)) == 3
    assert 'type="password"' in Client().get(SIGN_IN).content.decode()
    client.post("/wachtwoord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    for other in (new.strip(), new.lower(), new[:-2], new[:72]):
        assert enter(Client(), cast.anouk.account.email, other).status_code == 200
    assert enter(Client(), cast.anouk.account.email, new).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/aanmelden/",
        "/wachtwoord/vergeten/",
        "/wachtwoord/vergeten/gestuurd/",
        "/wachtwoord/nieuw/a-b/",
        "/aanmelden/gesloten/",
    ],
)
def test_no_page_of_the_door_holds_what_the_policy_blocks(client, cast, address):
    page = client.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert not re.findall(r"<script(?![^>]*\bsrc=)", page)
    assert "placeholder=" not in page


def test_the_language_is_remembered_and_leads_back(client, cast):
    answer = client.post("/taal/", {"language": "en", "next": "/aanmelden/"})
    assert (answer.status_code, answer["Location"]) == (303, "/aanmelden/")
    assert '<html lang="en">' in client.get("/aanmelden/").content.decode()
    client.post("/taal/", {"language": "xx", "next": "https://elders.example/"})
    assert '<html lang="en">' in client.get("/aanmelden/").content.decode()


def test_machines_learn_that_kring_is_alive_and_that_they_may_not_index_it(client, db, django_assert_num_queries):
    WorkerClock.objects.create(turn_at=clock.now(), believed_at=clock.now())
    with django_assert_num_queries(3):
        assert client.get("/gezond/").content == b"goed\n"
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
    assert client.head("/robots.txt").status_code == 200, "many that watch over a server ask like that"


# The demo


@pytest.fixture
def demo(cast: Cast, settings) -> Cast:
    settings.KRING_DEMO = True
    cast.school.is_demo = True
    cast.school.save()
    return cast


def test_outside_a_demo_nobody_comes_in_without_a_password(client, cast):
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/als/{cast.anouk.id}/").status_code == 404
    assert "Kijk rond als" not in client.get(SIGN_IN).content.decode()
    assert client.post("/demo/verder/", {"days": "1"}).status_code == 404


def test_in_a_demo_each_role_is_one_click_away(client, demo):
    page = client.get(SIGN_IN).content.decode()
    assert "Kijk rond als" in page
    assert {member.role for member in offered()} == set(Role)
    answer = client.post(f"/demo/als/{demo.carla.id}/", {"next": "/proef/gesprek/"})
    assert (answer.status_code, answer["Location"]) == (303, "/proef/gesprek/")
    assert "Carla Jansen" in client.get("/proef/gesprek/").content.decode()
    assert lines() == ["session.signed_in"]


def test_the_door_of_a_demo_says_what_kring_does_and_what_each_meets(client, demo):
    page = client.get(SIGN_IN).content.decode()
    assert "Kring voert het anti-pestprotocol van je school uit" in page
    assert '<meta name="description"' in page
    assert "Nu: een rustige dag." in page
    assert "Inloggen met een account" in page
    assert "Houdt de school bij, en ziet geen enkele zaak." in page
    tell(demo).on(date(2026, 11, 2)).report(demo.sem, by=(demo.daan,))
    assert "Nu: een zaak is te laat." in client.get(SIGN_IN).content.decode()
    assert f"Allow: {SIGN_IN}$" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("name", ["door", "parent_door"])
def test_search_engines_find_the_first_page_of_a_demos_doors_and_no_page_of_a_real_school(client, cast, settings, name):
    doors_of(cast)
    first, hidden = reverse(name, args=["de-wilg"]), '<meta name="robots" content="noindex">'
    assert hidden in client.get(first).content.decode()
    assert "Allow" not in client.get("/robots.txt").content.decode()
    settings.KRING_DEMO = True
    cast.school.is_demo = True
    cast.school.save()
    page = client.get(first).content.decode()
    assert hidden not in page
    assert '<meta name="description" content="' in page
    assert hidden in client.get(reverse(f"{name}_code", args=["de-wilg"])).content.decode()
    assert f"Allow: {first.replace('de-wilg', '*')}$\n" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    ("name", "who", "shut"),
    [
        ("door", "Een kind dat iets wil vertellen", "for_children"),
        ("parent_door", "Een ouder die zich zorgen maakt", "for_parents"),
    ],
)
def test_the_door_of_a_demo_leads_to_each_door_of_its_school_while_that_is_open(client, demo, name, who, shut):
    assert who not in client.get(SIGN_IN).content.decode()
    door = doors_of(demo)
    link = f'<a href="{reverse(name, args=["de-wilg"])}">{who}</a>'
    assert link in client.get(SIGN_IN).content.decode()
    setattr(door, shut, False)
    door.save(update_fields=[shut])
    assert who not in client.get(SIGN_IN).content.decode()


def test_in_a_demo_letting_time_go_by_asks_once(client, demo):
    client.post(f"/demo/als/{demo.carla.id}/")
    client.post("/demo/verder/", {"days": "1", "sure": "1"})
    assert client.post("/demo/verder/", {"days": "1"}).status_code == 303


def test_in_a_demo_one_role_is_exchanged_for_another(client, demo):
    client.post(f"/demo/als/{demo.carla.id}/")
    client.post(f"/demo/als/{demo.hein.id}/")
    assert client.get("/proef/directeur/").status_code == 200


def test_in_a_demo_nobody_of_a_real_school_can_be_taken_for(client, demo):
    assert client.post(f"/demo/als/{demo.linde.head.id}/").status_code == 404
    assert sign_in(client, demo.linde.head).post("/demo/verder/", {"days": "1"}).status_code == 404


def test_in_a_demo_a_week_goes_by_and_never_back(client, demo):
    client.post(f"/demo/als/{demo.carla.id}/")
    assert "Demo · maandag 23 november" in client.get("/proef/gesprek/").content.decode()
    asks = client.post("/demo/verder/", {"days": "7", "next": "/proef/gesprek/"})
    assert "De tijd vooruit zetten?" in asks.content.decode()
    assert "Demo · maandag 23 november" in client.get("/proef/gesprek/").content.decode()
    client.post("/demo/verder/", {"days": "7", "next": "/proef/gesprek/", "sure": "1"})
    page = client.get("/proef/gesprek/").content.decode()
    assert "Demo · maandag 30 november" in page
    assert 'value="2026-11-30"' in page
    for days in ("-7", "0", "30", "", "x"):
        assert client.post("/demo/verder/", {"days": days}).status_code == 404


def test_who_has_no_password_finds_no_page_to_change_it(client, cast):
    page = "/wachtwoord/"
    sign_in(client, cast.anouk)
    assert f'href="{page}"' in client.get("/vandaag/").content.decode()

    cast.anouk.account.set_unusable_password()
    cast.anouk.account.save()
    sign_in(client, cast.anouk)
    assert f'href="{page}"' not in client.get("/vandaag/").content.decode()
    assert client.get(page).status_code == 404


def test_the_page_to_choose_a_school_answers_only_to_what_it_is_for(client, cast):
    sign_in(client, cast.anouk)
    assert [client.put("/school-kiezen/").status_code, client.delete("/school-kiezen/").status_code] == [405, 405]


# What a password manager needs


def fields_of(answer: Any) -> dict[str, str]:
    """The fields of the form with a password on this page: each with what a browser may fill in."""
    inputs = re.findall(r"<input [^>]*>", answer.content.decode())
    named = {re.search(r'name="([^"]+)"', one): re.search(r'autocomplete="([^"]+)"', one) for one in inputs}
    return {name[1]: fills[1] for name, fills in named.items() if name and fills}


@pytest.mark.usefixtures("_mails")
def test_a_password_manager_can_save_a_password_with_its_address(client, cast):
    assert fields_of(client.get(SIGN_IN)) == {"login": "username", "password": "current-password"}
    assert fields_of(client.get("/wachtwoord/vergeten/")) == {"email": "username"}
    client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email})
    forgotten.send_asked()
    (link,) = re.findall(r"http://127.0.0.1(/\S+)", Letter.objects.get().text or "")
    new = {"username": "username", "password1": "new-password", "password2": "new-password"}
    by_link, by_hand = client.get(link, follow=True), sign_in(Client(), cast.anouk).get("/wachtwoord/")
    assert fields_of(by_link) == new
    assert fields_of(by_hand) == new | {"oldpassword": "current-password"}
    for page in (by_link, by_hand):
        assert 'value="anouk@dewilg.example" autocomplete="username"' in page.content.decode()
        assert not re.search(r"\b[Uu]w\b", page.content.decode())


def test_a_password_that_is_refused_says_why_in_krings_own_words(client, cast):
    sign_in(client, cast.anouk)
    for new, why in (("kort", "Neem minstens 12 tekens"), ("Welkom2026!!", "gebruiken veel mensen")):
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert why in client.post("/wachtwoord/", sent).content.decode()
    sent = {"oldpassword": "mis", "password1": "paarse giraffen", "password2": "groene giraffen"}
    page = client.post("/wachtwoord/", sent).content.decode()
    assert not re.search(r"\b[Uu]w?\b", page.partition("<main")[2].partition("</main")[0])


def by_others() -> set[str]:
    """Each sentence that Django or allauth would say in Dutch."""
    libraries = (Path(django.__file__).parent / "conf", Path(allauth.__file__).parent)
    said = [
        entry.msgstr
        for library in libraries
        for entry in polib.pofile(str(library / "locale/nl/LC_MESSAGES/django.po"))
        if "." in entry.msgstr
    ]
    assert len(said) > 80
    return set(said)


@pytest.mark.usefixtures("_mails")
def test_no_form_on_the_way_in_says_a_sentence_that_another_wrote(client, cast):
    client.post("/wachtwoord/vergeten/", {"email": cast.anouk.account.email})
    forgotten.send_asked()
    (link,) = re.findall(r"http://127.0.0.1(/\S+)", Letter.objects.get().text or "")
    chosen = client.get(link, follow=True).request["PATH_INFO"]
    inside = sign_in(Client(), cast.anouk)
    two = {"password1": "paarse giraffen dansen", "password2": "groene giraffen dansen"}
    asked = [
        (client, SIGN_IN, {}, "Vul je wachtwoord in."),
        (client, SIGN_IN, {"login": "anouk", "password": "x"}, "Dit lijkt geen e-mailadres."),
        (client, SIGN_IN, {"login": "a@b.example", "password": "x"}, "horen niet bij elkaar"),
        (client, "/wachtwoord/vergeten/", {}, "Vul je e-mailadres in."),
        (client, "/wachtwoord/vergeten/", {"email": "anouk@"}, "Dit lijkt geen e-mailadres."),
        (client, chosen, {}, "Kies een wachtwoord."),
        (client, chosen, two, "Dit is niet hetzelfde wachtwoord."),
        (inside, "/wachtwoord/", {}, "Vul je wachtwoord van nu in."),
        (inside, "/wachtwoord/", {"oldpassword": "mis", **two}, "Dit is niet je wachtwoord van nu."),
        (inside, "/wachtwoord/", {"oldpassword": PASSWORD, **two}, "Dit is niet hetzelfde wachtwoord."),
    ]
    others = by_others()
    for browser, address, sent, says in asked:
        errors = browser.post(address, sent).context["form"].errors
        sentences = [sentence for field in errors.values() for sentence in field]
        assert any(says in sentence for sentence in sentences), (address, sentences)
        assert not others.intersection(sentences), address
