"""Brings a database up to date in a process that may be killed on the way.

python -m tests.kept.migrate [N]        killed before its Nth statement
python -m tests.kept.migrate like FILE  makes the empty database of the settings what a kept SQLite file is, as old
"""

import os
import signal
import sys
from typing import Any

import django


def up_to_date(last: int) -> int:
    """Migrates to now; killed before statement number `last`. Gives how many statements that took."""
    from django.core.management import call_command
    from django.db import connection

    asked = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == last:
            os.kill(os.getpid(), signal.SIGKILL)
        if sql.startswith('INSERT INTO "django_migrations"') and not connection.in_atomic_block:
            sys.exit(
                "a step was taken, and the note of it is not in its transaction: killed between, it starts no more"
            )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    return asked


def like(file: str) -> None:
    """Gives the database of the settings the tables and the rows that the file has."""
    from django.conf import settings
    from django.core.management.color import no_style
    from django.db import connection, connections, transaction
    from django.db.migrations.executor import MigrationExecutor

    from kring.backup.moving import carry_rows

    kept = {"ENGINE": "kring.config.sqlite3", "NAME": file}
    default = settings.DATABASES["default"]
    connections.settings["kept"] = connections.configure_settings({"default": default, "kept": kept})["kept"]
    applied = MigrationExecutor(connections["kept"]).loader.applied_migrations
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    there = set(applied)
    newest = [
        one
        for one in there
        if one in graph.nodes and not any(child.key in there for child in graph.node_map[one].children)
    ]
    state = executor.migrate(newest)
    models = state.apps.get_models(include_auto_created=True)
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        cursor.execute(f"TRUNCATE {names}")
        for model in models:
            carry_rows(model, "kept", "default")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def differences(file: str) -> list[str]:
    """The tables that hold other rows than those of this SQLite file, which is as new.

    Not those that `migrate` itself fills at its end: killed on the way, it gives their rows other numbers.
    """
    from django.conf import settings
    from django.db import connections

    from kring.backup.manifest import tables
    from kring.backup.moving import MADE_BY_MIGRATE, digest

    other = {"ENGINE": "kring.config.sqlite3", "NAME": file}
    default = settings.DATABASES["default"]
    connections.settings["other"] = connections.configure_settings({"default": default, "other": other})["other"]
    ours = {label: model for label, model in tables().items() if model._meta.app_label not in MADE_BY_MIGRATE}
    return [label for label, model in ours.items() if digest(model, "default") != digest(model, "other")]


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "like":
        like(sys.argv[2])
    elif sys.argv[1] == "differs":
        sys.exit("\n".join(differences(sys.argv[2])) or 0)
    else:
        sys.stdout.write(f"{up_to_date(int(sys.argv[1]))}\n")
