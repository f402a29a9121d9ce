"""A trail with a chain, in a test that never commits; and ways to meddle with it behind Kring's back."""

from typing import Any

from django.db import connection
from django.db.models import Model

from kring.trail.chain import link_former
from kring.trail.faults import Fault, Noted
from kring.trail.verifying import verify


def settle() -> None:
    """What happens just before a commit, and the lines of before there was a chain."""
    waiting: list[Any] = [one[1] for one in connection.run_on_commit if hasattr(one[1], "before_commit")]
    connection.run_on_commit = [one for one in connection.run_on_commit if one[1] not in waiting]
    if waiting:
        waiting[0].before_commit(waiting)
    while link_former():
        pass


def meddle(sql: str, *values: Any) -> None:
    """As somebody who can write in the database: with its own words, and without its checks."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute("PRAGMA defer_foreign_keys=ON")
        cursor.execute(sql, values)


def set_column(model: type[Model], pk: object, column: str, value: object) -> None:
    key = model._meta.pk.column
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    adapted = field.get_db_prep_save(value, connection)
    prepared = model._meta.pk.get_db_prep_value(pk, connection)
    meddle(f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE "{key}" = %s', adapted, prepared)  # noqa: S608


def faults(*noted: Noted) -> list[Fault]:
    return verify(noted).faults


def sentences(*noted: Noted) -> list[str]:
    return [str(fault) for fault in faults(*noted)]
