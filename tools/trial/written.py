"""Writes down what SQLite itself writes, byte by byte, and what it syncs: to take the power away afterwards.

The SQLite that Python has loaded is given a file system of its own (a VFS), which passes everything on to its usual one
and keeps a list beside it. Nothing of it is replaced: it is the same library, with the same calls in the same order.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECTOR = 512
OK = 0


class _Methods(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int)] + [
        (name, ctypes.c_void_p)
        for name in (
            *("close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock", "is_reserved"),
            *("control", "sector_size", "traits", "shm_map", "shm_lock", "shm_barrier", "shm_unmap"),
            *("fetch", "unfetch"),
        )
    ]


class _File(ctypes.Structure):
    _fields_ = [("methods", ctypes.POINTER(_Methods))]


_BEGINS: list[tuple[str, Any]] = [
    ("version", ctypes.c_int),
    ("file_bytes", ctypes.c_int),
    ("path_bytes", ctypes.c_int),
    ("next", ctypes.c_void_p),
    ("name", ctypes.c_char_p),
    ("data", ctypes.c_void_p),
]
_CALLS = (
    *("open", "delete", "access", "full_path", "dl_open", "dl_error", "dl_symbol", "dl_close"),
    *("chance", "sleep", "time", "last_error", "time_64", "set_call", "get_call", "next_call"),
)


class _System(ctypes.Structure):
    _fields_ = [*_BEGINS, *((name, ctypes.c_void_p) for name in _CALLS)]


_FILE, _SYSTEM, _PLACE = ctypes.POINTER(_File), ctypes.c_void_p, ctypes.c_void_p
_INT, _LONG = ctypes.c_int, ctypes.c_longlong
_OPEN = ctypes.CFUNCTYPE(_INT, _SYSTEM, _PLACE, _FILE, _INT, _PLACE)
_DELETE = ctypes.CFUNCTYPE(_INT, _SYSTEM, ctypes.c_char_p, _INT)
_WRITE = ctypes.CFUNCTYPE(_INT, _FILE, _PLACE, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _FILE, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _FILE, _INT)


@dataclass(frozen=True)
class Write:
    """Bytes at a place of a file; or, without bytes, that it ends there."""

    file: str
    at: int
    data: bytes | None


@dataclass(frozen=True)
class Synced:
    """What was written to this file until now is on the disk."""

    file: str


@dataclass(frozen=True)
class Deleted:
    """A file is gone; `sure` once the folder is on the disk."""

    file: str
    sure: bool


@dataclass(frozen=True)
class Told:
    """Somebody saw that this was kept."""

    what: str


Event = Write | Synced | Deleted | Told


class Recorder:
    """SQLite's file system, with a list of what it does."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._library = ctypes.CDLL(_sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(_System)
        self._library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        self._library.sqlite3_vfs_register.argtypes = [ctypes.POINTER(_System), ctypes.c_int]
        self._library.sqlite3_vfs_unregister.argtypes = [ctypes.POINTER(_System)]
        self._usual = self._library.sqlite3_vfs_find(None)
        self._ours = _System()
        ctypes.pointer(self._ours)[0] = self._usual.contents
        self._ours.name = b"written"
        self._named: dict[int, str] = {}
        self._wrapped: dict[int, _Methods] = {}
        self._kept: list[Any] = []  # what SQLite calls must not be collected

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Every connection that is opened meanwhile is listened to, and must be closed before the end."""
        usual = ctypes.cast(self._usual, ctypes.c_void_p).value
        its_open, its_delete = _OPEN(self._ours.open), _DELETE(self._ours.delete)

        def opens(_system: int, path: int, file: Any, flags: int, given: int) -> int:
            answer: int = its_open(usual, path, file, flags, given)
            if answer == OK and path:
                self._named[ctypes.addressof(file.contents)] = Path(ctypes.string_at(path).decode()).name
                file.contents.methods = ctypes.pointer(self._methods(file.contents.methods))
            return answer

        def deletes(_system: int, path: bytes, sure: int) -> int:
            answer: int = its_delete(usual, path, sure)
            if answer == OK:
                self.events.append(Deleted(Path(path.decode()).name, bool(sure)))
            return answer

        self._ours.open, self._ours.delete = self._called(_OPEN, opens), self._called(_DELETE, deletes)
        self._library.sqlite3_vfs_register(ctypes.byref(self._ours), 1)
        try:
            yield
        finally:
            self._library.sqlite3_vfs_unregister(ctypes.byref(self._ours))

    def _methods(self, usual: Any) -> _Methods:
        """SQLite's own for this kind of file, with three of them listened to."""
        place = ctypes.addressof(usual.contents)
        if place in self._wrapped:
            return self._wrapped[place]
        methods = _Methods()
        ctypes.pointer(methods)[0] = usual.contents
        writes, cuts, syncs = _WRITE(methods.write), _TRUNCATE(methods.truncate), _SYNC(methods.sync)

        def write(file: Any, data: int, length: int, at: int) -> int:
            answer: int = writes(file, data, length, at)
            if answer == OK:
                self.events.append(Write(self._name(file), at, ctypes.string_at(data, length)))
            return answer

        def truncate(file: Any, size: int) -> int:
            answer: int = cuts(file, size)
            if answer == OK:
                self.events.append(Write(self._name(file), size, None))
            return answer

        def sync(file: Any, flags: int) -> int:
            answer: int = syncs(file, flags)
            if answer == OK:
                self.events.append(Synced(self._name(file)))
            return answer

        methods.write = self._called(_WRITE, write)
        methods.truncate = self._called(_TRUNCATE, truncate)
        methods.sync = self._called(_SYNC, sync)
        self._wrapped[place] = methods
        return methods

    def _name(self, file: Any) -> str:
        return self._named[ctypes.addressof(file.contents)]

    def _called(self, kind: Any, function: Callable[..., int]) -> Any:
        wrapped = kind(function)
        self._kept.append(wrapped)
        return ctypes.cast(wrapped, ctypes.c_void_p)


@dataclass
class Disk:
    """The files as they would be found after the power came back."""

    files: dict[str, bytearray]

    def keep(self, written: Write) -> None:
        """This write reached the disk."""
        file = self.files.setdefault(written.file, bytearray())
        if written.data is None:
            del file[written.at :]
            return
        file.extend(bytes(max(0, written.at + len(written.data) - len(file))))
        file[written.at : written.at + len(written.data)] = written.data

    def keep_some(self, written: Write, chance: random.Random) -> None:
        """Of this write some sectors reached the disk."""
        if written.data is None:
            return
        for begin in range(0, len(written.data), SECTOR):
            if chance.random() < 0.5:
                self.keep(Write(written.file, written.at + begin, written.data[begin : begin + SECTOR]))


def after_a_cut(before: dict[str, bytes], events: list[Event], at: int, chance: random.Random) -> tuple[Disk, set[str]]:
    """What the disk holds when the power goes before the event with this number, and what somebody was told by then.

    What was synced is there. Of the writes since then, each is there, or is not, or some of its sectors are; in any
    order. A file that was deleted may be there again, as long as its folder was not synced.
    """
    disk = Disk({name: bytearray(data) for name, data in before.items()})
    open_writes: dict[str, list[Write]] = {}
    told: set[str] = set()
    for event in events[:at]:
        if isinstance(event, Write):
            open_writes.setdefault(event.file, []).append(event)
        elif isinstance(event, Synced):
            for written in open_writes.pop(event.file, []):
                disk.keep(written)
        elif isinstance(event, Deleted):
            open_writes.pop(event.file, None)
            if event.sure or chance.random() < 0.5:
                disk.files.pop(event.file, None)
        else:
            told.add(event.what)
    kept, torn = chance.choice(((0.0, 0.0), (0.2, 0.3), (0.5, 0.25), (0.8, 0.1), (0.95, 0.05)))
    for writes in open_writes.values():
        if chance.random() < 0.7:
            chance.shuffle(writes)
        for written in writes:
            fate = chance.random()
            if fate < kept:
                disk.keep(written)
            elif fate < kept + torn:
                disk.keep_some(written, chance)
    return disk, told
