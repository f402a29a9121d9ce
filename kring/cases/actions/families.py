"""After a pupil's family or group changed: bring the running cases of that pupil up to date.

Whose guardians must be told, and whether several children of one group take part, is read from the school. When a
guardian turns out to have no custody, the last duty of a step may be gone: then the step is finished, and nobody would
have anything left to do that could finish it. When the pupil left the school, the owner is asked what to do.
"""

from uuid import UUID

from django.db import transaction

from kring.cases import letters
from kring.cases.actions.change import Change, bring_up_to_date
from kring.cases.case_file import read_case_file
from kring.cases.models import Case, CaseStaff
from kring.school.act import Act
from kring.school.models import GroupTeacher, Pupil


@transaction.atomic
def refresh_cases_of(*, pupil_id: UUID, act: Act) -> None:
    """Finishes what is finished by now in the running cases in which this pupil takes part.

    Call it in the transaction that changed the pupil. `act.by` need not be somebody who may read the case (the
    administrator keeps custody): nothing of it is given back.
    """
    cases = (
        Case.objects.select_for_update(of=("self",))
        .select_related("school", "owner")
        .filter(school=act.by.school_id, closed_on=None, involved__pupil=pupil_id, involved__left_on=None)
        .order_by("id")
    )
    teachers = list(
        GroupTeacher.objects.filter(group__pupils=pupil_id, school=act.by.school_id, staff__is_active=True).values_list(
            "staff_id", flat=True
        )
    )
    has_left = Pupil.objects.filter(pk=pupil_id, left_on__isnull=False).exists()
    for case in cases:
        for teacher in teachers:
            # Who teaches the child now takes part (decision 9); who is kept out of the case stays out.
            if teacher != case.owner_id:
                CaseStaff.objects.get_or_create(
                    case=case, staff_id=teacher, defaults={"part": CaseStaff.Part.TAKES_PART}
                )
        if has_left:
            letters.send(
                "pupil_left",
                school=case.school,
                to=letters.others(letters.owners_of(case), act.by),
                at=act.at,
                key=f"pupil-left:{case.pk}:{pupil_id}",
                case=case,
            )
        bring_up_to_date(Change(Act(by=act.by, at=act.at, today=act.today), case, read_case_file(case)))
