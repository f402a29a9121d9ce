"""A process of another installation takes nothing along of the one that the caller's shell names."""

import os
from pathlib import Path

import pytest

from tools.trial.environment import bare

HOME = Path(__file__).parents[2]


def test_no_setting_of_kring_comes_along_and_the_rest_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KRING_DATA", "KRING_KEY", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        monkeypatch.setenv(name, "of the caller")
    assert "of the caller" not in bare().values()
    assert bare()["PATH"] == os.environ["PATH"]


def test_what_does_not_come_along_is_said_in_one_place() -> None:
    """Who leaves out some names by hand forgets one: an installation of a test then writes into a real database."""
    written = [*HOME.glob("tests/**/*.py"), *HOME.glob("tools/**/*.py")]
    by_hand = "in os.environ.items() if not name.startswith"
    where = [path.relative_to(HOME).as_posix() for path in written if by_hand in path.read_text(encoding="utf-8")]
    assert where == ["tests/config/test_bare.py", "tools/trial/environment.py"]
