"""The story of a report becomes an incident: what is known of it is taken along, to be put right and kept (row S1c)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.cases.access import may_read_story
from kring.cases.bodies import Incident
from kring.cases.case_file import CaseFile
from kring.cases.models import Report
from kring.protocol.terms import Role
from kring.school.models import StaffMember
from kring.words import listed


@dataclass(frozen=True)
class Foretold:
    """An incident as the report tells it: `about` are ids of Involved, `seen_by` the names of who saw it."""

    on: date | None
    place: str
    what: str
    about: tuple[UUID, ...]
    seen_by: str


def foretold(file: CaseFile, reports: Iterable[Report], reader: StaffMember) -> Foretold | None:
    """What the newest report of which no incident was written tells of one, for who reads its story; else None.

    A report that came before the last incident that was written is taken as told in it.
    """
    last = max((file.first(known.fact).at for known in file.of(Incident)), default=None)
    new = [one for one in reports if (last is None or one.taken_at > last) and may_read_story(reader, one)]
    if not new or file.progress.current is None:
        return None
    report = max(new, key=lambda one: (one.taken_at, one.pk))
    named = [child for child in file.people if not report.children or str(child.pk) in report.children]
    saw = [child for child in named if child.role == Role.WITNESS]
    return Foretold(
        on=report.happened_on,
        place=report.place or "",
        what=report.story,
        about=tuple(child.pk for child in named if child not in saw),
        seen_by=listed(file.name_of(child) for child in saw),
    )
