"""Where the chain ended, noted in a file outside the database: so that a trail that was cut off is noticed.

Whoever can only write in the database cannot make it fit this file, nor the manifest of a backup, nor the log, where
the same is noted.
"""

import os
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from kring.prepared import prepared
from kring.trail.chain import end_now, is_sealed
from kring.trail.faults import Noted
from kring.trail.models import ChainLink


def noted_in() -> Path:
    """The file beside the data."""
    return Path(settings.KRING_DATA) / "trail.noted"


def read_noted(path: Path) -> list[Noted]:
    """What is noted in the file; nothing when it is not there. ValueError when it holds something else."""
    try:
        return [Noted.read(line) for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    except FileNotFoundError:
        return []


def end_of_chain() -> Noted | None:
    """The last line of the trail as Kring wrote it; None while there is none."""
    head = next(iter(end_now()), None)
    return Noted(head.number, bytes(head.mac)) if head is not None and head.number and is_sealed(head) else None


def note_end(path: Path) -> None:
    """Notes where the chain ends now. What does not fit what was noted before is not written over: it must be found."""
    end = end_of_chain()
    if end is None or any(not _still_there(one) for one in read_noted(path)):
        return
    new = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(f"{end}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


@prepared
def _mac_of(number: int) -> QuerySet[ChainLink, bytes | memoryview]:
    return ChainLink.objects.filter(number=number).values_list("mac", flat=True)


def _still_there(noted: Noted) -> bool:
    mac = next(iter(_mac_of(noted.number)), None)
    return mac is not None and bytes(mac) == noted.mac
