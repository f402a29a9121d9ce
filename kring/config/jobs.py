"""What the worker does by itself, and how often. One row per job; a job is a function of the moment."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import import_module
from uuid import uuid4

from django.conf import settings

from kring.cases.actions.refusals import tell_of_failures
from kring.cases.actions.reminding import is_time, sweep
from kring.cases.actions.school_changes import begin_groups
from kring.cases.actions.standing_in import begin_and_end
from kring.mail import retention, sending
from kring.mail.carrier import transport
from kring.mail.outbox import sender_address
from kring.school.models import School
from kring.web.forms import drafts
from kring.web.request import clock
from kring.words import HERE

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Job:
    name: str
    every: timedelta
    run: Callable[[datetime], bool | None]
    """True when there is more to do: then it is this job's turn again as soon as the others and a stop had theirs."""


def clear_expired_sessions(at: datetime) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def sweep_drafts(at: datetime) -> None:
    drafts.sweep(at=at)


def send_letters(at: datetime) -> bool:
    return letter_sender().send_some(clock.now)


def remind(at: datetime) -> None:
    """The daily sweep of every school whose hour has come. A demo school's clock runs ahead."""
    for school in School.objects.order_by("id"):
        now = at + timedelta(days=school.clock_ahead_days)
        local = now.astimezone(HERE)
        if is_time(school, local):
            sweep(school=school, at=now, today=local.date())


def begin_school_years(at: datetime) -> None:
    """On the first day of a school year its pupils go to the groups that were made for them before the summer."""
    for school in School.objects.order_by("id"):
        now = at + timedelta(days=school.clock_ahead_days)
        begin_groups(school=school, at=now, today=now.astimezone(HERE).date())


def begin_and_end_absences(at: datetime) -> None:
    """Who stands in for a colleague from today on, and who no longer does; each by the day on the school's clock."""
    for school in School.objects.order_by("id"):
        now = at + timedelta(days=school.clock_ahead_days)
        begin_and_end(school=school, at=now, today=now.astimezone(HERE).date())


def tell_of_letters_that_failed(at: datetime) -> None:
    tell_of_failures(at=at)


def give_up_letters(at: datetime) -> None:
    sending.give_up(now=at)


def empty_old_letters(at: datetime) -> None:
    retention.empty_old_letters(at=at)


@lru_cache(maxsize=1)
def letter_sender() -> sending.Sender:
    """This process's hand in the outbox; it knows which domains keep us waiting."""
    return sending.Sender(transport=transport(), name=f"worker {os.getpid()} {uuid4()}", from_address=sender_address())


JOBS = (
    Job(name="send letters", every=timedelta(seconds=3), run=send_letters),
    Job(name="begin school years", every=timedelta(minutes=30), run=begin_school_years),
    Job(name="begin and end absences", every=timedelta(minutes=5), run=begin_and_end_absences),
    Job(name="remind", every=timedelta(minutes=5), run=remind),
    Job(name="tell of letters that failed", every=timedelta(minutes=5), run=tell_of_letters_that_failed),
    Job(name="give up letters", every=timedelta(minutes=10), run=give_up_letters),
    Job(name="empty old letters", every=timedelta(hours=1), run=empty_old_letters),
    Job(name="clear expired sessions", every=timedelta(hours=1), run=clear_expired_sessions),
    Job(name="sweep drafts", every=timedelta(days=1), run=sweep_drafts),
)


class Rota:
    """Which job's turn it is. A job that fails is logged and tried again after a pause that doubles up to an hour;
    the others go on as if nothing happened."""

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self.jobs = jobs
        self._next: dict[str, datetime] = {}
        self._failures: dict[str, int] = {}

    def run_due(self, at: datetime) -> None:
        """Run every job whose moment has come, each once."""
        for job in self.jobs:
            if job.name not in self._next or self._next[job.name] <= at:
                self._run(job, at)

    def _run(self, job: Job, at: datetime) -> None:
        try:
            more_to_do = job.run(at)
        except Exception:  # whatever it is: it is logged with its traceback, and must not stop the other jobs
            failures = self._failures.get(job.name, 0) + 1
            pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
            logger.exception("The job %r failed (%d in a row); again in %s.", job.name, failures, pause)
            self._failures[job.name] = failures
            self._next[job.name] = at + pause
        else:
            self._failures.pop(job.name, None)
            self._next[job.name] = at if more_to_do else at + job.every

    def pause_until_next(self, at: datetime) -> timedelta:
        """How long nothing needs to be done."""
        return max(min(self._next.values(), default=at) - at, timedelta(0))
