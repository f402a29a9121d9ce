"""How much room the disk has on which Kring writes: enough, little, or so little that only reading goes on."""

import shutil
from enum import Enum, auto
from pathlib import Path

from django.conf import settings

MEGABYTE = 1_000_000


class Room(Enum):
    """What is left. Under the floor there is still room for what reading writes: its line in the trail."""

    ENOUGH = auto()
    LITTLE = auto()
    NONE = auto()


def room() -> Room:
    """What is left on the disk of the database, where that is SQLite, and else on that of the data folder."""
    free = free_megabytes()
    if free < settings.KRING_DISK_FLOOR:
        return Room.NONE
    return Room.LITTLE if free < settings.KRING_DISK_WARN else Room.ENOUGH


def free_megabytes() -> int:
    """How much is free there for whoever runs Kring."""
    return shutil.disk_usage(data_folder()).free // MEGABYTE


def data_folder() -> Path:
    """Where Kring writes; before anything was made there, the folder above it."""
    folder = Path(settings.KRING_DATA)
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        folder = Path(settings.DATABASES["default"]["NAME"]).parent
    while not folder.exists():
        folder = folder.parent
    return folder
