"""What Kring kept of a story."""

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct

from kring.cases.models import Fact
from tests.cases.telling import Telling

B = TypeVar("B", bound=Struct)


def kept(case: Telling, kind: type[B], *, facts: Iterable[Fact] | None = None, duty: str = "") -> list[B]:
    """What was recorded of this kind, oldest first; of these facts only when they are named."""
    chosen = case.file.facts if facts is None else facts
    return [fact.body for fact in chosen if isinstance(fact.body, kind) and duty in ("", fact.duty)]
