"""What the worker does by itself, and how often. One row per job; a job is a function of the moment."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import QuerySet

from kring.cases.actions.answering_proposals import let_proposals_lapse
from kring.cases.actions.doubting import tell_of_doubted_clock
from kring.cases.actions.refusals import tell_of_failures
from kring.cases.actions.reminding import (
    say_danger_waits,
    sweep,
    tick_off,
    whose_time_it_is,
    with_danger,
    with_something_to_say,
)
from kring.cases.actions.restored import tell_of_old_backup
from kring.cases.actions.school_changes import begin_groups, who_go_to_a_group_of
from kring.cases.actions.standing_in import begin_and_end, begins_or_ends
from kring.config.copying import Copying
from kring.config.trail_jobs import GoesThrough, link_former_lines, note_where_the_trail_ends
from kring.demo.practice import end_old
from kring.mail import retention, sending
from kring.mail.carrier import transport
from kring.mail.outbox import sender_address
from kring.prepared import prepared
from kring.reports.actions.mailing import ask_again, remind_board, say_how_it_stands, write_outside
from kring.reports.actions.reminding import remind as remind_of_told
from kring.reports.actions.reminding import reminded_if_by, to_remind_by
from kring.reports.actions.settling import rest_with_coordinator, settle, to_settle, write
from kring.reports.numbers import count_months, counted_if_by, to_count_by
from kring.reports.retention import remove_old, too_old_by, too_old_if_by
from kring.school.calendars import school_year_of
from kring.school.models import School
from kring.school.second_yes import asked_by, lapses_if_asked_by
from kring.web.forms import drafts
from kring.web.request import clock
from kring.web.request.trouble import trouble_of
from kring.web.way_in import forgotten, guess
from kring.words import HERE

logger = logging.getLogger(__name__)

copying = Copying()

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


Task = Callable[[datetime], "bool | Iterator[None] | None"]


@dataclass(frozen=True, kw_only=True)
class Job:
    name: str
    every: timedelta
    run: Task
    """True when there is more to do: then it is this job's turn again as soon as the others and a stop had theirs. What
    goes from school to school yields after each: it is left off once some seconds have passed, and then goes on there.
    """
    in_doubt: Task | None
    """What is done instead while the clock is doubted (`kring/school/worker_clock.py`). None: it waits, because what it
    removes, ends or reminds of cannot be undone."""


def clear_expired_sessions(at: datetime) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def write_asked_links(at: datetime) -> None:
    """The letters with a link to choose a password; whoever asked got the same page whether there is one or not."""
    forgotten.send_asked()


def sweep_counters(at: datetime) -> None:
    guess.sweep(at=at)


def sweep_drafts(at: datetime) -> None:
    drafts.sweep(at=at)


def send_letters(at: datetime) -> bool:
    return letter_sender().send_some(clock.now)


def send_letters_in_doubt(at: datetime) -> bool:
    """What waits goes, an urgent letter first; none is given up."""
    return letter_sender().send_some(clock.now, gives_up=False)


A_TURN = timedelta(seconds=3)
"""So long a job goes from school to school before the others have a turn again: a danger told now does not wait for all
schools of the country, however slow the machine is (decision 175)."""
SCHOOLS_A_TURN = 20
"""No more schools than this are swept in a turn either."""
QUIET_A_TURN = 1_000
"""So many schools with nothing to say are ticked off at once."""


def remind(at: datetime) -> bool:
    """The daily sweep of the schools whose hour has come, some at a time. A demo school's clock runs ahead; a practice
    has its sweeps when who practises lets a day go by.

    The database says which schools have something to say today; the others are ticked off together.
    """
    began, turns = clock.ticks(), 0
    for ahead, now in _clocks(at):
        local = now.astimezone(HERE)
        waiting = whose_time_it_is(local).filter(clock_ahead_days=ahead)
        for school in with_something_to_say(waiting, local.date()).order_by("id")[: SCHOOLS_A_TURN - turns]:
            sweep(school=school, at=now, today=local.date())
            turns += 1
            if clock.ticks() - began >= A_TURN:
                return True
        if turns == SCHOOLS_A_TURN:
            return True
        while tick_off(waiting, today=local.date(), most=QUIET_A_TURN) == QUIET_A_TURN:
            pass
    return False


def remind_of_danger(at: datetime) -> None:
    """Of a danger that nobody answered; of nothing else, and the day still has its sweep."""
    for ahead, now in _clocks(at):
        local = now.astimezone(HERE)
        waiting = whose_time_it_is(local).filter(clock_ahead_days=ahead)
        for school in with_danger(waiting, local.date()).order_by("id"):
            say_danger_waits(school=school, at=now, today=local.date())


def _clocks(at: datetime) -> Iterator[tuple[int, datetime]]:
    """The moments that it is at the schools, each with by how many days it is ahead: a demo's clock runs ahead. No
    practice: there is one for whoever likes, and its date is moved by who practises."""
    for ahead in _ahead():
        yield ahead, at + timedelta(days=ahead)


@prepared
def _ahead() -> QuerySet[School, int]:
    schools = School.objects.without_practices().order_by("clock_ahead_days")
    return schools.values_list("clock_ahead_days", flat=True).distinct()


def _asks_for_schools(due: Callable[..., QuerySet[Any]]) -> Callable[..., list[School]]:
    """The schools whose clock is so many days ahead, of which something is among what is `due` by some moments or
    days."""

    @prepared
    def schools(ahead: int, *by: Any) -> QuerySet[School]:
        here = School.objects.without_practices().filter(clock_ahead_days=ahead)
        return here.filter(pk__in=due(*by).order_by().values("school")).order_by("id")

    return schools


def _schools_with(
    asks: Callable[..., list[School]], at: datetime, by: Callable[[datetime], tuple[Any, ...]] = lambda _now: ()
) -> Iterator[tuple[School, datetime]]:
    """The schools of which something is due at their moment, with that moment: the clock of a demo runs ahead. One
    question for all schools with the same clock, so that a country of schools asks no more than one. `by` is what of
    that moment the question is about."""
    for ahead, now in _clocks(at):
        yield from ((school, now) for school in asks(ahead, *by(now)))


_with_new_groups = _asks_for_schools(who_go_to_a_group_of)
_with_absences = _asks_for_schools(begins_or_ends)
_with_old_proposals = _asks_for_schools(asked_by)
_with_something_to_settle = _asks_for_schools(to_settle)
_with_something_that_waits = _asks_for_schools(to_remind_by)
_with_months_to_count = _asks_for_schools(to_count_by)
_with_old_told = _asks_for_schools(too_old_by)


def _day(now: datetime) -> date:
    return now.astimezone(HERE).date()


def begin_school_years(at: datetime) -> Iterator[None]:
    """On the first day of a school year its pupils go to the groups that were made for them before the summer."""
    for school, now in _schools_with(_with_new_groups, at, lambda now: (school_year_of(_day(now)),)):
        begin_groups(school=school, at=now, today=_day(now))
        yield


def begin_and_end_absences(at: datetime) -> Iterator[None]:
    """Who stands in for a colleague from today on, and who no longer does; each by the day on the school's clock."""
    for school, now in _schools_with(_with_absences, at, lambda now: (_day(now),)):
        begin_and_end(school=school, at=now, today=_day(now))
        yield


def let_old_proposals_lapse(at: datetime) -> Iterator[None]:
    """What waited thirty days for a second person's yes."""
    for school, now in _schools_with(_with_old_proposals, at, lambda now: (lapses_if_asked_by(now),)):
        let_proposals_lapse(school=school, at=now)
        yield


def end_old_practices(at: datetime) -> None:
    """What was begun thirty days ago, and what is of somebody who left."""
    end_old(at=at, today=_day(at))


def settle_what_was_told(at: datetime) -> Iterator[None]:
    """What came in by the doors: who reads it, and the letters about it. Danger leaves within a minute, at any hour."""
    for school, now in _schools_with(_with_something_to_settle, at):
        settle(school=school, at=now)
        rest_with_coordinator(school=school, at=now)
        write_outside(school=school, at=now, today=_day(now))
        write(school=school, at=now)
        yield


def remind_of_what_was_told(at: datetime) -> Iterator[None]:
    """Once a day, at the school's hour, what waits for an answer; a danger in holidays too."""
    for school, now in _schools_with(_with_something_that_waits, at, lambda now: reminded_if_by(_day(now))):
        local = now.astimezone(HERE)
        if local.hour >= school.reminder_hour:
            rest_with_coordinator(school=school, at=now)
            remind_of_told(school=school, at=now, today=local.date())
            remind_board(school=school, at=now, today=local.date())
            ask_again(school=school, today=local.date())
            say_how_it_stands(school=school, today=local.date())
        yield


def count_what_was_told(at: datetime) -> Iterator[None]:
    """Once a month is over, before any of it is removed."""
    for school, now in _schools_with(_with_months_to_count, at, lambda now: (counted_if_by(_day(now)),)):
        count_months(school=school, today=_day(now))
        yield


def remove_old_told(at: datetime) -> Iterator[None]:
    for school, now in _schools_with(_with_old_told, at, lambda now: too_old_if_by(_day(now))):
        remove_old(school=school, at=now, today=_day(now))
        yield


def tell_of_letters_that_failed(at: datetime) -> None:
    tell_of_failures(at=at)


def tell_of_clock(at: datetime) -> None:
    tell_of_doubted_clock(at=at)


def copy(at: datetime) -> None:
    copying.look(at)


def tell_of_backup(at: datetime) -> None:
    tell_of_old_backup(at=at)


def give_up_letters(at: datetime) -> None:
    sending.give_up(now=at)


def empty_old_letters(at: datetime) -> None:
    retention.empty_old_letters(at=at)


go_through_trail = GoesThrough()


@lru_cache(maxsize=1)
def letter_sender() -> sending.Sender:
    """This process's hand in the outbox; it knows which domains keep us waiting."""
    return sending.Sender(transport=transport(), name=f"worker {os.getpid()} {uuid4()}", from_address=sender_address())


JOBS = (
    Job(name="write asked links", every=timedelta(seconds=3), run=write_asked_links, in_doubt=write_asked_links),
    Job(name="send letters", every=timedelta(seconds=3), run=send_letters, in_doubt=send_letters_in_doubt),
    Job(name="begin school years", every=timedelta(minutes=30), run=begin_school_years, in_doubt=None),
    Job(name="begin and end absences", every=timedelta(minutes=5), run=begin_and_end_absences, in_doubt=None),
    Job(name="let proposals lapse", every=timedelta(hours=1), run=let_old_proposals_lapse, in_doubt=None),
    Job(name="end old practices", every=timedelta(hours=6), run=end_old_practices, in_doubt=None),
    Job(name="remind", every=timedelta(minutes=5), run=remind, in_doubt=remind_of_danger),
    Job(
        name="tell of letters that failed",
        every=timedelta(minutes=5),
        run=tell_of_letters_that_failed,
        in_doubt=tell_of_letters_that_failed,
    ),
    Job(name="tell of a doubted clock", every=timedelta(minutes=10), run=tell_of_clock, in_doubt=tell_of_clock),
    Job(name="copy", every=timedelta(minutes=5), run=copy, in_doubt=copy),
    Job(name="tell of an old copy", every=timedelta(minutes=30), run=tell_of_backup, in_doubt=None),
    Job(
        name="let former lines join the trail",
        every=timedelta(minutes=10),
        run=link_former_lines,
        in_doubt=link_former_lines,
    ),
    Job(
        name="note where the trail ends",
        every=timedelta(minutes=5),
        run=note_where_the_trail_ends,
        in_doubt=note_where_the_trail_ends,
    ),
    Job(name="go through the trail", every=timedelta(days=1), run=go_through_trail, in_doubt=go_through_trail),
    Job(
        name="settle what was told",
        every=timedelta(seconds=3),
        run=settle_what_was_told,
        in_doubt=settle_what_was_told,
    ),
    Job(name="remind of what was told", every=timedelta(minutes=5), run=remind_of_what_was_told, in_doubt=None),
    Job(name="count what was told", every=timedelta(hours=6), run=count_what_was_told, in_doubt=None),
    Job(name="remove what was told long ago", every=timedelta(days=1), run=remove_old_told, in_doubt=None),
    Job(name="give up letters", every=timedelta(minutes=10), run=give_up_letters, in_doubt=None),
    Job(name="empty old letters", every=timedelta(hours=1), run=empty_old_letters, in_doubt=None),
    Job(name="clear expired sessions", every=timedelta(hours=1), run=clear_expired_sessions, in_doubt=None),
    Job(name="sweep counters", every=timedelta(hours=1), run=sweep_counters, in_doubt=None),
    Job(name="sweep drafts", every=timedelta(days=1), run=sweep_drafts, in_doubt=None),
)


class Rota:
    """Which job's turn it is. A job that fails is logged and tried again after a pause that doubles up to an hour;
    the others go on as if nothing happened.

    What it waits for is counted by `ticks`: time since some beginning, whatever the clock is set to. What a job is told
    is the moment on the clock.
    """

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self.jobs = jobs
        self._next: dict[str, timedelta] = {}
        self._failures: dict[str, int] = {}
        self._left_off: dict[Task, Iterator[None]] = {}

    def run_due(self, at: datetime, ticks: timedelta, *, doubted: bool = False) -> None:
        """Run every job whose moment has come, each once; while the clock is doubted what each does then."""
        for job in self.jobs:
            task = job.in_doubt if doubted else job.run
            if task is not None and self._next.get(job.name, ticks) <= ticks:
                self._run(job, task, at, ticks)

    def _run(self, job: Job, task: Task, at: datetime, ticks: timedelta) -> None:
        try:
            more_to_do = self._does(task, at)
        except Exception as error:  # whatever it is: it is logged with its traceback, and must not stop the other jobs
            if trouble_of(error):
                raise  # no fault of this job, and of no other either: the round ends, and is begun again
            failures = self._failures.get(job.name, 0) + 1
            pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
            logger.exception("The job %r failed (%d in a row); again in %s.", job.name, failures, pause)
            self._failures[job.name] = failures
            self._next[job.name] = ticks + pause
        else:
            self._failures.pop(job.name, None)
            self._next[job.name] = ticks if more_to_do else ticks + job.every

    def _does(self, task: Task, at: datetime) -> bool:
        """This job's turn: True when there is more to do."""
        began = clock.ticks()
        schools = self._left_off.pop(task, None) or task(at)
        if not isinstance(schools, Iterator):
            return bool(schools)
        for _school in schools:
            if clock.ticks() - began >= A_TURN:
                self._left_off[task] = schools
                return True
        return False

    def pause_until_next(self, ticks: timedelta, *, doubted: bool = False) -> timedelta:
        """How long nothing needs to be done. What waits for the clock is no reason to look."""
        due = [self._next.get(job.name, ticks) for job in self.jobs if job.in_doubt or not doubted]
        return max(min(due, default=ticks) - ticks, timedelta(0))
