"""A case that goes to the teacher of the new school year: who may read the sheet about it, and when it is asked."""

from datetime import datetime, time

from kring import words
from kring.cases.access import Need, may
from kring.cases.bodies import HandedOver
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.protocol.terms import Role
from kring.school.groups import begins_on
from kring.school.models import GroupTeacher, StaffMember


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
