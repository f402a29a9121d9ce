"""What a page had shown of what colleagues recorded, as it goes out with its form and comes back.

A form alone sends the id of one fact. A form of several parts sends one for each: `talk:0b1c… problem:77d0…`.
"""

from uuid import UUID

ALONE = ""
"""The name of the one part of a form that has no others."""


def as_sent(shown: dict[str, str]) -> str:
    """The ids of the newest facts that are shown, by part, as one text; parts of which nothing is shown stay out."""
    return " ".join(f"{part}:{shown[part]}" if part else shown[part] for part in shown if shown[part])


def as_read(text: str) -> dict[str, str]:
    """The ids in such a text, by part; of what is none of them, nothing."""
    pairs = [one.rpartition(":") for one in text.split()]
    return {part: identity for part, _colon, identity in pairs}


def uuid_in(text: str) -> UUID | None:
    """The id of a fact; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
