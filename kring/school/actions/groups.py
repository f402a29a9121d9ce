"""The groups of a school year, and who teaches them."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from kring.school.act import AnyAct
from kring.school.actions.words import UNCHANGED, Unchanged, filled_line
from kring.school.actions.writing import look_anew, note, store
from kring.school.calendars import NoSchoolYear, first_day_of
from kring.school.errors import Refused
from kring.school.models import Group, GroupTeacher, School, StaffMember
from kring.school.rights import Right, may, require, require_same_school
from kring.trail.record import Key
from kring.trail.verbs import Verb


def add_group(*, act: AnyAct, school: School, school_year: str, name: str, year_group: int) -> Group:
    """A new group. A name can be used once in a school year."""
    require(act.by, Right.PEOPLE, school_id=school.id)
    try:
        first_day_of(school_year)
    except NoSchoolYear as error:
        raise Refused("school_year", gettext("Een schooljaar ziet eruit als 2026-2027.")) from error
    group = Group(
        school=school,
        school_year=school_year,
        name=filled_line("name", name, longest=40),
        year_group=_year_group(year_group),
    )
    try:
        with transaction.atomic():
            group.save()
            note(act, Verb.GROUP_ADDED, school_id=school.id, subject_id=group.id, school_year=Key(school_year))
    except IntegrityError as error:
        raise _name_is_taken() from error
    return group


@transaction.atomic
def change_group(
    *, act: AnyAct, group: Group, name: str | Unchanged = UNCHANGED, year_group: int | Unchanged = UNCHANGED
) -> Group:
    """Changes a group's name or year group."""
    require(act.by, Right.PEOPLE, school_id=group.school_id)
    School.objects.select_for_update(no_key=True).only("pk").get(pk=group.school_id)
    group = Group.objects.select_for_update(no_key=True).get(id=group.id)
    before = group.year_group
    if name is not UNCHANGED:
        name = filled_line("name", name, longest=40)
    if year_group is not UNCHANGED:
        year_group = _year_group(year_group)
    try:
        with transaction.atomic():
            changed = store(group, name=name, year_group=year_group)
    except IntegrityError as error:
        raise _name_is_taken() from error
    if group.year_group != before:
        look_anew(group.school_id)  # what falls due after the summer is said of the last year group
    if changed:
        note(act, Verb.GROUP_CHANGED, school_id=group.school_id, subject_id=group.id)
    return group


@transaction.atomic
def change_teachers(*, act: AnyAct, group: Group, teachers: Collection[StaffMember]) -> None:
    """These teach the group, and nobody else."""
    require(act.by, Right.PEOPLE, school_id=group.school_id)
    now = {one.pk: one for one in group.teachers.all()}
    wanted = {one.pk: one for one in teachers}
    for pk, staff in wanted.items():
        if pk not in now:
            assign_teacher(act=act, group=group, staff=staff)
    for pk, staff in now.items():
        if pk not in wanted:
            unassign_teacher(act=act, group=group, staff=staff)


@transaction.atomic
def assign_teacher(*, act: AnyAct, group: Group, staff: StaffMember) -> GroupTeacher:
    """Lets somebody teach a group, beside whoever does already. Doing it again changes nothing."""
    require(act.by, Right.PEOPLE, school_id=group.school_id)
    require_same_school(group.school_id, staff.school_id)
    if not staff.is_active:
        raise Refused("staff", gettext("%(name)s werkt hier niet meer.") % {"name": staff.name})
    if not may(staff, Right.TEACH):
        role = staff.get_role_display().lower()
        raise Refused("staff", gettext("Een %(role)s geeft geen les aan een groep.") % {"role": role})
    teacher, is_new = GroupTeacher.objects.get_or_create(
        group=group, staff=staff, defaults={"school_id": group.school_id}
    )
    if is_new:
        note(act, Verb.GROUP_TEACHER_ASSIGNED, school_id=group.school_id, subject_id=group.id, staff=staff.pk)
    return teacher


@transaction.atomic
def unassign_teacher(*, act: AnyAct, group: Group, staff: StaffMember) -> None:
    """Somebody no longer teaches a group. Doing it again changes nothing."""
    require(act.by, Right.PEOPLE, school_id=group.school_id)
    gone, _per_model = GroupTeacher.objects.filter(group=group, staff=staff).delete()
    if gone:
        note(act, Verb.GROUP_TEACHER_UNASSIGNED, school_id=group.school_id, subject_id=group.id, staff=staff.pk)


def _name_is_taken() -> Refused:
    return Refused("name", gettext("Er is dit schooljaar al een groep met deze naam."))


def _year_group(year_group: int) -> int:
    if not 1 <= year_group <= 8:
        raise Refused("year_group", gettext("Kies een jaargroep van 1 tot en met 8."))
    return year_group
