"""What a verb answers when it will not do what was asked."""

from typing import TYPE_CHECKING

from kring.school.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from kring.cases.models import Fact

__all__ = ["Conflict", "NotAllowed", "Refused"]


class Conflict(Exception):
    """Somebody recorded the same in the meantime. `theirs` is what the form had not seen yet."""

    def __init__(self, theirs: "Fact") -> None:
        super().__init__(f"fact {theirs.pk} was recorded in the meantime")
        self.theirs = theirs
