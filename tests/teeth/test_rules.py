"""Every rule that a tool holds has an example that it must refuse: what nothing breaks any more protects nothing."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[2]
SETTINGS: dict[str, Any] = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
BANNED: list[str] = list(SETTINGS["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"])
CONTRACTS: list[str] = [contract["name"] for contract in SETTINGS["importlinter"]["contracts"]]

RUFF = (sys.executable, "-m", "ruff", "check", "--no-cache")

BREAKS: dict[str, tuple[str, str]] = {
    "A package imports only what stands below it": ("kring/words.py", "import kring.web.request.clock"),
    "A page imports only areas that stand below its own": (
        "kring/web/road/names.py",
        "import kring.web.case.path",
    ),
    "In cases verbs stand above readers, and readers above models": (
        "kring/cases/agreements.py",
        "import kring.cases.actions.agreeing",
    ),
    "Siblings do not import each other in a circle": (
        "kring/web/way_in/middleware.py",
        "import kring.web.way_in.session",
    ),
    "The protocol is plain Python": ("kring/protocol/terms.py", "import django.utils.timezone"),
}
"""For each contract of import-linter a file, and the line that it must refuse there."""


def refused_by_ruff(*lines: str) -> set[int]:
    """The lines, counted from 0, that ruff refuses as a banned API in a module of Kring."""
    done = subprocess.run(
        [*RUFF, "--select", "TID251", "--stdin-filename", "kring/cases/example.py", "--output-format", "concise", "-"],
        input="\n".join(lines),
        cwd=HOME,
        capture_output=True,
        text=True,
    )
    return {int(line) - 1 for line in re.findall(r"example\.py:(\d+):\d+: TID251", done.stdout)}


def test_each_banned_api_is_refused_when_it_is_imported():
    lines = [f"from {path} import {name}" if path else f"import {name}" for path, _, name in map(parted, BANNED)]
    allowed = set(range(len(lines))) - refused_by_ruff(*lines)
    assert [lines[number] for number in sorted(allowed)] == [], "nothing says that these are banned"


def test_each_banned_api_is_refused_when_it_is_used_by_its_full_name():
    lines = [line for api in BANNED for line in (f"import {api.split('.')[0]}", f"print({api})")]
    refused = refused_by_ruff(*lines)
    assert [api for number, api in enumerate(BANNED) if not refused & {2 * number, 2 * number + 1}] == []


def test_what_is_not_banned_is_let_through():
    assert (
        refused_by_ruff("from kring.cases.actions.recording import record_talk", "import json", "print(json)") == set()
    )


@pytest.mark.parametrize("api", [api for api in BANNED if api.startswith("kring.")])
def test_what_is_banned_of_kring_itself_is_still_called_so(api):
    path, _, name = parted(api)
    assert hasattr(import_module(path), name), "it has another name now, and that one nobody refuses"


def parted(api: str) -> tuple[str, str, str]:
    return api.rpartition(".")


def test_each_contract_is_broken_by_its_example(tmp_path):
    assert sorted(BREAKS) == sorted(CONTRACTS), "a contract without an example, or an example without one"
    shutil.copytree(
        HOME / "kring", tmp_path / "kring", ignore=lambda folder, names: [n for n in names if plain(folder, n)]
    )
    shutil.copy(HOME / "pyproject.toml", tmp_path)
    for file, line in BREAKS.values():
        with (tmp_path / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    kept = [name for name in CONTRACTS if not re.search(rf"^{re.escape(name)} BROKEN", done.stdout, re.MULTILINE)]
    assert kept == [], done.stdout


def plain(folder: str, name: str) -> bool:
    """Whether this is a file that no import leads to."""
    return not name.endswith(".py") and not (Path(folder) / name).is_dir()
