"""Prints what the browser must know to compare names as Kring does: `python -m kring.names.in_browser`.

JavaScript takes characters apart and makes them small by itself; the table holds what it would do otherwise.
"""

import sys
import unicodedata
from itertools import groupby

from kring.names.letters import SPELLED_OUT, folded

HEAD = f"""\
// How names are compared, as kring/names/letters.py does, by Unicode {unicodedata.unidata_version}.
// Printed by `python -m kring.names.in_browser`: do not edit.

"""


def table() -> dict[str, str]:
    """The characters that JavaScript alone would compare otherwise, with what they are compared as."""
    known: dict[str, str] = {}
    every = [
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
    ]
    for mark in sorted(
        every, key=lambda mark: unicodedata.normalize("NFKD", mark) != mark
    ):  # the parts before the whole
        alone = "".join(known.get(part, part.lower()) for part in unicodedata.normalize("NFKD", mark))
        if alone != folded(mark):
            known[mark] = folded(mark)
    return known


def printed() -> str:
    """The whole file `letters.js`."""
    by_letters: dict[str, list[int]] = {}
    for mark, letters in sorted(table().items()):
        by_letters.setdefault(letters, []).append(ord(mark))
    rows = [f'  {_quoted(letters)}: "{_ranges(codes)}",\n' for letters, codes in sorted(by_letters.items())]
    spelled = "".join(f'  "{chr(code)}": "{two}",\n' for code, two in SPELLED_OUT.items())
    return f"{HEAD}export const COMPARED = {{\n{''.join(rows)}}};\n\nexport const SPELLED = {{\n{spelled}}};\n"


def _ranges(codes: list[int]) -> str:
    """`300-315 345`: code points from first to last, in hexadecimal."""
    rows = [[code for _, code in group] for _, group in groupby(enumerate(codes), lambda one: one[1] - one[0])]
    return " ".join(f"{row[0]:x}" if len(row) == 1 else f"{row[0]:x}-{row[-1]:x}" for row in rows)


def _quoted(letters: str) -> str:
    escaped = "".join(mark if mark.isalnum() or mark in " '-." else f"\\u{ord(mark):04x}" for mark in letters)
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.stdout.write(printed())
