"""Kring as gunicorn loads it for a measurement: as in production, but for a clock, and for what it says of its SQL.

Each answer has a header with the number of questions that were asked of the database. Asked for, another says how the
dearest of them would be carried out; or where the CPU went is written into a file. A Kring that a school runs loads
`kring.config.wsgi`, and does none of this.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from cProfile import Profile
from typing import Any
from urllib.parse import quote

from django.db import connection

from kring.config.wsgi import application as kring
from tools.measure.morning import begin
from tools.measure.saying import PLANS, PROFILE, SQL

PLANS_SENT, PROFILE_SENT = (f"HTTP_{name.upper().replace('-', '_')}" for name in (PLANS, PROFILE))
LONGEST = 3_000
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK")

begin(float(os.environ["MEASURE_BEHIND"]))


def _plans() -> AbstractContextManager[Any]:
    from tests.web.flat.plans import (
        plans,  # for the one who asks: a process that never does stays as small as a school's
    )

    return plans()


class Counts:
    """How much is asked, without what begins and ends a transaction."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(OF_TRANSACTIONS):
            self.number += 1
        return execute(sql, *rest)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Kring's own, with a header more."""
    counts = Counts()
    with ExitStack() as around:
        explains = PLANS_SENT in environ and connection.vendor == "postgresql"
        seen = around.enter_context(_plans()) if explains else None
        around.enter_context(connection.execute_wrapper(counts))

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            more = [(SQL, str(counts.number))]
            if seen is not None:
                whole = sorted({table for one in seen.found.values() for table in one.read_whole})
                dearest = max(seen.found.values(), key=lambda one: one.cost, default=None)
                cost, sql = (dearest.cost, quote(dearest.sql[:LONGEST])) if dearest else (0, "")
                more.append((PLANS, f"{cost:.0f} {','.join(whole)} {sql}"))
            return start_response(status, [*headers, *more], *rest)

        if into := environ.get(PROFILE_SENT):
            profile = Profile(time.thread_time)  # of this thread alone, whoever else works
            answer = profile.runcall(kring, environ, start)
            profile.dump_stats(into)
            return answer
        return kring(environ, start)
