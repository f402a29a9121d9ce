"""What every verb of the school does beside its own rule: store what differs, and write its line in the trail."""

import uuid

from django.db.models import Model

from kring.school.act import AnyAct
from kring.school.actions.words import UNCHANGED
from kring.school.models import School
from kring.trail.record import Detail, record
from kring.trail.verbs import Verb


def store(row: Model, **values: object) -> bool:
    """Stores what differs of these values, by column; whether anything did. What is `UNCHANGED` stays as it was."""
    new = {name: value for name, value in values.items() if value is not UNCHANGED and getattr(row, name) != value}
    for name, value in new.items():
        setattr(row, name, value)
    if new:
        row.save(update_fields=list(new))
    return bool(new)


def note(
    act: AnyAct, verb: Verb, *, school_id: uuid.UUID, subject_id: uuid.UUID | None = None, **detail: Detail
) -> None:
    """The line in the trail of a verb that changed something. A verb that changed nothing writes none."""
    record(verb=verb, school_id=school_id, at=act.at, by=act.by, case_id=None, subject_id=subject_id, **detail)


def look_anew(school_id: uuid.UUID) -> None:
    """Somebody came, left, or has another role or address: what was said before may have to be said to them too. The
    next daily sweep then looks at all cases of the school. The caller holds the school, or has just added the row."""
    School.objects.filter(pk=school_id, look_anew=False).update(look_anew=True)
