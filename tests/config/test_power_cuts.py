"""When the power goes nothing that was confirmed is lost, on SQLite (the long run is `./dev power_cuts`)."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tools.trial.written import Deleted, Event, Synced, Told, Write, after_a_cut

HOME = Path(__file__).parents[2]
BEFORE = {"file": b"a" * 1_024}

only_sqlite = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="this is about SQLite's file"
)


def cuts(*told: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "tools.power_cuts", "40", "--reports", "30", *told]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert "40 cuts of the power" in done.stdout, done.stderr[-3000:]
    return done.returncode, done.stdout


@only_sqlite
@pytest.mark.slow
def test_with_kring_s_settings_nothing_confirmed_is_lost_and_the_file_stays_sound():
    code, said = cuts()
    assert code == 0, said


@only_sqlite
@pytest.mark.slow
def test_with_less_care_for_the_disk_it_would_be_lost():
    code, said = cuts("--synchronous", "NORMAL")
    assert code == 1, said


def test_what_was_synced_is_there_whatever_else_becomes_of_the_file():
    events: list[Event] = [Write("file", 0, b"b" * 1_024), Synced("file"), Told("b"), Write("file", 512, b"c" * 512)]
    ends = set()
    for seed in range(40):
        disk, told = after_a_cut(BEFORE, events, 4, random.Random(seed))
        assert told == {"b"}
        assert disk.files["file"][:512] == b"b" * 512
        ends.add(bytes(disk.files["file"][512:]))
    assert ends == {b"b" * 512, b"c" * 512}


def test_of_a_write_that_was_not_synced_all_or_nothing_or_some_sectors_are_there():
    ends = {
        bytes(after_a_cut(BEFORE, [Write("file", 0, b"b" * 1_024)], 1, random.Random(seed))[0].files["file"])
        for seed in range(200)
    }
    halves = {first * 512 + second * 512 for first in (b"a", b"b") for second in (b"a", b"b")}
    assert ends == halves


def test_a_file_that_was_deleted_may_be_there_again_until_its_folder_is_synced():
    for sure, there in ((False, {True, False}), (True, {False})):
        ends = {
            "file" in after_a_cut(BEFORE, [Deleted("file", sure)], 1, random.Random(seed))[0].files
            for seed in range(40)
        }
        assert ends == there


def test_what_comes_after_the_cut_never_happened():
    events: list[Event] = [Told("a"), Write("file", 0, b"b"), Synced("file"), Told("b")]
    disk, told = after_a_cut(BEFORE, events, 1, random.Random(1))
    assert (bytes(disk.files["file"]), told) == (BEFORE["file"], {"a"})
