"""A child that is not in the list of pupils: how somebody types it, and whom of the list it may be (decision 091)."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kring.names.letters import same, taken_as
from kring.names.pieces import parts_of


@dataclass(frozen=True)
class TypedChild:
    """A child as it was typed: a first name, and what else is known of it."""

    first_name: str
    last_name: str = ""
    group_id: UUID | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


def same_child(child: UUID | TypedChild) -> object:
    """What two mentions of one child in a report have in common. Who was typed is told apart by name and group."""
    return (taken_as(child.name), child.group_id) if isinstance(child, TypedChild) else child


class Named(Protocol):
    """Somebody with a first and a last name."""

    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...


def may_be(typed: Named, other: Named) -> bool:
    """Whether a reader would ask if this is the same child: every first name that was typed is one of the other's, and
    no last name says otherwise. The group says nothing: whoever types may not know it."""
    first = all(any(same(one, name) for name in other.first_name.split()) for one in typed.first_name.split())
    if not (first or same(typed.first_name, other.first_name)):
        return same(f"{typed.first_name} {typed.last_name}", f"{other.first_name} {other.last_name}")
    if not typed.last_name or not other.last_name:
        return True
    return bool(_words(typed.last_name) & _words(other.last_name))


def _words(name: str) -> set[str]:
    """What tells of a last name: of `de Vries-Bakker` both parts, and what has no such part as it is."""
    return {taken_as(part) for part in parts_of(name) or {name}}
