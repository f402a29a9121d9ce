"""Finds names in running text, however they are written: capitals, possessives, accents, hyphens, broken or spaced.

A text is read as a row of letters, and each name is sought in that row; where a match begins and ends, and what stands
between its letters, decides whether it is the name. So whatever is the same to `comparable` is found, and time grows
with the length of the text only.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from unicodedata import normalize

from kring.names.letters import LOOKALIKES, SPELLED_OUT, bare, comparable, is_letter, spelled_out, without_unseen
from kring.names.pieces import NO_NAMES, short_form
from kring.names.row import LOOSE, Row, letters_of

LONGEST_ENDING = 6
_PREFIX = re.compile(r"(?:(?:\+|00) ?31[-./() ]*)?(?:\(?0\)?[-./() ]*)?$")
_BETWEEN_DIGITS = r"[-./() \u200b]*"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a text: from where to where, and how surely it is that name.

    `end` includes what makes it a possessive (`ending`): "Sems tas", "Sem's tas". `written` is the name alone, as a
    reader sees it. Not `sure` is what only may be the name: a pet form of it (Semmie), or one broken over two lines.
    """

    start: int
    end: int
    written: str
    name: str
    ending: str = ""
    sure: bool = True

    @property
    def theirs(self) -> bool:
        """Whether it says that something is theirs."""
        return bool(self.ending)


class Text:
    """A text that is looked through: read once, asked for many names. Places are those in `shown`."""

    def __init__(self, text: str) -> None:
        self.shown = normalize("NFC", text)
        self.rows = [Row(self.shown)]
        if any(ord(mark) in SPELLED_OUT for mark in self.shown):
            self.rows.append(Row(self.shown, SPELLED_OUT))
        self.numbers = "".join(map(_as_in_number, self.shown))
        self.digits = "".join(filter(str.isdigit, self.numbers))


class Sought:
    """Names to look for. With `as_written` only with their capitals: then "lot" is a word, and "Lot" may be a child."""

    def __init__(self, names: Iterable[str], *, as_written: bool = False) -> None:
        self.as_written = as_written
        self._spellings: dict[str, list[tuple[str, str]]] = {}
        self._made: dict[str, list[_Name]] = {}
        self._numbers: dict[str, str] = {}
        for name in dict.fromkeys(names):
            letters = bare(name)
            if letters.isdigit():
                self._numbers[_tail(letters)] = name
            elif letters:
                for spelling in {name, spelled_out(name)}:
                    self._spellings.setdefault(bare(spelling).translate(LOOKALIKES), []).append((name, spelling))

    def _with_letters(self, letters: str) -> "list[_Name]":
        """The names with these letters, each way to write them once: of a whole school few are ever made."""
        if letters not in self._made:
            made: dict[str, _Name] = {}
            for name, spelling in self._spellings[letters]:
                one = _Name(name, spelling)
                known = made.get(one.key)
                if known is None or (known.capitals and not one.capitals):
                    made[one.key] = one
            self._made[letters] = list(made.values())
        return self._made[letters]

    def in_text(self, text: Text | str) -> list[Mention]:
        """Every mention of these names, in the order of the text, the longest first; some may overlap."""
        text = text if isinstance(text, Text) else Text(text)
        found: dict[tuple[int, int], Mention] = {}
        for one in self._mentions(text):
            known = found.get((one.start, one.end))
            if known is None or (one.sure and not known.sure):
                found[one.start, one.end] = one
        return sorted(found.values(), key=lambda one: (one.start, -one.end))

    def _mentions(self, text: Text) -> Iterator[Mention]:
        for tail, number in self._numbers.items():
            if tail in text.digits:
                yield from _numbers_in(text, tail, number)
        for row in text.rows:
            for letters in self._spellings:
                at = row.letters.find(letters)
                while at >= 0:
                    found = [self._mention(name, text, row, at) for name in self._with_letters(letters)]
                    yield from filter(None, found)
                    at = row.letters.find(letters, at + (len(letters) if any(found) else 1))

    def _mention(self, name: "_Name", text: Text, row: Row, at: int) -> Mention | None:
        """The name where its letters stand, when they are a word of their own there; else None."""
        sure = name.stands_in(row, at) if row.begins_word(at) else None
        if sure is None:
            return None
        if self.as_written and any(text.shown[row.start[at + place]].islower() for place in name.capitals):
            return None
        end = last = at + len(name.letters)
        if row.letters[end : end + 1] == "s" and row.before[end] in ("", "'") and row.begins_word(end + 1):
            last = end + 1
        elif not row.begins_word(end):
            end = last = row.end_of_word(end, most=LONGEST_ENDING)
            if not row.begins_word(end) or not short_form(name.letters, row.letters[at + len(name.letters) : end]):
                return None
            sure = False
        written = " ".join(without_unseen(text.shown[row.start[at] : row.end[end - 1]]).split())
        ending = text.shown[row.end[end - 1] : row.end[last - 1]]
        return Mention(row.start[at], row.end[last - 1], written, name.name, ending, sure)


class _Name:
    """A name as a row of letters, where in it its words begin, and which of them are told by their capital."""

    def __init__(self, name: str, spelling: str) -> None:
        self.name = name
        letters: list[str] = []
        self.breaks: dict[int, str] = {}
        """What stands between two words of the name, by where the second begins; without what may be left out."""
        capitals: list[int] = []
        between, previous = "", ""
        for mark in spelling:
            inner_capital = mark.isupper() and previous.islower()
            for sign in letters_of(mark):
                if not is_letter(sign):
                    between += sign
                    continue
                if letters and (between or inner_capital):
                    self.breaks[len(letters)] = "".join(one for one in between if one not in LOOSE)
                if mark.isupper() and (not letters or len(letters) in self.breaks):
                    capitals.append(len(letters))
                between, inner_capital = "", False
                letters.append(sign)
            previous = mark
        self.letters = "".join(letters)
        self.key = f"{self.letters} {self.breaks}"
        words = dict(zip([0, *self.breaks], self._words(), strict=True))
        telling = [start for start in capitals if len(words[start]) > 1 and words[start] not in NO_NAMES]
        self.capitals = telling or capitals
        """Where a capital stands in a name that is looked for as it is written: of `De Wit` at the W."""

    def _words(self) -> list[str]:
        edges = [0, *self.breaks, len(self.letters)]
        return [self.letters[start:end] for start, end in pairwise(edges)]

    def stands_in(self, row: Row, at: int) -> bool | None:
        """Whether what stands between these letters of the row leaves it this name: surely, perhaps, or not (None)."""
        sure = True
        first = at
        for start, between in [*self.breaks.items(), (len(self.letters), None)]:
            whole = row.one_word(first, at + start)
            if whole is None or (between is not None and not row.is_break(at + start, between)):
                return None
            sure = sure and whole
            first = at + start
        return sure


def unbroken(text: str, names: Iterable[str]) -> str:
    """The text with these names whole where they go on in the next line."""
    read = Text(text)
    pieces, done = [], 0
    for one in apart(Sought(names).in_text(read)):
        if "\n" in read.shown[one.start : one.end]:
            pieces += [read.shown[done : one.start], one.name + one.ending]
            done = one.end
    return "".join((*pieces, read.shown[done:]))


def cut_at(text: str, mentions: Iterable[Mention]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of these mentions, which are found in this text."""
    pieces, done = [], 0
    for one in sorted(mentions, key=lambda one: one.start):
        pieces += [(text[done : one.start], False), (text[max(done, one.start) : one.end], True)]
        done = max(done, one.end)
    return [piece for piece in (*pieces, (text[done:], False)) if piece[0]]


def lines_with(text: str, mentions: Iterable[Mention]) -> list[list[tuple[str, bool]]]:
    """The lines of a text in which one of these mentions stands, in such pieces.

    A name that goes on in the next line keeps both together.
    """
    lines: list[list[tuple[str, bool]]] = [[]]
    for piece, is_name in cut_at(text, mentions):
        first, *rest = [piece] if is_name else piece.split("\n")
        lines[-1].append((first, is_name))
        lines += [[(one, False)] for one in rest]
    return [[piece for piece in line if piece[0]] for line in lines if any(is_name for _piece, is_name in line)]


def apart(*found: Iterable[Mention], but: Iterable[Mention] = ()) -> list[Mention]:
    """Mentions that do not overlap: the first, of those the longest. Without what is only part of a name in `but`.

    So "juf Anouk" is said where a pupil is called Anouk too, and "Anna Visser" is one name.
    """
    let_through = _Spans(but)
    every = sorted((one for group in found for one in group), key=lambda one: (one.start, -one.end, not one.sure))
    chosen: list[Mention] = []
    for one in every:
        if (not chosen or one.start >= chosen[-1].end) and not let_through.hold(one):
            chosen.append(one)
    return chosen


class _Spans:
    """Names that are let through, asked which other names are no more than a part of them."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        every = sorted(mentions, key=lambda one: one.start)
        sure = [one for one in every if one.sure]
        self._of = {
            kind: ([one.start for one in kept], list(accumulate((one.end for one in kept), max)))
            for kind, kept in ((True, sure), (False, every))
        }

    def hold(self, one: Mention) -> bool:
        """Whether this is a part of such a name, or the whole of it. What only may be one does not hide a sure name."""
        starts, ends = self._of[one.sure]
        place = bisect_right(starts, one.start) - 1
        return place >= 0 and ends[place] >= one.end


def _numbers_in(text: Text, tail: str, number: str) -> Iterator[Mention]:
    """A telephone number, by the digits that are always written, with what stands before them."""
    for found in re.finditer(_BETWEEN_DIGITS.join(tail), text.numbers):
        before = _PREFIX.search(text.numbers, max(0, found.start() - 20), found.start())
        start = before.start() if before else found.start()
        written = " ".join(without_unseen(text.shown[start : found.end()]).split())
        yield Mention(start, found.end(), written, number)


def _as_in_number(mark: str) -> str:
    """One sign for one sign: plain digits, spaces and dashes; what nobody sees is marked as such."""
    plain = comparable(mark)
    return {"": "\u200b", "\n": " "}.get(plain, plain if len(plain) == 1 else mark)


def _tail(digits: str) -> str:
    """Of a telephone number the part that is always written: not 0, +31 or 0031."""
    return digits[-9:]
