"""Writing a line into the trail."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from kring.trail.models import TrailLine
from kring.trail.verbs import Verb

Primitive = str | int | bool | date | uuid.UUID | None

LONGEST_WORD = 80
"""Long enough for a key, an id or a date; too short to tell a story in."""


class Somebody(Protocol):
    """What the trail needs of whoever acted: a member of staff, who stands in a package above."""

    @property
    def pk(self) -> uuid.UUID: ...
    @property
    def school_id(self) -> uuid.UUID: ...


class NoDetail(Exception):
    """What was given as detail is no primitive, or is free text."""


def record(
    *,
    verb: Verb,
    school_id: uuid.UUID,
    at: datetime,
    by: Somebody | None,
    case_id: uuid.UUID | None = None,
    subject_id: uuid.UUID | None = None,
    **detail: Primitive,
) -> TrailLine:
    """Adds one line. Call it in the transaction of the act itself.

    `subject_id` is the row it is about, when that is not the case. `detail` holds keys, ids, numbers and dates: no
    names, no free text. `by` is None only when nobody on the staff acted (the demo, the worker).
    """
    if not isinstance(verb, Verb):
        raise TypeError(f"{verb!r} is not a Verb; add it to kring/trail/verbs.py")
    if at.tzinfo is None:
        raise ValueError("a moment in the trail has a time zone")
    if by is not None and by.school_id != school_id:
        raise ValueError("somebody of another school cannot act in this school's trail")
    line = TrailLine(
        school_id=school_id,
        at=at,
        by_id=by.pk if by else None,
        verb=verb.value,
        case_id=case_id,
        subject_id=subject_id,
        detail={name: _primitive(name, value) for name, value in detail.items()},
    )
    line.save()
    return line


def record_reads(
    case_ids: Iterable[uuid.UUID], *, verb: Verb, school_id: uuid.UUID, at: datetime, by: Somebody
) -> None:
    """Adds a line for each of these cases of which something was shown; one query."""
    TrailLine.objects.bulk_create(
        TrailLine(school_id=school_id, at=at, by_id=by.pk, verb=verb.value, case_id=case_id) for case_id in case_ids
    )


def _primitive(name: str, value: object) -> str | int | bool | None:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str) and len(value) <= LONGEST_WORD and value.isprintable():
        return value
    raise NoDetail(f"{name} is not a short primitive")
