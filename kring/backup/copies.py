"""Makes a copy, and proves it by putting it back somewhere.

A copy counts as made only once it was put back in a scratch place and looked through there (decision 111).
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from kring.backup import alone, litestream
from kring.backup.manifest import as_file, counts, write_manifest
from kring.backup.models import Backup, Restoration
from kring.backup.refusals import NotBelieved, Why


@dataclass(frozen=True)
class Proved:
    """A copy that was put back and found whole."""

    made_at: datetime
    key: str
    found: dict[str, Any]


def make(at: datetime) -> Proved:
    """Makes a copy of what is there now, and proves it. `NotBelieved` says what is wrong with it."""
    copies = litestream.of_settings()
    backup = write_manifest(at)
    era = Restoration.objects.count()
    copies.take(era)
    proved = _prove(copies, backup, counts())
    copies.clean(era)
    return proved


def prove() -> Proved:
    """Proves the copy that is there, of whatever moment: the last manifest that was made here must be in it."""
    copies = litestream.of_settings()
    backup = Backup.objects.order_by("-made_at").first()
    if backup is None:
        raise NotBelieved(Why.EMPTY)
    return _prove(copies, backup, counts())


def _prove(copies: litestream.Litestream, backup: Backup, most: dict[str, int]) -> Proved:
    with scratch() as folder:
        found = alone.ask(f"sqlite://{copies.put_back(folder)}", id=backup.pk, most=most)
    Backup.objects.filter(pk=backup.pk).update(proved_at=backup.made_at)
    if copies.is_folder:
        _write(Path(copies.place) / "kring.json", as_file(backup))
    return Proved(backup.made_at, backup.key, found)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of one's own beside the data, on the same disk, that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=settings.KRING_DATA))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    os.replace(new, path)
