"""Which acts there are, at which moment: drawn from one seed before anything happens.

An act is a number, a moment, a kind, and which time it is that this kind comes; who does it and how is drawn when its
moment comes, by a chance of its own. So any act can be left out of a course, and the others draw what they drew: that
is what makes a failing course short.
"""

import json
import random
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.simulate.clockwork import at

BEGINS = date(2026, 8, 31)
"""The first school day of the first year."""
BEGINNINGS = (
    BEGINS,
    BEGINS,
    date(2026, 10, 5),
    BEGINS,
    date(2027, 6, 21),
    BEGINS,
    date(2026, 10, 5),
    date(2027, 7, 12),
    BEGINS,
)
"""Where short courses begin: in a new year, before a holiday, and before the summer."""
SHORT = 20
"""Weeks."""
IN_A_WEEK, IN_A_SHORT_COURSE = (2, 5), (12, 17)
"""At least and at most so many acts in a week of school."""
HOURS = range(8, 17)
STRIDE = 7
"""So much further than the seed before it each seed begins with the ways in which something can be done."""


@dataclass(frozen=True)
class Act:
    """Something that somebody does, or that goes wrong.

    By `turn` a mind takes the ways in which it can be done one after another, so that none is left to luck; each seed
    begins with another.
    """

    number: int
    moment: datetime
    kind: str
    turn: int = 0


@dataclass(frozen=True)
class Course:
    """All acts of a run, in order. `until` is the day on which it ends."""

    seed: int
    until: date
    acts: tuple[Act, ...]
    begins: date = BEGINS

    def without(self, left_out: Collection[int]) -> "Course":
        return replace(self, acts=tuple(act for act in self.acts if act.number not in left_out))

    def only(self, kept: Collection[int]) -> "Course":
        return replace(self, acts=tuple(act for act in self.acts if act.number in kept))

    def up_to(self, number: int) -> "Course":
        """Ends on the day of this act."""
        last = max((act.moment.date() for act in self.acts if act.number <= number), default=self.begins)
        kept = tuple(act for act in self.acts if act.number <= number)
        return replace(self, acts=kept, until=min(self.until, last + timedelta(days=1)))


def drawn(seed: int, weeks: int, weights: Mapping[str, int]) -> Course:
    """A course of so many weeks, in which each kind comes as often as its weight says."""
    chance = random.Random(f"course {seed}")
    kinds, heavy = list(weights), list(weights.values())
    acts: list[Act] = []
    begins = BEGINNINGS[seed % len(BEGINNINGS)] if weeks < SHORT else BEGINS
    many = IN_A_SHORT_COURSE if weeks < SHORT else IN_A_WEEK
    turns: Counter[str] = Counter()
    for week in range(weeks):
        monday = begins + timedelta(weeks=week)
        moments = sorted(
            at(monday + timedelta(days=chance.randrange(5)), chance.choice(HOURS), chance.randrange(60))
            for _ in range(chance.randint(*many))
        )
        for moment in moments:
            kind = chance.choices(kinds, heavy)[0]
            acts.append(Act(len(acts), moment, kind, seed * STRIDE + turns[kind]))
            turns[kind] += 1
    return Course(seed, begins + timedelta(weeks=weeks), tuple(acts), begins)


def keep(course: Course, path: Path, story: Collection[str] = ()) -> None:
    """Writes a course to a file from which it can be replayed; `story` is for whoever reads that file."""
    told = {
        "seed": course.seed,
        "begins": course.begins.isoformat(),
        "until": course.until.isoformat(),
        "acts": [[act.number, act.moment.isoformat(), act.kind, act.turn] for act in course.acts],
        "story": list(story),
    }
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def kept(path: Path) -> Course:
    """The course in such a file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Course(
        told["seed"],
        date.fromisoformat(told["until"]),
        tuple(Act(number, datetime.fromisoformat(moment), *what) for number, moment, *what in told["acts"]),
        date.fromisoformat(told["begins"]),
    )
