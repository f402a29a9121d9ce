"""Columns: how many there were of something, week after week."""

from collections.abc import Sequence
from dataclasses import dataclass

from kring.web.drawn.axis import share

TALLEST = 2.2
"""The tallest column, in letters."""
FOOT = 7.2
"""Where all of them stand."""


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


def columns(numbers: Sequence[int | None]) -> list[Column]:
    """These numbers side by side, each in its own place; the highest among them is the tallest. Where nothing is known
    the place stays empty."""
    most = max([number for number in numbers if number] or [1])
    wide = 100 / max(len(numbers), 1)
    return [_column(n, number, wide, number / most * TALLEST) for n, number in enumerate(numbers) if number is not None]


def _column(n: int, number: int, wide: float, tall: float) -> Column:
    return Column(
        x=share(n * wide + wide * 0.22),
        width=share(wide * 0.56),
        y=f"{FOOT - tall:.2f}em",
        height=f"{tall:.2f}em",
        middle=share((n + 0.5) * wide),
        above=f"{FOOT - tall - 0.35:.2f}em",
        number=number,
    )
