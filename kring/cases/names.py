"""Finds people's names in what was written, however they are written: capitals, possessives, accents, hyphens."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from kring.words import capital

LETTER = r"[^\W\d_]"
BETWEEN = r"[\s\-\u2010-\u2015'’‘.]*"
"""What may stand between the parts of a name, or be left out: Jan-Willem, Jan Willem, JanWillem."""
COUNTRY = r"(?:(?:\+|00)\s?31[\s\-./()]*)?0?"
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")
LIKE = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "Ø": "O", "Ł": "L", "Đ": "D", "İ": "I"}


NO_NAMES = frozenset(
    """
    de het een der den ter ten te van von vom du des di da do dos das del della el al la le les los bin ibn abu ait
    aan bij in op onder over tot uit voor zu zur zum en of zelf
    moeder vader mama papa oma opa tante oom zus broer nicht neef vriend vriendin verzorger voogd ouder ouders
    juf meester meneer mevrouw leerkracht leerling klas klasgenoot kind kinderen jongen meisje buurman buurvrouw anoniem
    """.split()
)
"""Words that stand in names or in place of one (Iris de Vries, Moeder van Sem) and name nobody by themselves.

Not "ben": that is a father's name more often than a part of one, and is waved through where it is neither.
"""


def parts_of(name: str) -> set[str]:
    """The words by which this person may be meant: of `Petra de Wit` both `Petra` and `Wit`."""
    words = {part for part in name.split() if len(part) > 1 and not part[0].islower()}
    return {part for part in words if folded(part) not in NO_NAMES}


def names_in(text: str, names: Iterable[str], *, as_written: bool = False) -> list[str]:
    """Which of these names stand in the text as words of their own, as they stand there.

    Capitals make no difference, unless `as_written`: then "lot" is a word, and "Lot" or "LOT" may be a child.
    """
    text = seen(text)
    pattern = name_pattern(possible_in(text, names), re.NOFLAG if as_written else re.IGNORECASE)
    return sorted({" ".join(match["name"].split()) for match in pattern.finditer(text)}) if pattern else []


def cut_at(text: str, names: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of these names, which are given as they stand in it."""
    text = seen(text)
    forms = sorted({r"\s+".join(map(re.escape, name.split())) for name in names}, key=len, reverse=True)
    if not forms:
        return [(text, False)] if text else []
    pieces = re.split(rf"(?<!{LETTER})({'|'.join(forms)})", text)
    return [(piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece]


def in_place_of(name: re.Match[str], said: str) -> str:
    """What is said in place of this name, with a capital where a sentence begins."""
    before = name.string[: name.start()].rstrip(' ‘“"')
    return capital(said) if not before or before[-1] in ".!?:\n" else said


def seen(text: str) -> str:
    """The text as a reader sees it: accents on their letters, and no invisible places to break a word."""
    return UNSEEN.sub("", unicodedata.normalize("NFC", text))


def possible_in(text: str, names: Iterable[str]) -> set[str]:
    """The few of these names that can be in the text: a pattern of a whole school's names takes long to make."""
    whole = folded(text)
    return {name for name in names if (bare := folded(name)) and _tail_of_number(bare) in whole}


def name_pattern(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    """Finds these names as words of their own (`name`), also where something is theirs (`own`); None without names."""
    every = {name.strip() for name in names if folded(name)}
    if not every:
        return None
    if not flags & re.IGNORECASE:
        every |= {form for name in every for form in (name.upper(), name[:1].upper() + name[1:])}
    forms = "|".join(_form(name) for name in sorted(every, key=lambda name: (-len(name), name)))
    # "Sems tas" and "Sem's tas" name Sem as well.
    return re.compile(rf"(?<!{LETTER})(?P<name>{forms})(?P<own>['’]?[sS])?(?!{LETTER})", flags)


def folded(text: str) -> str:
    """Only the letters and digits of a text, without accents and capitals."""
    if text.isascii():
        return text.translate(_SIGNS).casefold()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(LIKE.get(mark, mark) for mark in plain if mark.isalnum()).casefold()


_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}


def _tail_of_number(bare: str) -> str:
    """Of a telephone number the part that is always written: not 0, +31 or 0031."""
    return bare[-9:] if bare.isdigit() and len(bare) > 9 else bare


def _form(name: str) -> str:
    """One name as a pattern."""
    bare = folded(name)
    if bare.isdigit():
        return COUNTRY + r"[\s\-./()]*".join(_tail_of_number(bare))
    parts: list[str] = []
    for mark in unicodedata.normalize("NFC", name):
        if mark.isspace() or mark in "-'’‘.‐‑–":
            if not parts or parts[-1] != BETWEEN:  # each of a row of dashes could match the whole row: that takes hours
                parts.append(BETWEEN)
        else:
            parts.append(_letters(mark))
    return "".join(parts)


@cache
def _letters(mark: str) -> str:
    """This letter; a vowel, and a letter that has an accent in the name, with and without accents."""
    bare = LIKE.get(mark, unicodedata.normalize("NFKD", mark)[0])
    if bare == mark and mark not in "aeiouAEIOU":
        return re.escape(mark)
    return f"[{bare}{_accented()[bare]}]" if bare in _accented() else re.escape(mark)


@cache
def _accented() -> dict[str, str]:
    """The Latin letters with an accent, by the letter without it."""
    found: dict[str, str] = defaultdict(str)
    for code in range(0xC0, 0x180):
        mark = chr(code)
        bare = LIKE.get(mark, unicodedata.normalize("NFKD", mark)[0])
        if bare != mark and bare.isalpha():
            found[bare] += mark
    return dict(found)
