"""Twenty short courses hold; the same seed is the same run; what fails is made short, and replayed from its file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.simulate.clockwork import at
from tests.simulate.course import BEGINS, Act, Course, keep, kept
from tests.simulate.run import course_of
from tests.simulate.shrink import shrunk

ROOT = Path(__file__).parents[2]

on_one_engine = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"],
    reason="a run has a database of its own, in memory: it would be the same run twice",
)


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`./dev simulate` in a process of its own, as somebody types it."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "tools.simulate", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@on_one_engine
def test_twenty_courses_hold_and_come_to_every_kind_of_fact_letter_step_answer_and_death_that_is_not_seldom(tmp_path):
    """When a sentence that changed makes other courses of these seeds, which then come to less: what did not occur is
    named, and either a seed or a mind has to bring it, or `SELDOM` says why nothing does."""
    done = simulate("--seeds", "1-20", "--weeks", "3", "--tries", "0", "--all-kinds", "--into", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("everything held") == 20


@on_one_engine
def test_the_same_seed_is_the_same_run_byte_for_byte():
    first, second = (simulate("--seed", "4", "--weeks", "3", "--log", "--table") for _ in range(2))
    told, again = (one.stdout.partition("seed 4:") for one in (first, second))
    assert len(told[0].splitlines()) > 3
    assert (told[0], told[2].partition(" s CPU")[2]) == (again[0], again[2].partition(" s CPU")[2])


def test_a_course_is_drawn_from_its_seed_alone_and_comes_back_from_its_file(tmp_path):
    course = course_of(3, 5)
    assert course == course_of(3, 5) != course_of(4, 5)
    keep(course, tmp_path / "course.json", ["a story"])
    assert kept(tmp_path / "course.json") == course


def test_a_course_that_fails_by_two_acts_is_shrunk_to_these_two():
    acts = tuple(Act(number, at(BEGINS, 9, number % 60), "reports") for number in range(60))
    course = Course(1, BEGINS, acts)
    short, tried = shrunk(course, lambda one: {17, 42} <= {act.number for act in one.acts})
    assert [act.number for act in short.acts] == [17, 42]
    assert tried < 60


def test_an_act_left_out_leaves_the_others_as_they_were():
    course = course_of(3, 5)
    left = course.without({2})
    assert [act for act in course.acts if act.number != 2] == list(left.acts)
    assert course.up_to(4).acts == course.acts[:5]
