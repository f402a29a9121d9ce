"""Where a measurement stands: keys, database and settings, gone afterwards or kept for the next one."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from tests.config.postgresql import Cluster
from tools.trial.running import Processes, load

SETTINGS = (
    "shared_buffers=1GB",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "wal_level=minimal",
    "max_wal_senders=0",
    "maintenance_work_mem=512MB",
    "track_io_timing=on",
    # Whoever fills it has it vacuumed and analysed. A round of autovacuum in between would be counted as the pages'.
    "autovacuum_naptime=1h",
)
FOR_TRYING = ("shared_buffers=64MB",)


class Measured(Cluster):
    """A cluster of Debian's PostgreSQL that keeps what it confirmed, as a school's does: with fsync."""

    def __init__(self, folder: Path, *, small: bool) -> None:
        super().__init__(folder)
        self.settings = (*SETTINGS, *(FOR_TRYING if small else ()))

    def address_of(self, database: str) -> str:
        return f"postgres://kring@/{database}?host={self.folder}"

    def make(self) -> None:
        super().make()
        with (self.folder / "data/postgresql.conf").open("a", encoding="ascii") as told:
            told.writelines(f"{name} = '{value}'\n" for name, _is, value in map(_parted, self.settings))

    def start(self) -> None:
        data, log = str(self.folder / "data"), str(self.folder / "log")
        where = f"-k {self.folder} -c listen_addresses=''"
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "600", "-o", where, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-w", "-t", "600", "stop")

    @property
    def postmaster(self) -> int:
        """The number of its first process."""
        return int((self.folder / "data/postmaster.pid").read_text(encoding="ascii").split()[0])


@dataclass
class Place:
    """One measurement's installation. `known` is what an earlier one wrote down about the schools in it."""

    folder: Path
    kring: Processes
    cluster: Measured | None
    known: dict[str, Any]

    @property
    def floor_address(self) -> str:
        """The database of the bare project: in the same cluster, or a file beside Kring's."""
        return self.cluster.address_of("floor") if self.cluster else f"sqlite://{self.folder}/var/floor.sqlite3"

    def keep(self) -> None:
        """Write down what is known of the schools."""
        _write(self.folder / "schools.json", self.known)

    def size(self) -> int:
        """Bytes of Kring's database."""
        from django.db import connection

        if self.cluster is None:
            return (self.folder / "var/kring.sqlite3").stat().st_size
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])


@contextmanager
def place(*, postgresql: bool, kept: Path | None, small: bool, smtp: int) -> Iterator[Place]:
    """An installation with its tables, in this process too. With `kept` it stays in that folder, and what is there
    already is gone on with; the database of one kind is none of the other's."""
    folder = kept or Path(tempfile.mkdtemp(prefix="kring-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    cluster = Measured(folder / "postgresql", small=small) if postgresql else None
    lock = (folder / "measuring").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"Another measurement runs in {folder}.") from None
    try:
        if cluster is not None:
            _run(cluster)
        kring = Processes(
            folder,
            address=cluster.address_of("kring") if cluster else "",
            **_keys(folder),
            KRING_DEMO="0",
            KRING_WEB_PROCESSES="2",
            KRING_SMTP=f"smtp://localhost:{smtp}",
            KRING_MAIL_FROM="kring@school.example",
        )
        (folder / "var").mkdir(exist_ok=True)
        load(kring)
        _make()
        known = folder / "schools.json"
        yield Place(folder, kring, cluster, json.loads(known.read_text(encoding="utf-8")) if known.exists() else {})
    finally:
        if cluster is not None:
            with suppress(CalledProcessError, FileNotFoundError):
                cluster.stop()
        lock.close()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _run(cluster: Measured) -> None:
    """Starts the cluster, and makes it with both its databases where it was not there yet."""
    new = not (cluster.folder / "data").exists()
    if new:
        cluster.folder.mkdir(exist_ok=True)
        cluster.folder.chmod(0o755)
        cluster.make()
    with suppress(CalledProcessError):  # an earlier measurement was killed, and left it running
        cluster.stop()
    cluster.start()
    if new:
        for name in ("kring", "floor"):
            cluster._run("createdb", "-h", str(cluster.folder), "-U", "kring", name)


def _make() -> None:
    """Tables and files for the browser."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _keys(folder: Path) -> dict[str, str]:
    """The keys of this installation: those of before where they were kept, for nothing opens without them."""
    file = folder / "keys.json"
    if not file.exists():
        made = {
            "KRING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "KRING_SECRET_KEY": secrets.token_urlsafe(64),
        }
        _write(file, made)
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _write(file: Path, what: dict[str, Any]) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
        json.dump(what, written, indent=1)


def _parted(setting: str) -> tuple[str, str, str]:
    return setting.partition("=")
