"""An installation of an earlier Kring goes from SQLite to PostgreSQL, and is copied there and put back."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kring.backup import restoring
from kring.backup.refusals import SENTENCES, NotBelieved, Why
from kring.words import HERE as HERE_IT_IS
from tests.backup.moments import Copied, goes_back_to_a_moment, refuses_what_is_no_moment_of_its_own, settings_for
from tests.config.postgresql import PROGRAMS, Cluster, cluster
from tests.kept.installation import DATABASE, INSTALLATION_KEY, SECRET_KEY, environment, run
from tests.kept.test_kept import HERE, unpacked
from tools.trial.running import until

pytestmark = pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is missing: sudo apt install postgresql")


class Moved(Copied):
    """A kept SQLite database, killed on its way to PostgreSQL, and moved there; what was said on the way."""

    def __init__(self, server: Cluster, folder: Path) -> None:
        self.server, self.folder, self.is_lost = server, folder, False
        self.copies = server.folder / "copies"
        self.env = environment(folder) | {
            "DJANGO_SETTINGS_MODULE": "kring.config.settings",
            "KRING_BACKUP": str(self.copies),
            "KRING_KEY_FILE": str(folder.parent / INSTALLATION_KEY),
            "KRING_SECRET_KEY_FILE": str(folder.parent / SECRET_KEY),
            "KRING_MOVE_TO": server.address,
        }
        for key in (INSTALLATION_KEY, SECRET_KEY):
            (folder / key).rename(folder.parent / key)
        self.before = (folder / DATABASE).read_bytes()
        self.killed = run("tests.backup.dies", env=self.env)
        self.after_kill = self.facts()
        self.moved = self.kring("move", "-")
        self.after_move = self.facts()
        self.sql("UPDATE cases_fact SET step = step || '!' WHERE kind = 'finished'")
        self.moved_over_something = self.kring("move", "-")
        self.sql("UPDATE cases_fact SET step = rtrim(step, '!') WHERE kind = 'finished'")

    def call(self, module: str, *arguments: str) -> tuple[int, str]:
        return run(module, *arguments, env=self.env | settings_for(module) | {"DATABASE_URL": self.server.address})

    def copy(self) -> None:
        """The server hands on the piece of its log that it was writing in."""
        last = self.sql("SELECT pg_walfile_name(pg_switch_wal())")
        until(
            lambda: self.sql("SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver") >= last, what="the archive"
        )

    def lose(self) -> None:
        self.stop()
        shutil.rmtree(self.server.folder / "data")
        self.is_lost = True

    def stop(self) -> None:
        if not self.is_lost:
            self.server.stop()

    def start(self) -> None:
        self.is_lost = False
        self.server.start()

    def next_era(self, before: dict[str, Any]) -> int:
        return 0  # the cluster knows by itself

    def kring(self, *arguments: str, on_postgresql: bool = False) -> tuple[int, str]:
        there = {"DATABASE_URL": self.server.address} if on_postgresql else {}
        return run("kring", *arguments, env=self.env | there)

    def sql(self, statement: str) -> Any:
        with psycopg.connect(host=str(self.server.folder), user="kring", dbname="postgres", autocommit=True) as there:
            done = there.execute(statement.encode())
            row = done.fetchone() if done.description else None
            return row[0] if row else None

    def facts(self) -> int:
        return int(self.sql("SELECT count(*) FROM cases_fact"))


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    folder = tmp_path_factory.mktemp("moved") / "data"
    folder.mkdir()
    with cluster() as server:
        yield Moved(server, unpacked(HERE / "main-40fb040", folder))


def test_killed_on_the_way_nothing_is_there_and_started_again_all_of_it_is(moved):
    assert (moved.killed[0], moved.after_kill) == (-9, 0), moved.killed[1]
    code, said = moved.moved
    assert (code, "nergens is iets anders" in said) == (0, True), said
    with closing(sqlite3.connect(moved.folder / DATABASE)) as there:
        assert moved.after_move == there.execute("SELECT count(*) FROM cases_fact").fetchone()[0] > 100


def test_what_it_moved_from_is_as_it_was(moved):
    assert (moved.folder / DATABASE).read_bytes() == moved.before
    assert not list(moved.folder.glob(".scratch-*"))


def test_it_never_moves_over_something(moved):
    code, said = moved.moved_over_something
    assert code == Why.NOT_EMPTY, said
    assert str(SENTENCES[Why.NOT_EMPTY]) in said
    assert "cases.Fact" in said


def test_a_new_row_gets_a_number_of_its_own(moved):
    last = moved.sql("SELECT max(id) FROM trail_trailline")
    assert moved.sql("SELECT nextval(pg_get_serial_sequence('trail_trailline', 'id'))") > last


@pytest.mark.skipif(not shutil.which("pgbackrest"), reason="pgBackRest is missing: sudo apt install pgbackrest")
def test_on_postgresql_a_copy_is_proved_and_one_that_was_changed_or_halved_is_refused_and_all_is_put_back(moved):
    config = moved.copies / "pgbackrest.conf"
    moved.sql("ALTER SYSTEM SET archive_mode = on")
    moved.sql(f"ALTER SYSTEM SET archive_command = 'pgbackrest --config={config} --stanza=kring archive-push %p'")
    moved.server.stop()
    moved.server.start()

    code, said = moved.kring("backup", on_postgresql=True)
    assert (code, "en is heel" in said) == (0, True), said
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in moved.copies.rglob("*") if path.is_file())
    assert not list(moved.server.folder.glob(".scratch-*"))
    facts = moved.facts()

    data, lost = moved.server.folder / "data", moved.server.folder / "lost"
    code, said = moved.kring("restore", on_postgresql=True)
    assert code == Why.IN_USE, said
    moved.server.stop()
    data.rename(lost)
    code, said = moved.kring("restore", on_postgresql=True)
    assert (code, "Kring is teruggezet" in said) == (0, True), said
    moved.server.start()
    assert moved.facts() == facts
    assert moved.sql("SELECT count(*) FROM backup_restoration") == 1

    refuses_what_is_no_moment_of_its_own(moved)
    goes_back_to_a_moment(moved)

    # The copy goes on after it; a fact that is taken out behind Kring's back is missed at the next proof.
    moved.sql("DELETE FROM cases_fact WHERE kind = 'finished'")
    moved.sql("SELECT pg_switch_wal()")
    code, said = moved.kring("backup", "prove", on_postgresql=True)
    assert code == Why.CHANGED, said
    assert "cases.Fact" in said
    for path in (moved.copies / "pgbackrest" / "backup").rglob("*"):
        if path.is_file() and path.stat().st_size > 20_000:
            os.truncate(path, path.stat().st_size // 2)
    code, said = moved.kring("backup", "prove", on_postgresql=True)
    assert code == Why.HALF, said


def test_two_moments_are_told_in_one_time_zone():
    stood_still = datetime(2026, 11, 29, 11, 30, tzinfo=HERE_IT_IS)
    with pytest.raises(NotBelieved, match=r"\(2026-11-29 09:30:00 < 2026-11-29 10:30:00 UTC\)"):
        restoring._require_older({"kept_until": "2026-11-29T09:30:00+00:00"}, stood_still, older=False)
