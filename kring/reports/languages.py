"""In which languages the doors for parents, and the mails of those doors, can be read.

A language is shown only once a person who speaks it read every sentence: who that was and when stands here. One that is
prepared has its sentences in `kring/locale/CODE` (`./dev door_language CODE`), and stands here unsigned.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kring.own_word import DUTCH


@dataclass(frozen=True)
class Language:
    """A language by its own name. Without `signed_on` nobody is shown it."""

    code: str
    name: str
    signed_by: str = ""
    signed_on: date | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.signed_by) and self.signed_on is not None


LANGUAGES: Final = (
    Language(DUTCH, "Nederlands", "the makers of Kring", date(2026, 11, 28)),
    Language("en", "English", "the makers of Kring", date(2026, 11, 28)),
)


def shown() -> list[Language]:
    """The languages that may be chosen, Dutch first."""
    return [one for one in LANGUAGES if one.is_shown]


def known(code: str) -> str:
    """This code, if it may be chosen; else Dutch."""
    return code if any(one.code == code for one in shown()) else DUTCH
