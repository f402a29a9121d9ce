"""Which groups there are in which school year, and who is in them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kring.prepared import prepared
from kring.school.calendars import first_day_of
from kring.school.models import Group, GroupTeacher, Pupil, School
from kring.school.order import pupils_by_name


def years_with_groups(school: School, this_year: str) -> list[str]:
    """The school years that have groups, and this one, the latest first."""
    known = set(Group.objects.filter(school=school).order_by().values_list("school_year", flat=True).distinct())
    return sorted(known | {this_year}, reverse=True)


def latest_groups(school: School, beside: Group | None = None) -> list[Group]:
    """The groups of the latest two school years there are, and one more that a pupil is in."""
    groups = list(Group.objects.filter(school=school))
    latest = sorted({group.school_year for group in groups})[-2:]
    return [group for group in groups if group.school_year in latest or group == beside]


def groups_in(school: School, year: str) -> list[Group]:
    """The groups of this school year, the youngest first."""
    return _groups_in(school.pk, year)


@prepared
def _groups_in(school: UUID, year: str) -> QuerySet[Group]:
    return Group.objects.filter(school=school, school_year=year)


def pupils_of(group: Group) -> list[Pupil]:
    """The pupils of a group who are still here, by name; before it begins those who will be in it."""
    found = Pupil.objects.listed().filter(Q(group=group) | Q(next_group=group), left_on=None)
    return pupils_by_name(found.select_related("group"))


def begins_on(group: Group) -> date:
    """The first day of a group: that of its school year, in every region within the summer holiday."""
    return first_day_of(group.school_year)


def titles_by_teacher(school_year: str, teachers: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The groups that each of these members of staff teaches in a school year. One query."""
    links = GroupTeacher.objects.filter(group__school_year=school_year, staff__in=teachers).select_related("group")
    taught: dict[UUID, list[str]] = {}
    for link in sorted(links, key=lambda link: (link.group.year_group, link.group.name)):
        taught.setdefault(link.staff_id, []).append(link.group.title)
    return taught
