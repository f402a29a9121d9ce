"""measures what the chain of the trail costs: lines by two who write at once, former lines that join, going through all

    ./dev chain             5,000 lines, and 100,000 former ones
    ./dev chain 500 20000   so many

On a database of its own: SQLite in a folder that goes away, or the one in DATABASE_URL, which must be empty. Each of
two threads writes a line in a transaction of its own, over and over, with the chain and without it.
"""

from __future__ import annotations

import base64
import os
import resource
import secrets
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def main(lines: int, former: int) -> int:
    """Print a line for each measurement."""
    with tempfile.TemporaryDirectory(prefix="kring-") as data:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "kring.config.settings",
            "KRING_DATA": data,
            "KRING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "KRING_SECRET_KEY": secrets.token_urlsafe(64),
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0, interactive=False)
        from kring.trail.chain import Unlinked, link_former
        from kring.trail.models import TrailLine
        from kring.trail.verifying import verify

        school = uuid.uuid4()
        chained = Unlinked.before_commit
        Unlinked.before_commit = staticmethod(lambda waiting: None)
        print(f"{connection.vendor}: without a chain {by_two(lines, school):8.0f} lines a second by two at once")
        TrailLine.objects.bulk_create(
            (
                TrailLine(school_id=school, at=AT, verb="case.read", case_id=school, detail={"kind": "talk"})
                for _ in range(former)
            ),
            batch_size=1000,
        )
        Unlinked.before_commit = staticmethod(chained)
        print(f"{connection.vendor}: with the chain  {by_two(lines, school):8.0f} lines a second by two at once")
        turns: list[float] = []

        def join() -> None:
            more = True
            while more:
                turns.append(timed(lambda: turns_of.append(link_former())))
                more = turns_of[-1]

        turns_of: list[bool] = []
        took = timed(join)
        print(f"{former + lines} former lines joined in {took:.1f} s, the longest turn {max(turns) * 1000:.0f} ms")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = []
        took = timed(lambda: found.append(verify()))
        grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        whole = found[0].is_whole and not found[0].former
        print(f"{found[0].lines} lines gone through in {took:.1f} s, {grew:.0f} MB more memory; whole: {whole}")
        return 0 if whole else 1


def timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def by_two(lines: int, school: uuid.UUID) -> float:
    """Lines a second, by two threads that each write half of them."""
    from django.db import connections

    from kring.trail.record import record
    from kring.trail.verbs import Verb

    def write(_who: int) -> None:
        try:
            for _ in range(lines // 2):
                record(verb=Verb.CASE_READ, school_id=school, at=AT, by=None, case_id=school)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return lines / timed(lambda: list(pool.map(write, range(2))))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*given) if len(given) == 2 else main(5_000, 100_000))
