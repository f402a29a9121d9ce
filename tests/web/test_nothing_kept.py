"""While nothing can be kept no text is lost: it stands in the page that says so, and goes again from there."""

import re
from typing import Any

import pytest
from django.db import InternalError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from kring.cases.models import Concern
from kring.trail.models import TrailLine
from kring.web.forms import page as forms_page
from kring.web.models import Draft
from kring.web.request.trouble import Trouble, trouble_of
from tests.cases.telling import tell
from tests.cast import PASSWORD, sign_in
from tests.web.browsing import fields_of, filled_in, opened
from tests.web.sending import hidden, text_of

STORY = 'Er werd hard geroepen in de gang.\nEn "dom" & <dommer>.'
CONCERN = "/melding/medewerker/"
FULL = 10**9
"""A floor that no disk reaches."""


@pytest.fixture
def anouk(cast) -> Client:
    return sign_in(Client(raise_request_exception=False), cast.anouk)


def typed_in(browser: Client, url: str, **typed: Any) -> dict[str, list[str]]:
    """The form of this page with something typed, as it stands in a browser that has not sent it."""
    return filled_in(opened(browser, url), **typed)


def again(browser: Client, answer: Any, url: str) -> Any:
    """Presses the button of the page that gave the text back."""
    return browser.post(url, fields_of(answer.content.decode()))


def stories() -> list[str]:
    return [one.story.replace("\r", "") for one in Concern.objects.all()]


# A full disk


def test_under_the_floor_a_form_comes_back_with_its_text_and_nothing_is_written(cast, anouk, settings):
    form = typed_in(anouk, CONCERN, story=STORY, accused=str(cast.bram.pk))
    lines = TrailLine.objects.count()
    settings.KRING_DISK_FLOOR = FULL
    answer = anouk.post(CONCERN, form)
    assert (answer.status_code, answer["Retry-After"]) == (507, "30")
    assert "no-store" in answer["Cache-Control"]
    assert "Kring kan nu niets bewaren" in text_of(answer)
    assert fields_of(answer.content.decode())["story"] == [STORY]
    assert (stories(), TrailLine.objects.count()) == ([], lines)


def test_when_there_is_room_again_the_same_page_sends_the_text_once(cast, anouk, settings):
    floor = settings.KRING_DISK_FLOOR
    form = typed_in(anouk, CONCERN, story=STORY, accused=str(cast.bram.pk))
    settings.KRING_DISK_FLOOR = FULL
    answer = anouk.post(CONCERN, form)
    assert again(anouk, answer, CONCERN).status_code == 507
    settings.KRING_DISK_FLOOR = floor
    assert again(anouk, answer, CONCERN).status_code == 303
    assert again(anouk, answer, CONCERN).status_code == 303
    assert stories() == [STORY]


def test_reading_goes_on_and_stands_in_the_trail(cast, anouk, settings):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    settings.KRING_DISK_FLOOR = FULL
    before = TrailLine.objects.count()
    assert anouk.get(reverse("case", args=(case.id,))).status_code == 200
    assert TrailLine.objects.count() == before + 1


def test_signing_in_and_out_goes_on(cast, settings):
    settings.KRING_DISK_FLOOR = FULL
    browser = Client()
    answer = browser.post("/aanmelden/", {"login": "anouk@dewilg.example", "password": PASSWORD})
    assert answer.status_code in (302, 303)
    assert browser.get(reverse("today")).status_code == 200
    assert browser.post(reverse("account_logout")).status_code in (302, 303)


@pytest.mark.parametrize("who", ["hein", "ada"])
def test_head_and_administrator_are_warned_before(cast, client, settings, who):
    settings.KRING_DISK_WARN = FULL
    assert "De schijf van de server raakt vol" in text_of(sign_in(client, getattr(cast, who)).get("/school/"))
    settings.KRING_DISK_FLOOR = FULL
    assert "De schijf van de server is vol." in text_of(sign_in(client, getattr(cast, who)).get("/school/"))


def test_a_teacher_is_not(cast, client, settings):
    settings.KRING_DISK_WARN = FULL
    assert "De schijf van de server" not in text_of(sign_in(client, cast.anouk).get("/school/"))


# A database that is away


class Away:
    """Every verb fails, as when the line to the database breaks in the middle of a form."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, *given: Any, **named: Any) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (OperationalError("server closed the connection"), 503, "Kring is even niet bereikbaar"),
        (OSError(28, "No space left on device"), 507, "Kring kan nu niets bewaren"),
    ],
)
def test_a_form_that_fails_is_given_back_and_goes_once_afterwards(cast, anouk, monkeypatch, error, status, title):
    form = typed_in(anouk, CONCERN, story=STORY, accused=str(cast.bram.pk))
    with monkeypatch.context() as now:
        now.setattr(forms_page, "_carried_out", Away(error))
        answer = anouk.post(CONCERN, form)
    assert answer.status_code == status
    assert title in text_of(answer)
    assert stories() == []
    assert again(anouk, answer, CONCERN).status_code == 303
    assert stories() == [STORY]


def test_a_page_that_is_only_asked_for_says_so_too(cast, anouk, monkeypatch):
    monkeypatch.setattr("kring.web.lists.today.for_today", Away(OperationalError("no connection")))
    answer = anouk.get(reverse("today"))
    assert answer.status_code == 503
    assert "Nog een keer proberen" in text_of(answer)


def test_a_fault_behind_a_page_without_text_is_the_page_it_was(cast, anouk, monkeypatch):
    monkeypatch.setattr("kring.web.lists.today.for_today", Away(RuntimeError("a fault")))
    answer = anouk.get(reverse("today"))
    assert (answer.status_code, "Er ging iets mis bij ons" in text_of(answer)) == (500, True)


def test_only_a_form_that_kring_made_is_given_back(cast, anouk, settings):
    settings.KRING_DISK_FLOOR = FULL
    answer = anouk.post(CONCERN, {"token": "van-een-ander", "story": STORY})
    assert (answer.status_code, "dommer" in answer.content.decode()) == (507, False)


def test_a_password_is_given_back_nowhere(cast, settings, monkeypatch):
    monkeypatch.setattr("kring.web.way_in.sign_in.SignInForm.clean", Away(OperationalError("no connection")))
    answer = Client(raise_request_exception=False).post(
        "/aanmelden/", {"login": "anouk@dewilg.example", "password": PASSWORD}
    )
    assert answer.status_code == 503
    assert PASSWORD not in answer.content.decode()
    assert "anouk@" not in answer.content.decode()


@pytest.mark.parametrize("trouble", ["full", "away"])
def test_a_colleague_at_the_same_computer_reads_nothing_and_the_text_comes_to_its_writer(
    cast, anouk, settings, monkeypatch, trouble
):
    floor = settings.KRING_DISK_FLOOR
    form = typed_in(anouk, CONCERN, story=STORY, accused=str(cast.bram.pk))
    mo = sign_in(anouk, cast.mo)
    with monkeypatch.context() as now:
        if trouble == "full":
            settings.KRING_DISK_FLOOR = FULL
        now.setattr("kring.web.way_in.doors.of_another_seat", Away(OperationalError("no connection")))
        answer = mo.post(CONCERN, form)
    assert answer.status_code == {"full": 507, "away": 503}[trouble]
    assert "Hier schreef een collega iets." in text_of(answer)
    assert "dommer" not in text_of(answer)
    assert "<textarea" not in answer.content.decode()
    settings.KRING_DISK_FLOOR = floor
    assert "dommer" not in text_of(again(mo, answer, CONCERN))
    assert (stories(), Draft.objects.get().staff) == ([], cast.anouk)


def test_what_opens_a_form_goes_along_unseen(cast, anouk, settings):
    form = typed_in(anouk, CONCERN, story=STORY)
    settings.KRING_DISK_FLOOR = FULL
    answer = anouk.post(CONCERN, form)
    assert hidden(answer, "token") == form["token"][0]


def test_only_what_somebody_typed_is_shown_to_be_read_and_changed(cast, anouk, settings):
    chosen = f"join:{cast.bram.pk}"
    form = typed_in(anouk, CONCERN, story=STORY, accused=chosen, where="Kapotte-schommel", more="x" * 100)
    settings.KRING_DISK_FLOOR = FULL
    answer = anouk.post(CONCERN, form)
    shown = re.findall(r'<textarea id="[^"]*" name="([^"]*)"', answer.content.decode())
    assert shown == ["story"]
    assert hidden(answer, "accused") == chosen


def test_another_error_is_no_trouble_that_passes():
    assert trouble_of(ValueError("no number")) is None
    assert trouble_of(OSError(13, "Permission denied")) is None
    wrapped = RuntimeError("while saving")
    wrapped.__cause__ = OperationalError("no connection")
    assert trouble_of(wrapped) is Trouble.AWAY


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
@pytest.mark.django_db
def test_a_question_that_took_too_long_is_trouble_that_passes():
    with pytest.raises(OperationalError) as given_up, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)")
    assert trouble_of(given_up.value) is Trouble.AWAY


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
@pytest.mark.django_db
def test_a_server_that_is_only_the_copy_of_another_just_now_is_trouble_that_passes():
    with pytest.raises(InternalError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY; CREATE TABLE aside (id int)")
    assert trouble_of(refused.value) is Trouble.AWAY
