"""Puts words in place of names in what parents hear or read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import override

from kring.names.finding import Mention, Sought, Text, apart
from kring.own_word import DUTCH
from kring.words import capital, number

GOES_ON = re.compile(r"\.(?=[,;:)?!]|[^\S\n]+[^\W\d_A-Z])")
"""A dot after which the sentence goes on."""
BETWEEN = re.compile(r",\s+|\s*&\s*|\s+(en|of)\s+")
"""What stands between two names of a list. A comma before "en" begins a new sentence."""
AFTER = re.compile(
    r"\W*$|[^\w\s]|\s+(aan|alleen|als|bij|en|er|hem|hen|hun|in|met|na|naar|niet|om|op|te|tot|uit|van|voor|weer|zijn)\b"
)
"""What follows on a list in the middle of a sentence. On anything else the last name may begin a new one: `Sem zit
naast Daan en Lars zit achter hem`."""
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
INITIALS = re.compile(rf"(?<![^\s(‘“\"])(?:{CAPITAL}\.\s?){{1,3}}\Z")
INITIAL = re.compile(rf"[^\S\n]+{CAPITAL}(?:\.(?=[,;:)?!]|[^\S\n]+[^\W\d_A-Z])|(?=[^\S\n]+[^\W\d_A-Z]|[,;:)?!.]|\Z))")
"""One to three capital letters with a dot, up to a name; one capital letter after a name, with a dot or without."""
SOMEBODY = "iemand"
ANOTHER_PUPIL = "een andere leerling"
SEVERAL = {SOMEBODY: "anderen", ANOTHER_PUPIL: "andere leerlingen"}
"""What several of them are called who are named in one breath."""


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
    mentions = []
    for mention in apart(instead, but=kept):
        whole = mention if instead[mention].own else _with_initials(read.shown, mention)
        instead[whole] = instead[mention]
        mentions.append(whole)
    for together in _in_one_breath(read.shown, mentions, instead):
        first, last = together[0], together[-1]
        pieces += [read.shown[done : first.start], _said(read.shown, together, instead[first])]
        done = last.end + _dot_after(read.shown, last)
    return "".join((*pieces, read.shown[done:]))


def _with_initials(text: str, mention: Mention) -> Mention:
    """The mention with the initials before a last name (`I. Kramer`) and after a first name (`Isa K. ook`): they tell
    as much."""
    before = INITIALS.search(text, 0, mention.start)
    after = INITIAL.match(text, mention.end)
    return replace(
        mention, start=before.start() if before else mention.start, end=after.end() if after else mention.end
    )


def _in_one_breath(text: str, mentions: Iterable[Mention], instead: Mapping[Mention, Instead]) -> list[list[Mention]]:
    """The names one after another; those of a list for which the same is said, together: `Daan, Lars en Jens`."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _goes_on(text, groups[-1][-1], mention) and instead[groups[-1][-1]].said == instead[mention].said:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [
        part
        for group in groups
        for part in ([group] if _is_list(text, group, instead[group[0]]) else [[one] for one in group])
    ]


def _goes_on(text: str, before: Mention, mention: Mention) -> bool:
    between = text[before.end + _dot_after(text, before) : mention.start]
    return bool(BETWEEN.fullmatch(between)) and not (before.theirs or mention.theirs)


def _is_list(text: str, group: Sequence[Mention], instead: Instead) -> bool:
    """Whether these names may be counted: where in doubt each is said by itself, which is never wrong."""
    if len(group) == 1 or instead.said not in SEVERAL:
        return False
    rest = text[group[-1].end + _dot_after(text, group[-1]) :]
    return _begins_sentence(text, group[0]) or bool(AFTER.match(rest))


def _begins_sentence(text: str, mention: Mention) -> bool:
    before = text[: mention.start].rstrip(' ‘“"')
    return not before or before[-1] in ".!?:\n"


def _dot_after(text: str, mention: Mention) -> int:
    """The dot of a shortened name (`Noor B.`) goes with it, unless it ends the sentence as well."""
    return int(mention.name.endswith(".") and bool(GOES_ON.match(text, mention.end)))


def _said(text: str, mentions: Sequence[Mention], instead: Instead) -> str:
    """The words in place of this name or of these, with a capital where a sentence begins."""
    first, last = mentions[0], mentions[-1]
    if instead.own:
        return instead.said + first.ending
    said = "andermans" if first.theirs else instead.said
    if len(mentions) > 1:
        with override(DUTCH):  # so is what stands in a text in place of a name
            said = f"{number(len(mentions))} {SEVERAL[instead.said]}"
        if text[mentions[-2].end : last.start].strip() == "of":
            said = f"een van {said}"
    return capital(said) if _begins_sentence(text, first) else said
