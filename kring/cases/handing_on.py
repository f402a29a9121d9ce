"""A case that goes to the teacher of the new school year: who may read the sheet about it, and when it is asked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from kring import words
from kring.cases.access import Need, may, roles_that
from kring.cases.bodies import HandedOver
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact, Involved
from kring.protocol.terms import BULLIED, Role
from kring.school.calendars import first_day_of, school_year_of
from kring.school.groups import begins_on
from kring.school.models import GroupTeacher, StaffMember

STILL_SAID = timedelta(days=42)
"""So long after the new groups began those who lead are told of it on Vandaag; after that the case goes on asking."""


def may_read_sheet(reader: StaffMember, file: CaseFile) -> bool:
    """Those between whom the case goes: the owner, who was it before, the teacher of the group; and who leads."""
    case = file.case
    if not may(reader, Need.READ_FILE, case):
        return False
    former = {one.body.from_id for one in file.of(HandedOver)}
    if may(reader, Need.LEAD, case) or reader.pk in {case.owner_id, case.stand_in_id, *former}:
        return True
    groups = {child.pupil.group_id for child in file.with_role(Role.TARGET)}
    return GroupTeacher.objects.filter(staff=reader, group__in=groups - {None}).exists()


def goes_on_elsewhere(file: CaseFile) -> list[Involved]:
    """The bullied children who go, or went, to a group of a later school year, that the owner does not teach.

    No question where the case began in the year of the group that they are in: then its owner was chosen for it.
    """
    case = file.case
    if file.progress.current is None or may(case.owner, Need.LEAD, case):
        return []
    found = [child for child in file.with_role(Role.TARGET) if child.pupil.left_on is None and _moves(child, file)]
    if not found:
        return []
    groups = {child.pupil.next_group_id or child.pupil.group_id for child in found}
    taught = set(GroupTeacher.objects.filter(staff=case.owner, group__in=groups).values_list("group_id", flat=True))
    return [child for child in found if (child.pupil.next_group_id or child.pupil.group_id) not in taught]


def _moves(child: Involved, file: CaseFile) -> bool:
    pupil = child.pupil
    if pupil.next_group_id:
        return True
    if pupil.group is None:
        return False
    begins = datetime.combine(begins_on(pupil.group), time.min, words.HERE)
    return max([file.case.opened_at, *(one.fact.at for one in file.of(HandedOver))]) < begins


@dataclass(frozen=True)
class YearBegan:
    """The school year of a day: since when it runs, and whether its new groups began only some weeks ago."""

    year: str
    at: datetime
    lately: bool


def year_began(today: date) -> YearBegan:
    """What `goes_on_elsewhere_now` must know of a day."""
    year = school_year_of(today)
    begins = first_day_of(year)
    return YearBegan(year, datetime.combine(begins, time.min, words.HERE), today < begins + STILL_SAID)


def goes_on_elsewhere_now(began: YearBegan) -> Q:
    """The same for a question over running cases: from the day on which the next group is settled, until some weeks
    after it began."""
    handed = Fact.objects.filter(case=OuterRef("case"), kind="handed_over", at__gte=began.at)
    moves = Q(pupil__next_group__isnull=False)
    if began.lately:
        here = Q(pupil__group__school_year=began.year, case__opened_at__lt=began.at)
        moves |= here & ~Q(Exists(handed))
    group = Coalesce(OuterRef("pupil__next_group"), OuterRef("pupil__group"))
    taught = GroupTeacher.objects.filter(staff=OuterRef("case__owner"), group=group)
    children = Involved.objects.filter(
        moves, ~Q(Exists(taught)), case=OuterRef("pk"), role__in=BULLIED, left_on=None, pupil__left_on=None
    )
    return Q(Exists(children)) & ~Q(owner__role__in=roles_that(Need.LEAD))
