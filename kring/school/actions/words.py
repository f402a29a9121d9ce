"""Text that a verb was given, checked; and the sign for an argument that was left out."""

from enum import Enum
from typing import Final

from django.utils.translation import gettext

from kring.school.errors import Refused

SHORT: Final = 200
LONG: Final = 10_000


class Unchanged(Enum):
    """The type of `UNCHANGED`: an argument that was left out, so that None can mean 'none'."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def line(field: str, text: str, *, longest: int = SHORT) -> str:
    """One line of text, possibly empty, without spaces around it."""
    text = text.strip()
    if not text.isprintable():
        raise Refused(field, gettext("In deze tekst staat een teken dat hier niet kan. Typ de tekst opnieuw."))
    return _short_enough(field, text, longest)


def filled_line(field: str, text: str, *, longest: int = SHORT) -> str:
    """One line of text that must say something."""
    text = line(field, text, longest=longest)
    if not text:
        raise Refused(field, gettext("Vul hier iets in."))
    return text


def lines(field: str, text: str, *, longest: int = LONG) -> str:
    """Text of several lines, possibly empty."""
    text = text.replace("\r\n", "\n").strip()
    if not text.replace("\n", "").replace("\t", "").isprintable():
        raise Refused(field, gettext("In deze tekst staat een teken dat hier niet kan. Typ de tekst opnieuw."))
    return _short_enough(field, text, longest)


def _short_enough(field: str, text: str, longest: int) -> str:
    if len(text) > longest:
        sentence = gettext("Dit is te lang. Gebruik hoogstens %(most)s tekens.") % {"most": longest}
        raise Refused(field, sentence)
    return text
