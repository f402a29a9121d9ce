"""What a verb answers when it will not do what was asked."""

from datetime import datetime
from typing import Any, Protocol

from kring.school.errors import NotAllowed, Refused

__all__ = ["Conflict", "NoLongerAsked", "NotAllowed", "Recorded", "Refused"]


class Recorded(Protocol):
    """What somebody recorded, as a form compares it with what it had seen: a fact, or the state of a settings page."""

    @property
    def pk(self) -> Any: ...

    @property
    def by(self) -> Any: ...

    @property
    def at(self) -> datetime: ...


class NoLongerAsked(Refused):
    """What is written is not asked any more in the step of which its form was shown: somebody was first."""


class Conflict(Exception):
    """Somebody recorded the same in the meantime. `theirs` is what the form had not seen yet."""

    def __init__(self, theirs: Recorded) -> None:
        super().__init__(f"{theirs.pk} was recorded in the meantime")
        self.theirs = theirs
