"""A kept database is brought up to date by a process that is killed on the way; started again, it holds the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.config.postgresql import cluster
from tests.kept.installation import DATABASE, environment, run
from tests.kept.test_kept import HERE, KEPT, unpacked

PARTS = (6, 10)
"""Killed after a sixth of all statements, and started again after a tenth: PostgreSQL, which makes no table anew to
change it, takes fewer than the SQLite on which they are counted."""


def installed(name: str, folder: Path) -> dict[str, str]:
    folder.mkdir()
    return environment(unpacked(HERE / name, folder))


def migrated(env: dict[str, str], last: int = 0) -> str:
    code, said = run("tests.kept.migrate", str(last), env=env)
    assert code == (-9 if last else 0), said
    return said


@pytest.fixture(params=KEPT)
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path, int]:
    """A kept database, the same brought up to date at once, and how many statements that took."""
    env = installed(request.param, tmp_path / "whole")
    return request.param, tmp_path / "whole" / DATABASE, int(migrated(env).split()[-1])


@pytest.fixture
def killed(whole: tuple[str, Path, int], tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the same database, on the engine of these tests, as it was kept."""
    env = installed(whole[0], tmp_path / "killed")
    if connection.vendor == "sqlite":
        yield env
        return
    with cluster() as server:
        there = env | {"DATABASE_URL": server.address}
        code, said = run("tests.kept.migrate", "like", str(tmp_path / "killed" / DATABASE), env=there)
        assert code == 0, said
        yield there


def test_killed_twice_on_the_way_it_holds_the_same_rows(whole, killed):
    _kept, at_once, statements = whole
    for part in PARTS:
        migrated(killed, max(2, statements // part))
    migrated(killed)
    code, said = run("tests.kept.migrate", "differs", str(at_once), env=killed)
    assert code == 0, said
