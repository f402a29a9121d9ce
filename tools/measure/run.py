"""One measurement from its schools to its tables."""

from __future__ import annotations

import logging
from argparse import Namespace

from django.db import connections
from django.test import Client

from kring.school.models import StaffMember
from tests.cast import sign_in
from tools.measure import letters
from tools.measure.asking import Person
from tools.measure.country import Country, country
from tools.measure.day import HEAD, PAUSE, THINKS, Day, work
from tools.measure.memory import ask_all, begin_anew, largest
from tools.measure.place import Place
from tools.measure.profiles import dearest, profile
from tools.measure.rounds import Compared, Side, at_once, in_rounds
from tools.measure.rows import rows_of
from tools.measure.schools import Known
from tools.measure.servers import Server, machine, start_both
from tools.measure.tables import bare_ones, dear_plans, pages, ratio_of, table

FEW = (3, 3)
WARM = (64, 24)
"""How often a page is asked for, and a form sent, before it counts; the second on PostgreSQL. There each of the eight
lines of a server thinks of a question with its values seven times before it need not any more (`KEPT_PLANS`). Forms
have not come so far then: what they write would make the school another one."""
FLOOR_CASES, FLOOR_SMALL = 100_000, 500


def say(line: str) -> None:
    print(line, flush=True)


def run(at: Place, wishes: Namespace) -> int:
    """For each number of schools the table of rows; then whatever else was asked for, with the last."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the mail server tells of each word
    say(f"{'PostgreSQL' if at.cluster else 'SQLite'}, {machine()}.")
    grown: dict[str, list[Compared]] = {}
    for schools in wishes.schools:
        there = country(at, schools, small=wishes.small, tell=say)
        say(f"\n{there.says()}, {at.size() / 1e6:,.0f} MB.")
        connections.close_all()
        kring, floor = start_both(at, FLOOR_SMALL if wishes.small else FLOOR_CASES)
        compared, is_met = _pages(kring, floor, there, wishes)
        grown[f"{there.cases:,}"] = compared
        say(f"\nThe largest web process: {kring.memory():.0f} MB (PSS); of the bare project {floor.memory():.0f} MB.")
        if schools == wishes.schools[-1]:
            _beside(at, kring, there, wishes)
        at.kring.stop()
    if len(grown) > 1:
        say("\nCPU ms (web + db) with so many cases in the country:\n" + _growth(grown))
    return 0 if is_met or not wishes.strict else 1


def _pages(kring: Server, floor: Server, there: Country, wishes: Namespace) -> tuple[list[Compared], bool]:
    rows = [row for row in rows_of(there.measured) if wishes.only.lower() in row.title.lower()]
    side = Side(kring, lambda who: somebody(kring.port, there.measured, who))
    warm, written, rounds, each, people = (
        (0, 0, 1, 1, min(2, wishes.people))
        if wishes.small
        else (*(WARM if wishes.postgresql else FEW), wishes.rounds, wishes.each, wishes.people)
    )
    bare = Side(floor, lambda _who: at_the_floor(floor.port))
    compared, floors = in_rounds(rows, side, bare, warm=warm, written=written, rounds=rounds, each=each)
    if people:
        at_once(compared[:: 5 if wishes.small else 1], side, people=people, times=1 if wishes.small else 4)
    say("\n" + pages(compared, floors) + "\n\n" + bare_ones(floors))
    if dear := dear_plans(compared):
        say("\n" + dear)
    for one in dearest(compared, wishes.profile):
        say("\n" + profile(one, side, kring.at.folder))
    met = [
        (one.row.ratio is None or ratio_of(one, floors) <= one.row.ratio)
        and (one.row.sql is None or one.kring.sql <= one.row.sql)
        for one in compared
    ]
    return compared, all(met)


def _beside(at: Place, kring: Server, there: Country, wishes: Namespace) -> None:
    """What is asked for beside the pages."""

    def sign_in(staff: str) -> Person:
        return signed_in(kring.port, staff)

    if wishes.day:
        schools = [*there.others, *([] if there.others else [there.measured])]
        days = [(people, work(kring, schools, sign_in, people=people, seconds=wishes.day)) for people in wishes.clients]
        say(f"\nThe mix of a working day, by people of {len(schools)} schools, each as fast as answers come:")
        say(table(HEAD, (day.line(people) for people, day in days)))
        _tell_failed(days)
    if wishes.rate:
        schools = [*there.others, *([] if there.others else [there.measured])]
        days = [
            (people, work(kring, schools, sign_in, people=people, seconds=wishes.day or 60, thinks=PAUSE))
            for people in (round(rate * PAUSE) for rate in wishes.rate)
        ]
        say(f"\nThe same mix as it comes, {PAUSE:g} s between an answer and the next request on average:")
        say(table(HEAD, (day.line(people) for people, day in days)))
        _tell_failed(days)
    if wishes.at_work:
        days = [(20, work(kring, [there.measured], sign_in, people=20, seconds=60 * wishes.at_work, thinks=THINKS))]
        say(f"\nTwenty people of one school at work, {THINKS:g} s between two pages on average:")
        say(table(HEAD, (day.line(people) for people, day in days)))
        locked = (at.folder / "web.log").read_text(encoding="utf-8", errors="replace").count("database is locked")
        say(f'"database is locked" in the log: {locked}.')
        _tell_failed(days)
    if wishes.memory:
        _memory(kring, there, wishes.memory)
    if wishes.letters:
        sent = letters.send(at, wishes.letters)
        worker, database = sent.worker / max(1, sent.done), sent.database / max(1, sent.done)
        say(f"\n{sent.done} letters sent, {sent.done / sent.seconds:.0f} a second;")
        say(f"each {worker:.1f} + {database:.1f} ms CPU (worker + db).")
        real = [one.school for one in (there.measured, *there.others)]
        swept = letters.sweep(at, real)
        say(
            f"The daily sweep of {swept.done:,} schools, with something to look at in {len(real)}: "
            f"{swept.worker / 1000:.1f} + {swept.database / 1000:.1f} s CPU, {swept.seconds:.0f} s."
        )


def _memory(kring: Server, there: Country, requests: int) -> None:
    """How soon a new server answers, and what its largest process holds then and after so many requests."""
    took = begin_anew(kring)
    say(f"\nA server that begins anew answers after {took:.1f} s. Its largest process: {largest(kring)};")
    for part in (requests // 10, requests - requests // 10):
        failed = ask_all(rows_of(there.measured), lambda who: somebody(kring.port, there.measured, who), times=part)
        say(f"after {part:,} requests more: {largest(kring)}.")
        for failure, times in sorted(failed.items()):
            say(f"  {times} times: {failure}")


def _tell_failed(days: list[tuple[int, Day]]) -> None:
    for people, day in days:
        for failure, times in sorted(day.failed.items()):
            say(f"  {people} people, {times} times: {failure}")


def _growth(grown: dict[str, list[Compared]]) -> str:
    first, *_others = grown.values()
    lines = []
    for place, one in enumerate(first):
        costs = [compared[place].kring.both for compared in grown.values()]
        lines.append([one.row.title, *(f"{cost:.1f}" for cost in costs), f"× {costs[-1] / costs[0]:.2f}"])
    return table(("page or form", *grown, "last to first"), lines)


def somebody(port: int, school: Known, who: str) -> Person:
    """A person of this school by what they are there, signed in by both steps a moment ago; or nobody."""
    ids = {
        "teacher": school.teachers[0],
        "coordinator": school.coordinator,
        "member": school.member,
        "head": school.head,
    }
    return signed_in(port, ids[who]) if who in ids else Person(port)


def signed_in(port: int, staff: str) -> Person:
    """This person, with a line to the server."""
    try:
        client = sign_in(Client(), StaffMember.objects.select_related("account").get(pk=staff))
    finally:
        connections.close_all()
    return Person(port, {name: morsel.value for name, morsel in client.cookies.items()})


def at_the_floor(port: int) -> Person:
    """Who is signed in at the bare project."""
    person = Person(port)
    person.ask("/in/", expect=(204,))
    return person
