"""Tells the two troubles that pass by themselves from a fault of Kring: a database that is away, and a full disk."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum, auto

from django.db import InterfaceError, OperationalError

FULL_IN_POSTGRESQL = "53100"
AWAY_IN_POSTGRESQL = ("08", "57P", "53300", "57014", "25006")
"""The connection is lost; it is shut down, or starts; it has no connection left; it took too long over an answer; it is
the copy of another server, which is being promoted or was a moment ago the first."""
FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FULL_IN_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})
"""A disk that refuses a write says so in three ways; the second is also that of a quota."""
AWAY_IN_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN})


class Trouble(Enum):
    """What passes by itself, once there is a database or room again."""

    AWAY = auto()
    FULL = auto()


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Which of the two is behind this error; None when it is another."""
    return next((found for one in behind(error, all_of_it=True) if (found := _trouble(one))), None)


def behind(error: BaseException | None, *, all_of_it: bool) -> Iterator[BaseException]:
    """The error, and what it came from; `all_of_it` also what it was raised instead of (`from None`)."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        shown = all_of_it or not error.__suppress_context__
        error = error.__cause__ or (error.__context__ if shown else None)


def _trouble(error: BaseException) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what narrows it down
        if code in FULL_IN_SQLITE:
            return Trouble.FULL
        return Trouble.AWAY if code in AWAY_IN_SQLITE else None
    if isinstance(error, OSError) and error.errno in FULL_ERRORS:
        return Trouble.FULL
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        if state == FULL_IN_POSTGRESQL:
            return Trouble.FULL
        return Trouble.AWAY if state.startswith(AWAY_IN_POSTGRESQL) else None
    # A line to PostgreSQL that breaks, or is not there, has no state. SQLite's and PostgreSQL's own come before.
    driver = error.__cause__
    if isinstance(error, OperationalError | InterfaceError) and (driver is None or not _says_which(driver)):
        return Trouble.AWAY
    return None


def _says_which(driver: BaseException) -> bool:
    return isinstance(driver, sqlite3.Error) or getattr(driver, "sqlstate", None) is not None
