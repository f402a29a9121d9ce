"""Makes a copy, and proves it by putting it back somewhere.

A copy counts as made only once it was put back in a scratch place and looked through there (decision 111).
"""

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from kring.backup import alone
from kring.backup.examine import require_key
from kring.backup.litestream import Litestream
from kring.backup.manifest import as_file, counts, write_manifest
from kring.backup.models import Backup, era
from kring.backup.pgbackrest import PgBackRest
from kring.backup.refusals import NotBelieved, Why


@dataclass(frozen=True)
class Proved:
    """A copy that was put back and found whole."""

    made_at: datetime
    key: str
    found: dict[str, Any]


def of_settings() -> Litestream | PgBackRest:
    """What copies the database of this installation."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return Litestream(Path(database["NAME"]), settings.KRING_BACKUP)
    return PgBackRest(database, settings.KRING_BACKUP)


def make(at: datetime) -> Proved:
    """Makes a copy of what is there now, and proves it. `NotBelieved` says what is wrong with it."""
    copies = of_settings()
    require_key()  # or the manifest, which stays, would be sealed with one that belongs to nothing
    backup = write_manifest(at)
    copies.take(era())
    proved = _prove(copies, backup, counts())
    copies.clean(era())
    return proved


def prove() -> Proved:
    """Proves the copy that is there, of whatever moment: the last manifest that was made here must be in it."""
    copies = of_settings()
    backup = Backup.objects.order_by("-made_at").first()
    if backup is None:
        raise NotBelieved(Why.EMPTY)
    return _prove(copies, backup, counts())


def _prove(copies: Litestream | PgBackRest, backup: Backup, most: dict[str, int]) -> Proved:
    with scratch(copies.scratch_in()) as folder, copies.opened(folder) as address:
        found = alone.ask(address, id=backup.pk, most=most)
    Backup.objects.filter(pk=backup.pk).update(proved_at=backup.made_at)
    if copies.is_folder:
        _write(Path(copies.place) / "kring.json", as_file(backup))
    return Proved(backup.made_at, backup.key, found)


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A folder of one's own in this one, on the same disk, that is gone afterwards; one that somebody left who was
    killed goes first, for all of Kring may be in it."""
    for left in beside.glob(".scratch-*"):
        _remove_abandoned(left)
    folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=beside))
    with open(folder / "in-use", "w") as mine:
        fcntl.flock(mine, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(folder: Path) -> None:
    try:
        with open(folder / "in-use") as theirs:
            fcntl.flock(theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with suppress(OSError, ValueError):  # a server that was started on a cluster there
                pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
                if os.path.samefile(f"/proc/{pid}/cwd", folder / "data"):  # the number may be another's by now
                    os.kill(pid, signal.SIGQUIT)
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return  # somebody is at work in it, or it is gone


def _write(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    os.replace(new, path)
