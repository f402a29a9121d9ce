"""The lists of packages hold names, versions and hashes: no address of where they came from."""

import re
from pathlib import Path

import pytest

REQ = Path(__file__).parents[2] / "req"
PINNED = re.compile(r"^([a-z0-9-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def versions(name: str) -> dict[str, str]:
    return dict(PINNED.findall((REQ / name).read_text()))


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_a_list_holds_no_address(name):
    assert not re.search(r"://|index-url|find-links|trusted-host", (REQ / name).read_text())


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_package_is_pinned_and_hashed(name):
    text = (REQ / name).read_text()
    packages = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
    assert len(packages) == len(versions(name)) > 10
    assert all("--hash=sha256:" in block for block in packages)


def test_a_developer_has_what_runs_in_the_same_versions():
    assert versions("run.txt").items() <= versions("dev.txt").items()
