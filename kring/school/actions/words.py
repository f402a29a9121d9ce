"""Text that a verb was given, checked; and the sign for an argument that was left out."""

from enum import Enum
from typing import Final

from django.utils.translation import gettext

from kring.names.typed import has_control, one_line
from kring.school.errors import Refused

SHORT: Final = 200
LONG: Final = 10_000


class Unchanged(Enum):
    """The type of `UNCHANGED`: an argument that was left out, so that None can mean 'none'."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def line(field: str, text: str, *, longest: int = SHORT) -> str:
    """One line of text, possibly empty, without spaces around it and without what nobody sees."""
    _refuse_control(field, text)
    return _short_enough(field, one_line(text), longest)


def filled_line(field: str, text: str, *, longest: int = SHORT) -> str:
    """One line of text that must say something."""
    text = line(field, text, longest=longest)
    if not text:
        raise Refused(field, gettext("Vul hier iets in."))
    return text


def lines(field: str, text: str, *, longest: int = LONG) -> str:
    """Text of several lines, possibly empty."""
    _refuse_control(field, text)
    return _short_enough(field, text.replace("\r\n", "\n").strip(), longest)


def _refuse_control(field: str, text: str) -> None:
    """No page sends these: its fields took them away, or said so. Kring's own commands might."""
    if has_control(text):
        raise Refused(field, gettext("In deze tekst staat een teken dat hier niet kan. Typ de tekst opnieuw."))


def _short_enough(field: str, text: str, longest: int) -> str:
    if len(text) > longest:
        sentence = gettext("Dit is te lang. Gebruik hoogstens %(most)s tekens.") % {"most": longest}
        raise Refused(field, sentence)
    return text
