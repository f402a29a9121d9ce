"""What a school calls its coordinator: where that word stands in Kring's sentences, and what it may be.

The protocol's document says "Seo-coördinator"; a quotation of it holds that very word. A sentence of Kring holds
`{coordinator}`, or `{Coordinator}` where it begins with it, after "de" in Dutch (decision 089).
"""

import unicodedata

from kring.protocol.terms import gettext_noop as _

STANDARD = _("Seo-coördinator")
"""The document's own word, which a school that chooses no other keeps."""

WITHIN, AT_THE_BEGINNING = "{coordinator}", "{Coordinator}"
LONGEST = 40
ARTICLES = ("de ", "het ", "een ")
BESIDE_LETTERS = " -’./()"
"""Nothing that HTML, a sentence with gaps or the head of a mail reads as its own."""


def called(sentence: str, word: str = STANDARD) -> str:
    """The sentence with this word in its places, with a capital where it begins with it."""
    if WITHIN not in sentence and AT_THE_BEGINNING not in sentence:
        return sentence
    return sentence.replace(WITHIN, word).replace(AT_THE_BEGINNING, word[:1].upper() + word[1:])


def written(word: str) -> str:
    """The word as it is kept: composed letters, a curved apostrophe."""
    return unicodedata.normalize("NFC", word.strip()).replace("'", "’")


def problem_of(word: str) -> str | None:
    """Why a school cannot use this word, in Dutch; None when it can."""
    if not any(mark.isalpha() for mark in word):
        return _("Vul in hoe jullie deze collega noemen, bijvoorbeeld: intern begeleider.")
    if len(word) > LONGEST:
        return _("Dit is te lang om in een zin te zeggen. Gebruik hoogstens 40 tekens.")
    if word.lower().startswith(ARTICLES):
        return _("Laat het lidwoord weg: Kring zet er zelf ‘de’ voor.")
    if not all(mark in BESIDE_LETTERS or unicodedata.category(mark)[0] in "LMN" for mark in word):
        return _("Gebruik alleen letters, cijfers, spaties, streepjes, punten en haakjes.")
    return None
