"""kills web server, worker or database 300 times under people at work: nothing lost, doubled or half

    ./dev kills                     300 kills on SQLite
    ./dev kills 100 --postgresql    100 on a PostgreSQL of its own, whose processes are killed too
    ./dev kills 20 --seed 7

Real processes (gunicorn, the worker, PostgreSQL), a real mail server, four people with real connections. At a moment
that the seed picks one of them gets SIGKILL, and is started again. After each: whatever somebody saw confirmed is
there exactly once, with its line in the trail and its letters; nothing is there by half; drafts are there; who signed
out stays out. At the end all letters have arrived. What was found stands in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.config.postgresql import Cluster, cluster
from tests.mail.server import Script, mail_server
from tools.trial.running import Processes, end_as_on_ctrl_c, load, until

if TYPE_CHECKING:
    from tools.trial.at_work import Ledger
    from tools.trial.small_school import SmallSchool

CASE_FOR = 15
"""Kills, after which people write in another case: a page with thousands of notes is none of a school's."""


@dataclass
class Run:
    """One run: what runs, who works, what was killed, what was wrong."""

    kring: Processes
    script: Script
    chance: random.Random
    database: Cluster | None
    killed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """One of what runs, and what is needed to have it run again. What is not there just now is not counted."""
        ways: dict[str, tuple[int, Callable[[], bool]]] = {
            "web process": (5, self._kill_child),
            "web server": (2, self._kill_web),
            "worker": (4, self._kill_worker),
        }
        if self.database is not None:
            ways |= {
                "connection of PostgreSQL": (3, lambda: self._kill_part("kring ")),
                "process of PostgreSQL": (1, lambda: self._kill_part("writer", "checkpointer", "autovacuum")),
                "PostgreSQL": (2, self._kill_database),
            }
        often = [times for times, _kill in ways.values()]
        while True:
            way = self.chance.choices(list(ways), often)[0]
            _times, kills = ways[way]
            if kills():
                self.killed[way] += 1
                return

    def _kill_child(self) -> bool:
        until(lambda: bool(self.kring.children("web")), what="a web process")
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(self.kring.children("web")), signal.SIGKILL)
        return True

    def _kill_web(self) -> bool:
        self.kring.kill("web")
        self.kring.start_web()
        return True

    def _kill_worker(self) -> bool:
        self.kring.kill("worker")
        self.kring.start_worker()
        return True

    def _kill_part(self, *named: str) -> bool:
        """A process of the database server whose title holds one of these."""
        found = [pid for pid, title in self.database_processes() if any(one in title for one in named)]
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(found), signal.SIGKILL)
        return True

    def _first_process(self) -> int:
        if self.database is None:
            raise ValueError("SQLite has no processes")
        return int((self.database.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])

    def database_processes(self) -> list[tuple[int, str]]:
        """Of PostgreSQL, with what each says that it does."""
        first = self._first_process()
        listed = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()
        told = []
        for pid in map(int, listed):
            with suppress(OSError):
                told.append((pid, Path(f"/proc/{pid}/cmdline").read_text(encoding="ascii").replace("\0", " ")))
        return told

    def _kill_database(self) -> bool:
        """The first of its processes; the others end when they see it, and it is started again."""
        first = self._first_process()
        rest = [pid for pid, _title in self.database_processes()]
        os.kill(first, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in rest), what="its end")
        if self.database is not None:
            self.database.start()
        return True


@contextmanager
def installation(folder: Path, smtp: int, database: Cluster | None) -> Iterator[Processes]:
    """A Kring with tables, whose settings this process has too, so that it can look into the same database."""
    address = database.address if database else ""
    kring = Processes(
        folder,
        address=address,
        KRING_WEB_PROCESSES="2",
        KRING_SMTP=f"smtp://localhost:{smtp}",
        KRING_MAIL_FROM="kring@dewilg.example",
    )
    kring.make()
    load(kring)
    try:
        yield kring
    finally:
        kring.stop()


def at_work(run: Run, school: SmallSchool, ledger: Ledger, number: int) -> None:
    """Four people work; at some moment something is killed; they bring to its end what they had begun."""
    from tools.trial.at_work import Somebody
    from tools.trial.small_school import cookies_of

    case = school.cases[number // CASE_FOR]
    people = [
        Somebody(
            ledger,
            run.kring.port,
            cookies=lambda one=one: cookies_of(one),
            case=case if one in (school.carla, school.hein) else "",
            seed=run.chance.randrange(2**32),
        )
        for one in (school.anouk, school.mo, school.carla, school.hein)
    ]
    for one in people:
        one.start()
    time.sleep(run.chance.uniform(0.02, 0.6))
    run.kill()
    time.sleep(run.chance.uniform(0.05, 0.2))
    for one in people:
        one.stopped.set()
    for one in people:
        one.join(120)
        one.hand.hang_up()
        if one.is_alive():
            ledger.faults.append("somebody never came to an end")


def main() -> int:
    """Kill, and say what was found."""
    asked = argparse.ArgumentParser(prog="./dev kills")
    asked.add_argument("kills", type=int, nargs="?", default=300)
    asked.add_argument("--postgresql", action="store_true")
    asked.add_argument("--seed", type=int, default=1)
    wishes = asked.parse_args()
    end_as_on_ctrl_c()
    began = time.monotonic()
    script = Script()
    with (
        tempfile.TemporaryDirectory(prefix="kring-kills-") as folder,
        mail_server(script) as smtp,
        cluster() if wishes.postgresql else nullcontext() as database,
        installation(Path(folder), smtp, database) as kring,
    ):
        from tools.trial.after import Whole, all_letters_sent
        from tools.trial.at_work import Ledger
        from tools.trial.small_school import make

        logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells of each word
        school = make(cases=1 + (wishes.kills - 1) // CASE_FOR)
        run, ledger = Run(kring, script, random.Random(wishes.seed), database), Ledger()
        kring.start_web()
        kring.start_worker()
        for number in range(wishes.kills):
            at_work(run, school, ledger, number)
            whole = Whole.now(ledger, script, kring.port)
            if whole.faults:
                print(f"Seed {wishes.seed}, kill {number + 1} ({dict(run.killed)}):", *whole.faults, sep="\n  ")
                return 1
        kring.stop()
        all_letters_sent(timedelta(hours=1))
        whole = Whole.now(ledger, script, None)
    print(f"{sum(run.killed.values())} kills in {time.monotonic() - began:.0f} s, seed {wishes.seed}:")
    for way, times in sorted(run.killed.items()):
        print(f"  {times:5} {way}")
    print(whole.told(ledger, script))
    print(*whole.faults, sep="\n")
    return 1 if whole.faults else 0


if __name__ == "__main__":
    sys.exit(main())
