"""loses a Kring that is written to, puts it back from its copies, and counts what was lost

    ./dev drill 10 --seed 1                    on SQLite
    ./dev drill 3 --postgresql                 on a PostgreSQL of its own
    ./dev drill 5 --postgresql --timeout 10    with another archive_timeout than README.md has

A real installation whose copies are made as README.md says, and a process that notes by Kring's own verbs and says of
each fact when it was committed. All of it is killed at a moment of chance, the database and what lies beside it are
thrown away, `kring restore` puts back what was copied, and each fact that was said to be committed is looked for.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.config.postgresql import Cluster, cluster
from tools.trial.environment import bare
from tools.trial.writing import write

HOME = Path(__file__).parents[1]
LONGEST = 5
"""Seconds. Litestream copies every second, and takes longer where much else is to be done; so does handing on a log."""


class OnSqlite:
    """SQLite, with `kring backup along` beside it."""

    longest = LONGEST
    writes = (3, 12)
    """Between how many seconds it is written to."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.env = environment(folder, folder / "copies")
        self.along: list[subprocess.Popen[bytes]] = []

    def copy_along(self) -> None:
        """From here on copies are made."""
        kring(self.env, "backup")
        self.along.append(start(self.env, "-m", "kring", "backup", "along"))
        time.sleep(2)

    def lose(self) -> None:
        """All of it but the copies and the keys."""
        for process in self.along:
            kill(process)
        for path in self.data.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()  # a socket of Litestream lies there too

    def put_back(self) -> set[str]:
        """The ids of the facts that are there again."""
        kring(self.env, "restore")
        with closing(sqlite3.connect(self.data / "kring.sqlite3")) as there:
            return {row[0] for row in there.execute("SELECT id FROM cases_fact")}


class OnPostgresql:
    """PostgreSQL, whose server hands each piece of its log to pgBackRest, after `timeout` seconds at the latest."""

    def __init__(self, folder: Path, server: Cluster, timeout: int) -> None:
        self.server, self.timeout = server, timeout
        self.longest, self.writes = timeout + LONGEST, (timeout + 3, timeout + 12)
        copies = server.folder / "copies"
        self.env = environment(folder, copies) | {"DATABASE_URL": server.address}
        self.push = f"pgbackrest --config={copies}/pgbackrest.conf --stanza=kring archive-push %p"

    def copy_along(self) -> None:
        """As README.md says: three settings, a start, and a copy."""
        with self._asked() as there:
            there.execute("ALTER SYSTEM SET archive_mode = on")
            there.execute(f"ALTER SYSTEM SET archive_command = '{self.push}'".encode())
            there.execute(f"ALTER SYSTEM SET archive_timeout = {self.timeout}".encode())
        self.server.stop()
        self.server.start()
        kring(self.env, "backup")

    def lose(self) -> None:
        """The server at once, and all that it kept."""
        self.server.stop()
        shutil.rmtree(self.server.folder / "data")

    def put_back(self) -> set[str]:
        """The ids of the facts that are there again."""
        kring(self.env, "restore")
        self.server.start()
        with self._asked() as there:
            return {row[0].hex for row in there.execute("SELECT id FROM cases_fact")}

    @contextmanager
    def _asked(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(host=str(self.server.folder), user="kring", dbname="postgres", autocommit=True) as there:
            yield there


def main(rounds: int, seed: int, timeout: int | None) -> int:
    """Each round is an installation of its own, on PostgreSQL where there is a `timeout`; gives 1 when more than the
    last seconds were lost in one."""
    chance = random.Random(seed)
    said, lost, worst, longest = 0, 0, 0.0, 0.0
    for number in range(1, rounds + 1):
        with installation(timeout) as one:
            told, gone, seconds = lose(one, chance)
            longest = one.longest
        said, lost, worst = said + told, lost + gone, max(worst, seconds)
        print(f"round {number}: {told} committed, {gone} lost, of the last {seconds:.2f} s", flush=True)
    print(f"{said} committed, {lost} lost; the oldest of them {worst:.2f} s before the end")
    return int(worst > longest)


@contextmanager
def installation(timeout: int | None) -> Iterator[OnSqlite | OnPostgresql]:
    """One of its own, and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kring-drill.") as folder:
        if timeout is None:
            yield OnSqlite(Path(folder))
            return
        with cluster() as server:
            yield OnPostgresql(Path(folder), server, timeout)


def lose(one: OnSqlite | OnPostgresql, chance: random.Random) -> tuple[int, int, float]:
    """One installation, lost and put back: how many facts were said to be there, how many are not, and how long before
    the end the first of those was committed."""
    kring(one.env, "migrate", "-v0")
    kring(one.env, "demo_school")
    one.copy_along()
    told = Path(one.env["KRING_KEY_FILE"]).with_name("said")
    writer = start(one.env, "-m", "tools.trial.writing", str(told))
    wait_for(told)
    time.sleep(chance.uniform(*one.writes))
    ended = time.monotonic()
    kill(writer)
    one.lose()
    kept = one.put_back()
    lines = [line.split() for line in told.read_text().splitlines() if line.endswith(".")]
    gone = [float(at) for id, at, _end in lines if id not in kept]
    return len(lines), len(gone), ended - min(gone, default=ended)


def environment(folder: Path, copies: Path) -> dict[str, str]:
    """A demo of its own, with its keys beside its data and its copies apart."""
    (folder / "data").mkdir(mode=0o700)
    write(folder / "key", "a" * 43 + "=")
    return bare() | {
        "DATABASE_URL": "",
        "KRING_BACKUP": str(copies),
        "KRING_DATA": str(folder / "data"),
        "KRING_DEMO": "1",
        "KRING_HTTPS": "0",
        "KRING_KEY_FILE": str(folder / "key"),
        "KRING_SECRET_KEY": "only-for-a-drill-" * 5,
    }


def kring(env: dict[str, str], *arguments: str) -> None:
    """One of Kring's commands, to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "kring", *arguments], env=env, cwd=HOME, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"kring {' '.join(arguments)}: {done.stdout}{done.stderr}")


def start(env: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """A process that goes on, in a group of its own."""
    return subprocess.Popen([sys.executable, *arguments], env=env, cwd=HOME, start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(path: Path) -> None:
    """Until the first fact was said."""
    for _turn in range(600):
        if path.exists() and path.stat().st_size:
            return
        time.sleep(0.1)
    raise SystemExit("nothing was written")


if __name__ == "__main__":
    told = argparse.ArgumentParser(prog="./dev drill")
    told.add_argument("rounds", type=int, nargs="?", default=10)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--postgresql", action="store_true")
    told.add_argument("--timeout", type=int, default=60, help="PostgreSQL's archive_timeout, in seconds")
    given = told.parse_args()
    sys.exit(main(given.rounds, given.seed, given.timeout if given.postgresql else None))
