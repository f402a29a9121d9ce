"""What one character is when names are compared: without accent, capital, width, or a mark that nobody sees.

`comparable` is the one form of a text in which names are compared. It leaves letters and digits as small plain ones,
and of what stands between them one sign of each kind: a space, a line break, a hyphen, an apostrophe, a dot.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

UNSEEN = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
"""Default-ignorable code points of Unicode, and the anchors of a note: nothing is drawn for them."""

APOSTROPHES = frozenset("'’‘‛`´ʹʻʼʽʾʿˈˊˋ′‵ꞌꞋ՚׳")
"""Every sign that a keyboard, a phone or an office program puts where an apostrophe belongs."""

HYPHENS = frozenset("\u2212\u2043\u02d7_")
"""Beside the dashes of Unicode: minus, the bullet that is a hyphen, and the line that stands for a space."""

STRUCK_THROUGH = 1
"""How Unicode counts a line through a letter, among the marks that are written on one."""

DOTS = frozenset(".·•‧")
LINE_BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
EMPTY = "\u2800"
"""The empty cell of braille: no space by its kind, and nothing to see."""

ALIKE = {
    **{"æ": "ae", "œ": "oe", "ı": "i", "ȷ": "j", "ð": "d", "þ": "th", "ŋ": "n", "ɖ": "d", "ſ": "s", "ƿ": "w"},
    **{
        "ə": "e",
        "ɛ": "e",
        "ɔ": "o",
        "ɩ": "i",
        "ʊ": "u",
        "ʋ": "v",
        "ɣ": "g",
        "ʃ": "s",
        "ʒ": "z",
        "ĸ": "k",
        "ɑ": "a",
        "ʉ": "u",
        "ɡ": "g",
    },
    # Arabic, Persian and Urdu keyboards have a letter of their own for the same one; a drawn-out line is no letter.
    **{"ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ـ": ""},
    "\u0345": "ι",  # the small iota under a Greek vowel stands beside it among capitals
}
"""Small letters that Unicode does not take apart, and as what somebody types them who has no such key."""

SPELLED_OUT: dict[int, str] = str.maketrans(
    {
        **{"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ÿ": "ij"},
        **{"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe", "Ÿ": "IJ"},
    }
)
"""One letter that is often written as two."""

LOOKALIKES = str.maketrans("аеорсхуіјѕһмктвнαεικορτυχνημβ", "aeopcxyijshmktbhaeikoptyxnhmb")
"""Small Cyrillic and Greek letters whose capitals look like a Latin one. Nobody sees which it is."""

_LATIN = re.compile("[a-z]")
_NAMED = re.compile(
    "(?P<script>LATIN|CYRILLIC|GREEK) (?:SMALL )?LETTER (?:SMALL CAPITAL )?(?P<letter>[A-Z -]+?)(?: WITH .+)?"
)


@cache
def is_unseen(mark: str) -> bool:
    """Whether nothing is drawn for this character: a mark that only says how its neighbours are written, or control."""
    code = ord(mark)
    if mark == "\t" or mark in LINE_BREAKS:
        return False
    return any(first <= code <= last for first, last in UNSEEN) or unicodedata.category(mark) in ("Cc", "Cs")


@cache
def is_space(mark: str) -> bool:
    """Whether a reader sees an empty place: a space of any width, or an end of a line."""
    return mark == EMPTY or mark.isspace()


def is_accent(mark: str) -> bool:
    """Whether this is an accent on the letter before it, and not a letter itself (as a vowel of Hindi or Thai is)."""
    place = unicodedata.combining(mark)
    if mark in ALIKE:
        return False
    return place >= 200 or place == STRUCK_THROUGH or 10 <= place <= 36 or unicodedata.category(mark) == "Me"


@cache
def folded(mark: str) -> str:
    """This one character as it is compared: none, one or more letters, or the sign of its kind."""
    if mark in APOSTROPHES:
        return "'"
    return "".join(map(_plain, unicodedata.normalize("NFKD", mark)))


def _plain(mark: str) -> str:
    """What `folded` says of a character that cannot be taken apart any further."""
    kind = unicodedata.category(mark)
    if is_unseen(mark) or is_accent(mark):
        return ""
    if is_space(mark):
        return "\n" if mark in LINE_BREAKS else " "
    if kind == "Pd" or mark in HYPHENS:
        return "-"
    if mark in APOSTROPHES:
        return "'"
    if mark in DOTS:
        return "."
    if kind == "Nd":
        return str(unicodedata.decimal(mark))
    return "".join(map(_letter, mark.casefold()))


def _letter(mark: str) -> str:
    """A small letter as the plain one under it: of `ł`, which is "L WITH STROKE", the l."""
    if mark in ALIKE:
        return ALIKE[mark]
    named = _NAMED.fullmatch(unicodedata.name(mark, ""))
    if not named or mark.isascii():
        return mark
    try:
        under = unicodedata.lookup(f"{named['script']} SMALL LETTER {named['letter']}")
    except KeyError:
        return mark
    return mark if under == mark else folded(under)


class _Each(dict[int, str]):
    """What becomes of each character, in the shape that `str.translate` asks for; found out once."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self.becomes = becomes

    def __missing__(self, code: int) -> str:
        self[code] = self.becomes(chr(code))
        return self[code]


_FOLDING = _Each(folded)
_BARE = _Each(lambda mark: "".join(filter(is_letter, folded(mark))))
_SPACED = _Each(lambda mark: "".join(one if is_letter(one) else " " for one in folded(mark)))


def comparable(text: str) -> str:
    """The text as it is compared: `Ștefan de\u00a0Wít` and `stefan DE wit` are both `stefan de wit`."""
    return text.translate(_FOLDING)


def is_letter(mark: str) -> bool:
    """Whether this character of a comparable text belongs to a word: a letter, a digit, or a vowel sign."""
    return mark.isalnum() or is_mark(mark)


def is_mark(mark: str) -> bool:
    """Whether this character is written on the one before it: an accent, a vowel sign, the dot below of Hindi."""
    return unicodedata.category(mark)[0] == "M"


def bare(text: str) -> str:
    """Only the letters and digits of a text, as they are compared: `Jan-Willem` is `janwillem`."""
    return text.translate(_BARE)


def words_in(text: str) -> list[str]:
    """The words of a text, as they are compared: of `Shay O’Neil` these are shay, o and neil."""
    return text.translate(_SPACED).split()


def same(one: str, other: str) -> bool:
    """Whether a reader would take both for the same name."""
    return taken_as(one) == taken_as(other)


def taken_as(name: str) -> str:
    """What two names that a reader takes for the same have in common. What has no letter at all is as it is drawn.

    A letter of another alphabet among Latin ones is read as the Latin one that it looks like.
    """
    letters = bare(name)
    mixed = not letters.isascii() and _LATIN.search(letters)
    return (letters.translate(LOOKALIKES) if mixed else letters) or name.strip()


def spelled_out(text: str) -> str:
    """The text with `ö` as `oe`, and the others of its kind: the other way in which such a name is written."""
    return unicodedata.normalize("NFC", text).translate(SPELLED_OUT)


def without_unseen(text: str) -> str:
    """The text as a reader sees it: accents on their letters, and no invisible places to break a word."""
    return "".join(mark for mark in unicodedata.normalize("NFC", text) if not is_unseen(mark))
