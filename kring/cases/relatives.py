"""Colleagues who are family of a child in a case: who leads decides whether they are kept out of it (decision 085)."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kring.cases import bodies
from kring.cases.access import Need, readers
from kring.cases.case_file import CaseFile
from kring.cases.models import CaseStaff, Involved
from kring.school.models import Guardianship, StaffMember
from kring.school.order import by_name
from kring.school.rights import sees_cases
from kring.school.same_person import who_is_on_staff


@dataclass(frozen=True)
class Relative:
    """A colleague and the children who take part whose guardian they are; or may be, when the school did not say so."""

    staff: StaffMember
    children: list[Involved]
    is_said: bool


def waiting_relatives(file: CaseFile) -> list[Relative]:
    """Those who the school says are family, of whom nobody decided for this case. One query where there are such."""
    links = [link for link in _links(file) if link.guardian.staff_id]
    if not links:
        return []
    found = by_name(_undecided(file, {link.guardian.staff_id for link in links if link.guardian.staff_id}))
    return [
        Relative(one, _children(file, {link.pupil_id for link in links if link.guardian.staff_id == one.pk}), True)
        for one in found
        if sees_cases(one)
    ]


def possible_relatives(file: CaseFile) -> list[Relative]:
    """Those who have the name, number or address of a guardian here, of whom nobody said who they are. One query, two
    when there are such."""
    links = [link for link in _links(file) if not link.guardian.staff_id]
    if not links:
        return []
    pupils: dict[UUID, set[UUID]] = {}
    for one in who_is_on_staff(file.case.school, [link.guardian for link in links]):
        pupils.setdefault(one.staff.pk, set()).update(
            link.pupil_id for link in links if link.guardian_id == one.guardian.pk
        )
    found = by_name(_undecided(file, set(pupils))) if pupils else []
    return [Relative(one, _children(file, pupils[one.pk]), False) for one in found if sees_cases(one)]


def to_decide_first(file: CaseFile) -> list[Relative]:
    """Those of whom somebody has to decide before the plan goes out. Nobody, where there is no other who could."""
    waiting = waiting_relatives(file)
    if not waiting:
        return []
    others = readers(file.case, Need.LEAD).exclude(pk__in=[one.staff.pk for one in waiting])
    return waiting if others.exists() else []


def _links(file: CaseFile) -> list[Guardianship]:
    here = {child.pupil_id for child in file.people}
    return [link for link in file.guardianships if link.pupil_id in here]


def _children(file: CaseFile, pupils: Collection[UUID]) -> list[Involved]:
    return [child for child in file.people if child.pupil_id in pupils]


def _undecided(file: CaseFile, staff: Collection[UUID]) -> QuerySet[StaffMember]:
    """Of these: who works here, is not kept out, and of whom nobody said why they are not."""
    excluded = CaseStaff.objects.filter(case=file.case, staff=OuterRef("pk"), part=CaseStaff.Part.EXCLUDED)
    stays = {one.body.staff for one in file.of(bodies.RelativeStays)}
    return StaffMember.objects.filter(~Exists(excluded), pk__in=set(staff) - stays, is_active=True)
