"""Columns: how many there were of something, week after week."""

from collections.abc import Sequence
from dataclasses import dataclass

from kring.web.drawn.axis import share

TALLEST = 4.0
"""The tallest column, in letters."""
FOOT = 5.4
"""Where all of them stand."""
MOST = 8
"""So many of the latest have room."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, with the place of the number above it; `height` is nothing for a week without any."""

    x: str
    width: str
    y: str
    height: str
    middle: str
    above: str
    number: int


def columns(numbers: Sequence[int]) -> list[Column]:
    """The latest of these numbers, side by side; the highest among them is the tallest."""
    shown = list(numbers)[-MOST:]
    most = max([*shown, 1])
    wide = 100 / max(len(shown), 1)
    return [_column(n, number, wide, number / most * TALLEST) for n, number in enumerate(shown)]


def _column(n: int, number: int, wide: float, tall: float) -> Column:
    return Column(
        x=share(n * wide + wide * 0.2),
        width=share(wide * 0.6),
        y=f"{FOOT - tall:.2f}em",
        height=f"{tall:.2f}em",
        middle=share((n + 0.5) * wide),
        above=f"{FOOT - tall - 0.35:.2f}em",
        number=number,
    )
