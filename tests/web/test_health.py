"""What a monitor is told: `goed`, or what is wrong; no name, no case."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from kring.school.models import WorkerClock
from kring.trail.models import LastCheck
from kring.web.request import clock
from tests.mail.post import write

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def worker(db):
    """A worker that did a round just now."""
    return WorkerClock.objects.create(turn_at=clock.now(), believed_at=clock.now())


def told(client) -> tuple[int, str]:
    answer = client.get("/gezond/")
    return answer.status_code, answer.content.decode()


def test_all_is_well(client):
    assert told(client) == (200, "goed\n")
    assert client.head("/gezond/").status_code == 200


def test_a_worker_that_is_silent_is_wrong(client, worker):
    WorkerClock.objects.update(turn_at=clock.now() - 6 * MINUTE)
    status, said = told(client)
    assert status == 503
    assert said.startswith("niet goed\nDe worker werkte voor het laatst op ")


def test_a_worker_that_never_worked_is_to_be_watched(client):
    WorkerClock.objects.all().delete()
    assert told(client) == (200, "goed\nlet op: De worker heeft nog niet gewerkt.\n")


def test_a_clock_that_is_doubted_is_wrong(client):
    WorkerClock.objects.update(doubted_from=clock.now() - 9 * DAY)
    assert told(client)[0] == 503
    assert "De klok versprong." in told(client)[1]


def test_a_disk_that_fills_up_is_said_and_a_full_one_is_wrong(client, settings):
    settings.KRING_DISK_WARN = 10**9
    status, said = told(client)
    assert (status, said.startswith("goed\nlet op: De schijf raakt vol: nog ")) == (200, True)
    settings.KRING_DISK_FLOOR = 10**9
    status, said = told(client)
    assert (status, said.startswith("niet goed\nDe schijf is vol: nog ")) == (503, True)


def test_on_a_full_disk_the_worker_waits_and_is_not_said_to_be_silent(client, worker, settings):
    settings.KRING_DISK_FLOOR = 10**9
    WorkerClock.objects.update(turn_at=clock.now() - timedelta(hours=2))
    assert "De worker werkte" not in told(client)[1]


def test_a_disk_that_refuses_a_write_is_wrong_whatever_is_said_to_be_free(client, monkeypatch):
    def refused(**options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kring.web.way_in.health.tempfile.TemporaryFile", refused)
    assert told(client) == (503, "niet goed\nDe schijf weigert te schrijven. Lezen kan, bewaren niet.\n")


def test_a_database_that_is_away_is_wrong(client, monkeypatch):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr("kring.web.way_in.health._worker", away)
    assert told(client) == (503, "niet goed\nDe database antwoordt niet.\n")


def test_a_letter_that_waits_for_hours_is_said(client, cast):
    write(cast.mo, at=clock.now() - 3 * DAY)
    assert told(client) == (200, "goed\nlet op: De oudste mail wacht al 72 uur.\n")


def test_a_trail_that_was_meddled_with_is_wrong(client):
    LastCheck.objects.create(ended_at=clock.now(), lines=9, faults=1, kind="changed", number=3, line_at=clock.now())
    wrong = "Het spoor klopt niet: er is iets in veranderd buiten Kring om. Welke regel: kring trail verify."
    assert told(client) == (503, f"niet goed\n{wrong}\n")
    LastCheck.objects.update(faults=0)
    assert told(client) == (200, "goed\n")
