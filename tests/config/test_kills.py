"""Whatever is killed: what was confirmed is there once and whole (the long run is `./dev kills`)."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.config.postgresql import PROGRAMS
from tools.trial.after import Stored, wrong_with
from tools.trial.at_work import Deed

HOME = Path(__file__).parents[2]
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@pytest.mark.slow
@pytest.mark.skipif(ON_POSTGRESQL and not PROGRAMS, reason="PostgreSQL is missing: sudo apt install postgresql")
def test_whatever_is_killed_nothing_that_was_confirmed_is_lost_doubled_or_half():
    told = [sys.executable, "-m", "tools.kills", "10", "--seed", "3", *(["--postgresql"] if ON_POSTGRESQL else [])]
    done = subprocess.run(told, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert "10 kills" in done.stdout
    assert " 0 wait." in done.stdout


def stored(**other: Any) -> Stored:
    """One report, whole, and a draft."""
    there: dict[str, Any] = {
        "texts": {"concern": ["een"], "note": [], "draft": ['{"story": ["twee"]}']},
        "lines": Counter({"een": 1}),
        "letters": Counter({"een": 1}),
        "strange_letters": [],
        "sent": set(),
        "waiting": 0,
    }
    return Stored(**there | other)


DEEDS = [Deed("concern", "een", told=True), Deed("draft", "twee", told=True), Deed("note", "drie")]


def test_a_deed_that_is_there_once_and_whole_is_right_and_one_without_an_answer_may_be_missing():
    assert list(wrong_with(DEEDS, stored())) == []


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"texts": {"concern": [], "note": [], "draft": ["twee"]}}, "'een' is there 0 times though it was confirmed"),
        ({"texts": {"concern": ["een"] * 2, "note": [], "draft": ["twee"]}}, "'een' is there 2 times"),
        ({"texts": {"concern": ["een"], "note": [], "draft": []}}, "'twee' is there 0 times"),
        ({"texts": {"concern": ["een", "vier"], "note": [], "draft": ["twee"]}}, "nobody wrote the concern 'vier'"),
        ({"lines": Counter()}, "'een' has 0 lines in the trail"),
        ({"lines": Counter({"een": 2})}, "'een' has 2 lines in the trail"),
        ({"letters": Counter()}, "'een' has no letter"),
    ],
    ids=["lost", "doubled", "draft lost", "strange", "no line", "two lines", "no letter"],
)
def test_what_is_lost_doubled_or_half_is_seen(other, says):
    (fault,) = wrong_with(DEEDS, stored(**other))
    assert fault.startswith(says)
