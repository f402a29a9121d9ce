"""Which characters the fonts can write. What none of them can is written out by its name, so that no text is lost."""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
SPACES = dict.fromkeys(range(0x2000, 0x200B), " ") | {0x00A0: "\u00a0", 0x202F: "\u00a0", 0x3000: " "}
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
KEPT_UNSEEN = frozenset("\n\u200d\u200c\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufe0f")
"""Line breaks, joiners and marks of direction: seen by nobody, needed to set the rest right."""


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code points of what the fonts cover, as `tools/paper_fonts.py` wrote them."""
    firsts, lasts = [], []
    for line in COVERAGE.read_text(encoding="ascii").splitlines():
        if line and not line.startswith("#"):
            first, _dash, last = line.partition("-")
            firsts.append(int(first, 16))
            lasts.append(int(last or first, 16))
    return firsts, lasts


def can_write(character: str) -> bool:
    """True when one of the fonts has this character."""
    firsts, lasts = _ranges()
    place = bisect_right(firsts, ord(character)) - 1
    return place >= 0 and ord(character) <= lasts[place]


def writable(text: str) -> str:
    """The text with every character that no font has written out as [its name]; control characters are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    if all(character == "\n" or can_write(character) for character in text):
        return text
    return "".join(_written(character) for character in text.translate(SPACES))


def spelled_out(text: str) -> list[str]:
    """The characters of this text that stand on paper by their name only, each once."""
    return [one for one in dict.fromkeys(text) if writable(one).startswith("[") and one != "["]


def _written(character: str) -> str:
    if character in KEPT_UNSEEN:
        return character if character == "\n" or can_write(character) else ""
    if can_write(character):
        return character
    if unicodedata.category(character) in UNSEEN:
        return ""
    if unicodedata.category(character).startswith("M"):
        return ""  # a mark on a letter that stands there already
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"
