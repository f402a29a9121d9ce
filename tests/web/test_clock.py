"""A clock that leapt is asked about on the pages of who keeps the school, until one of them says that it is right."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kring.school.models import WorkerClock
from kring.web.request import clock
from kring.web.school import server
from tests.cast import NOW, sign_in
from tests.web.sending import hidden, send, text_of

ASKED = "Klopt de klok van de server? Tot iemand dat zegt, gaan er geen herinneringen uit."
CLOCK = "/school/klok/"


@pytest.fixture
def doubted(cast, monkeypatch):
    """The worker did its last round on Monday; by the clock it is a week later."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=7))
    return WorkerClock.objects.create(turn_at=clock.now(), believed_at=NOW, doubted_from=NOW)


@pytest.mark.parametrize(("who", "page"), [("hein", "today"), ("hein", "school"), ("ada", "school")])
def test_head_and_administrator_are_asked_whether_the_clock_is_right(client, cast, doubted, who, page):
    said = text_of(sign_in(client, getattr(cast, who)).get(reverse(page)))
    assert ASKED in said


@pytest.mark.parametrize(("who", "page"), [("carla", "today"), ("anouk", "school"), ("mo", "today")])
def test_nobody_else_is(client, cast, doubted, who, page):
    assert ASKED not in text_of(sign_in(client, getattr(cast, who)).get(reverse(page)))


def test_the_page_says_what_the_clock_says_and_what_it_said_before(client, cast, doubted):
    said = text_of(sign_in(client, cast.ada).get(CLOCK))
    assert "nu maandag 30 november 2026 om 10.00 uur" in said
    assert "voor het laatst op maandag 23 november 2026 om 10.00 uur" in said


def test_of_a_clock_that_went_back_it_says_what_was_recorded_later(client, cast, doubted):
    WorkerClock.objects.update(doubted_from=NOW + timedelta(days=30))
    assert "legde al iets vast op woensdag 23 december 2026" in text_of(sign_in(client, cast.ada).get(CLOCK))


def test_who_says_that_it_is_right_is_not_asked_again(client, cast, doubted):
    ada = sign_in(client, cast.ada)
    answer = send(ada, CLOCK, shown=hidden(ada.get(CLOCK), "shown"))
    assert (answer.status_code, answer["Location"]) == (303, "/school/")
    said = text_of(ada.get("/school/"))
    assert "Genoteerd: de klok klopt." in said
    assert ASKED not in said
    assert WorkerClock.objects.get().believed_at == clock.now()


def test_who_pressed_on_a_page_from_before_another_leap_is_asked_again(client, cast, doubted, monkeypatch):
    ada = sign_in(client, cast.ada)
    shown = hidden(ada.get(CLOCK), "shown")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=90))
    sign_in(ada, cast.ada)  # the leap ended the session too
    answer = send(ada, CLOCK, shown=shown)
    assert answer.status_code == 422
    assert "De klok zegt nu iets anders dan toen je deze pagina opende." in text_of(answer)
    assert "nu zondag 21 februari 2027" in text_of(answer)
    assert WorkerClock.objects.get().doubted_from == NOW
    assert send(ada, CLOCK, shown=hidden(answer, "shown")).status_code == 303


def test_while_the_clock_is_believed_there_is_nothing_to_say(client, cast):
    answer = sign_in(client, cast.ada).get(CLOCK)
    assert (answer.status_code, answer["Location"]) == (303, "/school/")


def test_head_and_administrator_read_that_the_worker_stands_still(client, cast, doubted):
    WorkerClock.objects.update(turn_at=NOW, doubted_from=None)
    said = text_of(sign_in(client, cast.ada).get("/school/"))
    assert "Kring verstuurt nu geen mails en herinnert niemand, sinds maandag 23 november om 10.00 uur." in said
    assert "verstuurt nu geen mails" not in text_of(sign_in(client, cast.anouk).get("/school/"))


def test_on_a_full_disk_nobody_is_sent_to_start_a_worker_that_only_waits(client, cast, doubted, settings):
    WorkerClock.objects.update(turn_at=NOW, doubted_from=None)
    settings.KRING_DISK_FLOOR = 10**9
    said = text_of(sign_in(client, cast.ada).get("/school/"))
    assert "De schijf van de server is vol." in said
    assert "staat stil" not in said


@pytest.mark.parametrize(("minutes", "told"), [(4, False), (6, True)])
def test_a_worker_that_never_worked_is_told_of_once_the_server_is_up_for_some_minutes(
    client, cast, monkeypatch, minutes, told
):
    monkeypatch.setattr(server, "_began", clock.ticks() - timedelta(minutes=minutes))
    said = text_of(sign_in(client, cast.ada).get("/school/"))
    assert ("Kring verstuurt nog geen mails en herinnert niemand. Het deel dat dat doet, is nog nooit" in said) is told
    assert "nog nooit gestart" not in text_of(sign_in(client, cast.anouk).get("/school/"))
