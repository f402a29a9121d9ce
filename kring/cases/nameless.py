"""Puts words in place of names in what parents hear or read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kring.names.finding import Mention, Sought, Text, apart
from kring.words import capital

GOES_ON = re.compile(r"\.(?=[,;:)?!]|[^\S\n]+[^\W\d_A-Z])")
"""A dot after which the sentence goes on."""
SOMEBODY = gettext_noop("iemand")
ANOTHER_PUPIL = gettext_noop("een andere leerling")


@dataclass(frozen=True)
class Instead:
    """What is said in place of these names. A name of the reader's own child (`own`) keeps the ending it had."""

    names: Sought
    said: str
    own: bool = False


def nameless(text: str, *every: Instead, but: Sequence[Sought] = ()) -> str:
    """The text with words in place of names; those of `but` stay, and so does what is only a part of one of them.

    What only may be a name goes as well: nobody reads the text before it is said.
    """
    read = Text(text)
    instead: dict[Mention, Instead] = {}
    for one in every:
        for mention in one.names.in_text(read):
            instead.setdefault(mention, one)
    kept = [mention for names in but for mention in names.in_text(read)]
    pieces, done = [], 0
    for mention in apart(instead, but=kept):
        pieces += [read.shown[done : mention.start], _said(read.shown, mention, instead[mention])]
        done = mention.end + _dot_after(read.shown, mention)
    return "".join((*pieces, read.shown[done:]))


def _dot_after(text: str, mention: Mention) -> int:
    """The dot of a shortened name (`Noor B.`) goes with it, unless it ends the sentence as well."""
    return int(mention.name.endswith(".") and bool(GOES_ON.match(text, mention.end)))


def _said(text: str, mention: Mention, instead: Instead) -> str:
    """The words in place of this name, with a capital where a sentence begins."""
    if instead.own:
        return instead.said + mention.ending
    said = _("andermans") if mention.theirs else _(instead.said)
    before = text[: mention.start].rstrip(' ‘“"')
    return capital(said) if not before or before[-1] in ".!?:\n" else said
