"""What a monitor is told: how it goes, in numbers, and nothing of anybody (decision 171)."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import URLPattern, reverse
from prometheus_client import CollectorRegistry, generate_latest

from kring.backup.models import Backup
from kring.config import environment, metrics
from kring.config.metrics import State
from kring.config.urls import urlpatterns
from kring.reports.models import Incoming
from kring.school.models import School, WorkerClock
from kring.trail.models import LastCheck
from kring.web.request import clock
from kring.web.way_in import counting
from tests.cases.telling import tell
from tests.cast import NOW, sign_in
from tests.mail.post import write
from tests.reports.telling import doors_of
from tests.web.door.road import Child
from tests.web.parent_door.road import AParent
from tools.trial.running import Processes, free_port, until

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALARMS = (Path(__file__).parents[2] / "docs/national/alarms.yml").read_text(encoding="utf-8")


def told(now: datetime = NOW) -> dict[str, float]:
    """Each number of the state, by its name."""
    registry = CollectorRegistry()
    registry.register(State(lambda: now))
    return {sample.name: sample.value for family in registry.collect() for sample in family.samples}


@pytest.fixture(autouse=True)
def _kept_open(monkeypatch):
    """In a test the connection is that of the test."""
    monkeypatch.setattr("kring.config.metrics.connection.close", lambda: None)


def test_it_tells_how_many_letters_wait_and_how_long(cast):
    before = told()
    assert (before["kring_letters_waiting"], before["kring_letters_oldest_waiting_seconds"]) == (0, 0)
    letter = write(cast.anouk)
    found = told(letter.made_at + 2 * HOUR)
    assert found["kring_letters_waiting"] == 1
    assert found["kring_letters_oldest_waiting_seconds"] == 2 * HOUR.total_seconds()


def test_it_tells_when_a_worker_had_its_turn_and_whether_the_clock_is_believed(cast):
    assert told()["kring_worker_turn_timestamp_seconds"] == 0
    WorkerClock.objects.create(turn_at=NOW - HOUR, believed_at=NOW - HOUR, doubted_from=NOW - 9 * DAY)
    assert told()["kring_worker_turn_timestamp_seconds"] == (NOW - HOUR).timestamp()
    assert told()["kring_clock_doubted"] == 1
    assert told()["kring_clock_timestamp_seconds"] == NOW.timestamp()


def test_it_tells_which_schools_were_not_swept(cast):
    School.objects.update(reminder_hour=7, looked_on=NOW.date() - DAY)
    assert told()["kring_schools_to_sweep"] == told()["kring_schools"] > 0
    School.objects.update(looked_on=NOW.date())
    assert told()["kring_schools_to_sweep"] == 0


def test_it_tells_when_the_last_copy_was_proved_and_what_is_wrong_with_the_trail(cast, settings):
    assert "kring_backup_proved_timestamp_seconds" not in told()  # nobody copies
    settings.KRING_BACKUP = "/backup/kring"
    assert told()["kring_backup_proved_timestamp_seconds"] == 0
    Backup.objects.create(made_at=NOW - DAY, proved_at=NOW, release="0.1.0", key="", tables={})
    LastCheck.objects.create(ended_at=NOW, lines=3, faults=2)
    assert told()["kring_backup_proved_timestamp_seconds"] == (NOW - DAY).timestamp()
    assert told()["kring_backup_interval_seconds"] == settings.KRING_BACKUP_HOURS * 3600
    assert told()["kring_trail_faults"] == 2


def test_a_database_that_is_away_is_a_number_too(db, monkeypatch):
    def away(now):
        raise OperationalError("no connection")

    monkeypatch.setattr(metrics, "_of_the_database", away)
    found = told()
    assert found["kring_database_up"] == 0
    assert "kring_letters_waiting" not in found
    assert found["kring_disk_free_bytes"] > 0


@pytest.fixture
def counted(settings):
    """The middleware, as where KRING_METRICS is set."""
    settings.MIDDLEWARE = ["kring.web.way_in.counting.CountMiddleware", *settings.MIDDLEWARE]

    def of(page: str, method: str, status: int) -> float:
        names = {"page": page, "method": method, "status": str(status)}
        return counting.REGISTRY.get_sample_value("kring_requests_total", names) or 0

    return of


def test_a_request_is_counted_by_the_name_of_its_page_and_never_by_its_address(cast, client, counted):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    before = counted("case", "GET", 200)
    sign_in(client, cast.anouk).get(reverse("case", args=[case.id]))
    assert counted("case", "GET", 200) == before + 1
    text = generate_latest(counting.REGISTRY).decode()
    assert str(case.id) not in text
    assert "Anouk" not in text


def test_of_who_tells_something_no_number_says_when(cast, client, counted):
    doors_of(cast)
    before = generate_latest(counting.REGISTRY)
    Child(client=client).tells("Ze lachen mij uit.")
    AParent(client=client).tells()
    assert Incoming.objects.count() == 2
    assert generate_latest(counting.REGISTRY) == before


def test_every_address_of_a_door_is_known_as_one():
    named = [(str(one.pattern), one.name) for one in urlpatterns if isinstance(one, URLPattern)]
    outside = {name for path, name in named if path.startswith(("vertel/", "link/", "weetjes/"))}
    assert outside <= counting.TELLING
    assert not counting.TELLING - {name for _path, name in named}


def test_a_door_that_fails_is_counted_and_not_which(cast, client, counted, monkeypatch):
    doors_of(cast)
    monkeypatch.setattr("kring.web.door.telling.to_say", lambda *_: 1 / 0)
    client.raise_request_exception = False
    before = counted("telling", "GET", 500)
    assert client.get("/vertel/de-wilg/").status_code == 500
    assert counted("telling", "GET", 500) == before + 1


def test_an_address_or_a_method_that_somebody_thinks_of_makes_no_new_line(client, db, counted):
    before = counted(counting.UNKNOWN, "GET", 404)
    client.get("/sem-bakker-wordt-gepest/")
    client.generic("SEM", "/gezond/")
    assert counted(counting.UNKNOWN, "GET", 404) == before + 1
    assert "sem" not in generate_latest(counting.REGISTRY).decode().lower()


def test_an_answer_is_timed(rf, monkeypatch):
    moments = iter([timedelta(seconds=5), timedelta(seconds=7)])
    monkeypatch.setattr(clock, "ticks", lambda: next(moments))
    before = counting.REGISTRY.get_sample_value("kring_request_seconds_sum", {"method": "GET"}) or 0
    counting.CountMiddleware(lambda request: HttpResponse())(rf.get("/"))
    assert counting.REGISTRY.get_sample_value("kring_request_seconds_sum", {"method": "GET"}) == before + 2


def test_nothing_is_counted_where_nobody_asked(settings):
    assert settings.KRING_METRICS is None
    assert not [one for one in settings.MIDDLEWARE if "counting" in one]


@pytest.mark.parametrize("nonsense", ["9180", ":9180", "127.0.0.1:poort", "127.0.0.1:0"])
def test_a_place_to_listen_that_makes_no_sense_is_refused(monkeypatch, nonsense):
    monkeypatch.setenv("KRING_METRICS", nonsense)
    with pytest.raises(ImproperlyConfigured, match=r"such as 127\.0\.0\.1:9180"):
        environment.port_from("KRING_METRICS")


def test_each_alarm_is_about_something_that_is_told(cast, rf, settings):
    settings.KRING_BACKUP = "/backup/kring"
    LastCheck.objects.create(ended_at=NOW, lines=3, faults=0)
    counting.CountMiddleware(lambda request: HttpResponse(status=500))(rf.get("/"))
    counts = {sample.name for family in counting.REGISTRY.collect() for sample in family.samples}
    named = set(re.findall(r"\bkring_\w+", ALARMS))
    assert len(named) > 10
    assert named <= told().keys() | counts


@pytest.mark.slow
def test_what_two_processes_counted_is_told_as_one_number_at_a_port_of_its_own(tmp_path):
    port = free_port()
    kring = Processes(tmp_path, KRING_METRICS=f"127.0.0.1:{port}", KRING_WEB_PROCESSES="2")
    kring.make()
    try:
        kring.start_web()
        for _ in range(12):
            assert kring.ask("/gezond/")[0] == 200
        kring.start("metrics", "manage.py", "metrics")

        def scraped() -> str:
            with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                return str(answer.read().decode())

        until(lambda: _answers(scraped), what="the monitor's port")
        text = scraped()
        assert 'kring_requests_total{method="GET",page="health",status="200"} 12.0' in text
        assert "kring_database_up 1.0" in text
        kring.running["metrics"].terminate()
        assert kring.running["metrics"].wait(10) == 0
    finally:
        kring.stop()


def _answers(scraped) -> bool:
    try:
        return bool(scraped())
    except OSError:
        return False
