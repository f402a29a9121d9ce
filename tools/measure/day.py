"""People at work: the mix of a working day, as fast as they get answers; or with the pauses in which people think."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from threading import Lock, Thread

from tools.measure.asking import NotAsExpected, Person
from tools.measure.rounds import asked, part
from tools.measure.rows import Request, happened, reported
from tools.measure.schools import Known
from tools.measure.servers import Server, Used

MIX = {"Vandaag": 30, "Zaken": 20, "Zaak": 25, "Plan": 10, "Melding, het formulier": 8, "Dossier": 2, "bewaren": 5}
"""Of a hundred things that people do. Who saves something opens its form first: that is asked beside these."""
FORM_FIRST = "een formulier vooraf"
WARM = 24
"""So many people do each thing once before it counts."""
PAUSE = 2.0
"""Seconds between an answer and the next request, on average, where so many requests a second are wanted."""
THINKS = 8.0
"""Seconds that somebody looks at a page before the next, on average."""


@dataclass
class Day:
    """What became of all that was asked."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: Counter[str] = field(default_factory=Counter)
    lasted: float = 0
    used: Used = field(default_factory=lambda: Used(0, 0))
    asking: float = 0
    """Milliseconds of CPU of those who ask, on the same cores."""
    lock: Lock = field(default_factory=Lock)

    @property
    def every(self) -> list[float]:
        return [one for times in self.took.values() for one in times]

    def line(self, people: int) -> list[str]:
        """In a table: people, requests a second, times, CPU of each with what it takes to ask."""
        times = self.every
        each = Used(self.used.web / len(times), self.used.database / len(times))
        return [
            str(people),
            f"{len(times):,}",
            f"{len(times) / self.lasted:.1f}",
            f"{part(times, 0.5):.0f} / {part(times, 0.95):.0f}",
            f"{each.web:.1f} + {each.database:.1f}",
            f"{self.asking / len(times):.1f}",
            str(sum(self.failed.values())),
        ]


HEAD = ("people", "requests", "a second", "p50 / p95 ms", "CPU ms of each (web + db)", "and to ask", "failed")


@dataclass
class Colleague:
    """Somebody of a school who does one thing after another."""

    person: Person
    school: Known
    """Of its cases those that this person works at."""
    chance: random.Random
    day: Day
    reports: Callable[[Person], Request]

    def goes_on(self, until: float, thinks: float) -> None:
        while time.monotonic() < until:
            pause = self.chance.expovariate(1 / thinks) if thinks else 0
            if time.monotonic() + pause > until:  # who would ask after it does not: else all ask at once at the end
                return
            time.sleep(pause)
            (what,) = self.chance.choices(list(MIX), list(MIX.values()))
            try:
                self.does(what)
            except (NotAsExpected, OSError, HTTPException) as error:
                with self.day.lock:
                    self.day.failed[f"{what}: {type(error).__name__}: {error}"[:200]] += 1

    def does(self, what: str) -> None:
        if what == "bewaren":
            began = time.perf_counter()
            request = self.chance.choice((self.reports, happened([self.chance.choice(self.school.cases)])))(self.person)
            self._noted(FORM_FIRST, time.perf_counter() - began)
        else:
            request = Request(self.path_of(what), least=2_000)
        self._noted(what, asked(self.person, request).seconds)

    def path_of(self, what: str) -> str:
        case = self.chance.choice(self.school.cases)
        paths = {
            "Vandaag": "/vandaag/",
            "Zaken": "/zaken/",
            "Zaak": f"/zaken/{case}/",
            "Plan": f"/plannen/{self.school.plan.partition('/')[0]}/",
            "Melding, het formulier": "/melding/",
            "Dossier": f"/zaken/{case}/dossier/",
        }
        return paths[what]

    def _noted(self, what: str, seconds: float) -> None:
        with self.day.lock:
            self.day.took[what].append(seconds)


def work(
    server: Server,
    schools: Sequence[Known],
    sign_in: Callable[[str], Person],
    *,
    people: int,
    seconds: float,
    thinks: float = 0,
) -> Day:
    """So many people of these schools at work for so long: three teachers at their own cases, then a coordinator."""
    day = Day()
    crowd = []
    for number in range(people):
        staff, school = colleague(schools[number % len(schools)], number, number // len(schools))
        children = [school.pupils[(2 * number + one) % len(school.pupils)] for one in range(2)]
        # Of these something is known: whoever reports has said already that it is another case.
        reports = reported(children, asked=True)
        crowd.append(Colleague(sign_in(staff), school, random.Random(number), day, reports))
    for one in crowd[:WARM]:  # whatever a process reads but once, it has read
        for what in MIX:
            one.does(what)
    day.took.clear()
    before, asked_before, began = server.used(), time.process_time(), time.monotonic()
    threads = [Thread(target=one.goes_on, args=(began + seconds, thinks)) for one in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    day.lasted, day.used = time.monotonic() - began, server.used() - before
    day.asking = 1000 * (time.process_time() - asked_before)
    return day


def colleague(school: Known, number: int, turn: int) -> tuple[str, Known]:
    """Who comes to work at this number: every fourth is a coordinator, the others are teachers in turn. And the school
    with the cases that they work at."""
    if number % 4 == 3:
        return school.coordinator, school
    turn %= len(school.teachers)
    return school.teachers[turn], replace(school, cases=school.own(turn))
