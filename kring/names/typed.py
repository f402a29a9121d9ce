"""One line that was typed or pasted, as it is kept: without what nobody sees, so that nothing is refused for it."""

import re
import unicodedata

from kring.names.letters import is_space, is_unseen

NON_JOINER, JOINER = "\u200c", "\u200d"
JOINERS = frozenset((NON_JOINER, JOINER))
"""Between two emoji or two letters of Persian or Hindi they say how the two are drawn; elsewhere they say nothing."""

KEYCAP = "\u20e3"
_DRAWN_ALONE = ("LATIN ", "CYRILLIC ", "GREEK ", "FULLWIDTH ", "HEBREW ")
_LOOKS = re.compile("[\ufe00-\ufe0f\u180b-\u180d\U000e0100-\U000e01ef]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")


def one_line(text: str) -> str:
    """The text on one line: every kind of space is a space, and of what is not seen only what draws a sign remains."""
    text = "".join(" " if is_space(mark) else mark for mark in text)
    flags = {place for flag in _FLAG.finditer(text) for place in range(*flag.span())}
    after = ""
    next_signs = []
    for mark in reversed(text):
        next_signs.append(after)
        after = after if is_unseen(mark) else mark
    kept: list[str] = []
    for place, (mark, following) in enumerate(zip(text, reversed(next_signs), strict=True)):
        if place in flags or not is_unseen(mark) or _draws(mark, before=kept[-1] if kept else "", after=following):
            kept.append(mark)
    return "".join(kept).strip()


def address(text: str) -> str:
    """An e-mail address without what nobody sees, also at its end."""
    return "".join(mark for mark in one_line(text) if not is_unseen(mark)).strip()


def has_control(text: str) -> bool:
    """Whether a text holds what no database keeps and no page shows: control characters and halves of a character."""
    return any(unicodedata.category(mark) in ("Cc", "Cs") and not is_space(mark) for mark in text)


def _draws(mark: str, *, before: str, after: str) -> bool:
    """Whether this unseen mark says how the signs beside it are drawn."""
    if mark in JOINERS:
        return _is_drawn_with(before) and _is_drawn_with(after)
    return bool(_LOOKS.match(mark)) and (_is_drawn_with(before) or after == KEYCAP)


def _is_drawn_with(mark: str) -> bool:
    """Whether the drawing of this character can hang on its neighbour: emoji, and letters of a script that joins."""
    if not mark or mark.isspace() or mark in JOINERS:
        return False
    kind = unicodedata.category(mark)
    if kind[0] in "LM":
        return not unicodedata.name(mark, "LATIN ").startswith(_DRAWN_ALONE)
    return kind[0] == "S" or (kind == "Po" and not mark.isascii())
