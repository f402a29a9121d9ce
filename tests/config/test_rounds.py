"""A worker's rounds go on whatever the clock, the disk or the database does, and say so in one line a minute."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from kring.cases.bodies import Danger
from kring.config import jobs, rounds, trail_jobs
from kring.config.jobs import JOBS, Job, Rota
from kring.config.rounds import Rounds
from kring.mail.models import Letter, State
from kring.school.models import School, StaffMember
from kring.school.rights import Right, roles_with
from kring.web.models import Draft
from kring.web.request import clock
from tests.cases.telling import tell
from tests.cast import Cast, act_of
from tests.mail.post import Clock, Postbox, sender, state, write
from tests.school import plain as actions

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class World:
    """A worker with its clock, its sense of time, and everything it does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock, self.passed = Clock(MONDAY), timedelta(0)
        self.postbox = Postbox()
        hand = sender(self.postbox)
        monkeypatch.setattr(clock, "now", self.clock)
        monkeypatch.setattr(jobs, "letter_sender", lambda: hand)
        self.rounds = Rounds(Rota(JOBS), now=self.clock, ticks=lambda: self.passed)

    def works(self, duration: timedelta) -> None:
        """Time passes, on the clock too; the worker does what it does."""
        until = self.passed + duration
        while self.passed < until:
            pause = max(self.rounds.go(), duration / 60)
            self.passed += pause
            self.clock.on(pause)

    def leaps(self, by: timedelta) -> None:
        """Somebody sets the clock."""
        self.clock.on(by)


@pytest.fixture
def world(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    monkeypatch.setattr(trail_jobs, "noted_in", lambda: tmp_path / "trail.noted")
    return World(monkeypatch)


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    logging.getLogger("kring").addHandler(caplog.handler)
    yield caplog
    logging.getLogger("kring").removeHandler(caplog.handler)


# The clock


def test_after_a_leap_and_back_an_urgent_letter_still_goes_at_once(cast, world):
    world.works(MINUTE)
    world.leaps(40 * DAY)
    world.works(MINUTE)
    world.leaps(-40 * DAY)
    letter = write(cast.mo, at=world.clock(), urgent=True)
    world.works(timedelta(seconds=10))
    assert state(letter) == State.SENT


def test_a_letter_that_waited_for_its_next_try_in_the_leap_goes_when_the_clock_is_back(cast, world):
    letter = write(cast.mo, at=world.clock() + 40 * DAY)
    Letter.objects.update(claimed_by="somebody who died", claimed_until=world.clock() + 40 * DAY)
    world.works(timedelta(seconds=10))
    assert state(letter) == State.SENT


def test_a_leap_reminds_nobody_and_removes_nothing_and_back_all_is_as_it_was(cast, world):
    tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    Draft.objects.create(staff=cast.anouk, school=cast.school, key="/x/", body="{}", saved_at=MONDAY)
    world.works(MINUTE)
    letters = Letter.objects.exclude(kind="clock_doubted").count()
    world.leaps(40 * DAY)
    world.works(3 * HOUR)
    assert (Letter.objects.exclude(kind="clock_doubted").count(), Draft.objects.count()) == (letters, 1)
    assert School.objects.get(pk=cast.school.pk).reminded_on == MONDAY.date()
    world.leaps(-40 * DAY)
    world.works(DAY)
    assert School.objects.get(pk=cast.school.pk).reminded_on == MONDAY.date() + DAY


def test_danger_is_told_in_a_leap_too(cast, world):
    case = tell(cast)
    case.opens(replace(case.report_of(cast.sem, by=(cast.daan,)), dangers=(Danger.SELF_HARM,)))
    world.works(MINUTE)
    world.leaps(7 * DAY)
    world.works(HOUR)
    assert Letter.objects.filter(kind="danger_waits", about=case.id).exists()
    assert not Letter.objects.filter(kind__startswith="late").exists()


def test_in_a_leap_no_letter_is_given_up_because_the_mail_server_is_away(cast, world):
    letter = write(cast.mo, at=world.clock())
    world.postbox.away = True
    world.works(MINUTE)
    world.leaps(40 * DAY)
    world.works(HOUR)
    assert state(letter) == State.WAITING


def test_once_somebody_says_that_the_clock_is_right_all_goes_on(cast, world, said):
    world.works(MINUTE)
    world.leaps(7 * DAY)
    world.works(MINUTE)
    actions.say_clock_is_right(act=act_of(cast.ada, at=world.clock()), shown=world.clock())
    world.works(10 * MINUTE)
    assert School.objects.get(pk=cast.school.pk).reminded_on == MONDAY.date() + 7 * DAY
    assert "The clock is believed again" in said.text


def test_a_doubted_clock_is_said_once_an_hour_and_the_worker_does_not_hurry(cast, world, said):
    world.works(MINUTE)
    world.leaps(7 * DAY)
    world.works(2 * HOUR - MINUTE)
    assert said.text.count("Nothing is removed and nobody is reminded") == 2
    assert world.rounds.go() > timedelta(seconds=2)


def test_what_every_job_does_while_the_clock_is_doubted():
    does = {job.name for job in JOBS if job.in_doubt}
    assert does == {
        "send letters",
        "remind",
        "tell of letters that failed",
        "tell of a doubted clock",
        "let former lines join the trail",
        "note where the trail ends",
        "copy",
        "go through the trail",
        "write asked links",
        "settle what was told",
    }


def test_who_may_say_that_the_clock_is_right_gets_a_letter_of_each_leap_and_no_more(cast, world):
    world.works(HOUR)
    assert not clock_letters()
    world.leaps(40 * DAY)
    world.works(5 * HOUR)
    may_say_so = StaffMember.objects.filter(role__in=roles_with(Right.CLOCK), school__is_demo=False)
    assert clock_letters() == {person.account.email: 1 for person in may_say_so if person.account}
    world.leaps(-40 * DAY)
    world.works(HOUR)
    world.leaps(-20 * DAY)
    world.works(HOUR)
    assert set(clock_letters().values()) == {2}


def test_a_demo_school_has_no_clock_to_put_right(cast, world):
    School.objects.update(is_demo=True)
    world.works(HOUR)
    world.leaps(40 * DAY)
    world.works(HOUR)
    assert not clock_letters()


def clock_letters() -> dict[str, int]:
    """To which address so many letters of a doubted clock went."""
    return Counter(Letter.objects.filter(kind="clock_doubted", sent_at__isnull=False).values_list("address", flat=True))


# The database


class Away:
    """A job whose database is away so many times."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.done = 0

    def __call__(self, at: datetime) -> None:
        if self.times > 0:
            self.times -= 1
            raise OperationalError("connection to server failed: Connection refused")
        self.done += 1


def test_while_the_database_is_away_there_is_one_line_a_minute_and_then_all_goes_on(cast, world, said):
    away = Away(48)
    job = Job(name="job", every=MINUTE, run=away, in_doubt=None)
    world.rounds = Rounds(Rota((job,)), now=world.clock, ticks=lambda: world.passed)
    world.works(4 * MINUTE)
    assert away.done == 0
    assert len(said.records) == 4
    assert "Traceback" not in said.text
    world.works(MINUTE)
    assert away.done >= 1
    assert said.records[-1].getMessage() == "The database answers again. Kring goes on."


def test_a_worker_that_starts_while_the_database_is_away_waits_and_begins_by_itself(cast, world, said, monkeypatch):
    away = Away(3)
    monkeypatch.setattr(rounds, "require_fit", lambda: away(MONDAY))
    assert [rounds.is_fit(world.rounds.tells) for _ in range(4)] == [False, False, False, True]
    assert len(said.records) == 2


def test_another_fault_at_the_start_is_not_waited_for(cast, world, monkeypatch):
    def wrong() -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(rounds, "require_fit", wrong)
    with pytest.raises(RuntimeError):
        rounds.is_fit(world.rounds.tells)


# The disk


def test_under_the_floor_the_worker_waits_and_goes_on_by_itself(cast, world, said, settings):
    letter = write(cast.mo, at=world.clock())
    floor, settings.KRING_DISK_FLOOR = settings.KRING_DISK_FLOOR, 10**9
    world.works(10 * MINUTE)
    assert state(letter) == State.WAITING
    assert len(said.records) == 10
    settings.KRING_DISK_FLOOR = floor
    world.works(timedelta(seconds=10))
    assert state(letter) == State.SENT
    assert said.records[-1].getMessage() == "There is room on the disk again. Kring goes on."


def test_of_a_disk_that_fills_up_the_log_speaks_once_an_hour(cast, world, said, settings):
    settings.KRING_DISK_WARN = 10**9
    world.works(2 * HOUR - MINUTE)
    assert said.text.count("The disk fills up") == 2
