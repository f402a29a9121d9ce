"""A case as one request holds it: its file, read once, and how the verb left it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kring.cases.case_file import CaseFile
from kring.cases.models import Case
from kring.prepared import prepared
from kring.school.act import Act
from kring.school.models import School


@dataclass
class HeldCase:
    """`file` is how the case stood when the request came, `today` the day it came, `now` how a verb left the case.

    `with_school` says that the school was locked before it, for a verb that gives somebody the case or a part in it.
    """

    file: CaseFile
    today: date
    with_school: bool = False
    now: CaseFile = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.file

    @property
    def case(self) -> Case:
        return self.file.case


@dataclass(frozen=True)
class ActOnHeld(Act):
    """An act on a case that was locked and read before its form was judged: the verb does neither again."""

    held: HeldCase = field(kw_only=True)


def hold_school(school_id: UUID) -> School:
    """Nobody leaves this school, and none of its cases gets another owner, until the transaction ends. Before the case
    is locked, never after (docs/architecture.md, Locks). Gives the school as it stands under the lock."""
    (school,) = _locked_school(school_id)
    return school


@prepared
def _locked_school(school_id: UUID) -> QuerySet[School]:
    return School.objects.select_for_update(no_key=True).filter(pk=school_id)


@prepared
def locked_to_change(case_id: UUID, school_id: UUID) -> QuerySet[Case]:
    """The same, with what a verb reads of it."""
    return locked(case_id, school_id).select_related("school", "owner")


def locked(case_id: UUID, school_id: UUID) -> QuerySet[Case]:
    """This case of this school, or none. Whoever reads it waits for the others, until the transaction ends."""
    return Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=case_id, school=school_id)
