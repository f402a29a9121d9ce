"""One case as it is being told: who acts on which day, at which hour, and what is said.

The demo tells its stories with it and the tests theirs, each with their own words. What is done stands in `doing.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kring.cases.actions import opening
from kring.cases.case_file import CaseFile, in_order, read_case_file
from kring.cases.models import Case, Involved
from kring.demo.words import Words
from kring.prepared import prepared
from kring.protocol.progress import Progress
from kring.protocol.terms import Role, playing
from kring.school.act import Act
from kring.school.models import StaffMember

HERE = ZoneInfo("Europe/Amsterdam")


@prepared
def _case(case: UUID) -> QuerySet[Case]:
    return Case.objects.select_related("school", "owner", "stand_in", "group").filter(pk=case)


@dataclass
class Telling:
    """`by` acts on `today`, for the first time at `begins` and after that each time `pace` later; `words` are said.

    `readers` read every plan as soon as it is out.
    """

    by: StaffMember
    words: Words
    today: date
    case_id: UUID | None = None
    begins: time = time(8, 47)
    pace: timedelta = timedelta(minutes=7)
    zone: tzinfo = HERE
    readers: Sequence[StaffMember] = ()
    hour: time = field(init=False)

    def __post_init__(self) -> None:
        self.hour = self.begins

    # Looking at it

    @property
    def id(self) -> UUID:
        if self.case_id is None:
            raise LookupError("this case was not reported yet")
        return self.case_id

    @property
    def case(self) -> Case:
        (case,) = _case(self.id)
        return case

    @property
    def file(self) -> CaseFile:
        return read_case_file(self.case)

    @property
    def progress(self) -> Progress:
        return self.file.progress

    def keys(self, *roles: Role) -> list[str]:
        """How facts name the children with these roles, in the order of the file, without reading all of it."""
        children = Involved.objects.filter(case=self.id, left_on=None, role__in=playing(*roles)).select_related("pupil")
        return [str(child.pk) for child in in_order(children)]

    # Time and people

    def act(self, *, token: UUID | None = None, seen: UUID | None = None, corrects: UUID | None = None) -> Act:
        """The next act of the one who acts now."""
        moment = datetime.combine(self.today, self.hour, self.zone)
        self.hour = (moment + self.pace).time()
        return Act(by=self.by, at=moment, today=self.today, token=token, seen=seen, corrects=corrects)

    def on(self, day: date) -> Self:
        """Go to another day."""
        if day != self.today:
            self.today, self.hour = day, self.begins
        return self

    def as_(self, staff: StaffMember) -> Self:
        """Somebody else acts from here on."""
        self.by = staff
        return self

    def opens(self, report: opening.NewReport, *, token: UUID | None = None) -> Self:
        """The case begins with this report."""
        self.case_id = opening.open_case(act=self.act(token=token), report=report).pk
        return self
