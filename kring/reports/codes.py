"""The code of six common words with which somebody comes back to what they told: made, read as it is typed, digested.

Plain reckoning: nothing here reads a clock, a setting or the database, or draws by chance (decision 146).
"""

import hmac
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn, final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

WORDS: Final = tuple(Path(__file__).with_name("words.txt").read_text(encoding="ascii").split())
"""2,048 words that a child of groep 4 knows, in order. A code that somebody wrote down hangs on them: they never change
once a school has a door."""
LENGTH: Final = 6
BITS_EACH: Final = 11
LONGEST_WORD: Final = 9
TOLD_APART_BY: Final = 4
"""So many letters say which word it is; a word of three is the only one that begins with them."""
LONGEST_TYPED: Final = 300
"""Six words of nine letters, each on a line with its number and a comma, are some ninety characters."""
LONGEST_ENDING: Final = 2
"""So many letters more than the word has may follow it ("fietsen"); more are another word, without its space."""

SECRET_LENGTH: Final = 32
MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1
"""Argon2id as OWASP's Password Storage Cheat Sheet asks for at least: 19 MiB, two passes, one lane."""

_ALIKE: Final = (
    ("sch", "sx"),
    ("ij", "ei"),
    ("ou", "au"),
    ("ch", "g"),
    ("ck", "kk"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("v", "f"),
    ("z", "s"),
)
_HARDENED: Final = {"d": "t", "b": "p"}


@final
@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """Six places in the list of words. It shows its words only when it is asked for them, and cannot be pickled: so
    they come into no log, session or cache by accident."""

    numbers: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.numbers) != LENGTH or not all(0 <= number < len(WORDS) for number in self.numbers):
            raise ValueError("a code is six words of the list")

    def __repr__(self) -> str:
        return "<a code of six words>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a code is shown once, and kept only as its digest")

    def words(self) -> tuple[str, ...]:
        """The six words, to show one under another."""
        return tuple(WORDS[number] for number in self.numbers)

    def spoken(self) -> str:
        """The six words on one line, to read aloud or to copy."""
        return " ".join(self.words())


def code_of(secret: bytes, nonce: bytes) -> Code:
    """The code that belongs to this nonce, the same each time: a form that is sent twice gives one code.

    `secret` are the 32 bytes of the door; `nonce` was drawn by chance when the form was opened, and
    travels with it. 66 bits.
    """
    bits = int.from_bytes(_keyed(secret, b"code|" + nonce), "big") >> (256 - LENGTH * BITS_EACH)
    places = range((LENGTH - 1) * BITS_EACH, -1, -BITS_EACH)
    return Code(tuple(bits >> place & (1 << BITS_EACH) - 1 for place in places))


def digest_of(code: Code, *, secret: bytes) -> str:
    """What is kept of a code: 64 hexadecimal characters, the same again for the same code at the same door.

    Slow (Argon2id, 19 MiB), so that who has the database and the keys tries few; and keyed, so that who has the
    database alone can try none. The salt is the door's: with one of its own for each code, none could be looked up.
    """
    slow = Argon2id(
        salt=_keyed(secret, b"salt")[:16], length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    ).derive(code.spoken().encode())
    return _keyed(secret, b"digest|" + slow).hex()


def read(typed: str) -> Code | None:
    """The code that was meant, however it is written; None when there are not six words, or one that is not ours.

    Capitals, accents, full-width letters, numbers, dots, hyphens and lines make no difference, nor do missing spaces,
    nor what follows the first four letters, nor what sounds the same ("kijken", "keiken").
    """
    found = tuple(_found(typed))
    numbers = tuple(number for number in found if number is not None)
    if len(numbers) == len(found) == LENGTH:
        return Code(numbers)
    pieces = _pieces(typed)
    run = "".join(pieces)
    if all(piece in _IN_FULL for piece in pieces):
        return None  # five or seven words, each as it is: "barnsteen" is no "barn" and "steen" then
    if len(run) > LENGTH * LONGEST_WORD:
        return None
    # In full there is one way to read them; with words of four letters among them there may be more: then none counts.
    whole = _whole_words(run)
    ways = {whole} if len(whole) == LENGTH else {way for way in _ways(run, LENGTH) if len(way) == LENGTH}
    return Code(ways.pop()) if len(ways) == 1 else None


def wrong_words(typed: str) -> tuple[int, ...]:
    """Which words that were typed are not in the list: 3 is the third. Nothing when all are, or nothing was typed."""
    return tuple(place for place, number in enumerate(_found(typed), start=1) if number is None)


def how_many(typed: str) -> int:
    """How many words were typed, those without a space between them counted apart."""
    return sum(1 for _number in _found(typed))


def _keyed(secret: bytes, said: bytes) -> bytes:
    if len(secret) < SECRET_LENGTH:
        raise ValueError("the secret of a door is 32 bytes")
    return hmac.digest(secret, b"kring.reports.codes|" + said, "sha256")


def _pieces(typed: str) -> list[str]:
    """What was typed, in runs of plain small letters. A "ÿ" or "y" is an ij: no word of ours has one."""
    if len(typed) > LONGEST_TYPED:
        return []
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", typed).casefold())
    kept = (letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Cf"))
    return "".join(letter if "a" <= letter <= "z" else " " for letter in kept).replace("y", "ij").split()


def _found(typed: str) -> Iterator[int | None]:
    """Each word that was typed: which of ours it is, or None."""
    for piece in _pieces(typed):
        number = _one(piece)
        if number is not None:
            yield number
        else:
            yield from _whole_words(piece) or (None,)


def _one(piece: str) -> int | None:
    """The word that this was meant to be: itself, by its first letters, or by how it sounds."""
    full, start = _sounds(piece)
    tried = (
        _BY_START.get(piece),
        _BY_SOUND.get(full),
        _BY_START.get(piece[:TOLD_APART_BY]),
        _BY_SOUND_OF_START.get(start),
    )
    for number in tried:
        if number is not None and len(piece) <= len(WORDS[number]) + LONGEST_ENDING:
            return number
    return None


def _whole_words(piece: str) -> tuple[int, ...]:
    """The words that stand here without spaces, all in full; nothing when that is not so. There is one way at most: no
    word begins with another."""
    numbers = []
    while piece:
        number = _begins(piece)
        if number is None or not piece.startswith(WORDS[number]):
            return ()
        numbers.append(number)
        piece = piece.removeprefix(WORDS[number])
    return tuple(numbers)


def _ways(run: str, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to read these letters as words, each in full or by its first four letters."""
    if not run:
        yield ()
        return
    number = _begins(run)
    if number is None or not most:
        return
    word = WORDS[number]
    for end in {len(word), min(TOLD_APART_BY, len(word))}:
        if run[:end] == word[:end]:
            yield from ((number, *rest) for rest in _ways(run[end:], most - 1))


def _begins(run: str) -> int | None:
    """The word with which these letters begin, by its first four."""
    return _BY_START.get(run[:TOLD_APART_BY], _BY_START.get(run[: TOLD_APART_BY - 1]))


def _sounds(word: str) -> tuple[str, str]:
    """How it sounds, and how its first four letters do. What is one sound is one letter here."""
    start = word[:TOLD_APART_BY]
    return _sound(word), _sound(start) if start == word else _alike(start)


def _sound(word: str) -> str:
    alike = _alike(word)
    return alike[:-1] + _HARDENED.get(alike[-1], alike[-1])


def _alike(letters: str) -> str:
    for written, heard in _ALIKE:
        letters = letters.replace(written, heard)
    return letters


_IN_FULL: Final = frozenset(WORDS)
_BY_START: Final = {start: number for number, word in enumerate(WORDS) for start in (word, word[:TOLD_APART_BY])}
_BY_SOUND: Final = {_sounds(word)[0]: number for number, word in enumerate(WORDS)}
_BY_SOUND_OF_START: Final = {_sounds(word)[1]: number for number, word in enumerate(WORDS)}
