"""The groups of a school year, and who teaches them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from kring.school.actions.words import UNCHANGED, Unchanged, filled_line
from kring.school.calendars import NoSchoolYear, first_day_of
from kring.school.errors import Refused
from kring.school.models import Group, GroupTeacher, School, StaffMember
from kring.school.rights import Right, require, require_same_school


def add_group(
    *, by: StaffMember | None, at: datetime, school: School, school_year: str, name: str, year_group: int
) -> Group:
    """A new group. A name can be used once in a school year."""
    require(by, Right.PEOPLE, school_id=school.id)
    try:
        first_day_of(school_year)
    except NoSchoolYear as error:
        raise Refused("school_year", gettext("Een schooljaar ziet eruit als 2026-2027.")) from error
    return _saved(
        Group(
            school=school,
            school_year=school_year,
            name=filled_line("name", name, longest=40),
            year_group=_year_group(year_group),
        )
    )


@transaction.atomic
def change_group(
    *,
    by: StaffMember | None,
    at: datetime,
    group: Group,
    name: str | Unchanged = UNCHANGED,
    year_group: int | Unchanged = UNCHANGED,
) -> Group:
    """Changes a group's name or year group."""
    require(by, Right.PEOPLE, school_id=group.school_id)
    group = Group.objects.select_for_update().get(id=group.id)
    if name is not UNCHANGED:
        group.name = filled_line("name", name, longest=40)
    if year_group is not UNCHANGED:
        group.year_group = _year_group(year_group)
    return _saved(group)


@transaction.atomic
def assign_teacher(*, by: StaffMember | None, at: datetime, group: Group, staff: StaffMember) -> GroupTeacher:
    """Lets somebody teach a group, beside whoever does already. Doing it again changes nothing."""
    require(by, Right.PEOPLE, school_id=group.school_id)
    require_same_school(group.school_id, staff.school_id)
    if not staff.is_active:
        raise Refused("staff", gettext("%(name)s werkt hier niet meer.") % {"name": staff.name})
    teacher, _ = GroupTeacher.objects.get_or_create(group=group, staff=staff, defaults={"school_id": group.school_id})
    return teacher


@transaction.atomic
def unassign_teacher(*, by: StaffMember | None, at: datetime, group: Group, staff: StaffMember) -> None:
    """Somebody no longer teaches a group. Doing it again changes nothing."""
    require(by, Right.PEOPLE, school_id=group.school_id)
    GroupTeacher.objects.filter(group=group, staff=staff).delete()


def _saved(group: Group) -> Group:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Refused("name", gettext("Er is dit schooljaar al een groep met deze naam.")) from error
    return group


def _year_group(year_group: int) -> int:
    if not 1 <= year_group <= 8:
        raise Refused("year_group", gettext("Kies een jaargroep van 1 tot en met 8."))
    return year_group
