"""The order of people in a list: as a reader looks for a name (decision 033), never as a database happens to sort.

The names of children and guardians are sealed, and of those of colleagues each database has an order of its own.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from kring.names.comparing import sort_key
from kring.school.models import Pupil


class Named(Protocol):
    """Somebody with a name: a colleague, a guardian, or a line about one."""

    @property
    def name(self) -> str: ...


Person = TypeVar("Person", bound=Named)


def by_name(people: Iterable[Person]) -> list[Person]:
    """By the whole name, first name first. Of one name, in the order in which they were given."""
    return sorted(people, key=lambda one: sort_key(one.name))


def pupils_by_name(pupils: Iterable[Pupil]) -> list[Pupil]:
    """By first name, then by last name. Of one name, in an order that is always the same."""
    return sorted(pupils, key=lambda one: (sort_key(one.first_name), sort_key(one.last_name), one.pk))
