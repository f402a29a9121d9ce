"""The line of one child: how safe it felt, talk after talk, with what was decided and agreed on the same axis of days.

Across in shares of the width, up and down in letters: so the words beside the line grow with the reader's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kring.cases.wording import DOWNWARDS
from kring.web.drawn.axis import share

LEFT, RIGHT = 44.0, 96.0
"""Beside the words of the scale, with room for the first dot, in hundredths of the width."""
TOP, STEP = 2.9, 1.75
"""Where the safest level is and how far the next one lies below it, in letters."""
HEIGHT = TOP + 4 * STEP + 2.4
LEAST_DAYS = 14
"""A line of a few days would jump from edge to edge."""
ROOM = 62.0
"""Further to the right the first day would stand in the words at the right edge."""
TO_COME = 5.5
"""So far from today's line the talk to come stands at least, or its ring would touch that line."""
APART = 7.5
"""What stands closer together than this is told in two rows, and the same day once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child answered on a day: 1 (not safe) to 5."""

    on: date
    level: int


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Segment:
    """From one answer to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A day on which something was decided or agreed: a number at the axis, told below it."""

    x: str
    y: str
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """The drawing: `levels` are the heights of the five words, from very safe down; `talk_x` is where the next talk
    stands, "" without one; `first_x` where the first day can be named, "" where it has no room."""

    levels: tuple[str, ...]
    dots: tuple[Dot, ...]
    segments: tuple[Segment, ...]
    moments: tuple[Moment, ...]
    today_x: str
    talk_x: str
    first_x: str
    foot: str
    height: str


def line_of(
    answers: Sequence[Answer], today: date, *, moments: Sequence[date] = (), talk: date | None = None
) -> Line | None:
    """Oldest at the left, as far apart as the days were, up to today or the last of what is to come; None without an
    answer. Each day among `moments` has a number, in their order."""
    if not answers:
        return None
    in_order = sorted(answers, key=lambda one: one.on)
    last = max(today, in_order[-1].on, talk or today, *moments)
    first = min(in_order[0].on, today, last - timedelta(days=LEAST_DAYS))
    now = _now_at(first, today, last)

    def across(on: date) -> float:
        if on > today:
            return now + (RIGHT - now) * (on - today).days / (last - today).days
        return LEFT + (now - LEFT) * max(0, (on - first).days) / max(1, (today - first).days)

    dots = tuple(Dot(share(across(one.on)), _em(_height(one.level))) for one in in_order)
    return Line(
        levels=tuple(_em(_height(level)) for level in DOWNWARDS),
        dots=dots,
        segments=tuple(Segment(a.x, a.y, b.x, b.y) for a, b in pairwise(dots)),
        moments=tuple(_numbered([across(on) for on in moments])),
        today_x=share(across(today)),
        talk_x=share(across(talk)) if talk and talk > today else "",
        first_x=share(across(in_order[0].on)) if across(in_order[0].on) < ROOM else "",
        foot=_em(HEIGHT - 0.5),
        height=_em(HEIGHT),
    )


def _now_at(first: date, today: date, last: date) -> float:
    """Where today's line stands: in proportion, and never against the mark of what is to come."""
    share_of = LEFT + (RIGHT - LEFT) * (today - first).days / (last - first).days
    return min(share_of, RIGHT - TO_COME) if last > today else RIGHT


def _numbered(places: Sequence[float]) -> list[Moment]:
    found: list[Moment] = []
    rows = [float("-inf")] * 2
    for number, place in enumerate(places, start=1):
        row = 0 if place - rows[0] >= APART else 1
        rows[row] = place
        found.append(Moment(share(place), _em(0.75 + row * 1.05), number))
    return found


def _height(level: int) -> float:
    return TOP + (5 - level) * STEP


def _em(height: float) -> str:
    return f"{height:.2f}em"
