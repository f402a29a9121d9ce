"""Rows that are added unless they are there: one statement, which says how many of them came first."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def add_once(row: Model) -> bool:
    """Adds this row, whose key was given beforehand; False when one with its key, or with what may be there only once,
    is there already, and then nothing was written.

    Whoever comes second at the very same moment waits for the transaction of the first.
    """
    return add_each_once([row]) == 1


def add_each_once(rows: Sequence[Model]) -> int:
    """The same for rows of one table; how many of them were added. Django's `bulk_create` does not say it."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields = type(rows[0])._meta.concrete_fields
    at_once = connection.ops.bulk_batch_size(fields, rows)
    added = 0
    with connection.cursor() as cursor:
        for first in range(0, len(rows), at_once):
            query: Any = InsertQuery(type(rows[0]), on_conflict=OnConflict.IGNORE)
            query.insert_values(fields, rows[first : first + at_once])
            for sql, values in query.get_compiler(connection=connection).as_sql():
                cursor.execute(sql, values)
                added += cursor.rowcount
    if added == len(rows):
        for row in rows:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # as Django notes it of what it has added
    return added
