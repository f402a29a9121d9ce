"""Who belongs in one call: a guardian with all her children of the case, and both parents where they may know the same.

Two parents of whom one may not know what the other knows never share: each hears of the own children only (decision
76).
"""

from collections.abc import Collection
from uuid import UUID

from kring.cases.case_file import INFORMED_ROLES, CaseFile
from kring.cases.errors import NotAllowed
from kring.cases.models import Case, Involved
from kring.school.models import Custody, Guardianship


def siblings_in_call(file: CaseFile, link: Guardianship) -> list[Guardianship]:
    """What this guardian is to the other children of the case of whom she is told in the same call.

    On the same ground only: where custody of one child is known and of the other not, each is a call of its own, and
    somebody without custody asks for each child.
    """
    if link.custody == Custody.NO:
        return []
    return [
        one
        for one in _informed(file)
        if one.guardian_id == link.guardian_id and one.pk != link.pk and one.custody == link.custody
    ]


def others_in_call(file: CaseFile, link: Guardianship) -> list[Guardianship]:
    """The other parents of this child who may be in the same call: both have custody of just the same children here,
    and neither is to be called apart (decision 084)."""
    own = _with_custody(file, link.guardian_id)
    if link.pupil_id not in own:
        return []
    return [
        one
        for one in _informed(file)
        if one.pupil_id == link.pupil_id
        and one.guardian_id != link.guardian_id
        and not (one.guardian.call_apart or link.guardian.call_apart)
        and _with_custody(file, one.guardian_id) == own
        and _all_of(file, one.guardian_id) == _all_of(file, link.guardian_id) == own
    ]


def in_one_call(file: CaseFile, link: Guardianship, also: Collection[UUID]) -> list[Guardianship]:
    """All who are told in one call: this one first, then of each chosen parent each chosen child. NotAllowed for any
    other than those of whom the two functions above say so."""
    may = {one.pk: one for one in (*siblings_in_call(file, link), *others_in_call(file, link))}
    if strange := set(also) - set(may):
        raise NotAllowed(next(iter(strange)))
    pupils = {link.pupil_id, *(may[pk].pupil_id for pk in also)}
    guardians = {link.guardian_id, *(may[pk].guardian_id for pk in also)}
    told = [one for one in _informed(file) if one.guardian_id in guardians and one.pupil_id in pupils]
    return [link, *(one for one in told if one.pk != link.pk)]


def family_in_call(file: CaseFile, link: Guardianship) -> list[Involved]:
    """The other children of whom this guardian is told in the same call: they have a name for her."""
    pupils = {one.pupil_id for one in siblings_in_call(file, link)}
    return [child for child in file.people if child.pupil_id in pupils]


def family_on_paper(file: CaseFile, child: Involved) -> list[Involved]:
    """The other children of the case whom every guardian of this child has custody of: on a copy for all of these
    guardians such a child has a name."""
    guardians = {link.guardian_id for link in file.guardianships_of(child)}
    if not guardians:
        return []
    return [
        one
        for one in file.people
        if one.pk != child.pk and all(one.pupil_id in _with_custody(file, guardian) for guardian in guardians)
    ]


def to_call(case: Case, guardianship_id: UUID) -> Guardianship | None:
    """The guardianship of a child that takes part in this case and whose guardians are told; None for any other."""
    children = Involved.objects.filter(case=case, left_on=None, role__in=INFORMED_ROLES).values("pupil")
    return Guardianship.objects.filter(pk=guardianship_id, pupil__in=children).select_related("guardian").first()


def _informed(file: CaseFile) -> list[Guardianship]:
    children = {child.pupil_id for child in file.people if child.role in INFORMED_ROLES}
    return [link for link in file.guardianships if link.pupil_id in children]


def _with_custody(file: CaseFile, guardian: UUID) -> set[UUID]:
    """The children of the case who take part, and of whom this guardian has custody."""
    here = {child.pupil_id for child in file.people}
    return {
        link.pupil_id
        for link in file.guardianships
        if link.guardian_id == guardian and link.pupil_id in here and link.custody == Custody.YES
    }


def _all_of(file: CaseFile, guardian: UUID) -> set[UUID]:
    here = {child.pupil_id for child in file.people}
    return {link.pupil_id for link in file.guardianships if link.guardian_id == guardian and link.pupil_id in here}
