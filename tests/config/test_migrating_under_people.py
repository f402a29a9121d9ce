"""A step of `migrate` on tables that are in use: it is the one that gives way, and comes through in the end (181)."""

import time
from collections.abc import Iterator
from threading import Thread
from typing import Any, ClassVar

import pytest
from django.db import OperationalError, connection, connections
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from kring.config.management.commands import migrate

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]

CHANGE = "ALTER TABLE trial_first ADD COLUMN later int; ALTER TABLE trial_second ADD COLUMN later int"


@pytest.fixture(autouse=True)
def two_tables() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trial_first (one int); CREATE TABLE trial_second (one int)")
    yield
    for line in Somebody.lines:
        line.close()
    Somebody.lines.clear()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE trial_first; DROP TABLE trial_second")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'trial'")


class Somebody:
    """A person whose form uses a table until they have saved it."""

    lines: ClassVar[list[Any]] = []

    def __init__(self) -> None:
        self.line: Any = connections["default"].copy()
        self.line.inc_thread_sharing()
        self.lines.append(self.line)
        self.line.set_autocommit(False)

    def writes_in(self, table: str) -> None:
        with self.line.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} (one) VALUES (1)")  # noqa: S608 - a table of this test

    def saves(self) -> None:
        self.line.commit()
        self.line.close()


def step(*operations: Operation) -> Migration:
    made = Migration("0001_columns", "trial")
    vars(made)["operations"] = operations or (RunSQL(CHANGE),)
    return made


def executor(pause: Any) -> migrate.WholeSteps:
    made = migrate.WholeSteps(connection)
    made.pause = pause
    return made


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def notes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'trial'")
        return int(cursor.fetchone()[0])


def test_a_step_waits_for_somebody_who_is_saving_and_lets_everybody_else_go_on_meanwhile():
    somebody, pauses = Somebody(), []
    somebody.writes_in("trial_second")

    def meanwhile(seconds: float) -> None:
        """What it held in the first table is free again: a colleague saves there at once."""
        colleague = Somebody()
        colleague.writes_in("trial_first")
        colleague.saves()
        assert columns_of("trial_first") == ["one"]
        pauses.append(seconds)
        if len(pauses) == 2:
            somebody.saves()

    executor(meanwhile).apply_migration(ProjectState(), step())
    assert pauses == [migrate.PAUSE, migrate.PAUSE]
    assert columns_of("trial_first") == columns_of("trial_second") == ["one", "later"]
    assert notes() == 1


def test_of_a_person_and_a_step_that_wait_for_each_other_the_person_wins():
    """PostgreSQL would break off whichever of the two it looks at first, after a second."""
    somebody = Somebody()
    somebody.writes_in("trial_second")
    refused: list[Exception] = []

    def goes_on() -> None:
        try:
            somebody.writes_in("trial_first")  # which the step has by now, and waits for the second
            somebody.saves()
        except Exception as error:  # told below, in the thread of the test
            refused.append(error)

    presses_save = Thread(target=goes_on)
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        presses_save.join(10)

    def presses_and_waits(editor: Any) -> None:
        """PostgreSQL looks first who is in the way of whoever waited first: the person."""
        presses_save.start()
        with editor.connection.cursor() as cursor:
            for _look in range(500):
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    return
                time.sleep(0.001)

    first, second = CHANGE.split(";")
    in_between = RunPython(lambda _apps, editor: None if waited else presses_and_waits(editor))
    halfway = step(RunSQL(first), in_between, RunSQL(second))
    executor(pause).apply_migration(ProjectState(), halfway)
    assert refused == []
    assert waited
    assert columns_of("trial_second") == ["one", "later"]


def test_what_is_wrong_with_a_step_itself_is_said_at_once():
    wrong = step(RunSQL("ALTER TABLE trial_third ADD COLUMN later int"))
    with pytest.raises(Exception, match="trial_third"):
        executor(lambda _seconds: pytest.fail("it waited")).apply_migration(ProjectState(), wrong)
    assert notes() == 0


def test_a_table_that_is_never_free_is_told_in_the_end_with_nothing_half_done(monkeypatch):
    monkeypatch.setattr(migrate, "TRIES", 2)
    somebody = Somebody()
    pauses: list[float] = []
    somebody.writes_in("trial_second")
    with pytest.raises(OperationalError, match="lock timeout"):
        executor(pauses.append).apply_migration(ProjectState(), step())
    somebody.saves()
    assert len(pauses) == 1
    assert (columns_of("trial_first"), notes()) == (["one"], 0)
