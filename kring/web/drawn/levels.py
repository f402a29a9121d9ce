"""A child's answers on the scale of five, in the small: one dot for each answer, the safest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 96, 36
_LEFT, _TOP, _STEP, _LEVEL = 6, 6, 16, 6
MOST = 6
"""So many of the latest answers have room."""


@dataclass(frozen=True, slots=True)
class Spark:
    """The places of the dots and the line through them."""

    dots: tuple[tuple[int, int], ...]
    path: str


def spark(levels: Sequence[int]) -> Spark:
    """The latest answers, 1 (not safe) to 5, the oldest at the left."""
    dots = tuple((_LEFT + n * _STEP, _TOP + (5 - level) * _LEVEL) for n, level in enumerate(levels[-MOST:]))
    return Spark(dots, "M" + "L".join(f"{x} {y}" for x, y in dots) if len(dots) > 1 else "")
