"""Whose rows were read while a page was made: so that a page knows which of its words are names of persons.

Like the school's own word (`kring/own_word.py`) it holds for whoever is served now, and nobody hands it on: a row of a
person says so itself when it is read. Whoever takes a name from elsewhere, such as a plan as it was shared, says it
with `named`. A name that nobody opened stands on no page, so nothing is opened for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Person(Protocol):
    """A row that holds names of a person."""

    def names_opened(self) -> list[str]:
        """The names in it that somebody read so far, whole and in the parts that are said apart."""
        ...


class Noticed:
    """The persons who were read while a page was made."""

    def __init__(self) -> None:
        self.rows: list[Person] = []
        self.others: set[str] = set()

    def names(self) -> set[str]:
        """Every name that can stand on the page."""
        return self.others.union(*(row.names_opened() for row in self.rows)) - {""}


_now: ContextVar[Noticed | None] = ContextVar("kring_persons", default=None)


@contextmanager
def noticing() -> Iterator[Noticed]:
    """Within it every person who is read is noticed."""
    noticed = Noticed()
    before = _now.set(noticed)
    try:
        yield noticed
    finally:
        _now.reset(before)


def was_read(person: Person) -> None:
    """The row of this person came from the database. Outside a request it goes by unnoticed."""
    if noticed := _now.get():
        noticed.rows.append(person)


def named(*names: str) -> None:
    """These are names of persons, taken from where no row of them is read."""
    if noticed := _now.get():
        noticed.others.update(names)
