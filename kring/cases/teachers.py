"""The teachers of a child's group take part in its cases (decision 9): one rule, for whatever brings them together."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from kring.cases import letters
from kring.cases.models import Case, CaseStaff
from kring.cases.recipients import Occasion
from kring.school.models import GroupTeacher, Pupil, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, roles_with


def teachers_of(pupils: Iterable[Pupil]) -> list[StaffMember]:
    """The teachers of these children's groups who work here, by name, each once."""
    found = teachers_by_group({pupil.group_id for pupil in pupils if pupil.group_id})
    each = {teacher.pk: teacher for teachers in found.values() for teacher in teachers}
    return by_name(each.values())


def teachers_by_group(groups: Collection[UUID]) -> defaultdict[UUID, list[StaffMember]]:
    """The teachers of each of these groups who work here and still may teach; one query.

    Whoever gets another role keeps standing at the group, for when it comes back.
    """
    found: defaultdict[UUID, list[StaffMember]] = defaultdict(list)
    teaching = GroupTeacher.objects.filter(staff__is_active=True, staff__role__in=roles_with(Right.TEACH))
    links = teaching.filter(group__in=groups).select_related("staff")
    for link in links.order_by("id"):
        found[link.group_id].append(link.staff)
    return found


def let_take_part(case: Case, teachers: Iterable[StaffMember], *, by: StaffMember | None, at: datetime) -> None:
    """They take part from now on, and are told; the owner of the case does so already, and those who are kept out of it
    stay out."""
    new = []
    for teacher in teachers:
        if teacher.pk != case.owner_id:
            _row, is_new = CaseStaff.objects.get_or_create(
                case=case, staff=teacher, defaults={"part": CaseStaff.Part.TAKES_PART}
            )
            new += [teacher] if is_new and teacher.pk != case.stand_in_id else []
    if new:
        case.save(update_fields=["look_on"])  # what the team was asked before, they may be asked as well
    tell_who_joined(case, new, by=by, at=at)


def tell_who_joined(case: Case, people: Iterable[StaffMember], *, by: StaffMember | None, at: datetime) -> None:
    """One letter to each of those who take part from now on, which names no child."""
    if joined := frozenset(one.pk for one in people):
        letters.send(
            "joined", Occasion(case=case, by=by, joined=joined), at=at, once=at.isoformat(), owner=case.owner.name
        )
