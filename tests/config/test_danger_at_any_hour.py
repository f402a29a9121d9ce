"""A letter about danger leaves at once at any hour: while all schools are swept, and before all that waits.

The worker's own rounds and a real mail server. No clock is looked at: every school that is swept takes as long as it
pleases, and it is counted what is done between the danger and its letter.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kring.cases.actions.reminding import sweep
from kring.cases.bodies import Danger
from kring.config import jobs, trail_jobs
from kring.config.jobs import JOBS, Job, Rota
from kring.config.rounds import Rounds
from kring.mail.models import Letter
from kring.mail.smtp import Security, SmtpTransport
from kring.school.models import School
from kring.web.request import clock
from tests.cases.telling import tell
from tests.cast import TODAY, Cast
from tests.mail.post import sender, write_many
from tests.mail.server import Script, mail_server

NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SCHOOLS, ORDINARY = 60, 500
SECOND = timedelta(seconds=1)


class Worker:
    """The rounds of a worker that sends by SMTP; time passes only by what it does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, port: int, at: datetime) -> None:
        self.passed, self.began, self.swept = timedelta(0), at, 0
        self.while_sweeping: Callable[[], None] = lambda: None
        line = SmtpTransport(host="127.0.0.1", port=port, security=Security.PLAIN)
        hand = sender(line)
        monkeypatch.setattr(jobs, "letter_sender", lambda: hand)
        monkeypatch.setattr(clock, "now", lambda: self.began + self.passed)
        monkeypatch.setattr(clock, "ticks", lambda: self.passed)

        def slow(**school: Any) -> None:
            sweep(**school)
            self.swept += 1
            self.passed += 2 * SECOND
            self.while_sweeping()

        monkeypatch.setattr(jobs, "sweep", slow)
        self.rounds = Rounds(Rota(JOBS), now=clock.now, ticks=clock.ticks)
        self.line = line

    def goes_round(self) -> None:
        self.passed += self.rounds.go()


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def worker(
    cast: Cast, script: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> Iterator[Worker]:
    settings.KRING_MAIL = True
    monkeypatch.setattr(trail_jobs, "noted_in", lambda: tmp_path / "trail.noted")
    School.objects.bulk_create(School(name=f"De {number}", region="midden") for number in range(SCHOOLS))
    with mail_server(script) as port:
        worker = Worker(monkeypatch, port, NIGHT)
        yield worker
        worker.line.close()


def danger(cast: Cast) -> None:
    case = tell(cast)
    case.opens(replace(case.report_of(cast.sem, by=(cast.daan,)), dangers=(Danger.SELF_HARM,)))


def about_danger(script: Script) -> list[int]:
    """Which of all letters that the mail server took are about danger."""
    known = [one.encode() for one in Letter.objects.filter(kind="danger").values_list("message_id", flat=True)]
    return [place for place, content in enumerate(script.contents) if any(one in content for one in known)]


def test_in_the_middle_of_the_sweep_it_overtakes_five_hundred_letters(cast, worker, script):
    worker.began = NIGHT.replace(hour=9)
    write_many(cast, ORDINARY, made=lambda _number: worker.began)
    told: list[tuple[int, int]] = []

    def tell_once() -> None:
        if worker.swept == 5 and not told:
            danger(cast)
            told.append((worker.swept, len(script.received)))

    worker.while_sweeping = tell_once
    for _round in range(100):
        worker.goes_round()
        if told and about_danger(script):
            break
    ((swept, received),) = told
    assert about_danger(script)[0] == received, "no other letter went before it"
    assert worker.swept - swept <= 4, "what was left of one turn, and one more"
    assert received < ORDINARY, "letters were waiting"
    assert worker.swept < SCHOOLS, "schools were waiting"


def test_at_night_it_leaves_in_the_next_round(cast, worker, script):
    worker.goes_round()
    danger(cast)
    before = worker.passed
    while not about_danger(script):
        worker.goes_round()
    assert worker.passed - before <= 10 * SECOND
    assert worker.swept == 0


def test_a_job_that_goes_from_school_to_school_is_left_off_and_goes_on_there(monkeypatch):
    passed = count()
    monkeypatch.setattr(clock, "ticks", lambda: next(passed) * SECOND)
    did: list[str] = []

    def schools(at: datetime) -> Iterator[None]:
        for number in range(7):
            did.append(f"school {number}")
            yield

    def letters(at: datetime) -> bool:
        did.append("letters")
        return True

    rota = Rota(
        (
            Job(name="letters", every=SECOND, run=letters, in_doubt=None),
            Job(name="schools", every=timedelta(days=1), run=schools, in_doubt=None),
        )
    )
    for _round in range(4):
        rota.run_due(NIGHT, timedelta(0))
    schools_done = [one for one in did if one != "letters"]
    assert schools_done == [f"school {number}" for number in range(7)], "each once, in their order"
    assert did.count("letters") == 4
    assert did.index("letters", 1) < did.index("school 6")


def test_a_job_that_fails_at_a_school_begins_anew_later(monkeypatch):
    did: list[date] = []

    def schools(at: datetime) -> Iterator[None]:
        did.append(TODAY)
        yield
        raise LookupError

    rota = Rota((Job(name="schools", every=SECOND, run=schools, in_doubt=None),))
    monkeypatch.setattr(jobs.logger, "exception", lambda *_told: None)
    rota.run_due(NIGHT, timedelta(0))
    rota.run_due(NIGHT, timedelta(hours=2))
    assert did == [TODAY, TODAY]
