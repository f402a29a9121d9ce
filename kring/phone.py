"""What a telephone dials: of a number as a person wrote it down the digits, without what only a reader needs."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

EXTENSION = re.compile(
    r"(?:(?<![^\W\d])(?:tst|toestel|ext|extensie|extension|intern|int|doorkies\w*|x)(?![^\W\d])[.:]?|#)\s*\d+",
    re.IGNORECASE,
)
ORDINAL = 2
"""Digits of the longest ordinal: `1e keus`."""
_GROUP = re.compile(r"\+?\d+")
_WHOLE = re.compile(r"\+31\d{9}|0[1-9]\d{8}")
LONG = 7
"""Digits of the shortest number with an area code left out; what is shorter is a number only when it stands alone."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number: as it is shown, and as it is dialled."""

    shown: str
    to_dial: str


def numbers_in(written: str) -> list[Number]:
    """The numbers in what was written down, in order: `06-00001234 / 010-0000123` are two, `06-00001234 (werk)` is one.

    Each is shown with the words that were written beside it.
    """
    text = "".join(mark for mark in unicodedata.normalize("NFKC", written) if unicodedata.category(mark) != "Cf")
    text = " ".join(text.split())
    plain = EXTENSION.sub(lambda found: " " * (len(found[0]) - 1) + ";", text)
    spans = [(start, end, dialled(text[start:end])) for start, end in _spans(plain)]
    kept = [span for span in spans if len(span[2]) >= LONG] or spans[:1]
    edges = [0, *(_edge(text, one[1], other[0]) for one, other in pairwise(kept)), len(text)]
    shown = [re.sub(r"[ /,;|&–-]+$|(?<= )(?:of|en) $", "", text[start:end]).strip() for start, end in pairwise(edges)]
    return [Number(words, to_dial) for words, (_start, _end, to_dial) in zip(shown, kept, strict=False)]


def _edge(text: str, end: int, start: int) -> int:
    """Where the words after one number end, and those before the next begin."""
    between = text[end:start]
    if parting := re.search(r"\s*[/,;|&]\s*|\s(?:of|en)\s", between):
        return end + parting.end()
    return end if ":" in between else start


def dialled(number: str) -> str:
    """The digits of one number: with + for 00, and without the 0 that is only dialled inside the country."""
    digits = re.sub(r"\(\s*0\s*\)", "", number) if re.match(r"\s*(?:\+|00)", number) else number
    digits = re.sub(r"[^\d+]", "", digits)
    digits = re.sub(r"^00(?=[1-9]\d{6})", "+", digits)
    return re.sub(r"^\+310", "+31", digits)


def _spans(text: str) -> list[tuple[int, int]]:
    """From where to where each number stands."""
    spans: list[tuple[int, int]] = []
    start = end = 0
    for group in _GROUP.finditer(text):
        begins = group.start()
        while begins > end and text[begins - 1] == "(":
            begins -= 1
        if end and _goes_on(text[start:end], text[end : group.start()], group[0]):
            end = group.end()
        elif len(group[0]) > ORDINAL or not text[group.end() : group.end() + 1].isalpha():  # "1e keus" is not dialled
            if end:
                spans.append((start, end))
            start, end = begins, group.end()
    return [*spans, (start, end)] if end else []


def _goes_on(number: str, between: str, group: str) -> bool:
    """Whether these digits belong to the number before them."""
    if re.search(r"[^\s\-./()\u2010-\u2015]", between) or group.startswith("+"):
        return False
    whole = dialled(number)
    if _WHOLE.fullmatch(whole):
        return False
    # "2027 06-00001234": what comes before a 0 and begins with none is a year, an hour or a number without area code.
    return not (group.startswith("0") and whole[0] not in "0+") or whole == "14"
