"""Who reads what came in by a door, and who hears of it (docs/access.md). What no row gives, nobody has.

About children it is for coordinator and head. About an adult of the school it is for the head, never for that adult;
about the head it is for whom the board named, and where the board named nobody for the coordinator (decision 145).
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.cases.models import CaseStaff
from kring.prepared import prepared
from kring.protocol.terms import total
from kring.reports.models import Door, For, Incoming, Reader
from kring.reports.told import Subject
from kring.school.models import Role, StaffMember
from kring.school.rights import Right, roles_with

READ_BY: dict[For, Callable[[], frozenset[Role]]] = total(
    {
        For.LEADERS: lambda: roles_with(Right.DOORS),
        For.HEADS: lambda: roles_with(Right.DOORS) & roles_with(Right.ANSWER),
        For.COORDINATORS: lambda: roles_with(Right.DOORS) & roles_with(Right.COORDINATE),
        For.BOARD: lambda: frozenset[Role](),
    },
    For,
)
"""The roles that read what is for whom. What is for the board is read outside the school, by its link."""


def for_whom(subject: Subject, door: Door) -> For:
    """Who reads what is about this, at a school with these doors."""
    if subject is Subject.HEAD:
        return For.BOARD if door.board_mail else For.COORDINATORS
    return For.HEADS if subject is Subject.STAFF else For.LEADERS


def read_by_role_of(staff: StaffMember) -> list[str]:
    """For whom that is which this person reads by their role."""
    return [one.value for one, roles in READ_BY.items() if staff.role in roles()]


def who_read(school_id: UUID, whom: For) -> QuerySet[StaffMember]:
    """The colleagues whose role reads what is for whom at this school."""
    return StaffMember.objects.filter(school=school_id, is_active=True, role__in=READ_BY[whom]())


def visible_to(staff: StaffMember) -> QuerySet[Incoming]:
    """What this person may read: the one rule, for lists and pages alike."""
    if not staff.is_active:
        return Incoming.objects.none()
    own = Reader.objects.filter(incoming=OuterRef("pk"), staff=staff)
    by_role = Q(for_whom__in=read_by_role_of(staff))
    passed_on = Exists(own.filter(part=Reader.Part.PASSED_ON))
    excluded = CaseStaff.objects.filter(case=OuterRef("case"), staff=staff, part=CaseStaff.Part.EXCLUDED)
    found = Incoming.objects.filter(Q(by_role) | Q(passed_on), school=staff.school_id, settled=True)
    return found.exclude(accused=staff).exclude(Exists(own.filter(part=Reader.Part.KEPT_OUT))).exclude(Exists(excluded))


def handles(staff: StaffMember) -> QuerySet[Incoming]:
    """What this person may answer, pass on, take into a case and end: what they read by their role."""
    return visible_to(staff).filter(for_whom__in=read_by_role_of(staff))


def may_handle(staff: StaffMember, incoming: Incoming) -> bool:
    """The same of one that this person may read."""
    return staff.role in READ_BY[For(incoming.for_whom)]()


def knows_teller(staff: StaffMember, incoming: Incoming) -> bool:
    """Whether this reader is shown who told it, where that is known."""
    if may_handle(staff, incoming):
        return True
    passed = Reader.objects.filter(incoming=incoming, staff=staff, part=Reader.Part.PASSED_ON, with_name=True)
    return passed.exists()


def by_role(incoming: Incoming) -> QuerySet[StaffMember]:
    """The colleagues whose role reads this one, without those whom it is about; kept out or not."""
    return _by_role(For(incoming.for_whom), incoming.school_id, incoming.accused_id)


def _by_role(whom: For, school: UUID, accused: UUID | None) -> QuerySet[StaffMember]:
    able = who_read(school, whom)
    return able.exclude(pk=accused) if accused else able


def readers_of(incoming: Incoming) -> list[StaffMember]:
    """The colleagues who are written to about it: who reads it by their role and is not kept out."""
    of = (incoming.pk, incoming.school_id, incoming.accused_id, incoming.case_id)
    return _readers_of(For(incoming.for_whom), *of)


@prepared
def _readers_of(
    whom: For, incoming: UUID, school: UUID, accused: UUID | None, case: UUID | None
) -> QuerySet[StaffMember]:
    kept_out = Reader.objects.filter(incoming=incoming, part=Reader.Part.KEPT_OUT).values("staff")
    excluded = CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED).values("staff")
    return _by_role(whom, school, accused).exclude(pk__in=kept_out).exclude(pk__in=excluded)
