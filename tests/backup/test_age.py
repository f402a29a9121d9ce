"""How old the last good copy is: on School, for a monitor, and in one letter when it is too old."""

from datetime import timedelta

import pytest

from kring.backup.age import is_due
from kring.backup.manifest import write_manifest
from kring.backup.models import Backup
from kring.cases.actions.restored import tell_of_old_backup
from kring.config.copying import Copying
from kring.mail.models import Letter
from kring.school.models import School, WorkerClock
from kring.web.request import clock
from tests.cast import NOW, Cast, sign_in
from tests.web.sending import text_of

HOUR = timedelta(hours=1)
TOO_OLD = "Er is al te lang geen goede reservekopie gemaakt."


@pytest.fixture
def copied(cast: Cast, settings, monkeypatch) -> Backup:
    """A copy of Monday at ten, that was proved."""
    settings.KRING_BACKUP = "/elsewhere"
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)
    WorkerClock.objects.create(turn_at=NOW + HOUR, believed_at=NOW + HOUR)
    backup = write_manifest(NOW)
    Backup.objects.update(proved_at=NOW)
    return backup


def later(monkeypatch, by: timedelta) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + by)
    WorkerClock.objects.update(turn_at=NOW + by, believed_at=NOW + by)


@pytest.mark.parametrize("who", ["hein", "ada"])
def test_head_and_administrator_read_of_when_it_is(client, cast, copied, who):
    said = text_of(sign_in(client, getattr(cast, who)).get("/school/"))
    assert "De laatste reservekopie is van maandag 23 november om 10.00 uur." in said
    assert TOO_OLD not in said


def test_nobody_else_does(client, cast, copied):
    assert "reservekopie" not in text_of(sign_in(client, cast.carla).get("/school/"))


def test_where_nobody_copies_it_says_so(client, cast):
    assert "Er wordt geen reservekopie van Kring gemaakt." in text_of(sign_in(client, cast.ada).get("/school/"))


def test_in_a_demo_it_says_calmly_that_nobody_does(client, cast):
    School.objects.filter(pk=cast.school.pk).update(is_demo=True)
    assert "In de demo wordt geen reservekopie gemaakt." in text_of(sign_in(client, cast.ada).get("/school/"))


def test_two_that_were_missed_are_told_on_the_pages_and_to_a_monitor(client, cast, copied, monkeypatch):
    assert client.get("/gezond/").content.decode() == "goed\n"
    later(monkeypatch, 49 * HOUR)
    assert client.get("/gezond/").content.decode() == (
        "goed\nlet op: De laatste goede reservekopie is van maandag 23 november om 10.00 uur.\n"
    )
    assert TOO_OLD in text_of(sign_in(client, cast.hein).get("/vandaag/"))


def test_then_head_and_administrator_get_one_letter_until_there_is_another(cast, copied):
    assert tell_of_old_backup(at=NOW + 47 * HOUR) == 0
    tell_of_old_backup(at=NOW + 49 * HOUR)
    told = Letter.objects.filter(kind="backup_old", school=cast.school)
    assert {letter.to_staff for letter in told.all()} == {cast.hein, cast.ada}
    tell_of_old_backup(at=NOW + 73 * HOUR)
    assert told.count() == 2
    write_manifest(NOW + 74 * HOUR)
    Backup.objects.update(proved_at=NOW + 74 * HOUR)
    tell_of_old_backup(at=NOW + 130 * HOUR)
    assert told.count() == 4


def test_one_that_was_never_proved_is_no_copy(cast, copied):
    Backup.objects.update(proved_at=None)
    tell_of_old_backup(at=NOW + 49 * HOUR)
    assert Letter.objects.filter(kind="backup_old").exists()


def test_the_next_is_due_after_a_day_and_one_that_failed_after_an_hour(copied):
    assert not is_due(NOW + 23 * HOUR)
    assert is_due(NOW + 24 * HOUR)
    Backup.objects.update(proved_at=None)
    assert is_due(NOW + HOUR)


class Process:
    """A copy that is being made."""

    code: int | None = None

    def poll(self) -> int | None:
        return self.code


@pytest.fixture
def started() -> list[Process]:
    return []


@pytest.fixture
def copying(started, monkeypatch, settings) -> Copying:
    monkeypatch.setattr("kring.config.copying.connection", type("C", (), {"vendor": "sqlite"}))

    def start() -> Process:
        process = Process()
        started.append(process)
        return process

    return Copying(start)


def test_the_worker_makes_one_at_a_time_and_says_when_one_is_not_whole(copied, copying, started, caplog):
    for _turn in range(3):
        copying.look(NOW + 25 * HOUR)
    assert len(started) == 1
    started[0].code = 12
    copying.look(NOW + 26 * HOUR)
    assert "exit code 12" in caplog.text
    assert len(started) == 2


def test_in_a_demo_and_without_a_place_none_is_made(copied, copying, started, settings):
    settings.KRING_DEMO = True
    copying.look(NOW + 25 * HOUR)
    settings.KRING_DEMO, settings.KRING_BACKUP = False, ""
    copying.look(NOW + 25 * HOUR)
    assert started == []
