"""Django's own `migrate`, in which a step and the note that it was taken are one transaction.

Django writes that note by itself after a step that left something to its end, such as an index: whoever pulled the plug
between the two had tables that no later `migrate` wanted to make once more.
"""

from typing import Any

from django.core.management.commands import migrate as of_django
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor


class WholeSteps(MigrationExecutor):
    """Does what a step left to its end before it is over, so that Django writes the note within it."""

    def apply_migration(self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False) -> Any:
        take = migration.apply

        def take_whole(project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
            state = take(project_state, schema_editor, collect_sql)
            for sql in schema_editor.deferred_sql:
                schema_editor.execute(sql, None)
            schema_editor.deferred_sql.clear()
            return state

        migration.apply = take_whole  # type: ignore[method-assign]
        try:
            return super().apply_migration(state, migration, fake, fake_initial)
        finally:
            migration.apply = take  # type: ignore[method-assign]


class Command(of_django.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        module: Any = of_django
        django_s = module.MigrationExecutor
        module.MigrationExecutor = WholeSteps
        try:
            super().handle(*args, **options)
        finally:
            module.MigrationExecutor = django_s
