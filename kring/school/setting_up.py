"""What a school has still to do before Kring can carry its protocol out: told until it is done, and each September."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kring.names.comparing import sort_key
from kring.prepared import prepared
from kring.protocol.terms import total
from kring.school.calendars import school_year_of
from kring.school.models import (
    ConfirmedYear,
    Group,
    GroupTeacher,
    Guardianship,
    HelpNumber,
    OnCall,
    Pupil,
    Role,
    School,
    StaffMember,
)
from kring.school.rights import Right, may, roles_with


class ToSetUp(StrEnum):
    """One thing that is missing. In the order in which a school does it."""

    CALENDAR = "calendar"
    GROUPS = "groups"
    TEACHERS = "teachers"
    PUPILS = "pupils"
    GUARDIANS = "guardians"
    COORDINATOR = "nobody_coordinates"
    PHONES = "phones"
    SCHOOL_PHONE = "school_phone"
    HELP_NUMBERS = "help_numbers"
    ON_CALL = "on_call"
    PROTOCOL = "protocol"


ASKS_FOR: dict[ToSetUp, Right] = total(
    {
        ToSetUp.CALENDAR: Right.CALENDAR,
        ToSetUp.GROUPS: Right.PEOPLE,
        ToSetUp.TEACHERS: Right.PEOPLE,
        ToSetUp.PUPILS: Right.PEOPLE,
        ToSetUp.GUARDIANS: Right.PEOPLE,
        ToSetUp.COORDINATOR: Right.PEOPLE,
        ToSetUp.PHONES: Right.PROTOCOL,
        ToSetUp.SCHOOL_PHONE: Right.PROTOCOL,
        ToSetUp.HELP_NUMBERS: Right.PROTOCOL,
        ToSetUp.ON_CALL: Right.PROTOCOL,
        ToSetUp.PROTOCOL: Right.PROTOCOL,
    },
    ToSetUp,
)
"""Who can do it."""

NEEDED = frozenset({ToSetUp.CALENDAR, ToSetUp.GROUPS, ToSetUp.PUPILS, ToSetUp.COORDINATOR})
"""Without these a school cannot go on, in any year. The rest is asked for meanwhile, of who can do it."""
NEEDED_FIRST = NEEDED | {ToSetUp.PHONES}
"""Without these a school that never had a case cannot begin."""


class Part(StrEnum):
    """One line of the list of the first day: things that one does in one go."""

    CALENDAR = "calendar"
    GROUPS = "groups"
    GUARDIANS = "guardians"
    TEAM = "team"
    DANGER = "danger"
    PROTOCOL = "protocol"


WANTS: dict[Part, tuple[ToSetUp, ...]] = total(
    {
        Part.CALENDAR: (ToSetUp.CALENDAR,),
        Part.GROUPS: (ToSetUp.GROUPS, ToSetUp.PUPILS),
        Part.GUARDIANS: (ToSetUp.GUARDIANS, ToSetUp.PUPILS),
        Part.TEAM: (ToSetUp.COORDINATOR, ToSetUp.TEACHERS, ToSetUp.GROUPS),
        Part.DANGER: (ToSetUp.PHONES, ToSetUp.SCHOOL_PHONE, ToSetUp.HELP_NUMBERS, ToSetUp.ON_CALL),
        Part.PROTOCOL: (ToSetUp.PROTOCOL,),
    },
    Part,
)
"""What must be there for it, the first thing of it first. Guardians need a child, and a teacher a group."""


@dataclass(frozen=True)
class Missing:
    """What is missing, and of how many where that says more."""

    what: ToSetUp
    number: int = 0


def to_set_up(staff: StaffMember, today: date) -> list[Missing]:
    """What this person can still do to make the school ready. One query; empty for who may do none of it."""
    if not sets_up(staff):
        return []
    return of_this_person(staff, missing_at(staff.school, today))


def sets_up(staff: StaffMember) -> bool:
    """Whether this person can do any of it."""
    return any(may(staff, right) for right in ASKS_FOR.values())


def of_this_person(staff: StaffMember, missing: Sequence[Missing]) -> list[Missing]:
    """What of it this person can do."""
    return [one for one in missing if may(staff, ASKS_FOR[one.what])]


def is_first_day(school: School, missing: Sequence[Missing]) -> bool:
    """Whether the school still lacks something without which it cannot begin, or begin a new school year."""
    needed = NEEDED if school.last_case_number else NEEDED_FIRST
    return any(one.what in needed for one in missing)


def who_can(school: School) -> dict[Right, list[str]]:
    """By right the names of those who can do it, by role. One query."""
    rights = set(ASKS_FOR.values())
    roles = frozenset[Role]().union(*(roles_with(right) for right in rights))
    found = StaffMember.objects.filter(school=school, is_active=True, role__in=roles)
    people = sorted(found, key=lambda one: (one.role, sort_key(one.name), one.pk))
    return {right: [one.name for one in people if may(one, right)] for right in rights}


def missing_at(school: School, today: date) -> list[Missing]:
    """All that the school still lacks on this day, in the order in which it is done. One query."""
    (row,) = _known_of(school.pk, school_year_of(today))
    return missing_in(school, row)


@prepared
def _known_of(school: UUID, year: str) -> QuerySet[School, dict[str, Any]]:
    asked = what_is_set_up(school, year)
    found: QuerySet[School, dict[str, Any]] = School.objects.filter(pk=school).annotate(**asked).values(*asked)
    return found


def what_is_set_up(school: UUID, year: str) -> dict[str, Any]:
    """By name what `missing_in` must know of this school in this school year, for a question about it."""
    of_school = {"school": OuterRef("pk")}
    here = Pupil.objects.listed().filter(left_on=None, **of_school)
    # By the list of all that have one: looked up for each of 1,200 children it cost more than all else on Vandaag. It
    # names the school itself: a list that takes it from the row around it, SQLite makes anew for each child.
    told = Guardianship.objects.filter(school=school).values("pupil")
    alone = here.exclude(pk__in=told)
    groups = Group.objects.filter(school_year=year, **of_school)
    without = groups.exclude(Exists(GroupTeacher.objects.filter(group=OuterRef("pk"), staff__is_active=True)))
    coordinators = StaffMember.objects.filter(role__in=roles_with(Right.COORDINATE), is_active=True, **of_school)
    return {
        "has_confirmed": Exists(ConfirmedYear.objects.filter(school_year=year, region=OuterRef("region"), **of_school)),
        "has_groups": Exists(groups),
        "no_teacher": _count(without),
        "has_pupils": Exists(here),
        "no_guardian": _count(alone),
        "has_coordinator": Exists(coordinators),
        "has_looked": Exists(HelpNumber.objects.filter(**of_school)),
        "has_on_call": Exists(OnCall.objects.filter(**of_school)),
    }


def missing_in(school: School, row: Mapping[str, Any]) -> list[Missing]:
    """What this school lacks, by the answers to `what_is_set_up`, in the order in which it is done. No query."""
    no_teacher, no_guardian = row["no_teacher"], row["no_guardian"]
    missing: dict[ToSetUp, Missing | None] = total(
        {
            ToSetUp.CALENDAR: Missing(ToSetUp.CALENDAR) if not row["has_confirmed"] else None,
            ToSetUp.GROUPS: Missing(ToSetUp.GROUPS) if not row["has_groups"] else None,
            ToSetUp.TEACHERS: Missing(ToSetUp.TEACHERS, no_teacher) if no_teacher else None,
            ToSetUp.PUPILS: Missing(ToSetUp.PUPILS) if not row["has_pupils"] else None,
            ToSetUp.GUARDIANS: Missing(ToSetUp.GUARDIANS, no_guardian) if no_guardian else None,
            ToSetUp.COORDINATOR: Missing(ToSetUp.COORDINATOR) if not row["has_coordinator"] else None,
            ToSetUp.PHONES: Missing(ToSetUp.PHONES) if not (school.phone_head and school.phone_coordinator) else None,
            ToSetUp.SCHOOL_PHONE: Missing(ToSetUp.SCHOOL_PHONE) if not school.phone else None,
            ToSetUp.HELP_NUMBERS: Missing(ToSetUp.HELP_NUMBERS) if not row["has_looked"] else None,
            ToSetUp.ON_CALL: Missing(ToSetUp.ON_CALL) if not row["has_on_call"] else None,
            # Who saved what the school does its own way went through it; who has had a case met it.
            ToSetUp.PROTOCOL: Missing(ToSetUp.PROTOCOL) if not (school.variation or school.last_case_number) else None,
        },
        ToSetUp,
    )
    return [one for one in missing.values() if one]


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("school").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
