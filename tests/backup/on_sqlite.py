"""A real installation on SQLite with its copies, made by its own command: Litestream, processes of their own."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from kring.backup.refusals import SENTENCES, Why
from tests.backup.moments import Copied, settings_for
from tests.kept.installation import DATABASE, INSTALLATION_KEY, SECRET_KEY, environment, run


class Installation(Copied):
    """The demo school of a kept database, brought up to date, and where it is copied to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "data"
        self.copies = folder / "copies"
        self.keys = folder
        self.env = environment(self.folder) | {
            "DJANGO_SETTINGS_MODULE": "kring.config.settings",
            "KRING_BACKUP": str(self.copies),
            "KRING_KEY_FILE": str(self.keys / INSTALLATION_KEY),
            "KRING_SECRET_KEY_FILE": str(self.keys / SECRET_KEY),
        }

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def call(self, module: str, *arguments: str) -> tuple[int, str]:
        return run(module, *arguments, env=self.env | settings_for(module))

    def copy(self) -> None:
        code, said = self.manage("backup")
        assert code == 0, said

    def lose(self) -> None:
        self.database.unlink()

    def stop(self) -> None:
        """No process of its own runs here."""

    start = stop

    def next_era(self, before: dict[str, Any]) -> int:
        return 1 + max([era for _until, _at, era in before["put back"]], default=0)

    def manage(self, *arguments: str, **more: str) -> tuple[int, str]:
        return run("django", *arguments, env=self.env | more)

    def sql(self, statement: str) -> Any:
        with closing(sqlite3.connect(self.database)) as there, there:
            return there.execute(statement).fetchone()


def refused(why: Why, answer: tuple[int, str]) -> None:
    code, said = answer
    assert code == why, said
    assert str(SENTENCES[why]) in said


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
