"""Puts Kring back from a copy: looked through first, and put in its place in one step."""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kring.backup import alone
from kring.backup.cluster import forget_putting_back, last_fork
from kring.backup.copies import of_settings, scratch
from kring.backup.litestream import Litestream
from kring.backup.pgbackrest import PgBackRest
from kring.backup.refusals import NotBelieved, Why
from kring.trail.outside import noted_in

BETWEEN = timedelta(seconds=5)
"""A copy that is so much older than the data is not asked about: it takes a moment to come."""


@dataclass(frozen=True)
class Restored:
    """What was found in the copy, and where that stands which was there before it."""

    found: dict[str, Any]
    kept: Path | None


def restore(*, at: datetime, moment: datetime | None, older: bool) -> Restored:
    """Puts Kring back as it was at `moment`, or as it was last. `at` is now.

    What is there now is kept beside it under another name. `older`: it may be newer than what is put back. Until the
    last step, which is one, nothing is changed: who is killed before it has what was there.
    """
    if moment is not None and moment > at:
        raise NotBelieved(Why.FUTURE)
    copies = of_settings()
    with scratch(copies.scratch_in()) as folder:
        if isinstance(copies, Litestream):
            restored = _file(copies, folder, at, moment, older)
        else:
            restored = _cluster(copies, folder, at, moment, older)
    noted_in().unlink(missing_ok=True)  # of the trail that was there before
    return restored


def _file(copies: Litestream, folder: Path, at: datetime, moment: datetime | None, older: bool) -> Restored:
    with copies.opened(folder, moment) as address:
        found = alone.ask(address, restored_at=at.isoformat(), era=copies.next_era())
    _require_older(found, _newest(copies.database), older)
    kept = _exchange(folder / "kring.sqlite3", copies.database, at)
    copies.forget()
    return Restored(found, kept)


def _cluster(copies: PgBackRest, folder: Path, at: datetime, moment: datetime | None, older: bool) -> Restored:
    """The folder of a whole cluster: two renames, of which the first keeps what was there."""
    data = copies.data()
    if (data / "postmaster.pid").exists():
        raise NotBelieved(Why.IN_USE, "(PostgreSQL)")
    with copies.opened(folder, moment) as address:
        found = alone.ask(address, restored_at=at.isoformat(), era=copies.next_era())
    kept = None
    if data.exists():
        stood, new = copies.stood_still(data), folder / "data"
        if not stood.is_all_in(last_fork(new, cluster=copies.stood_still(new).cluster)):
            _require_older(found, stood.at, older)
        kept = data.with_name(f"{data.name}.before-{at:%Y%m%dT%H%M%S}")
        data.rename(kept)
    copies.hand_on_history(folder / "data")
    forget_putting_back(folder / "data")
    (folder / "data").rename(data)
    return Restored(found, kept)


def _require_older(found: dict[str, Any], now: datetime | None, older: bool) -> None:
    """That what is there is not newer than what is put back, unless somebody said that it may be."""
    until = datetime.fromisoformat(found["kept_until"])
    if not older and now is not None and now - until > BETWEEN:
        said = [f"{one.astimezone(UTC):%Y-%m-%d %H:%M:%S}" for one in (until, now)]
        raise NotBelieved(Why.OLD, f"({said[0]} < {said[1]} UTC)")


def _newest(database: Path) -> datetime | None:
    """The newest moment in the database that is there now; None when there is none, or it cannot be read."""
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as there:
            newest = there.execute("SELECT max(at) FROM trail_trailline").fetchone()[0]
    except sqlite3.Error:
        return None
    return datetime.fromisoformat(f"{newest}+00:00") if newest else None


def _exchange(new: Path, database: Path, at: datetime) -> Path | None:
    """Puts one file in the place of another in one step, and keeps the other; gives where that is.

    Where the other is torn or lost, what SQLite still had to write into it may lie beside it. That goes aside first:
    SQLite would write it into the copy.
    """
    _settle(new)
    kept, aside = None, database.with_name(f"{database.name}.before-{at:%Y%m%dT%H%M%S}")
    if database.exists():
        _require_free(database)
        os.link(database, kept := aside)
    for end in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + end).rename(aside.with_name(aside.name + end))
    os.replace(new, database)
    folder = os.open(database.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return kept


def _settle(database: Path) -> None:
    """All of it in one file, on the disk, for its owner alone."""
    with closing(sqlite3.connect(database)) as there:
        there.execute("PRAGMA journal_mode=DELETE")
    database.chmod(0o600)
    with database.open("rb") as file:
        os.fsync(file.fileno())


def _require_free(database: Path) -> None:
    """That nobody has the database open: leaving WAL asks for that, and takes away the files beside it."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as there:
            mode = there.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return  # it cannot be read: that is why it is put back
        mode = "wal"
    if mode == "wal":
        raise NotBelieved(Why.IN_USE)
