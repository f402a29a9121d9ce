"""Letters a second over a real mail server, and what the daily sweep costs in this country."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from uuid import uuid4

from django.db import connections

from kring.cases.models import AT_ONCE, Case
from kring.config import jobs
from kring.mail.models import Letter
from kring.school.models import School
from kring.web.request import clock
from tests.cast import NOW, TODAY
from tests.web.many import BATCH, copied
from tools.measure.place import Place
from tools.measure.servers import database_used

TOMORROW = timedelta(days=1)


GONE = 0.5
"""Seconds after which the database has counted what a line used that ended: in between it is in no count."""


@dataclass(frozen=True)
class Job:
    """What one job of the worker took."""

    seconds: float
    worker: float
    database: float
    """Milliseconds of CPU."""
    done: int


def send(at: Place, number: int) -> Job:
    """So many letters, written by the verbs and written out as often as needed, sent by a worker's own process."""
    models = list(Letter.objects.waiting()[:50])
    if not models:
        raise SystemExit("No letter waits here. Measure the forms too: without --only.")
    missing = max(0, number - Letter.objects.waiting().count())
    rows = [copied(one, {one.pk: uuid4()}) for one in islice(cycle(models), missing)]
    for row in rows:
        row.key, row.message_id = f"{row.key[:80]}/{row.pk}", f"<{row.pk}@kring.example>"
    for start in range(0, len(rows), BATCH):
        Letter.objects.bulk_create(rows[start : start + BATCH])
    before = Letter.objects.waiting().count()
    job = by_itself(at, _sends)
    return Job(job.seconds, job.worker, job.database, before - Letter.objects.waiting().count())


def sweep(at: Place, real: list[str]) -> Job:
    """An ordinary Tuesday: in these schools every running case is looked at, in the others nothing falls due."""
    School.objects.update(reminded_on=TODAY, looked_on=TODAY, look_anew=False)
    Case.objects.filter(school__in=real, closed_on=None).update(look_on=AT_ONCE)
    job = by_itself(at, _sweeps)
    return Job(job.seconds, job.worker, job.database, School.objects.filter(looked_on=TODAY + TOMORROW).count())


def _sends() -> None:
    sender = jobs.letter_sender()
    while sender.send_some(clock.now):
        pass


def _sweeps() -> None:
    while jobs.remind(NOW + TOMORROW):
        pass


def by_itself(at: Place, does: Callable[[], None]) -> Job:
    """This in a process of its own, as the worker is one."""
    connections.close_all()
    time.sleep(GONE)
    here, there = get_context("fork").Pipe()
    before, began = database_used(at), time.monotonic()
    process = get_context("fork").Process(target=_told, args=(there, does))
    process.start()
    there.close()
    try:
        worker = here.recv()
    except EOFError as failed:
        raise SystemExit("The worker failed; what it said stands above.") from failed
    process.join()
    seconds = time.monotonic() - began
    time.sleep(GONE)
    return Job(seconds, worker, database_used(at) - before, 0)


def _told(line: Connection, does: Callable[[], None]) -> None:
    began = time.process_time()
    does()
    connections.close_all()
    line.send((time.process_time() - began) * 1000)
    line.close()
    os._exit(0)  # what the process that measures would tidy up is not this one's
