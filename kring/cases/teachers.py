"""The teachers of a child's group take part in its cases (decision 9): one rule, for whatever brings them together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kring.cases import letters
from kring.cases.letters import ToSay
from kring.cases.models import Case, CaseStaff
from kring.cases.recipients import Occasion
from kring.prepared import prepared
from kring.school.models import GroupTeacher, Pupil, Role, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, roles_with


def teachers_of(pupils: Iterable[Pupil]) -> list[StaffMember]:
    """The teachers of these children's groups who work here, by name, each once."""
    found = teachers_by_group({pupil.group_id for pupil in pupils if pupil.group_id})
    return each_once(found)


def each_once(by_group: Mapping[UUID, Iterable[StaffMember]]) -> list[StaffMember]:
    """The teachers of all of these groups, by name."""
    each = {teacher.pk: teacher for teachers in by_group.values() for teacher in teachers}
    return by_name(each.values())


def teachers_by_group(groups: Collection[UUID]) -> defaultdict[UUID, list[StaffMember]]:
    """The teachers of each of these groups who work here and still may teach; one query.

    Whoever gets another role keeps standing at the group, for when it comes back.
    """
    found: defaultdict[UUID, list[StaffMember]] = defaultdict(list)
    for link in _teaching(sorted(groups), sorted(roles_that_teach())):
        found[link.group_id].append(link.staff)
    return found


@prepared
def _teaching(groups: Sequence[UUID], roles: Sequence[str]) -> QuerySet[GroupTeacher]:
    return teaching(groups, roles)


def roles_that_teach() -> frozenset[Role]:
    """For `teaching`."""
    return roles_with(Right.TEACH)


def teaching(groups: Sequence[UUID], roles: Sequence[str]) -> QuerySet[GroupTeacher]:
    """Who of these roles works here and stands at one of these groups."""
    here = GroupTeacher.objects.filter(staff__is_active=True, staff__role__in=roles, group__in=groups)
    return here.select_related("staff").order_by("id")


def let_take_part(case: Case, teachers: Iterable[StaffMember], *, by: StaffMember | None, at: datetime) -> None:
    """They take part from now on, and are told; the owner of the case does so already, and those who are kept out of it
    stay out."""
    others = {teacher.pk: teacher for teacher in teachers if teacher.pk != case.owner_id}
    if not others:
        return
    there = set(CaseStaff.objects.filter(case=case, staff__in=others).values_list("staff_id", flat=True))
    new = _join(case, [teacher for teacher in others.values() if teacher.pk not in there])
    if new:
        case.save(update_fields=["look_on"])  # what the team was asked before, they may be asked as well
    tell_who_joined(case, new, by=by, at=at)


def begin_with(case: Case, teachers: Iterable[StaffMember], *, by: StaffMember | None, at: datetime) -> list[ToSay]:
    """The same for a case that was just opened, in which nobody takes part yet. Gives the letter about it to be sent
    with those about the case, or none."""
    new = _join(case, [teacher for teacher in teachers if teacher.pk != case.owner_id])
    return [_joined(case, [one.pk for one in new], by, at)] if new else []


def _join(case: Case, teachers: Sequence[StaffMember]) -> list[StaffMember]:
    """Stores that they take part; gives those who are to be told: who stands in knows the case."""
    CaseStaff.objects.bulk_create(
        CaseStaff(case=case, staff=teacher, part=CaseStaff.Part.TAKES_PART) for teacher in teachers
    )
    return [teacher for teacher in teachers if teacher.pk != case.stand_in_id]


def tell_who_joined(case: Case, people: Iterable[StaffMember], *, by: StaffMember | None, at: datetime) -> None:
    """One letter to each of those who take part from now on, which names no child."""
    if joined := [one.pk for one in people]:
        letters.send_together([_joined(case, joined, by, at)], at=at, school=case.school)


def _joined(case: Case, people: Iterable[UUID], by: StaffMember | None, at: datetime) -> ToSay:
    told = Occasion(case=case, by=by, joined=frozenset(people))
    return ToSay("joined", told, at.isoformat(), {"owner": case.owner.name})
