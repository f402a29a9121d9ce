"""Many cases at once, for tests that count queries and for the bench: one case that was told, written out many times.

Every copy has its own id, number, key, children and facts, sealed as the verbs would seal them; only its story is the
same. Nothing here goes through the verbs, which lock and read each case: that is what makes it cheap.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model

from kring.cases.models import Case, CaseStaff, Fact, Involved, PlanVersion, Report
from kring.school.models import Pupil
from kring.vault.keys import load_keys, make_case_key

PARTS: tuple[type[Any], ...] = (Involved, CaseStaff, Report, Fact, PlanVersion)
BATCH = 500
IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def many_like(case: Case, number: int, *, pupils: Sequence[Pupil] = (), days_apart: int = 0) -> list[UUID]:
    """`number` copies of this case; gives their ids. They follow on the school's last case number.

    With `pupils` the children of the copies are taken from these, in turn. With `days_apart` the next date of each copy
    lies so many days after that of the one before it.
    """
    school = case.school
    school.refresh_from_db()
    load_keys([school.pk, case.pk])
    parts = {kind: list(kind.objects.filter(case=case)) for kind in PARTS}
    ids = []
    rows: dict[type[Any], list[Any]] = {kind: [] for kind in PARTS}
    for index in range(number):
        copy = copied(case, {case.pk: uuid4()})
        copy.number = school.last_case_number + 1 + index
        copy.year = school.last_case_year
        if copy.next_due_on and days_apart:
            copy.next_due_on += timedelta(days=days_apart * index)
        copy.save(force_insert=True)
        make_case_key(school_id=school.pk, case_id=copy.pk)
        ids.append(copy.pk)
        renamed = {case.pk: copy.pk} | {row.pk: uuid4() for kept in parts.values() for row in kept}
        for kind, kept in parts.items():
            rows[kind] += [copied(row, renamed) for row in kept]
        if pupils:
            children = rows[Involved][-len(parts[Involved]) :]
            for place, child in enumerate(children):
                child.pupil = pupils[(index * len(children) + place) % len(pupils)]
    school.last_case_number += number
    school.save(update_fields=["last_case_number"])
    for kind in PARTS:
        for batch in _batches(rows[kind]):
            kind.objects.bulk_create(batch)
    return ids


def copied(row: Any, renamed: Mapping[UUID, UUID]) -> Any:
    """A new row with every id in it renamed, also those inside texts; a form that was sent once has no second fact."""
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.attname == "token":
            value = None
        elif isinstance(value, UUID):
            value = renamed.get(value, value)
        elif isinstance(value, list):
            value = [_renamed_in(text, renamed) for text in value]
        elif isinstance(value, str):
            value = _renamed_in(value, renamed)
        values[field.attname] = value
    copy: Model = type(row)(**values)
    return copy


def _renamed_in(text: str, renamed: Mapping[UUID, UUID]) -> str:
    return IDENTITY.sub(lambda found: str(renamed.get(UUID(found[0]), found[0])), text)


def _batches(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
