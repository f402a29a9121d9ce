"""Measures rows: one person after the other in rounds that alternate with the bare project, and eight at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from threading import Barrier, Thread

from tools.measure.asking import Answer, NotAsExpected, Person
from tools.measure.rows import FLOORS, SIZED, Request, Row
from tools.measure.servers import Server, Used

SETTLES = 0.003
"""Seconds after an answer in which its thread puts its things away; that is counted too."""


@dataclass
class Measured:
    """What a row cost: one entry for each request."""

    used: list[Used] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    at_once: list[float] = field(default_factory=list)
    """The seconds of those that were asked for at once."""
    used_at_once: list[Used] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    """How many questions each asked."""
    bytes: int = 0
    cost: float = 0
    whole: str = ""
    dearest: str = ""

    @property
    def web(self) -> float:
        return median(one.web for one in self.used)

    @property
    def database(self) -> float:
        return median(one.database for one in self.used)

    @property
    def both(self) -> float:
        return self.web + self.database

    @property
    def sql(self) -> int:
        """As it usually is: once a minute a session writes that it is in use."""
        return round(median(self.asked))

    def takes(self, answer: Answer, used: Used) -> None:
        self.used.append(used)
        self.seconds.append(answer.seconds)
        self.asked.append(answer.sql)
        self.bytes = len(answer.page)


@dataclass
class Side:
    """One server and who asks it: people by what they are in the school."""

    server: Server
    person: Callable[[str], Person]
    people: dict[str, Person] = field(default_factory=dict)

    def by(self, who: str) -> Person:
        if who not in self.people:
            self.people[who] = self.person(who)
        return self.people[who]

    def asks(self, who: str, prepares: Callable[[Person], Request]) -> tuple[Answer, Used]:
        """One request, and what was used for it alone."""
        person = self.by(who)
        request = prepares(person)
        time.sleep(SETTLES)
        before = self.server.used()
        answer = asked(person, request)
        time.sleep(SETTLES)
        return answer, self.server.used() - before


@dataclass
class Compared:
    """A row beside the bare page of the same size, and the bare page or write of its kind."""

    row: Row
    kring: Measured = field(default_factory=Measured)
    sized: Measured | None = None
    rows: int = 0


def asked(person: Person, request: Request) -> Answer:
    """The answer, which is a whole page of the kind that was asked for."""
    answer = person.ask(request.path, request.fields, expect=request.expect, **request.headers)
    if len(answer.page) < request.least:
        raise NotAsExpected(f"{request.path}: {len(answer.page)} bytes, at least {request.least} expected")
    return answer


def in_rounds(
    rows: Sequence[Row], kring: Side, floor: Side, *, warm: int, written: int, rounds: int, each: int
) -> tuple[list[Compared], dict[str, Measured]]:
    """Every row and every bare page so often, in turns; what the dearest question of a row costs is asked once.

    Before it counts, each page is asked for `warm` times, and each form sent `written` times: what is written stays.
    """
    compared = [Compared(row) for row in rows]
    floors = {name: Measured() for name in FLOORS}
    for one in compared:
        for _turn in range(written if one.row.writes else warm):
            kring.asks(one.row.who, one.row.prepares)
        answer, _used = kring.asks(one.row.who, _explained(one.row.prepares))
        one.kring.cost, one.kring.whole, one.kring.dearest = answer.dearest
        if one.row.floor in SIZED:
            one.sized, one.rows = Measured(), _rows_for(floor, SIZED[one.row.floor], len(answer.page))
            for _turn in range(warm):
                floor.asks("anybody", _looks_at(SIZED[one.row.floor].format(one.rows)))
    for prepares in FLOORS.values():
        for _turn in range(warm):
            floor.asks("anybody", prepares)
    for _round in range(rounds):
        for name, prepares in FLOORS.items():
            for _turn in range(each):
                floors[name].takes(*floor.asks("anybody", prepares))
        for one in compared:
            for _turn in range(each):
                one.kring.takes(*kring.asks(one.row.who, one.row.prepares))
                if one.sized is not None:
                    path = SIZED[one.row.floor].format(one.rows)
                    one.sized.takes(*floor.asks("anybody", _looks_at(path)))
    return compared, floors


def at_once(compared: Sequence[Compared], kring: Side, *, people: int, times: int) -> None:
    """Each row by so many people at the same moment, so often."""
    for one in compared:
        crowd = [kring.person(one.row.who) for _person in range(people)]
        for person in crowd:
            asked(person, one.row.prepares(person))
        _burst(one, crowd, kring.server, times)


def _burst(one: Compared, crowd: Sequence[Person], server: Server, times: int) -> None:
    before: list[Used] = []
    failed: list[Exception] = []

    def starts() -> None:
        before.append(server.used())

    def ends() -> None:
        used = server.used() - before[-1]
        one.kring.used_at_once.append(Used(used.web / len(crowd), used.database / len(crowd)))

    ready, done = Barrier(len(crowd), action=starts), Barrier(len(crowd), action=ends)

    def goes(person: Person) -> None:
        try:
            for _time in range(times):
                request = one.row.prepares(person)
                ready.wait()
                one.kring.at_once.append(asked(person, request).seconds)
                done.wait()
        except Exception as error:  # told by who started this thread
            failed.append(error)
            ready.abort()
            done.abort()

    threads = [Thread(target=goes, args=(person,)) for person in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise next((error for error in failed if isinstance(error, NotAsExpected)), failed[0])


def part(times: Sequence[float], share: float) -> float:
    """Milliseconds under which this share of the times lies."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _explained(prepares: Callable[[Person], Request]) -> Callable[[Person], Request]:
    def also(person: Person) -> Request:
        request = prepares(person)
        headers = request.headers | {"X_Measured_Plans": "1"}
        return Request(request.path, request.fields, request.expect, headers, request.least)

    return also


def _looks_at(path: str) -> Callable[[Person], Request]:
    return lambda _person: Request(path)


def _rows_for(floor: Side, path: str, size: int) -> int:
    """With how many rows the bare list has as many bytes."""
    one, more = (len(floor.by("anybody").ask(path.format(rows)).page) for rows in (1, 21))
    return max(1, round(1 + (size - one) * 20 / (more - one)))
