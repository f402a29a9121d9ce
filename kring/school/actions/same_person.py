"""Saying which colleague a guardian is, or that it is somebody else (decision 085)."""

from collections.abc import Collection

from django.db import transaction

from kring.school.act import AnyAct
from kring.school.actions.writing import note, store
from kring.school.models import Guardian, Guardianship, StaffMember
from kring.school.rights import Right, require, require_same_school
from kring.trail.verbs import Verb


@transaction.atomic
def say_who_on_staff(
    *, act: AnyAct, guardianship: Guardianship, staff: StaffMember | None, not_these: Collection[StaffMember] = ()
) -> Guardian:
    """This guardian is that colleague, or with None nobody who works here. It holds for all children of the guardian.

    `not_these` are colleagues of the same name, number or address who are somebody else: nobody asks it again.
    """
    require(act.by, Right.PEOPLE, school_id=guardianship.school_id)
    rows = [*not_these, *([staff] if staff else [])]
    require_same_school(guardianship.school_id, *(one.school_id for one in rows))
    guardian = Guardian.objects.select_for_update(no_key=True).get(pk=guardianship.guardian_id)
    others = {str(one.pk) for one in not_these if one != staff}
    known = {one for one in guardian.not_staff if staff is None or one != str(staff.pk)}
    if store(guardian, staff_id=staff.pk if staff else None, not_staff=sorted(known | others)):
        note(
            act,
            Verb.GUARDIAN_ON_STAFF_SAID,
            school_id=guardianship.school_id,
            subject_id=guardianship.pk,
            pupil=guardianship.pupil_id,
            **({"staff": staff.pk} if staff else {}),
        )
    return guardian
