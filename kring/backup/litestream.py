"""SQLite's copies, made by Litestream: every change, a second later, in a folder or a bucket of files.

Kring writes its configuration and starts it; `-once` copies what is there and ends, `replicate` stays and copies along.
Each time that Kring was put back begins a new row of copies (`era`), so that nothing is written over what was there.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from kring import words
from kring.backup.refusals import NotBelieved, Why

KEPT_FOR = timedelta(days=30)
PRIVATE = 0o077
"""The umask of everything that is made here: files 0600, folders 0700."""
LONGEST = 1800
MOST_MISSING = 30
"""After so many rows in a row that are not there, none is looked for: somebody may have removed old ones."""


class Litestream:
    """Copies of one SQLite database in one place."""

    def __init__(self, database: Path, place: str) -> None:
        if not place:
            raise NotBelieved(Why.NOWHERE)
        self.database = database
        self.place = place.removeprefix("file://").rstrip("/")
        self.is_folder = "://" not in self.place

    # ── Copying ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, era: int) -> None:
        """Copies everything that was committed. Where a process copies along, that one is asked to."""
        if self.copies_along():
            self._run("sync", "-wait", "-timeout", "60", "-socket", str(self.socket), str(self.database))
            return
        with self._alone():
            self._run("replicate", "-config", str(self._configuration(era)), "-once", "-force-snapshot")

    def clean(self, era: int) -> None:
        """Takes away what is older than a month. A process that copies along does that by itself."""
        if not self.copies_along():
            with self._alone():
                config = str(self._configuration(era))
                self._run("replicate", "-config", config, "-once", "-enforce-retention")

    def along(self, era: int) -> Sequence[str]:
        """The command that copies every change a second later, until it is stopped."""
        self.place_is_private()
        return [self._program(), "replicate", "-config", str(self._configuration(era))]

    def copies_along(self) -> bool:
        """Whether such a process runs."""
        if not self.socket.exists():
            return False
        asked = [self._program(), "info", "-socket", str(self.socket)]
        quiet = subprocess.DEVNULL
        return subprocess.run(asked, stdout=quiet, stderr=quiet, timeout=60).returncode == 0  # noqa: S603 - ours

    # ── Putting back ────────────────────────────────────────────────────────────────────────────────────────────────

    def put_back(self, into: Path, at: datetime | None = None) -> Path:
        """Writes the database as it was at a moment, or as it was last, into a folder that exists."""
        era = self._era_of(at)
        out = into / "kring.sqlite3"
        moment = ["-timestamp", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"] if at else []
        config = self._configuration(era, folder=into)
        self._run("restore", "-config", str(config), *moment, "-o", str(out), str(self.database), failing=Why.HALF)
        return out

    @contextmanager
    def opened(self, into: Path, at: datetime | None = None) -> Iterator[str]:
        """A copy that was put back and can be asked; its address."""
        yield f"sqlite://{self.put_back(into, at)}"

    def scratch_in(self) -> Path:
        """Where there is room to put a copy back: beside the database."""
        return self.database.parent

    def forget(self) -> None:
        """Throws away what Litestream keeps beside the database: after another was put in its place it is untrue."""
        shutil.rmtree(self.database.with_name(f".{self.database.name}-litestream"), ignore_errors=True)

    def _era_of(self, at: datetime | None) -> int:
        """The last row of copies, or the last that had begun at this moment."""
        begun = self._begun()
        if not begun:
            raise NotBelieved(Why.EMPTY)
        fitting = [era for era, began in begun.items() if at is None or began <= at]
        if not fitting:
            raise NotBelieved(Why.BEFORE_FIRST, f"({words.moment(min(begun.values()))})")
        return max(fitting)

    def next_era(self) -> int:
        """A row of copies that nothing stands in."""
        return max(self._begun(), default=-1) + 1

    def _begun(self) -> dict[int, datetime]:
        """When each row of copies that is there began."""
        begun: dict[int, datetime] = {}
        for era in count():
            began = self._began(era)
            if began is not None:
                begun[era] = began
            elif era - max(begun, default=-1) > MOST_MISSING:
                break
        return begun

    def _began(self, era: int) -> datetime | None:
        if self.is_folder and not (Path(self.replica(era)) / "ltx").is_dir():
            return None
        said = self._run("ltx", "-level", "all", "-json", self._url(era), failing=Why.FAILED)
        moments = [datetime.fromisoformat(one["timestamp"]) for one in json.loads(said or "[]") or []]
        return min(moments, default=None)

    # ── Its configuration ───────────────────────────────────────────────────────────────────────────────────────────

    def replica(self, era: int) -> str:
        """Where the copies of this row stand."""
        address, question, options = self.place.partition("?")
        return f"{address}/kring-{era}{question}{options}"

    @property
    def socket(self) -> Path:
        """By which a process that copies along is asked to hurry."""
        return self.database.with_name(".litestream.sock")

    def place_is_private(self) -> None:
        """Makes the folder, and makes it its owner's alone."""
        if self.is_folder:
            folder = Path(self.place)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)

    def _url(self, era: int) -> str:
        return f"file://{self.replica(era)}" if self.is_folder else self.replica(era)

    def _configuration(self, era: int, folder: Path | None = None) -> Path:
        self.place_is_private()
        where = {"type": "file", "path": self.replica(era)} if self.is_folder else {"url": self.replica(era)}
        configuration = {
            "logging": {"level": "warn", "stderr": True},
            "socket": {"enabled": True, "path": str(self.socket), "permissions": 0o600},
            "snapshot": {"interval": "24h", "retention": f"{KEPT_FOR // timedelta(hours=1)}h"},
            "dbs": [{"path": str(self.database), "replica": where | {"sync-interval": "1s"}}],
        }
        path = (folder or self.database.parent) / "litestream.yml"
        # What is JSON is YAML too, and quotes whatever stands in a path.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(configuration, file, indent=1)
        return path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One copies at a time: the worker, or somebody at the keyboard."""
        with open(self.database.with_name(".backup.lock"), "w", opener=_private) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _run(self, *arguments: str, failing: Why = Why.FAILED) -> str:
        command = [self._program(), arguments[0], "-no-expand-env", *arguments[1:]]
        if arguments[0] == "sync":
            command.remove("-no-expand-env")
        done = subprocess.run(  # noqa: S603 - the program and all of its arguments are ours
            command, capture_output=True, text=True, umask=PRIVATE, timeout=LONGEST
        )
        if done.returncode:
            raise NotBelieved(failing, f"({_last_line(done.stderr or done.stdout)})")
        return done.stdout

    def _program(self) -> str:
        found = Path(sys.executable).with_name("litestream")
        program = str(found) if found.exists() else shutil.which("litestream")
        if program is None:
            raise NotBelieved(Why.FAILED, "(litestream)")
        return program


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["?"])[-1]
