"""One's own page "Tweede stap", and a colleague who lets somebody back in."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import second_step as verbs
from kring.mail.models import Letter
from kring.school.codes import code_of, half_minute_of
from kring.school.models import Factor, SpareCode, StaffMember
from kring.trail.models import TrailLine
from kring.web.request import clock
from tests.app import code_for
from tests.cast import ITSELF, NOW, Cast, act_of, sign_in
from tests.school import plain
from tests.web.browsing import fields_of

SECRET = b"geheim van een app.."
OWN = "/tweede-stap/"
DAY = timedelta(days=1)


@pytest.fixture
def app(cast: Cast) -> Factor:
    """Anouk has this app since yesterday, and spare codes."""
    assert cast.anouk.account is not None
    code = code_of(SECRET, half_minute_of(NOW - DAY))
    return verbs.add_app(account=cast.anouk.account, secret=SECRET, code=code, at=NOW - DAY).factor


@pytest.fixture
def anouk(client: Client, cast: Cast, app: Factor) -> Client:
    return sign_in(client, cast.anouk)


def send(browser: Client, url: str):
    """The form of this page, as it stands."""
    return browser.post(url, fields_of(browser.get(url).content.decode()))


def letters(kind: str) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("address", flat=True))


def test_the_page_says_what_one_has(anouk):
    page = anouk.get(OWN).content.decode()
    assert "App met codes" in page
    assert "Toegevoegd: gisteren" in page
    assert "Je hebt nog 8 reservecodes." in page
    assert f'href="{OWN}"' in page, "it stands in one's own menu"
    assert "Weghalen<" not in page, "the only one stays"


def test_another_app_is_added_with_its_code_and_a_letter_says_so(anouk, cast):
    page = anouk.get(reverse("own_step_app")).content.decode()
    answer = anouk.post(reverse("own_step_app"), {"code": code_for(page, clock.now())})
    assert answer["Location"] == OWN, "there are spare codes already"
    assert Factor.objects.filter(account=cast.anouk.account).count() == 2
    assert letters("second_step_added") == ["anouk@dewilg.example"] * 2
    letter = Letter.objects.filter(kind="second_step_added").first()
    assert letter is not None
    assert "Ada Kok" in (letter.text or "")
    assert not re.search(r"\b\d{6}\b", letter.text or "")


def test_one_of_two_is_removed_after_asking(anouk, cast, app):
    verbs.add_passkey(account=cast.anouk.account, credential=b"key", counted=0, name="Laptop", at=NOW)
    assert "Laptop" in anouk.get(OWN).content.decode()
    url = reverse("own_step_remove", args=[app.pk])
    assert "App met codes weghalen" in anouk.get(url).content.decode()
    assert send(anouk, url)["Location"] == OWN
    assert [one.name for one in Factor.objects.all()] == ["Laptop"]
    assert letters("second_step_removed") == ["anouk@dewilg.example"]


def test_the_only_one_stays_and_the_page_says_why(anouk, app):
    url = reverse("own_step_remove", args=[app.pk])
    for answer in (anouk.get(url), anouk.post(url)):
        assert answer["Location"] == OWN
    assert "Weghalen kan pas als je er nog een hebt." in anouk.get(OWN).content.decode()
    assert Factor.objects.exists()


def test_new_spare_codes_are_shown_once_and_end_the_old(anouk, cast):
    former = set(SpareCode.objects.values_list("digest", flat=True))
    shown = anouk.post(reverse("own_step_codes"), {"sure": "1"})
    page = anouk.get(shown["Location"]).content.decode()
    assert len(re.findall(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", page)) == 8
    assert former.isdisjoint(SpareCode.objects.values_list("digest", flat=True))
    assert anouk.post("/tweede-stap/bewaren/", {"next": OWN})["Location"] == OWN
    assert anouk.get(shown["Location"])["Location"] == OWN


@pytest.mark.parametrize("name", ["own_step_app", "own_step_remove", "own_step_codes"])
def test_every_change_is_asked_again_when_it_is_long_ago(anouk, app, monkeypatch, name):
    verbs.add_passkey(account=app.account, credential=b"key", counted=0, at=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=16))
    url = reverse(name, args=[app.pk] if name == "own_step_remove" else [])
    assert anouk.post(url)["Location"].startswith("/nog-een-keer/")
    assert Factor.objects.count() == 2


def test_few_spare_codes_and_a_letter_says_so(cast):
    assert cast.anouk.account is not None
    codes = verbs.add_passkey(account=cast.anouk.account, credential=b"key", counted=0, at=NOW).codes
    for code in codes[:4]:
        verbs.show_spare_code(account=cast.anouk.account, code=code, at=NOW)
    assert letters("spare_codes_few") == []
    verbs.show_spare_code(account=cast.anouk.account, code=codes[4], at=NOW)
    assert letters("spare_codes_few") == ["anouk@dewilg.example"]


# Letting a colleague back in


def let_in(staff: StaffMember) -> str:
    return reverse("school_person_let_in", args=[staff.pk])


def test_a_colleague_who_lost_everything_is_let_back_in(anouk, cast):
    ada = sign_in(Client(), cast.ada)
    assert let_in(cast.anouk) in ada.get(reverse("school_person_change", args=[cast.anouk.pk])).content.decode()
    answer = ada.get(let_in(cast.anouk)).content.decode()
    assert "Loop even langs of bel" in answer
    assert send(ada, let_in(cast.anouk))["Location"] == reverse("school_people")
    assert not Factor.objects.exists()
    assert not SpareCode.objects.exists()
    assert anouk.get("/vandaag/")["Location"].startswith("/aanmelden/"), "every session of theirs is over"
    line = TrailLine.objects.get(verb="second_step.taken_away")
    assert (line.by_id, line.subject_id) == (cast.ada.pk, cast.anouk.pk)
    assert letters("let_back_in") == ["anouk@dewilg.example"]
    assert letters("let_back_in_told") == ["hein@dewilg.example"]
    told = Letter.objects.get(kind="let_back_in_told")
    assert told.subject
    assert "Anouk" not in told.subject
    assert "Ada Kok" in (told.text or "")


def test_nobody_lets_themselves_in(cast):
    for one in (cast.hein, cast.ada):
        browser = sign_in(Client(), one)
        assert browser.get(let_in(one)).status_code == 404
        assert let_in(one) not in browser.get(reverse("school_person_change", args=[one.pk])).content.decode()


def test_it_is_asked_again_first(anouk, cast, monkeypatch):
    ada = sign_in(Client(), cast.ada)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=16))
    assert ada.get(let_in(cast.anouk))["Location"].startswith("/nog-een-keer/")
    assert ada.post(let_in(cast.anouk), {})["Location"].startswith("/nog-een-keer/")
    assert Factor.objects.exists()


def test_who_changed_somebodys_address_does_not_let_them_in_for_a_week(cast):
    plain.change_staff(act=act_of(cast.ada), staff=cast.mo, email="mo.yilmaz@dewilg.example")
    answer = send(sign_in(Client(), cast.ada), let_in(cast.mo))
    assert answer.status_code == 422
    assert "Laat een ander deze collega binnenlaten." in answer.content.decode()
    assert send(sign_in(Client(), cast.hein), let_in(cast.mo)).status_code == 303
    verbs.let_back_in(act=act_of(cast.ada, NOW + timedelta(days=7)), staff=cast.mo)
    assert TrailLine.objects.filter(verb="second_step.taken_away").count() == 2


def test_at_the_other_school_where_somebody_works_the_trail_and_the_head_know_it_too(cast, app):
    elsewhere = StaffMember.objects.create(
        school=cast.linde.school, account=cast.anouk.account, name="Anouk Vermeer", role="member"
    )
    verbs.let_back_in(act=act_of(cast.ada), staff=cast.anouk)
    line = TrailLine.objects.get(verb="second_step.taken_away", school_id=cast.linde.school.pk)
    assert (line.by_id, line.subject_id) == (None, elsewhere.pk)
    assert letters("let_back_in_told") == ["hein@dewilg.example", "kees@delinde.example"]
    assert letters("let_back_in") == ["anouk@dewilg.example"], "one letter, of the school that did it"


def test_who_keeps_kring_lets_in_whom_nobody_can(cast, app):
    verbs.let_back_in(act=ITSELF, staff=cast.anouk)
    assert not Factor.objects.exists()
    letter = Letter.objects.get(kind="let_back_in")
    assert "Wie Kring beheert heeft je apps" in (letter.text or "")
