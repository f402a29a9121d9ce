"""Copies of a real installation, made and proved by its own command: Litestream, a folder, processes of their own."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from kring.backup.refusals import Why
from kring.vault.installation import make_key_file
from tests.backup.moments import goes_back_to_a_moment, refuses_what_is_no_moment_of_its_own
from tests.backup.on_sqlite import Installation, files, refused
from tests.kept.installation import DATABASE, INSTALLATION_KEY

KEPT = Path(__file__).parents[1] / "kept" / "main-40fb040"


WAITS_FOR_NOBODY = """SELECT count(*) FROM mail_letter
    WHERE coalesce(held_at, sent_at, refused_at, given_up_at, withdrawn_at) IS NULL"""


def test_a_copy_is_its_owners_alone(up_to_date):
    assert files(up_to_date.copies)
    for path in [up_to_date.copies, *up_to_date.copies.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_beside_a_copy_lies_which_key_belongs_to_it(up_to_date):
    said = (up_to_date.copies / "kring.json").read_text()
    assert '"key"' in said
    assert '"cases.Fact"' in said
    assert (up_to_date.keys / INSTALLATION_KEY).read_text().strip() not in said


def test_without_a_place_nothing_is_copied(installation):
    refused(Why.NOWHERE, installation.manage("backup", KRING_BACKUP=""))


def test_where_kring_may_not_write_it_says_so(installation, tmp_path):
    (tmp_path / "file").touch()
    refused(Why.FAILED, installation.manage("backup", KRING_BACKUP=str(tmp_path / "file" / "copies")))


def test_with_another_key_or_none_nothing_is_noted_that_no_key_opens(installation, tmp_path):
    another = tmp_path / "another.key"
    make_key_file(another)
    made = installation.sql("SELECT count(*) FROM backup_backup")
    refused(Why.WRONG_KEY, installation.manage("backup", KRING_KEY_FILE=str(another)))
    refused(Why.NO_KEY, installation.manage("backup", KRING_KEY_FILE=str(tmp_path / "none.key")))
    assert installation.sql("SELECT count(*) FROM backup_backup") == made


def test_an_empty_folder_is_no_copy(installation):
    shutil.rmtree(installation.copies)
    refused(Why.EMPTY, installation.manage("backup", "prove"))


def test_half_a_copy_is_refused(installation):
    for path in (installation.copies / "kring-0" / "ltx").rglob("*.ltx"):
        os.truncate(path, path.stat().st_size // 2)
    refused(Why.HALF, installation.manage("backup", "prove"))


def test_a_second_copy_holds_what_came_after_the_first_and_the_first_does_not(installation, tmp_path):
    shutil.copytree(installation.copies, tmp_path / "first")
    code, said = installation.manage("backup")
    assert code == 0, said
    installation.sql("UPDATE backup_backup SET proved_at = NULL")
    code, said = installation.manage("backup", "prove")
    assert code == 0, said
    assert "en is heel" in said
    shutil.rmtree(installation.copies)
    (tmp_path / "first").rename(installation.copies)
    refused(Why.HALF, installation.manage("backup", "prove"))


def test_a_lost_database_is_put_back_with_all_that_was_copied(installation):
    facts = installation.sql("SELECT count(*) FROM cases_fact")
    installation.database.unlink()
    code, said = installation.manage("restore")
    assert (code, "Kring is teruggezet, met alles tot en met" in said) == (0, True), said
    assert installation.sql("SELECT count(*) FROM cases_fact") == facts
    assert installation.sql("SELECT count(*) FROM backup_restoration") == (1,)
    assert installation.sql(WAITS_FOR_NOBODY) == (0,)
    assert stat.S_IMODE(installation.database.stat().st_mode) == 0o600
    assert not list(installation.folder.glob(".scratch-*"))
    # Copies go on in a row of their own: what was there before is not written over.
    code, said = installation.manage("backup")
    assert code == 0, said
    assert (installation.copies / "kring-1").is_dir()
    installation.database.unlink()
    assert installation.manage("restore")[0] == 0
    assert installation.sql("SELECT count(*) FROM backup_restoration") == (2,)


def test_what_is_newer_than_the_copy_is_not_thrown_away_unasked(installation):
    installation.sql(
        "UPDATE trail_trailline SET at = '2031-01-01 10:00:00' WHERE id = (SELECT max(id) FROM trail_trailline)"
    )
    refused(Why.OLD, installation.manage("restore"))
    assert installation.sql("SELECT max(at) FROM trail_trailline") == ("2031-01-01 10:00:00",)
    with closing(sqlite3.connect(installation.database)) as somebody:
        somebody.execute("SELECT count(*) FROM school_school").fetchone()
        refused(Why.IN_USE, installation.manage("restore", "--older"))
    code, said = installation.manage("restore", "--older")
    assert code == 0, said
    assert installation.sql("SELECT count(*) FROM trail_trailline WHERE at > '2030-12-31'") == (0,)
    kept = list(installation.folder.glob("kring.sqlite3.before-*"))
    assert len(kept) == 1
    assert str(kept[0]) in said


@pytest.mark.parametrize("is_lost", [True, False], ids=["lost", "torn"])
def test_what_sqlite_still_had_to_write_into_the_former_file_is_not_written_into_the_copy(installation, is_lost):
    facts = installation.sql("SELECT count(*) FROM cases_fact")
    killed_while_it_wrote(installation)
    if is_lost:
        installation.database.unlink()
    else:
        installation.database.write_bytes(b"torn")
    code, said = installation.manage("restore")
    assert code == 0, said
    assert installation.sql("PRAGMA integrity_check") == ("ok",)
    assert installation.sql("SELECT count(*) FROM cases_fact") == facts
    assert len(list(installation.folder.glob("kring.sqlite3.before-*-wal"))) == 1


def killed_while_it_wrote(installation: Installation) -> None:
    """Leaves beside the database what a process leaves that is killed: pages that are not in the file yet."""
    with closing(sqlite3.connect(installation.database)) as there:
        there.execute("PRAGMA journal_mode=WAL")
        with there:
            there.execute("UPDATE cases_fact SET at = '2026-11-23 09:00:00'")
        for end in ("-wal", "-shm"):
            left = Path(f"{installation.database}{end}")
            shutil.copy(left, installation.keys / left.name)
    for end in ("-wal", "-shm"):
        shutil.copy(installation.keys / f"{DATABASE}{end}", installation.folder)


def test_it_goes_back_to_a_moment_and_no_row_of_copies_is_written_over(installation):
    refuses_what_is_no_moment_of_its_own(installation)
    goes_back_to_a_moment(installation)
    # Nothing of the rows of before is written over, and a former one may be removed.
    installation.copy()
    assert sorted(one.name for one in installation.copies.glob("kring-*")) == ["kring-0", "kring-1", "kring-2"]
    shutil.rmtree(installation.copies / "kring-0")
    installation.lose()
    assert installation.restore()[0] == 0
    assert installation.holds()["notes"] == ["Toets ervoor", "Toets erna"]
