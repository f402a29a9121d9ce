"""Tables over an enum that leave nothing out, and sentences that are marked for translation."""

from enum import Enum
from typing import TypeVar

Member = TypeVar("Member", bound=Enum)
Said = TypeVar("Said")


def total(table: dict[Member, Said], enum: type[Member]) -> dict[Member, Said]:
    """The table unchanged; LookupError, so no start, when it leaves out a member of the enum.

    Every table over an enum stands in this, so that a new member cannot be forgotten in one of them.
    """
    if missing := [member.name for member in enum if member not in table]:
        raise LookupError(f"A table over {enum.__name__} says nothing about {', '.join(missing)}.")
    return table


def gettext_noop(text: str) -> str:
    """Mark a Dutch sentence so that the English translation finds it; gives it back unchanged."""
    return text
