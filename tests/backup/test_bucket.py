"""Copies in a bucket, over HTTP: what goes there comes back from there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kring.backup.refusals import Why
from tests.backup.bucket import Bucket, bucket
from tests.backup.on_sqlite import Installation, refused


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Bucket]:
    with bucket(tmp_path / "bucket") as one:
        yield one


@pytest.fixture
def installation(up_to_date: Installation, tmp_path: Path, served: Bucket) -> Installation:
    one = Installation(tmp_path)
    shutil.copytree(up_to_date.folder, one.folder)
    for key in up_to_date.keys.glob("*.key"):
        shutil.copy(key, one.keys)
    one.env = {name: value for name, value in one.env.items() if not name.startswith("AWS_")} | served.settings()
    return one


def test_what_was_copied_into_a_bucket_is_proved_there_and_put_back_from_there(installation, served):
    refused(Why.EMPTY, installation.manage("backup", "prove"))
    installation.note("Toets emmer")
    code, said = installation.manage("backup")
    assert (code, "en is heel" in said) == (0, True), said
    assert {path.relative_to(served.folder).parts[:3] for path in served.files()} == {("school", "kring", "kring-0")}
    facts = installation.sql("SELECT count(*) FROM cases_fact")
    installation.lose()
    code, said = installation.manage("restore")
    assert (code, "Kring is teruggezet" in said) == (0, True), said
    assert installation.sql("SELECT count(*) FROM cases_fact") == facts
    assert installation.holds()["notes"] == ["Toets emmer"]
    installation.copy()
    rows = {path.relative_to(served.folder).parts[2] for path in served.files()}
    assert rows == {"kring-0", "kring-1"}


def test_a_bucket_that_is_not_there_does_not_know_us_or_holds_half_is_told_so(installation, served):
    installation.copy()
    refused(Why.FAILED, installation.manage("backup", **served.settings(secret="another")))
    gone = served.place.replace("school", "elsewhere")
    refused(Why.FAILED, installation.manage("backup", KRING_BACKUP=gone))
    for path in served.files():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refused(Why.HALF, installation.manage("backup", "prove"))
