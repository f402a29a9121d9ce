"""The worker goes on, whatever one of its jobs does."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from kring.config.jobs import Job, Rota, clear_expired_sessions
from kring.web.models import Session
from kring.web.request import clock

MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NONE = timedelta(0)


class Diary:
    """A job that writes down when it ran, and fails as often as it is told to."""

    def __init__(self, *, failing: int = 0) -> None:
        self.moments: list[datetime] = []
        self.failing = failing

    def __call__(self, at: datetime) -> None:
        self.moments.append(at)
        if len(self.moments) <= self.failing:
            raise OSError("disk full")


def job(diary: Diary, name: str = "diary", every: timedelta = timedelta(hours=1)) -> Job:
    return Job(name=name, every=every, run=diary, in_doubt=None)


def test_a_job_runs_at_once_and_then_after_its_pause():
    diary = Diary()
    rota = Rota((job(diary),))
    for minutes in (0, 30, 59, 60, 61):
        rota.run_due(MONDAY + minutes * MINUTE, minutes * MINUTE)
    assert diary.moments == [MONDAY, MONDAY + 60 * MINUTE]


def test_the_pause_is_as_long_as_nothing_has_to_be_done():
    rota = Rota((job(Diary(), "slow"), job(Diary(), "quick", every=5 * MINUTE)))
    rota.run_due(MONDAY, NONE)
    assert rota.pause_until_next(MINUTE) == 4 * MINUTE
    assert rota.pause_until_next(9 * MINUTE) == timedelta(0)


def test_a_failing_job_is_logged_and_does_not_stop_the_next_one(caplog):
    healthy = Diary()
    rota = Rota((job(Diary(failing=1), "sick"), job(healthy, "healthy")))
    logging.getLogger("kring").addHandler(caplog.handler)
    try:
        rota.run_due(MONDAY, NONE)
    finally:
        logging.getLogger("kring").removeHandler(caplog.handler)
    assert healthy.moments == [MONDAY]
    assert "The job 'sick' failed" in caplog.text
    assert "disk full" in caplog.text


def test_the_pauses_after_failures_grow_to_an_hour():
    diary = Diary(failing=12)
    rota = Rota((job(diary),))
    ticks = NONE
    for _ in range(13):
        rota.run_due(MONDAY + ticks, ticks)
        ticks += rota.pause_until_next(ticks)
    pauses = [later - earlier for earlier, later in zip(diary.moments, diary.moments[1:], strict=False)]
    assert pauses[:3] == [timedelta(seconds=30), MINUTE, 2 * MINUTE]
    assert pauses[-1] == timedelta(hours=1)
    assert pauses == sorted(pauses)


def test_after_a_success_the_pauses_begin_small_again():
    diary = Diary(failing=2)
    rota = Rota((job(diary, every=5 * MINUTE),))
    ticks = NONE
    for _ in range(3):
        rota.run_due(MONDAY + ticks, ticks)
        ticks += rota.pause_until_next(ticks)
    diary.failing = 4
    rota.run_due(MONDAY + ticks, ticks)
    assert rota.pause_until_next(ticks) == timedelta(seconds=30)


def test_a_job_that_has_more_to_do_comes_again_at_once_but_after_the_others():
    turns: list[str] = []

    def long(at: datetime) -> bool:
        turns.append("long")
        return turns.count("long") < 3

    def other(at: datetime) -> None:
        turns.append("other")

    hour = timedelta(hours=1)
    rota = Rota(
        (
            Job(name="long", every=hour, run=long, in_doubt=None),
            Job(name="other", every=NONE, run=other, in_doubt=None),
        )
    )
    for _ in range(4):
        rota.run_due(MONDAY, NONE)
    assert turns == ["long", "other", "long", "other", "long", "other", "other"]


@pytest.mark.django_db
def test_only_sessions_that_are_over_are_cleared(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    kept = {"used": 29, "idle": 30}
    for name, minutes in kept.items():
        Session.objects.create(
            key_hash=name, data=b"", begun_at=MONDAY - timedelta(hours=11), used_at=MONDAY - timedelta(minutes=minutes)
        )
    Session.objects.create(key_hash="old", data=b"", begun_at=MONDAY - timedelta(hours=12), used_at=MONDAY)
    clear_expired_sessions(MONDAY)
    assert list(Session.objects.values_list("key_hash", flat=True)) == ["used"]
