"""The installation's key as groups of letters and digits that a person can type, each with a character that checks it.

Thirteen groups of five, in Crockford's alphabet: no I, L, O and U, and what looks like one of those is read as the
digit it looks like. The fifth character of a group is a sum over the other four and the group's place, in the field of
32 elements, with another factor for each place: so one wrong character is always noticed, and so are two that changed
places, in a group or as whole groups. Four bits that are left over check the whole.
"""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKS_LIKE = str.maketrans("ILO", "110")
GROUPS, SIZE = 13, 5


class TypedWrong(Exception):
    """Groups that cannot be right, by their numbers from 1 on; none when it is their number that is wrong."""

    def __init__(self, groups: list[int]) -> None:
        super().__init__(", ".join(map(str, groups)))
        self.groups = groups


def as_groups(key: bytes) -> list[str]:
    """A key of 32 bytes as it stands on the sheet."""
    bits = (int.from_bytes(key, "big") << 4) | _whole(key)
    values = [(bits >> 5 * place) & 31 for place in reversed(range(GROUPS * (SIZE - 1)))]
    parts = [values[start : start + SIZE - 1] for start in range(0, len(values), SIZE - 1)]
    return [
        "".join(ALPHABET[value] for value in (*part, _check(part, number)))
        for number, part in enumerate(parts, start=1)
    ]


def is_group(text: str, number: int) -> bool:
    """Whether this can be the group with this number: of every single mistake it says no."""
    values = _values(text)
    return values is not None and values[-1] == _check(values[:-1], number)


def from_groups(texts: list[str]) -> bytes:
    """The key; `TypedWrong` with each group that cannot be right."""
    if len(texts) != GROUPS:
        raise TypedWrong([])
    if wrong := [number for number, text in enumerate(texts, start=1) if not is_group(text, number)]:
        raise TypedWrong(wrong)
    bits = 0
    for text in texts:
        for value in (_values(text) or [])[:-1]:
            bits = bits << 5 | value
    key = (bits >> 4).to_bytes(32, "big")
    if bits & 15 != _whole(key):
        raise TypedWrong([])
    return key


def plain(text: str) -> str:
    """What was typed, as it stands on the sheet."""
    return "".join(text.split()).replace("-", "").upper().translate(LOOKS_LIKE)


def _values(text: str) -> list[int] | None:
    letters = plain(text)
    if len(letters) != SIZE or any(letter not in ALPHABET for letter in letters):
        return None
    return [ALPHABET.index(letter) for letter in letters]


def _check(values: list[int], number: int) -> int:
    total = number
    for value in values:
        total = _twice(total ^ value)
    return total


def _twice(value: int) -> int:
    """Times two, in the field of 32 elements (x⁵ + x² + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _whole(key: bytes) -> int:
    return hashlib.sha256(b"kring sheet|" + key).digest()[0] & 15
