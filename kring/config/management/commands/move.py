"""Takes Kring from SQLite to PostgreSQL, and proves that nothing differs."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kring.backup import moving
from kring.config.environment import database_from
from kring.config.refused import in_words


class Command(BaseCommand):
    help = (
        "Copies everything from the SQLite database of the settings into an empty PostgreSQL database, in one "
        "transaction, and compares it row by row. Stop web server and worker first; then set DATABASE_URL to it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("to", help="postgres://user:password@host:5432/kring; or - for the variable KRING_MOVE_TO")

    def handle(self, *args: Any, **options: Any) -> None:
        here = settings.DATABASES["default"]
        if not here["ENGINE"].endswith("sqlite3"):
            raise CommandError("DATABASE_URL names no SQLite database, so there is nothing to move from.")
        if options["to"] != "-":
            os.environ["KRING_MOVE_TO"] = options["to"]
        to = database_from("KRING_MOVE_TO", data=settings.KRING_DATA)
        if not to["ENGINE"].endswith("postgresql"):
            raise CommandError("Name a PostgreSQL database to move to: postgres://user:password@host:5432/kring.")
        with in_words():
            moved = moving.move(Path(here["NAME"]), to, os.environ["KRING_MOVE_TO"])
        self.stdout.write(
            _("Alles staat nu in PostgreSQL: %(rows)s rijen in %(tables)s tabellen, en nergens is iets anders.")
            % {"rows": moved.rows, "tables": moved.tables}
        )
