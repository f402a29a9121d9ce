"""What Kring once stored, it opens: the kept databases are brought up to date and walked through by everybody."""

import lzma
import shutil
from pathlib import Path

import pytest
from django.db import connection

from tests.kept.installation import DATABASE, environment, run
from tests.kept.make import main

HERE = Path(__file__).parent
KEPT = sorted(packed.parent.name for packed in HERE.glob(f"*/{DATABASE}.xz"))


def unpacked(kept: Path, into: Path) -> Path:
    """The kept database with its keys, as an installation in this folder."""
    for file in kept.iterdir():
        if file.suffix == ".xz":
            (into / file.stem).write_bytes(lzma.decompress(file.read_bytes()))
        else:
            shutil.copy(file, into)
    for key in into.glob("*.key"):
        key.chmod(0o600)
    return into


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it is SQLite that is walked through, on either")
@pytest.mark.parametrize("name", KEPT)
def test_what_was_kept_opens_and_everybody_finds_their_way(tmp_path, name):
    code, said = run("tests.kept.walk", env=environment(unpacked(HERE / name, tmp_path)))
    assert code == 0, said


def test_what_is_kept_from_now_on_opens_too(tmp_path):
    main("next", tmp_path)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    code, said = run("tests.kept.walk", "1", "of-today", env=environment(unpacked(tmp_path / "next", folder)))
    assert code == 0, said


def test_there_is_one_from_before_the_first_release():
    assert "main-40fb040" in KEPT
