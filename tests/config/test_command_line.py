"""`kring COMMAND`: one command line for who runs Kring, from any folder."""

import os
import subprocess
from pathlib import Path

from kring.__main__ import overview

HOME = Path(__file__).parents[2]


def kring(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "KRING_SECRET_KEY": "only-for-tests-" * 5,
        "KRING_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "KRING_DATA": str(folder),
        "DATABASE_URL": "",
    }
    link = folder / "kring"
    link.symlink_to(HOME / "bin" / "kring")
    return subprocess.run([link, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_link_to_it_carries_out_a_command_from_another_folder(tmp_path):
    answer = kring("check", folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_without_a_command_it_says_which_there_are():
    lines = overview().splitlines()
    named = [line.split()[1] for line in lines if line.startswith("  kring ")]
    assert named == sorted(named)
    assert {"setup", "worker"} <= set(named)
    assert all(len(line.split(maxsplit=2)) == 3 for line in lines[2:])


def test_an_unknown_command_is_refused_with_the_way_to_help(tmp_path):
    answer = kring("dance", folder=tmp_path)
    assert answer.returncode == 1
    assert "kring help" in answer.stderr
