"""Writes down which characters the fonts of the printed sheets can write (kring/paper/fonts/coverage.txt)."""

from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "kring/paper/fonts"


def coverage() -> str:
    """The file's text: ranges of code points, in hexadecimal, that at least one font has."""
    points = sorted({point for font in FONTS.rglob("*.ttf") for point in TTFont(font).getBestCmap()})
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    lines = [f"{first:X}-{last:X}" if last > first else f"{first:X}" for first, last in ranges]
    return (
        "# Made by tools/paper_fonts.py: what at least one font in this folder can write.\n" + "\n".join(lines) + "\n"
    )


def main() -> None:
    """Write the file anew."""
    (FONTS / "coverage.txt").write_text(coverage(), encoding="ascii")


if __name__ == "__main__":
    main()
