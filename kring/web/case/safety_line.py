"""How safe a child felt, talk after talk, as a line: dates and levels in, points for an SVG out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 300, 92
LEFT, RIGHT, TOP, STEP = 34, 290, 10, 18
"""Room at the left for the faces; five levels, the safest on top."""


@dataclass(frozen=True, slots=True)
class Felt:
    """What a child answered at one talk: 1 to 5, or None when it would rather not say; the day and answer in words."""

    on: date
    level: int | None
    day: str
    answer: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class SafetyLine:
    """The drawing, and the same as rows for the table beside it."""

    felt: tuple[Felt, ...]
    dots: tuple[Dot, ...]
    path: str

    @property
    def first(self) -> Felt | None:
        return next((felt for felt in self.felt if felt.level), None)

    @property
    def last(self) -> Felt | None:
        """The newest answer, when there is more than one."""
        said = [felt for felt in self.felt if felt.level]
        return said[-1] if len(said) > 1 else None


def safety_line(felt: Sequence[Felt]) -> SafetyLine:
    """Oldest at the left, as far apart as the days were; one answer stands alone, no answer draws nothing."""
    in_order = tuple(sorted(felt, key=lambda one: one.on))
    said = [(one.on, one.level) for one in in_order if one.level]
    if not said:
        return SafetyLine(felt=in_order, dots=(), path="")
    start = said[0][0]
    days = max((said[-1][0] - start).days, 1)
    # A line of a few days would jump from edge to edge: two weeks is the least that fills the width.
    scale = (RIGHT - LEFT - 20) / max(days, 14)
    dots = tuple(Dot(x=LEFT + 10 + round((on - start).days * scale), y=TOP + (5 - level) * STEP) for on, level in said)
    path = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots) if len(dots) > 1 else ""
    return SafetyLine(felt=in_order, dots=dots, path=path)
