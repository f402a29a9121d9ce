"""A child that is not in the list of pupils: it is typed where a list offers it not, and settled by who keeps them."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy

from kring.school.act import Act
from kring.school.actions.words import filled_line, line
from kring.school.actions.writing import note, store
from kring.school.errors import NotAllowed, Refused
from kring.school.former_names import remembering
from kring.school.models import Group, Pupil
from kring.school.rights import Right, require, require_same_school
from kring.school.typed import TypedChild
from kring.trail.verbs import Verb

SETTLED = gettext_lazy("Een collega heeft dit intussen geregeld.")
"""Said to the second of two who say who a typed child is."""


@transaction.atomic
def type_pupil(*, act: Act, child: TypedChild, id: uuid.UUID | None = None) -> Pupil:
    """A child that is not in the list, by whoever may report: sealed as any name, and in no list of pupils."""
    require(act.by, Right.REPORT, school_id=act.by.school_id)
    group = None
    if child.group_id:
        group = Group.objects.filter(pk=child.group_id).first()
        if group is None:
            raise NotAllowed(child.group_id)
        require_same_school(act.by.school_id, group.school_id)
    pupil, is_new = Pupil.objects.get_or_create(
        id=id or uuid.uuid4(),
        defaults={
            "school_id": act.by.school_id,
            "first_name": filled_line("first_name", child.first_name),
            "last_name": line("last_name", child.last_name),
            "group": group,
            "typed_by": act.by,
            "typed_at": act.at,
        },
    )
    require_same_school(act.by.school_id, pupil.school_id)
    if is_new:
        note(act, Verb.PUPIL_TYPED, school_id=pupil.school_id, subject_id=pupil.id)
    return pupil


@transaction.atomic
def list_pupil(*, act: Act, pupil: Pupil) -> Pupil:
    """A child that was typed goes to this school: it is in the list from now on. Refused when that was settled."""
    require(act.by, Right.PEOPLE, school_id=pupil.school_id)
    pupil = _still_typed(Pupil.objects.typed().select_for_update(no_key=True).filter(pk=pupil.pk).first())
    store(pupil, typed_at=None, typed_by_id=None)
    note(act, Verb.PUPIL_LISTED, school_id=pupil.school_id, subject_id=pupil.id)
    return pupil


@transaction.atomic
def recognise_pupil(*, act: Act, typed: Pupil, pupil: Pupil) -> Pupil:
    """A child that was typed is this pupil of the list, who keeps the typed name as a former one (034): it is then kept
    out wherever the child is. What stood under the typed name is moved by the verb above this one."""
    require(act.by, Right.PEOPLE, school_id=typed.school_id)
    require_same_school(typed.school_id, pupil.school_id)
    both = {
        one.pk: one
        for one in Pupil.objects.select_for_update(no_key=True).filter(pk__in=(typed.pk, pupil.pk)).order_by("pk")
    }
    typed = _still_typed(both.get(typed.pk))
    found = both.get(pupil.pk)
    if found is None or found.typed_at or found.left_on:
        raise NotAllowed(pupil.pk)
    before, now = (typed.first_name, typed.last_name), (found.first_name, found.last_name)
    store(found, former_names=remembering(found.former_names, before=before, now=now))
    note(act, Verb.PUPIL_RECOGNISED, school_id=found.school_id, subject_id=found.id, typed=typed.pk)
    return found


def _still_typed(found: Pupil | None) -> Pupil:
    if found is None or found.typed_at is None or found.left_on:
        raise Refused(None, str(SETTLED))
    return found
