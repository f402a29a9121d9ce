"""Writing a line into the trail."""

import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from django.db import transaction

from kring.trail.chain import Unlinked
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb


class Key(str):
    """A key of the protocol, of a table or of a year: `talk_target`, `2026-2027`. No text is one by itself.

    Whoever makes one of what a person typed keeps that for ever: make it only of what the code or the protocol names.
    """

    __slots__ = ()

    def __new__(cls, key: str) -> "Key":
        if not re.fullmatch(r"[a-z0-9_-]{0,60}", key):
            raise NoDetail("a key has small letters, digits, hyphens and underscores only")
        return super().__new__(cls, key)


Detail = Key | Enum | int | bool | date | uuid.UUID | None
"""What a line may tell beside its ids. A text is none of these: the trail outlives what it is about, unsealed."""


class Somebody(Protocol):
    """What the trail needs of whoever acted: a member of staff, who stands in a package above."""

    @property
    def pk(self) -> uuid.UUID: ...
    @property
    def school_id(self) -> uuid.UUID: ...


class NoDetail(Exception):
    """What was given as detail is none: a text, a story, a thing."""


def record(
    *,
    verb: Verb,
    school_id: uuid.UUID,
    at: datetime,
    by: Somebody | None,
    case_id: uuid.UUID | None = None,
    subject_id: uuid.UUID | None = None,
    **detail: Detail,
) -> TrailLine:
    """Adds one line. Call it in the transaction of the act itself; it joins the chain when that commits.

    `subject_id` is the row it is about, when that is not the case. `detail` holds keys, ids, numbers and dates: by
    their type, so that no name and no text of a person can be among them. `by` is None only when nobody on the staff
    acted (the demo, the worker).
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
        detail={name: _stored(name, value) for name, value in detail.items()},
    )
    with transaction.atomic(savepoint=False):
        line.save()
        transaction.on_commit(Unlinked(line))
    return line


def record_reads(
    case_ids: Iterable[uuid.UUID], *, verb: Verb, school_id: uuid.UUID, at: datetime, by: Somebody
) -> None:
    """Adds a line for each of these cases of which something was shown; one query."""
    with transaction.atomic(savepoint=False):
        lines = TrailLine.objects.bulk_create(
            TrailLine(school_id=school_id, at=at, by_id=by.pk, verb=verb.value, case_id=case_id) for case_id in case_ids
        )
        for line in lines:
            transaction.on_commit(Unlinked(line))


def _stored(name: str, value: object) -> str | int | bool | None:
    """The detail as it is kept; NoDetail, without saying what it was, for what is none."""
    if isinstance(value, Enum):
        return _stored(name, Key(value.value) if isinstance(value.value, str) else value.value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Key):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    raise NoDetail(f"{name} is neither a key, an id, a number nor a date")
