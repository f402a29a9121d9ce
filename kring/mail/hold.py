"""Whether what is written now waits for a person before it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

_held_at: ContextVar[datetime | None] = ContextVar("held_at", default=None)


@contextmanager
def holding(at: datetime | None) -> Iterator[None]:
    """What is written within it, and is not urgent, is held from then on; with None nothing is."""
    token = _held_at.set(at)
    try:
        yield
    finally:
        _held_at.reset(token)


def held_from(*, urgent: bool) -> datetime | None:
    """From when a letter that is written now is held; None when it goes. Danger does not wait."""
    return None if urgent else _held_at.get()
