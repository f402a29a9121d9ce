"""Where a process may die, by name, and a disk that refuses a write. Kring itself knows nothing of it.

What is done to the database says where Kring is: the statement that it is about to send, a commit, and the points that
`kring.mail.transport` names for tests. A death takes the memory of the process with it, and what was not committed.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import translation

from kring.mail.transport import Point
from kring.vault.keys import forget_keys


class Died(BaseException):
    """The process is gone. Nothing in Kring catches it."""


COMMIT, COMMITTED = "before the commit", "after the commit, before the answer"

STATEMENTS: dict[str, dict[str, str]] = {
    "web": {
        "a form is taken": 'INSERT (OR IGNORE )?INTO "web_submission"',
        "a report is written": 'INSERT INTO "cases_report"',
        "a concern is written": 'INSERT INTO "cases_concern"',
        "a fact is written": 'INSERT INTO "cases_fact"',
        "a line of the trail is written": 'INSERT INTO "trail_trailline"',
        "letters are put into the outbox": 'INSERT (OR IGNORE )?INTO "mail_letter"',
        "the copies of a case are refreshed": 'UPDATE "cases_case"',
        "a form says where it led": 'UPDATE "web_submission"',
        "a draft is kept": 'INSERT INTO "web_draft"',
        "a draft is taken away": '(DELETE FROM|UPDATE) "web_draft"',
    },
    "worker": {
        "a letter is claimed or marked": 'UPDATE "mail_letter"',
        "old drafts go": 'DELETE FROM "web_(draft|submission)"',
        "a turn is taken": '(INSERT INTO|UPDATE) "school_workerclock"',
        "children go to their new group": 'UPDATE "school_pupil"',
        "an absence begins or ends": 'UPDATE "cases_absence"',
    },
    "sweep": {
        "reminders are put into the outbox": 'INSERT (OR IGNORE )?INTO "mail_letter"',
        "the day is marked as swept": 'UPDATE "school_school"',
    },
}
"""Before which statements a process may die, by whose process it is."""

POINTS: tuple[tuple[str, str], ...] = (
    *((whose, name) for whose, statements in STATEMENTS.items() for name in statements),
    *((whose, name) for whose in ("web", "worker", "sweep") for name in (COMMIT, COMMITTED)),
    *(("worker", point.value) for point in Point),
)
"""Every named point of death."""


@dataclass
class Armed:
    """A point at which the process is to die, after having passed it so many times; a statement, where it is one."""

    whose: str
    name: str
    wait: int
    statement: re.Pattern[str] | None


class Mortal:
    """Lets the process die at the first that it comes to of the points that are armed."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self._armed: list[Armed] = []

    def arm(self, whose: str, name: str, wait: int = 0) -> None:
        pattern = STATEMENTS[whose].get(name)
        self._armed.append(Armed(whose, name, wait, re.compile(pattern) if pattern else None))

    def disarm(self) -> None:
        self._armed = []

    def at(self, name: str) -> None:
        """A point that is no statement was reached."""
        self._passes([one for one in self._armed if one.statement is None and one.name == name])

    def at_letter(self, point: Point) -> None:
        """For `Sender`, in the place of nothing."""
        self.at(point.value)

    def _passes(self, points: list[Armed]) -> None:
        for one in points:
            if one.wait:
                one.wait -= 1
                continue
            self.disarm()
            self.tell(f"death: {one.whose}: {one.name}")
            raise Died(f"{one.whose}: {one.name}")

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Stands around every statement, as Django's `execute_wrapper` has it."""
        if self._armed:
            self._passes([one for one in self._armed if one.statement is not None and one.statement.match(sql)])
        return execute(sql, params, many, context)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Every statement and commit of this thread's connection passes here."""
        commit = connection._commit  # type: ignore[attr-defined]

        def mortal_commit() -> Any:
            try:
                self.at(COMMIT)
            except Died:
                connection.rollback()  # or turning autocommit on again would commit what a death takes away
                raise
            given = commit()
            self.at(COMMITTED)
            return given

        connection._commit = mortal_commit  # type: ignore[attr-defined]
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            connection._commit = commit  # type: ignore[attr-defined]


def forget_the_process() -> None:
    """What dies with a process: opened keys, the language of its thread, and what was to be done after a commit."""
    connection.run_on_commit = []
    forget_keys()
    translation.deactivate()


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite itself refuses every page more than there is now, in the middle of whatever it does."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
