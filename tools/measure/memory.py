"""What a web process holds in memory as it begins and after so many requests, and how soon it answers."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from tools.measure.asking import NotAsExpected, Person
from tools.measure.rounds import asked
from tools.measure.rows import Row
from tools.measure.servers import GUNICORN, Server
from tools.trial.running import until

AT_ONCE, OKAY, SHORT = 4, 200, 120


@dataclass(frozen=True)
class Held:
    """Megabytes of one process: `pss` with its share of what several have, `rss` with all of that, `own` without."""

    pss: float
    rss: float
    own: float

    def __str__(self) -> str:
        return f"{self.pss:.0f} MB PSS, {self.rss:.0f} RSS, {self.own:.0f} of its own"


def held_by(process: int) -> Held:
    """What the system counts for this process."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    kilobytes = {name: int(number) for name, number in re.findall(r"^(\w+):\s*(\d+) kB", told, re.MULTILINE)}
    own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return Held(kilobytes["Pss"] / 1024, kilobytes["Rss"] / 1024, own / 1024)


def largest(server: Server) -> Held:
    """What its largest process holds."""
    return max((held_by(process) for process in server.processes), key=lambda held: held.pss)


def begin_anew(server: Server) -> float:
    """Ends the pages, and starts them with what is there: seconds until they answer that all is well."""
    kring = server.at.kring
    run = kring.running.pop(server.name)
    run.terminate()
    run.wait(30)
    begun = time.monotonic()
    kring.start(server.name, *GUNICORN, "tools.measure.served")
    until(lambda: _is_well(server), what="the web server")
    return time.monotonic() - begun


def _is_well(server: Server) -> bool:
    with suppress(OSError):
        return server.at.kring.ask("/gezond/")[0] == OKAY
    return False


def ask_all(rows: Sequence[Row], person: Callable[[str], Person], *, times: int) -> Counter[str]:
    """Asks for all rows in turns, so many requests, by a few at once; what did not come as expected, and how often."""
    failed: Counter[str] = Counter()

    def asks(first: int) -> None:
        people: dict[str, Person] = {}
        for turn in range(first, times, AT_ONCE):
            row = rows[turn % len(rows)]
            try:
                who = people[row.who] = people.get(row.who) or person(row.who)
                request = row.prepares(who)
                # What is unchanged when one person asks after the other, somebody changes here meanwhile.
                also = () if request.fields is not None else (OKAY,)
                asked(who, replace(request, expect=(*request.expect, *also)))
            except (NotAsExpected, OSError) as wrong:
                failed[f"{row.title}: {wrong}"[:SHORT]] += 1
                people.pop(row.who, None)

    crowd = [Thread(target=asks, args=[first]) for first in range(AT_ONCE)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return failed
