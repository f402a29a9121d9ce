"""An installation that was copied once, for all tests of copies."""

import lzma
import shutil
from pathlib import Path

import pytest

from tests.backup.on_sqlite import Installation
from tests.kept.installation import DATABASE, INSTALLATION_KEY, SECRET_KEY

KEPT = Path(__file__).parents[1] / "kept" / "main-40fb040"


@pytest.fixture(scope="session")
def up_to_date(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Made once for all tests here: each works on a copy of its files."""
    one = Installation(tmp_path_factory.mktemp("kring"))
    one.folder.mkdir(mode=0o700)
    with lzma.open(KEPT / f"{DATABASE}.xz") as packed:
        one.database.write_bytes(packed.read())
    for file in (INSTALLATION_KEY, SECRET_KEY):
        shutil.copy(KEPT / file, one.keys)
        (one.keys / file).chmod(0o600)
    code, said = one.manage("migrate", "-v0")
    assert code == 0, said
    code, said = one.manage("backup")
    assert (code, "en is heel" in said) == (0, True), said
    return one


@pytest.fixture
def installation(up_to_date: Installation, tmp_path: Path) -> Installation:
    one = Installation(tmp_path)
    shutil.copytree(up_to_date.folder, one.folder)
    shutil.copytree(up_to_date.copies, one.copies)
    for file in (INSTALLATION_KEY, SECRET_KEY):
        shutil.copy(up_to_date.keys / file, one.keys)
    return one
