"""What Kring tells a monitor in Prometheus' format: how the installation is, and what its web server counted.

Of nobody: no name, no address of a page, no school (decision 171). `kring metrics` serves it on a port of its own.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from kring.backup.age import age, every
from kring.backup.manifest import release
from kring.cases.actions.reminding import whose_time_it_is
from kring.mail.models import Letter
from kring.school.models import School, WorkerClock
from kring.trail.models import LastCheck
from kring.web.request import clock
from kring.web.request.room import MEGABYTE, free_megabytes
from kring.web.request.trouble import trouble_of
from kring.words import HERE

COUNTED = "metrics"
"""The folder in the data folder in which each process of the web server counts (`kring/config/server.py`)."""


def all_of_it() -> CollectorRegistry:
    """What a monitor is told, each time anew."""
    registry = CollectorRegistry()
    registry.register(State(clock.now))
    counted = Path(settings.KRING_DATA) / COUNTED
    counted.mkdir(mode=0o700, parents=True, exist_ok=True)  # a host without pages has counted nothing
    MultiProcessCollector(registry, path=str(counted))  # type: ignore[no-untyped-call]
    return registry


class State(Collector):
    """How the installation is, as the database and this machine say."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        now = self.now()
        yield InfoMetricFamily("kring", "Which Kring this is.", {"version": release()})
        yield gauge("clock_timestamp_seconds", "What the clock of this machine says.", now)
        yield gauge("disk_free_bytes", "Free on the disk on which Kring writes here.", free_megabytes() * MEGABYTE)
        yield gauge("disk_floor_bytes", "With less than this nothing is kept.", settings.KRING_DISK_FLOOR * MEGABYTE)
        try:
            told = list(_of_the_database(now))
        except Exception as error:
            if trouble_of(error) is None:
                raise
            told = []
        finally:
            connection.close()  # a monitor comes in a thread of its own each time
        yield gauge("database_up", "1 when the database answers.", bool(told))
        yield from told

    def describe(self) -> Iterator[Metric]:
        """Nothing beforehand: a database that is away must not keep it from starting."""
        return iter(())


def _of_the_database(now: datetime) -> Iterator[Metric]:
    yield from _letters(now)
    yield from _worker(now)
    yield from _sweep(now)
    if settings.KRING_BACKUP:
        yield gauge("backup_proved_timestamp_seconds", "When the newest copy that was proved was made.", age().made_at)
        yield gauge("backup_interval_seconds", "After how long the next copy is made.", every().total_seconds())
    checked = LastCheck.objects.first()
    if checked is not None:
        yield gauge("trail_checked_timestamp_seconds", "When the whole trail was gone through.", checked.ended_at)
        yield gauge("trail_faults", "What was wrong with it.", checked.faults)


def _letters(now: datetime) -> Iterator[Metric]:
    waiting = Letter.objects.waiting().filter(school__is_demo=False, not_before__lte=now, held_at=None)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("made_at"))
    oldest = (now - found["oldest"]).total_seconds() if found["oldest"] else 0
    yield gauge("letters_waiting", "Letters that may go now and did not.", found["number"])
    yield gauge("letters_oldest_waiting_seconds", "How long the oldest of them waits.", oldest)


def _worker(now: datetime) -> Iterator[Metric]:
    turn = WorkerClock.objects.first()
    turn_at, doubted_from = (turn.turn_at, turn.doubted_from) if turn else (None, None)
    yield gauge("worker_turn_timestamp_seconds", "When a worker wrote down its last turn.", turn_at)
    yield gauge("clock_doubted", "1 until somebody says that the clock is right.", doubted_from is not None)


def _sweep(now: datetime) -> Iterator[Metric]:
    real = School.objects.without_practices().filter(is_demo=False)
    swept = real.aggregate(newest=Max("looked_on"))["newest"]
    day = datetime.combine(swept, datetime.min.time(), HERE) if swept else None
    yield gauge("schools", "Real schools.", real.count())
    yield gauge("schools_to_sweep", "Schools whose hour has come and that were not swept today.", _to_sweep(now))
    yield gauge("sweep_day_timestamp_seconds", "The beginning of the last day on which a school was swept.", day)


def _to_sweep(now: datetime) -> int:
    return whose_time_it_is(now.astimezone(HERE)).filter(is_demo=False).count()


def gauge(name: str, says: str, value: datetime | float | None) -> Metric:
    """One number; a moment in seconds since 1970, 0 where there was none."""
    number = value.timestamp() if isinstance(value, datetime) else float(value or 0)
    return GaugeMetricFamily(f"kring_{name}", says, number)
