"""A text as a row of letters: what stands between two of them decides whether they are one word."""

from bisect import bisect_right
from functools import cache
from itertools import accumulate

from kring.names.letters import LOOKALIKES, comparable, is_letter, is_mark

LOOSE = frozenset(" \n-'.")
"""What may stand between the parts of a name, or be left out: Jan-Willem, Jan Willem, JanWillem."""

SAME = "="
"""Stands before what goes on a letter, as before the j of ĳ or a dot below: no name begins or ends there."""

WITHOUT_SPACES = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x312F), (0x3400, 0x9FFF)),
    (0x20000, 0x3FFFF),
)
"""Scripts that write words against each other, or what follows a name against it: Thai, Burmese, Korean, Khmer, Han."""


@cache
def letters_of(mark: str) -> str:
    """The letters of a character, and the signs it stands for, as names in a text are compared."""
    return comparable(mark).translate(LOOKALIKES)


class Row:
    """The letters of a text, and for each where it stands and what stands before it.

    `spelled` may give two letters for one character of the text: `oe` for ö.
    """

    def __init__(self, text: str, spelled: dict[int, str] | None = None) -> None:
        letters: list[str] = []
        self.before: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        between = ""
        for place, mark in enumerate(text):
            signs = letters_of(spelled.get(ord(mark), mark) if spelled else mark)
            if not signs and self.end and not between:
                self.end[-1] = place + 1  # an accent by itself belongs to the letter before it
            first = not (letters and is_mark(mark))
            for sign in signs:
                if not is_letter(sign):
                    between += sign
                    continue
                letters.append(sign)
                self.before.append(between if first or between else SAME)
                self.start.append(place)
                self.end.append(place + 1)
                between, first = "", False
        self.letters = "".join(letters)
        self._counts: tuple[list[int], list[int], list[int]] | None = None

    def begins_word(self, at: int) -> bool:
        """Whether a word can begin with this letter, or end before it."""
        if at in (0, len(self.letters)):
            return True
        if self.before[at] in ("", SAME):
            return not self.before[at] and self._part(self.letters[at - 1], self.letters[at])
        return True

    def _part(self, one: str, other: str) -> bool:
        """Whether two letters that touch can belong to two words: a letter and a digit, or Han and anything."""
        return one.isdigit() != other.isdigit() or without_spaces(one) or without_spaces(other)

    def end_of_word(self, at: int, *, most: int) -> int:
        """Where the letters that touch the one at `at` end, when that is soon."""
        while at < len(self.letters) and most and self.before[at] in ("", SAME):
            at, most = at + 1, most - 1
        return at

    def is_break(self, at: int, between: str) -> bool:
        """Whether what stands before this letter may part two words of a name, which has `between` there itself."""
        return "".join(sign for sign in self.before[at] if sign not in LOOSE and sign != SAME) == between

    def one_word(self, first: int, end: int) -> bool | None:
        """Whether these letters stand there as one word: surely, perhaps (False), or not (None).

        Surely: whole, broken by a hyphen, or every letter by itself. Perhaps: broken over lines without a hyphen, or
        two letters, each by itself.
        """
        parted, over_lines, touching = self._counted()
        last = end - 1
        if parted[last] == parted[first]:
            return over_lines[last] == over_lines[first]
        if touching[last] == touching[first]:
            return end - first > 2
        return None

    def _counted(self) -> tuple[list[int], list[int], list[int]]:
        """Running counts of letters: parted from the one before; broken off from it over lines; not standing alone."""
        if self._counts is None:
            kinds = [self._bond(at) for at in range(len(self.letters))]
            self._counts = (
                list(accumulate(kind in ("parted", "far") for kind in kinds)),
                list(accumulate(kind == "lines" for kind in kinds)),
                list(accumulate(kind in ("touching", "far") for kind in kinds)),
            )
        return self._counts

    def _bond(self, at: int) -> str:
        """How this letter is bound to the one before it, inside a word."""
        before = self.before[at]
        if before in ("", SAME):
            return before or "touching"
        if not LOOSE.issuperset(before):
            return "far"
        rest = self.letters[at : self.end_of_word(at + 1, most=2)]
        if not before.strip("'"):
            return "parted" if rest == "s" else "broken"  # "ma's" is no Mas
        if not before.strip():
            return "lines" if "\n" in before else "parted"
        if not before.rstrip().strip("-"):
            return "parted" if before[-1] != "-" and rest in ("en", "of") else "broken"  # "voor- en nadelen"
        return "parted"


def without_spaces(letter: str) -> bool:
    """Whether this letter is of a script that writes words, or what follows a name, against each other."""
    code = ord(letter)
    place = bisect_right(WITHOUT_SPACES, (code, 0x110000)) - 1
    return place >= 0 and code <= WITHOUT_SPACES[place][1]
