"""`./dev simulate`: a run for each seed, on an empty database in memory; what broke is made short, kept and told."""

import argparse
import gc
import json
import logging
import time
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_test_environment

from kring.prepared import CannotBePrepared
from kring.vault.installation import ensure_mark
from kring.vault.keys import forget_keys
from tests.simulate.course import Course, keep, kept
from tests.simulate.play import Play
from tests.simulate.run import Run, course_of, played
from tests.simulate.schools import PlayedSchool
from tests.simulate.shrink import shrunk
from tests.simulate.table import missing, table

WEEKS_IN_A_YEAR = 52


def main(arguments: list[str]) -> int:
    """Plays what is asked; 1 when anything broke."""
    asked = _asked(arguments)
    play = _on_an_empty_database()
    if asked.replay:
        run = play(kept(asked.replay))
        print("\n".join(run.log))
        print(run.broken or "Everything held.")
        return int(bool(run.broken))
    met: Counter[tuple[str, str]] = Counter()
    broken = 0
    for seed in asked.seeds:
        began = time.process_time()
        run = play(course_of(seed, asked.weeks or round(asked.years * WEEKS_IN_A_YEAR)))
        met += run.met
        if asked.log:
            print("\n".join(run.log))
        took, checks = time.process_time() - began, sum(run.asked.values())
        outcome = run.broken or "everything held"
        print(f"seed {seed}: {len(run.done)} acts, {checks} checks, {took:.0f} s CPU: {outcome}", flush=True)
        if run.error is not None:
            print(run.error)
        if run.broken:
            broken += 1
            _tell(run, play, asked.into, most=asked.tries)
    if asked.table:
        print(table(met))
    if asked.json:
        asked.json.write_text(json.dumps({f"{what}|{which}": count for (what, which), count in met.items()}))
    left = missing(met) if asked.all_kinds else []
    for what, which in left:
        print(f"did not occur: {what}: {which}")
    return int(bool(broken or left))


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev simulate")
    parser.add_argument("--seed", type=int, nargs="+", dest="seeds", default=[1], help="which seeds, one or more")
    parser.add_argument("--seeds", type=_range, dest="seeds", help="from which to which seed: 1-20")
    parser.add_argument("--years", type=float, default=1, help="so many years each")
    parser.add_argument("--weeks", type=int, help="so many weeks each, instead of years")
    parser.add_argument("--replay", type=Path, help="a course that failed, from its file")
    parser.add_argument("--into", type=Path, default=Path("var"), help="where a course that fails is kept")
    parser.add_argument("--tries", type=int, default=60, help="so many shorter courses are tried of one that fails")
    parser.add_argument("--log", action="store_true", help="every act")
    parser.add_argument(
        "--table", action="store_true", help="so many of each kind of fact, letter, step, answer, death"
    )
    parser.add_argument("--all-kinds", action="store_true", help="fail when a kind did not occur that is not SELDOM")
    parser.add_argument("--json", type=Path, help="the table for a program")
    return parser.parse_args(arguments)


def _range(text: str) -> list[int]:
    first, _dash, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def _on_an_empty_database() -> Callable[[Course], Run]:
    """Plays a course on a database with the two schools on their first day; made once, and put back before each run."""
    call_command("migrate", interactive=False, verbosity=0)
    ensure_mark()
    setup_test_environment()
    warnings.simplefilter("error", CannotBePrepared)
    logging.disable()
    connection.ensure_connection()
    empty = connection.connection.serialize()
    made: dict[date, tuple[bytes, list[PlayedSchool]]] = {}
    gc.collect()
    gc.freeze()  # what was loaded by now stays; looking through it for garbage takes an eighth of all time
    gc.set_threshold(100_000, 20, 20)

    def plays(course: Course) -> Run:
        if course.begins not in made:
            connection.connection.deserialize(empty)
            forget_keys()
            with Play(0, course.begins).running() as first:
                made[course.begins] = connection.connection.serialize(), first.schools
        database, schools = made[course.begins]
        connection.connection.deserialize(database)
        forget_keys()
        return played(course, schools)

    return plays


def _tell(run: Run, play: Callable[[Course], Run], into: Path, most: int) -> None:
    """The shortest course that breaks so, as a story and as a file."""

    def fails(course: Course) -> bool:
        return play(course).kind == run.kind

    short, tried = shrunk(run.course.up_to(run.at), fails, most)
    again = play(short)
    into.mkdir(exist_ok=True)
    path = into / f"simulate-{run.course.seed}.json"
    keep(short, path, again.log)
    print(f"  {len(short.acts)} acts are enough ({tried} courses tried):")
    print("\n".join(f"    {line}" for line in again.log))
    print(f"    {again.broken}")
    print(f"  ./dev simulate --replay {path}")
