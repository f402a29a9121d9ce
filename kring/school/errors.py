"""What a verb of the school answers when it will not do what was asked."""


class Refused(Exception):
    """The input cannot be right. `sentence` is Dutch for the person who typed, `field` the form field it belongs to."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


class NotAllowed(Exception):
    """This person may not do this at this school. Pages answer with 404."""
