"""How colleagues are called where one of them is chosen: by name, and of two of one name by role and groups too."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kring.cases.apart import whole_names_apart
from kring.names.letters import taken_as
from kring.school.groups import titles_by_teacher
from kring.school.models import Role


class Colleague(Protocol):
    """A member of staff, or a line about one."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True)
class _Place:
    """What somebody does in the school; it tells two of one name apart as the group does for children."""

    title: str


@dataclass(frozen=True)
class _Named:
    id: UUID
    first_name: str
    group: _Place
    last_name: str = ""


def colleagues_apart(people: Iterable[Colleague], school_year: str) -> dict[UUID, str]:
    """What each is called: `Sanne Bos`, and beside another of that name `Sanne Bos (Leerkracht, groep 6)`.

    The groups are those of this school year; they are looked up, in one query, only when there are two of one name.
    """
    team = list(people)
    times = Counter(taken_as(one.name) for one in team)
    if len(times) == len(team):
        return {one.id: one.name.strip() for one in team}
    alike = [one.id for one in team if times[taken_as(one.name)] > 1]
    taught = titles_by_teacher(school_year, alike)
    return whole_names_apart(
        _Named(one.id, one.name, _Place(", ".join([str(Role(one.role).label), *taught.get(one.id, [])])))
        for one in team
    )
