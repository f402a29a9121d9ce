"""What a verb answers when it will not do what was asked."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kring.cases.models import Fact


class Refused(Exception):
    """The input cannot be right. `sentence` is Dutch for the person who typed, `field` the form field it belongs to."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


class Conflict(Exception):
    """Somebody recorded the same in the meantime. `theirs` is what the form had not seen yet."""

    def __init__(self, theirs: "Fact") -> None:
        super().__init__(f"fact {theirs.pk} was recorded in the meantime")
        self.theirs = theirs


class NotAllowed(Exception):
    """This person may not do this in this case. Pages answer with 404, as if the case did not exist."""
