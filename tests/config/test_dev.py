"""`./dev` says in one sentence what is wrong and what to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path):
    """A folder with nothing but the script, and a bin folder in which the test says which programs there are."""
    shutil.copy(HOME / "dev", tmp_path / "dev")
    (tmp_path / "bin").mkdir()
    for program in ("sh", "basename", "cat", "cksum", "dirname", "sed"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program))
    return tmp_path


def dev(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout / "bin")}
    return subprocess.run(
        [str(checkout / "dev"), *arguments], env=environment, capture_output=True, text=True, check=False
    )


def python_that(checkout: Path, script: str) -> None:
    """Puts a python3 in place that behaves as the shell script says."""
    python = checkout / "bin" / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


@pytest.mark.parametrize("arguments", [(), ("dance",)])
def test_an_unknown_command_shows_what_there_is(checkout, arguments):
    answer = dev(checkout, *arguments)
    assert answer.returncode == 2
    assert "./dev run" in answer.stderr
    assert "./dev test" in answer.stderr


def test_the_projects_own_scripts_are_told_with_their_purpose(checkout):
    (checkout / "tools").mkdir()
    (checkout / "tools" / "__init__.py").touch()
    (checkout / "tools" / "dance.py").write_text('"""Dances."""\n')
    answer = dev(checkout)
    assert answer.stderr.endswith("./dev dance                      Dances.\n")
    assert "__init__" not in answer.stderr


def test_without_python_it_says_how_to_get_it(checkout):
    answer = dev(checkout, "run")
    assert answer.returncode == 1
    assert answer.stderr == "Kring needs Python 3.11 or newer: sudo apt install python3 python3-venv\n"


def test_a_too_old_python_is_named(checkout):
    python_that(checkout, 'case "$1" in -V) echo Python 3.9.2 ;; *) exit 1 ;; esac')
    answer = dev(checkout, "run")
    assert answer.returncode == 1
    assert answer.stderr.startswith("Kring needs Python 3.11 or newer; python3 is Python 3.9.2.")
    assert answer.stderr.count("\n") == 1


def test_a_missing_venv_module_is_named(checkout):
    python_that(checkout, 'case "$2" in *ensurepip*) exit 1 ;; esac')
    answer = dev(checkout, "test")
    assert answer.returncode == 1
    assert answer.stderr == "Kring needs Python's venv module: sudo apt install python3-venv\n"


def test_a_command_of_djangos_gets_a_place_before_the_first_start(checkout):
    (checkout / "req").mkdir()
    (checkout / "req" / "run.txt").touch()
    (checkout / ".venv" / "bin").mkdir(parents=True)
    for program in ("pip", "python"):
        (checkout / ".venv" / "bin" / program).write_text('#!/bin/sh\necho "$*"\n')
        (checkout / ".venv" / "bin" / program).chmod(0o755)
    answer = dev(checkout, "manage", "makemigrations")
    assert answer.stdout.splitlines()[-2:] == ["-m kring.config.start --only-place", "manage.py makemigrations"]


def test_the_script_can_be_read_by_a_plain_sh():
    assert os.access(HOME / "dev", os.X_OK)
    assert subprocess.run(["sh", "-n", str(HOME / "dev")], check=False).returncode == 0
