"""The rest of the country: copies of one school, written by the database itself; and a few that are really sealed.

A filler has every row of that school under ids of its own, and lean: of what is sealed only the first bytes, of a
letter no text. Nobody opens it, and nothing falls due in it. PostgreSQL and SQLite are told the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from hashlib import md5
from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection, transaction
from django.db.models import BinaryField, CharField, Field, ForeignKey, Model, QuerySet, TextField, UUIDField

from kring.cases.models import Case
from kring.school.models import Account, School, StaffMember
from kring.vault.fields import SealedTextField
from kring.vault.keys import load_keys, make_case_key, make_school_key
from tests.web.flat.country import NOTHING_DUE, OF_NO_SCHOOL, is_once
from tests.web.many import BATCH, copied
from tools.measure.schools import Known

LEAN = 60
"""Bytes that are kept of something sealed."""
AT_ONCE = 300
"""Schools in one statement: what is written so far is said, and a stop loses no more than that."""
NOT_SEALED_ANEW = {"vault_datakey", "mail_letter", "trail_trailline", "school_factor", "school_sparecode"}
"""Tables of which a school that is really sealed gets no copies: keys of its own, and what no page of it needs."""
QUIET = NOTHING_DUE | {
    # The daily sweep comes by, and the database says that nothing falls due.
    "school_school": "reminded_on = '2026-11-23', looked_on = '2026-11-22', look_anew = false",
}


def of_school(model: type[Model], school: UUID) -> QuerySet[Any] | None:
    """The rows of this table that belong to a school; None where a table has none that do."""
    if model._meta.db_table in OF_NO_SCHOOL or model._meta.app_label == "web":
        return None
    rows = model._default_manager.all()
    accounts = StaffMember.objects.filter(school=school).values("account")
    if model is School:
        return rows.filter(pk=school)
    if model is Account:
        return rows.filter(pk__in=accounts)
    if model is EmailAddress:
        return rows.filter(user__in=accounts)
    if hasattr(model, "school_id"):
        return rows.filter(school_id=school)
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            if field.related_model is Account:
                return rows.filter(**{f"{field.name}__in": accounts})
            if hasattr(field.related_model, "school_id"):
                return rows.filter(**{f"{field.name}__school_id": school})
    return None


def tables(school: UUID) -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    """Every table of which a school has rows, with those of this one."""
    for model in apps.get_models():
        rows = of_school(model, school)
        if rows is not None:
            yield model, rows


@transaction.atomic
def really_sealed(like: Known, number: int) -> Known:
    """One more school that pages can open, like this one, told apart by a number; about a second for 150 cases."""
    school = UUID(like.school)
    kept = {model: list(rows) for model, rows in tables(school) if model._meta.db_table not in NOT_SEALED_ANEW}
    load_keys([school, *(case.pk for case in kept[Case])])
    renamed = {row.pk: uuid4() for rows in kept.values() for row in rows if isinstance(row.pk, UUID)}
    copies = {model: [copied(row, renamed) for row in rows] for model, rows in kept.items()}
    School.objects.bulk_create(copies[School])
    make_school_key(renamed[school])
    for case in copies[Case]:
        make_case_key(school_id=renamed[school], case_id=case.pk)
    for model, rows in copies.items():
        once = [field.attname for field in model._meta.concrete_fields if is_text_once(field, model)]
        for row in rows:
            if not isinstance(row.pk, UUID):
                row.pk = None
            for name in once:
                if text := getattr(row, name):
                    setattr(row, name, f"{number}+{text}" if "@" in text else _digest(f"{text} really {number}"))
        if model is not School:
            for start in range(0, len(rows), BATCH):
                model._default_manager.bulk_create(rows[start : start + BATCH])

    def new(one: str) -> str:
        return str(renamed[UUID(one)])

    return Known(
        school=new(like.school),
        teachers=[new(one) for one in like.teachers],
        coordinator=new(like.coordinator),
        member=new(like.member),
        head=new(like.head),
        cases=[new(one) for one in like.cases],
        long=new(like.long),
        plan=new(like.plan.partition("/")[0]) + "/" + like.plan.partition("/")[2],
        pupils=[new(one) for one in like.pupils],
    )


def is_text_once(field: Field[Any, Any], model: type[Model]) -> bool:
    """Whether no two rows of the table have the same text here."""
    return isinstance(field, CharField | TextField) and is_once(field, model)


@transaction.atomic
def quieten(school: UUID) -> None:
    """Nothing falls due here any more, and all letters are sent."""
    with connection.cursor() as cursor:
        for table, settled in QUIET.items():
            column = "id" if table == "school_school" else "school_id"
            now = settled.replace("now()", "CURRENT_TIMESTAMP")
            cursor.execute(f"UPDATE {table} SET {now} WHERE {column} = %s", [_stored(school)])  # noqa: S608


def fill(like: UUID, begin: int, end: int, tell: Callable[[str], None]) -> None:
    """The schools with the numbers from `begin` up to `end`, like this one; and what the database knows of them."""
    written = [(model, _statement(model, rows)) for model, rows in tables(like)]
    started = time.monotonic()
    for first in range(begin, end, AT_ONCE):
        last = min(first + AT_ONCE, end)
        with transaction.atomic(), connection.cursor() as cursor:
            _without_checks(cursor)
            for _model, (sql, params) in written:
                cursor.execute(sql, [first, last - 1, *params])
        tell(f"{last - begin} of {end - begin} schools written, {time.monotonic() - started:.0f} s")
    settle_down()


def settle_down() -> None:
    """Vacuumed and analysed, as autovacuum leaves a database that has stood for a while."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("ANALYZE")


def _without_checks(cursor: Any) -> None:
    """Rows that are copied together refer to each other: to ask that of each would take longer than all the rest."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
    else:
        connection.connection.create_function("renamed", 2, lambda text, n: text and _digest(f"{text}{n}"))


def _digest(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _statement(model: type[Model], rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """What writes the rows of one school again under the numbers from one to another."""
    table = model._meta.db_table
    columns = [field for field in model._meta.concrete_fields if not _counts_by_itself(field)]
    names = ", ".join(f'"{field.column}"' for field in columns)
    values = ", ".join(_value(field, model) for field in columns)
    which, params = rows.order_by().values("pk").query.sql_with_params()
    series = (
        "(SELECT generate_series(%s::int, %s::int) AS n)"
        if connection.vendor == "postgresql"
        else "(WITH RECURSIVE counted(n, last) AS (SELECT %s, %s UNION ALL SELECT n + 1, last FROM counted "
        "WHERE n < last) SELECT n FROM counted)"
    )
    key = model._meta.pk.column
    # The numbers stand first in the values of the statement, for their series stands before the condition.
    sql = (
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM {series} AS counting CROSS JOIN "{table}" t '  # noqa: S608
        f'WHERE t."{key}" IN ({which})'
    )
    return sql, tuple(_stored(one) for one in params)


def _counts_by_itself(field: Field[Any, Any]) -> bool:
    return field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}


def _value(field: Field[Any, Any], model: type[Model]) -> str:
    column = f't."{field.column}"'
    on_postgresql = connection.vendor == "postgresql"
    meant = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(meant, UUIDField):
        return f"md5({column}::text || n)::uuid" if on_postgresql else f"renamed({column}, n)"
    if is_text_once(field, model):
        other = f"md5({column} || n)" if on_postgresql else f"renamed({column}, n)"
        return f"CASE {column} WHEN '' THEN '' ELSE {other} END"
    if isinstance(field, SealedTextField | BinaryField):
        if model._meta.db_table == "mail_letter" and field.null:
            return "NULL"
        return f"substr({column}, 1, {LEAN})"
    return column


def _stored(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) and connection.vendor != "postgresql" else value
