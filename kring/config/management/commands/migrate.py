"""Django's own `migrate`: a step and the note that it was taken are one transaction, and people can work on meanwhile.

Django writes that note by itself after a step that left something to its end, such as an index: whoever pulled the plug
between the two had tables that no later `migrate` wanted to make once more.

On PostgreSQL a step that changes a table waits until nobody uses it, and everybody who comes after it waits too; one
that changes two tables may wait for somebody who waits for it. So it waits a third of a second for each, less than
PostgreSQL lets go by before it breaks somebody off; then it lets all go, and begins again later (decision 181).
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.commands import migrate as of_django
from django.db import OperationalError
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

SHORT = "SET LOCAL lock_timeout = '300ms'"
"""Well under PostgreSQL's own `deadlock_timeout` of a second, when it looks who waits for whom and breaks one off: this
step must be gone by then."""
TRIES = 120
PAUSE = 1.0
"""Seconds in which everybody works on."""
IN_THE_WAY = ("55P03", "40P01")
"""PostgreSQL's words for a lock that did not come in time, and for two who wait for each other."""


class WholeSteps(MigrationExecutor):
    """Does what a step left to its end before it is over, so that Django writes the note within it."""

    pause: Callable[[float], None] = staticmethod(time.sleep)

    def apply_migration(self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False) -> Any:
        take = migration.apply

        def take_whole(project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
            if self.connection.in_atomic_block and self.connection.vendor == "postgresql":
                schema_editor.execute(SHORT)
            state = take(project_state, schema_editor, collect_sql)
            for sql in schema_editor.deferred_sql:
                schema_editor.execute(sql, None)
            schema_editor.deferred_sql.clear()
            return state

        migration.apply = take_whole  # type: ignore[method-assign]
        try:
            for tries_left in reversed(range(TRIES)):
                try:
                    # A step writes into the state as it goes: each try has one of its own.
                    return super().apply_migration(state.clone(), migration, fake, fake_initial)
                except OperationalError as error:
                    if not (tries_left and _in_the_way(error)):
                        raise
                self.pause(PAUSE)
        finally:
            migration.apply = take  # type: ignore[method-assign]


def _in_the_way(error: OperationalError) -> bool:
    """Whether somebody else was using a table; nothing of the step was done then."""
    return getattr(error.__cause__, "sqlstate", None) in IN_THE_WAY


class Command(of_django.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        module: Any = of_django
        django_s = module.MigrationExecutor
        module.MigrationExecutor = WholeSteps
        try:
            super().handle(*args, **options)
        finally:
            module.MigrationExecutor = django_s
