"""The doors of the school's pages: who may change what, and who sees which pupils. No more than the work asks.

Everybody on the staff sees the groups with their teachers and how many pupils they have. The pupils of a group, and how
to reach their guardians, are for the teachers of that group, the coordinator, the head, and the administrator who
keeps them. Nothing of a case is shown on any of these pages.
"""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from kring.prepared import prepared
from kring.school.models import Group, GroupTeacher, Guardianship, Pupil, StaffMember
from kring.school.rights import Right, may
from kring.trail.verbs import Verb
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.request.seats import practises


def in_demo(staff: StaffMember) -> bool:
    """Whether this installation is a demo and this the invented school."""
    return bool(settings.KRING_DEMO) and staff.school.is_demo and not practises(staff)


def changes_people(staff: StaffMember) -> bool:
    """Whether this person keeps groups, staff, pupils and guardians."""
    return may(staff, Right.PEOPLE)


def changes_calendar(staff: StaffMember) -> bool:
    """Whether this person keeps the closed days."""
    return may(staff, Right.CALENDAR)


def changes_protocol(staff: StaffMember) -> bool:
    """Whether this person keeps what the school does its own way, and whom to call."""
    return may(staff, Right.PROTOCOL)


def sees_every_pupil(staff: StaffMember) -> bool:
    """Whether this person may look up any pupil of the school."""
    return may(staff, Right.PUPILS)


def groups_taught_by(staff: StaffMember) -> set[UUID]:
    """The groups that this person teaches, of any school year; none for those who have a role that teaches no more."""
    if not may(staff, Right.TEACH):
        return set()
    return set(_groups_taught_by(staff.pk))


@prepared
def _groups_taught_by(staff: UUID) -> QuerySet[GroupTeacher, UUID]:
    return GroupTeacher.objects.filter(staff=staff).values_list("group_id", flat=True)


def sees_pupils_of(staff: StaffMember, group_id: UUID | None) -> bool:
    """Whether this person may see who is in this group (None: pupils without a group)."""
    if sees_every_pupil(staff):
        return True
    return group_id is not None and group_id in groups_taught_by(staff)


def group_or_404(request: StaffRequest, group_id: UUID) -> Group:
    """A group whose pupils this person may see."""
    group = Group.objects.filter(school=request.staff.school, id=group_id).first()
    if group is None or not sees_pupils_of(request.staff, group.id):
        raise Http404
    return group


def pupil_or_404(request: StaffRequest, pupil_id: UUID) -> Pupil:
    """A pupil whom this person may see, guardians included. Opening such a page is a line in the trail."""
    listed = Pupil.objects.listed().select_related("group", "next_group")
    pupil = listed.filter(school=request.staff.school, id=pupil_id).first()
    if pupil is None or not sees_pupils_of(request.staff, pupil.group_id):
        raise Http404
    if request.method == "GET":
        note(request, Verb.PUPIL_READ, subject_id=pupil.id)
    return pupil


def guardianship_or_404(pupil: Pupil, guardianship_id: UUID) -> Guardianship:
    """One of this pupil's guardians."""
    found = Guardianship.objects.select_related("guardian").filter(pupil=pupil, id=guardianship_id).first()
    if found is None:
        raise Http404
    return found


def colleague_or_404(request: StaffRequest, staff_id: UUID) -> StaffMember:
    """Somebody on the staff of the same school."""
    found = (
        StaffMember.objects.select_related("account", "school").filter(school=request.staff.school, id=staff_id).first()
    )
    if found is None:
        raise Http404
    return found
