"""What a report needs to know of its children and of who would work at their case: two questions, whoever they are.

Asked while the school is held, so that none of it changes until the report is stored.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value

from kring.cases.absences import begun_absences
from kring.cases.kept_out import keeps_out_with, kept_out_with
from kring.cases.models import Case, CaseStaff, Report
from kring.cases.teachers import roles_that_teach, teaching
from kring.cases.unlisted import pupils_for
from kring.prepared import prepared
from kring.rows import Abreast
from kring.school.models import Group, GroupTeacher, Guardian, Guardianship, Pupil, Role, StaffMember

_CHILD = Abreast(
    ("", Pupil), ("group__", Group), ("guardianships__", Guardianship), ("guardianships__guardian__", Guardian)
)


@dataclass(frozen=True)
class Chosen:
    """Those of the children of a report whom its writer may choose, by id, each with the group; what their guardians
    are to them; and whether this same submit took the report down before."""

    pupils: Mapping[UUID, Pupil]
    guardianships: Sequence[Guardianship]
    told_before: bool


def chosen_by(staff: StaffMember, pupils: Collection[UUID], token: UUID | None) -> Chosen:
    """Who of these this person may choose; one query. Of none of them it is not known whether it was told before."""
    found: dict[UUID, Pupil] = {}
    links: dict[UUID, Guardianship] = {}
    told, who = False, (staff.pk, staff.school_id, Role(staff.role), staff.is_active)
    for row in _chosen(*who, sorted(pupils), token) if pupils else ():
        pupil, group, link, guardian, told = _CHILD.read(row)
        pupil.group = group
        found.setdefault(pupil.pk, pupil)
        if link is not None:
            link.guardian = guardian
            links[link.pk] = link
    return Chosen(found, [*links.values()], told)


@prepared
def _chosen(
    who: UUID, school: UUID, role: Role, is_active: bool, pupils: Sequence[UUID], token: UUID | None
) -> QuerySet[Pupil, tuple[Any, ...]]:
    """A row for each guardian of these children; one where a child has none."""
    before = Value(False) if token is None else Exists(Report.objects.filter(school=school, token=token))
    here = pupils_for(StaffMember(id=who, school_id=school, role=role, is_active=is_active)).filter(pk__in=pupils)
    return here.annotate(told=before).order_by("guardianships__id").values_list(*_CHILD.columns, "told")


@dataclass(frozen=True)
class Around:
    """The teachers of each group, and who is kept out of another running case with one of the children. Of those who
    are `present` it is known that nobody stands in for them now."""

    teachers: Mapping[UUID, list[StaffMember]]
    kept_out: Mapping[UUID, CaseStaff]
    present: frozenset[UUID]


def around(case: Case, pupils: Iterable[Pupil]) -> Around:
    """This of a case that is still to be saved, with these children; one query more where there is no teacher, or
    somebody is kept out."""
    ids, groups = sorted(pupil.pk for pupil in pupils), {pupil.group_id for pupil in pupils if pupil.group_id}
    rows = _around(case.school_id, sorted(groups), sorted(roles_that_teach()), ids) if groups else []
    teachers: defaultdict[UUID, list[StaffMember]] = defaultdict(list)
    for link in rows:
        teachers[link.group_id].append(link.staff)
    nobody = bool(rows) and not rows[0].keeps_out  # type: ignore[attr-defined]  # annotated
    return Around(
        teachers,
        {} if nobody else kept_out_with(case, ids),
        frozenset(link.staff_id for link in rows if not link.is_away),  # type: ignore[attr-defined]  # annotated
    )


@prepared
def _around(
    school: UUID, groups: Sequence[UUID], roles: Sequence[str], pupils: Sequence[UUID]
) -> QuerySet[GroupTeacher]:
    return teaching(groups, roles).annotate(
        keeps_out=Exists(keeps_out_with(school, pupils)),
        is_away=Exists(begun_absences(school).filter(staff=OuterRef("staff"))),
    )
