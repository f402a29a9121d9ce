"""A PostgreSQL as docs/operations.md makes it is copied and put back: Kring's role owns its database and no more."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kring.backup.cluster import Fork, StoodStill, stood_still
from kring.backup.pgbackrest import PgBackRest
from kring.backup.refusals import Why
from kring.backup.restoring import BETWEEN
from tests.config.postgresql import PROGRAMS, Cluster, cluster
from tests.kept.installation import INSTALLATION_KEY, SECRET_KEY, environment, run
from tests.kept.test_kept import HERE, unpacked
from tools.trial.running import HEAD, HOME, PASSWORD

PUSH = "pgbackrest --config={}/pgbackrest.conf --stanza=kring archive-push %p"
DEMO = {"KRING_DEMO": "0"}
needs_both = pytest.mark.skipif(
    not PROGRAMS or not shutil.which("pgbackrest"), reason="missing: sudo apt install postgresql pgbackrest"
)


class Owned:
    """A cluster whose owner is its only superuser, that hands on its log, and a Kring in it that was set up."""

    def __init__(self, server: Cluster, folder: Path) -> None:
        self.server, self.data, self.copies = server, server.folder / "data", server.folder / "copies"
        owner = self.data.owner()
        self.sql(f'CREATE ROLE "{owner}" SUPERUSER LOGIN')
        self.sql("CREATE ROLE school LOGIN")
        self.sql("CREATE DATABASE school OWNER school")
        address = f"postgres://school@/school?host={server.folder}"
        keys = {"KRING_BACKUP": str(self.copies), "DATABASE_URL": address}
        for key in (INSTALLATION_KEY, SECRET_KEY):
            (folder / key).rename(folder.parent / key)
        keys |= {"KRING_KEY_FILE": str(folder.parent / INSTALLATION_KEY)}
        keys |= {"KRING_SECRET_KEY_FILE": str(folder.parent / SECRET_KEY)}
        self.env = environment(folder) | {"DJANGO_SETTINGS_MODULE": "kring.config.settings"} | keys | DEMO
        self.sql("ALTER SYSTEM SET archive_mode = on")
        self.hands_on(PUSH.format(self.copies))
        server.stop()
        server.start()
        self.well("migrate", "-v0")
        self.another_school("hein@dewilg.example")

    def sql(self, statement: str) -> Any:
        with psycopg.connect(host=str(self.server.folder), user="kring", dbname="postgres", autocommit=True) as there:
            done = there.execute(statement.encode())
            row = done.fetchone() if done.description else None
            return row[0] if row else None

    def hands_on(self, command: str) -> None:
        """By this command, from now on."""
        self.sql(f"ALTER SYSTEM SET archive_command = '{command}'")
        self.sql("SELECT pg_reload_conf()")

    def another_school(self, email: str) -> None:
        head = [email if "@" in one else one for one in HEAD]
        setup = [sys.executable, "-m", "kring", "setup", *head, "--password-stdin"]
        subprocess.run(setup, cwd=HOME, env=self.env, input=PASSWORD, text=True, check=True, capture_output=True)

    def schools(self) -> int:
        with psycopg.connect(host=str(self.server.folder), user="school", dbname="school") as there:
            [count] = there.execute("SELECT count(*) FROM school_school").fetchone() or [0]
            return int(count)

    def kring(self, *arguments: str) -> tuple[int, str]:
        return run("kring", *arguments, env=self.env)

    def well(self, *arguments: str) -> str:
        code, said = self.kring(*arguments)
        assert code == 0, said
        return said


@pytest.fixture
def owned(tmp_path: Path) -> Iterator[Owned]:
    with cluster() as server:
        folder = tmp_path / "data"
        folder.mkdir()
        yield Owned(server, unpacked(HERE / "main-40fb040", folder))


@needs_both
def test_a_role_that_owns_its_database_and_no_more_is_copied_and_put_back(owned):
    """What a superuser alone may ask is asked by the owner of the cluster."""
    for command in (("backup",), ("backup", "prove")):
        assert "en is heel" in owned.well(*command)
    owned.server.stop()
    owned.data.rename(owned.server.folder / "lost")
    assert "Kring is teruggezet" in owned.well("restore")
    owned.server.start()
    owned.well("check", "--database", "default")


@pytest.mark.skipif(os.getuid() != 0, reason="whose a folder is, only root decides")
def test_on_a_new_machine_the_folder_of_the_cluster_and_the_one_above_it_are_made_for_its_owner(tmp_path):
    """Debian takes away the folder of a version with the last cluster of it."""
    place, above = tmp_path / "copies", tmp_path / "postgresql"
    for one in (place, above):
        one.mkdir()
    shutil.chown(above, "postgres")
    copies = PgBackRest({}, str(place))
    copies.configuration.write_text(f"[kring]\npg1-path={above}/15/kring\n")
    assert copies.scratch_in() == above / "15"
    assert (above / "15").owner() == "postgres"


@needs_both
def test_a_server_that_was_stopped_when_its_copy_had_all_is_put_back_unasked_and_one_that_holds_more_is_not(owned):
    owned.well("backup")
    owned.another_school("ria@dewilg.example")
    time.sleep(BETWEEN.total_seconds() + 1)  # the moment at which it stops is no news
    owned.server.stop_cleanly()
    assert "Kring is teruggezet" in owned.well("restore")
    told = [line for line in (owned.data / "postgresql.auto.conf").read_text().splitlines() if "rec" in line.lower()]
    assert told == []  # nothing of how it was put back, which a server that is made from it would do again
    owned.server.start()
    assert owned.schools() == 2

    owned.hands_on("false")
    owned.another_school("tom@dewilg.example")
    owned.server.stop_cleanly()
    code, said = owned.kring("restore")
    assert code == Why.OLD, said
    assert "Kring is teruggezet" in owned.well("restore", "--older")
    owned.server.start()
    assert owned.schools() == 2


SAID = """\
Database system identifier:           {cluster}
Database cluster state:               {state}
Latest checkpoint location:           1/B000028
Latest checkpoint's TimeLineID:       3
Bytes per WAL segment:                16777216
Time of latest checkpoint:            Sun Nov 29 12:24:48 2026
"""


OF_IT = "7713566616519843901"


def stood(state: str = "shut down", cluster: str = OF_IT) -> StoodStill:
    return stood_still(SAID.format(state=state, cluster=cluster))


@pytest.mark.parametrize(
    ("end", "all_in"),
    [
        (0x1_0B00_0000, True),  # all but the note that it stops
        (0x1_0B00_00A0, True),  # the note too
        (0x1_0AFF_FFF0, False),  # the end of the last piece is missing
        (0x1_0A00_0000, False),  # the last piece is missing
        (0x1_0B00_0028, False),  # it ends where the note begins, in the midst of a piece
        (0x0_0B00_0000, False),  # the same place of a piece long before
    ],
)
def test_a_copy_has_all_when_only_the_note_that_a_server_stops_is_not_in_it(end, all_in):
    assert stood().is_all_in(Fork(OF_IT, history=3, end=end)) is all_in


@pytest.mark.parametrize("state", ["in production", "shut down in recovery", "shutting down"])
def test_a_server_that_nobody_stopped_may_hold_more_than_it_noted(state):
    assert not stood(state).is_all_in(Fork(OF_IT, history=3, end=0x1_0B00_0000))


def test_a_copy_of_another_history_may_lack_something():
    assert not stood().is_all_in(Fork(OF_IT, history=2, end=0x1_0B00_0000))


def test_another_cluster_on_this_machine_is_in_no_copy_of_the_former_one():
    assert not stood(cluster="7713566616519843902").is_all_in(Fork(OF_IT, history=3, end=0x1_0B00_0000))
