"""Who keeps the pupils says who a typed child is: new in the list, a pupil who stood in it already, or not of here.

One act settles it for every case of that child. `act.by` need not be somebody who may read a case (decision 091):
nothing of one is given back, and nothing is asked that only its reader could answer.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from kring.cases import bodies
from kring.cases.actions import school_changes
from kring.cases.actions.change import Change, bring_up_to_date
from kring.cases.actions.keeping_out import keep_out, must_fit_recognised
from kring.cases.case_file import read_case_files
from kring.cases.errors import NotAllowed, Refused
from kring.cases.held import hold_school
from kring.cases.kept_out import kept_out_of_any
from kring.cases.models import Case, Involved
from kring.cases.teachers import let_take_part, teachers_of
from kring.cases.unlisted import to_settle
from kring.protocol.roles import Role, together
from kring.school import actions
from kring.school.act import Act
from kring.school.actions.typed import SETTLED
from kring.school.calendars import calendar_for
from kring.school.models import Group, Pupil
from kring.school.rights import Right, require
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb

SAME_CHILD = "Dit bleek dezelfde leerling te zijn."
"""Why a child takes no part any more that stood in a case twice. Kept in the file, so in the language of the school."""


@transaction.atomic
def list_pupil(
    *,
    act: Act,
    pupil: Pupil,
    first_name: str,
    last_name: str = "",
    group: Group | None = None,
    next_group: Group | None = None,
) -> Pupil:
    """The typed child is new in the list: with its name as it is written, and its group. Its cases hear of it as they
    do of any pupil whose name or group changed."""
    hold_school(pupil.school_id)
    _may_settle(act, pupil)
    actions.list_pupil(act=act, pupil=pupil)
    return school_changes.change_pupil(
        act=act, pupil=pupil, first_name=first_name, last_name=last_name, group=group, next_group=next_group
    )


@transaction.atomic
def say_not_here(*, act: Act, pupil: Pupil) -> Pupil:
    """The typed child does not go to this school (any more): the owners of its cases are asked what to do, as for any
    pupil who left. It comes in no list."""
    hold_school(pupil.school_id)
    _may_settle(act, pupil)
    return school_changes.change_pupil(act=act, pupil=pupil, left_on=act.today)


@transaction.atomic
def recognise_pupil(*, act: Act, pupil: Pupil, same_as: UUID) -> Pupil:
    """The typed child is this pupil of the list, in all of its cases: part, facts, plan and copies are of that pupil
    from now on, with guardians, teachers and who is kept out. The typed name stays a name of the child.

    Where the pupil took part already, it is one child there, with what both parts say.
    """
    hold_school(pupil.school_id)
    _may_settle(act, pupil)
    known = Pupil.objects.filter(pk=same_as, school=pupil.school_id).first()
    if known is None:
        raise NotAllowed(same_as)
    known = actions.recognise_pupil(act=act, typed=pupil, pupil=known)
    cases = _cases_of(pupil, known)
    running = [case for case in cases if case.closed_on is None]
    _bring_together(act, running, pupil, known)
    doubled = {case.pk: _one_child(act, case, pupil, known) for case in cases}
    _bring_up_to_date(act, running, doubled)
    left = Pupil.objects.filter(pk=pupil.pk)
    if Involved.objects.filter(pupil=pupil.pk).exists():
        left.update(left_on=act.today)
    else:
        left.delete()
    return known


def _may_settle(act: Act, pupil: Pupil) -> None:
    """Only who keeps the pupils and is kept out of none of its cases; what was settled meanwhile is said as that."""
    require(act.by, Right.PEOPLE, school_id=pupil.school_id)
    if not Pupil.objects.typed().filter(pk=pupil.pk).exists():
        raise Refused(None, str(SETTLED))
    if pupil.pk not in {one.pk for one in to_settle(act.by)}:
        raise NotAllowed(pupil.pk)


def _cases_of(typed: Pupil, known: Pupil) -> Sequence[Case]:
    """The cases of the typed child and the running ones of the pupil, locked: kept out of one is kept out of all."""
    parts = Involved.objects.filter(pupil__in=(typed.pk, known.pk))
    ids = {one.case_id for one in parts if one.pupil_id == typed.pk or one.left_on is None}
    return list(
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school", "owner")
        .filter(pk__in=ids, school=typed.school_id)
        .order_by("id")
    )


def _bring_together(act: Act, running: Sequence[Case], typed: Pupil, known: Pupil) -> None:
    """The pupil joins the cases that only the typed child is in: with its teachers, and kept out as for any child that
    joins (048). To the other cases of the pupil goes who is kept out of those.

    Where both take part already, or one of them in two of the cases, nothing new comes together there: what a leader
    lifted stays lifted. So both sides are looked up before anything is written.
    """
    parts = Involved.objects.filter(case__in=running, pupil__in=(typed.pk, known.pk), left_on=None)
    found = set(parts.values_list("case_id", "pupil_id"))
    with_typed, with_known = ({case for case, pupil in found if pupil == one.pk} for one in (typed, known))
    joined, others = with_typed - with_known, with_known - with_typed
    comes = dict.fromkeys(joined, kept_out_of_any(others)) | dict.fromkeys(others, kept_out_of_any(joined))
    for case in running:
        kept_out = comes.get(case.pk, {})
        must_fit_recognised(act, case, kept_out)
        keep_out(act, case, kept_out, once=f"{known.pk}:{act.at.isoformat()}")
        if case.pk in joined:
            let_take_part(case, teachers_of([known]), by=act.by, at=act.at)


Doubled = list[tuple[Involved, bodies.PartChanged]]
"""What is written of a child that stood in a case twice."""


def _one_child(act: Act, case: Case, typed: Pupil, known: Pupil) -> Doubled:
    """The part of the typed child becomes the pupil's. Where there were two, the pupil's stays and the other leaves."""
    mine = Involved.objects.filter(case=case, pupil=typed).first()
    if mine is None:
        return []
    note_in_trail(
        verb=Verb.PERSON_RECOGNISED,
        school_id=case.school_id,
        at=act.at,
        by=act.by,
        case_id=case.pk,
        subject_id=mine.pk,
    )
    theirs = Involved.objects.filter(case=case, pupil=known).first()
    if theirs is None:
        mine.pupil = known
        mine.save(update_fields=["pupil"])
        return []
    if mine.left_on is not None:
        return []
    written: Doubled = [(mine, bodies.PartChanged(Role(mine.role), None, SAME_CHILD))]
    was = Role(theirs.role)
    now = Role(mine.role) if theirs.left_on else together(was, Role(mine.role))
    if theirs.left_on is None and was != now:
        written.append((theirs, bodies.PartChanged(was, now, SAME_CHILD)))
    theirs.left_on, theirs.role, mine.left_on = None, now.value, act.today
    theirs.save(update_fields=["left_on", "role"])
    mine.save(update_fields=["left_on"])
    return written


def _bring_up_to_date(act: Act, cases: Collection[Case], written: dict[UUID, Doubled]) -> None:
    by_itself = replace(act, token=None, seen=None, corrects=None)
    for file in read_case_files(list(cases), calendar_for(act.by.school)).values():
        change = Change(by_itself, file.case, file)
        for child, body in written[file.case.pk]:
            change.record(body, on=act.today, about=[str(child.pk)], visit=file.progress.last)
        bring_up_to_date(change)
