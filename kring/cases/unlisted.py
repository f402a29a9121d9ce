"""Children who are not in the list of pupils: who may choose one, and who settles it (decision 091).

Whoever keeps the pupils is shown the name and group as typed, by whom and when; nothing that stands here tells in which
case, in what part, or what happened. Those who are kept out of the case are shown nothing at all.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.cases.access import cases_visible_to
from kring.cases.models import Case, CaseStaff, Involved
from kring.prepared import prepared
from kring.protocol.terms import Ending
from kring.school.models import Pupil, Pupils, Role, StaffMember
from kring.school.order import pupils_by_name
from kring.school.rights import Right, may


def pupils_for(staff: StaffMember) -> Pupils:
    """The pupils whom this person may choose for a case: those of the list who are here, and of those who are not in
    it the ones of cases that this person reads."""
    here = Pupil.objects.filter(school=staff.school_id, left_on=None)
    theirs = _takes_part().filter(school=staff.school_id, case__in=cases_visible_to(staff).values("pk"))
    return here.filter(Q(typed_at=None) | Exists(theirs))


def listed_in(school: UUID, groups: Collection[UUID]) -> list[Pupil]:
    """The children of the list who are here, in these groups of this school, each with the group. One query, or none.
    Whoever may choose a child for a case may choose these."""
    return _listed_in(school, sorted(groups)) if groups else []


@prepared
def _listed_in(school: UUID, groups: Sequence[UUID]) -> QuerySet[Pupil]:
    here = Pupil.objects.filter(school=school, left_on=None, group__in=groups)
    return here.listed().select_related("group")


def chosen_by(staff: StaffMember, pupils: Collection[UUID]) -> list[Pupil]:
    """Those of these pupils whom this person may choose for a case, each with the group. One query, or none."""
    return _chosen_by(staff.pk, staff.school_id, Role(staff.role), staff.is_active, sorted(pupils))


@prepared
def _chosen_by(who: UUID, school: UUID, role: Role, is_active: bool, pupils: Sequence[UUID]) -> QuerySet[Pupil]:
    staff = StaffMember(id=who, school_id=school, role=role, is_active=is_active)
    return pupils_for(staff).filter(pk__in=pupils).select_related("group")


def to_settle(staff: StaffMember) -> list[Pupil]:
    """Those of whom this person is to say who they are, by name; nobody for who keeps no pupils. One query."""
    if not may(staff, Right.PEOPLE):
        return []
    return pupils_by_name(who_to_settle(staff).select_related("group", "typed_by"))


def who_to_settle(staff: StaffMember) -> Pupils:
    """The same as a query, for those who keep the pupils."""
    kept_out = _takes_part().filter(case__in=_excluded(staff=staff))
    return _waiting().filter(school=staff.school_id).exclude(Exists(kept_out))


def kept_out_of(case: Case) -> frozenset[UUID]:
    """Those who are not asked who a child of this case is, whatever they keep."""
    return frozenset(CaseStaff.objects.filter(case=case, part=_EXCLUDED).values_list("staff_id", flat=True))


def _waiting() -> Pupils:
    """Those who take part in a case that was not a mistake, and of whom nobody said yet who they are."""
    asking = _takes_part().exclude(case__ended_as=Ending.MISTAKE)
    return Pupil.objects.typed().filter(Exists(asking))


def _takes_part() -> QuerySet[Involved]:
    return Involved.objects.filter(pupil=OuterRef("pk"), left_on=None)


_EXCLUDED = CaseStaff.Part.EXCLUDED


def _excluded(*, staff: StaffMember) -> QuerySet[Any]:
    return CaseStaff.objects.filter(staff=staff, part=_EXCLUDED).values("case")
