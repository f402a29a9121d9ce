"""The names by which somebody was known before: kept to be kept out of what others read, and shown nowhere."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from kring.names.letters import same


class PupilName(NamedTuple):
    """A name by which a child is or was known."""

    first_name: str
    last_name: str

    @property
    def whole(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def forms(self) -> tuple[str, str]:
        """How it names the child by itself: the first name, and the whole. A last name alone is of a family."""
        return self.first_name, self.whole


def former_in(kept: str | None) -> list[tuple[str, ...]]:
    """The former names in this column, the oldest first: of a child first and last name, of a guardian the name."""
    return [tuple(name) for name in json.loads(kept)] if kept else []


def remembering(kept: str | None, *, before: Sequence[str], now: Sequence[str]) -> str | None:
    """The column after a name was changed. Another way to write the same name is found as it is, and not kept."""
    names = former_in(kept)
    if tuple(before) in names or all(same(old, new) for old, new in zip(before, now, strict=True)):
        return kept
    return json.dumps([*names, tuple(before)], ensure_ascii=False)
