"""A country of schools: what stands in the database, written out as often as there are schools. PostgreSQL only.

Each copy has ids of its own (every UUID renamed alike, so that rows still belong together); what is sealed in it is
junk, for nobody opens it. It is what a plan of a question must be looked at with: among few rows every plan reads all.
"""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, Field, ForeignKey, Model, SlugField, TextField, UniqueConstraint, UUIDField

from kring.school.models import School

OF_NO_SCHOOL = {
    "trail_chainkey",
    "trail_chainlink",
    "trail_chainhead",
    "trail_lastcheck",
    "school_workerclock",
    "vault_installationmark",
    "backup_backup",
    "web_counter",
    "account_emailconfirmation",
    "auth_group",
    "auth_permission",
    "django_content_type",
}
"""Tables of the installation, and of the libraries; a chain has one head for all schools."""

NOTHING_DUE = {
    "school_school": "reminded_on = '2199-01-01', look_anew = false",
    "cases_case": "look_on = NULL, danger_since = NULL",
    "school_pupil": "next_group_id = NULL",
    "school_proposal": "state = 'refused'",
    "mail_letter": "sent_at = made_at, refused_at = NULL, given_up_at = NULL, withdrawn_at = NULL",
    "cases_absence": "ended_at = begun_at, begun_at = coalesce(begun_at, now())",
    "reports_incoming": "state = 'ended', ended_on = '2199-01-01', settled = true, to_write = false, "
    "danger_to_write = false, to_mail = '', taken_up_by_id = coalesce(taken_up_by_id, read_by_id), mail_digest = ''",
}
"""What the worker has done at every school but the real ones."""


def more_schools(times: int) -> None:
    """The schools of the database `times` times more, with what PostgreSQL knows of them afterwards.

    At the copies nothing falls due any more: what does is asked of the whole country, and only the first can be opened.
    """
    real = list(School.objects.values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.db_table not in OF_NO_SCHOOL:
                cursor.execute(_written_out(model), [times])
        for table, settled in NOTHING_DUE.items():
            school = "id" if table == "school_school" else "school_id"
            cursor.execute(f"UPDATE {table} SET {settled} WHERE {school} <> ALL(%s)", [real])  # noqa: S608
    know_anew()


def know_anew() -> None:
    """Have PostgreSQL look at what stands in the tables now, as it does by itself after many changes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def rows_of_tables() -> dict[str, int]:
    """How many rows PostgreSQL thinks that each table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r'")
        return dict(cursor.fetchall())


def _written_out(model: type[Model]) -> str:
    """The statement that writes the rows of this table as often as it is asked, each under another number `n`."""
    columns = [field for field in model._meta.concrete_fields if not _counts_by_itself(field)]
    names = ", ".join(f'"{field.column}"' for field in columns)
    values = ", ".join(_value_of(field, model) for field in columns)
    table = model._meta.db_table
    rows = f'SELECT {values} FROM "{table}" t CROSS JOIN generate_series(1, %s) n'  # noqa: S608
    return f'INSERT INTO "{table}" ({names}) {rows}'


def _counts_by_itself(field: "Field[Any, Any]") -> bool:
    return field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}


def _value_of(field: "Field[Any, Any]", model: type[Model]) -> str:
    column = f't."{field.column}"'
    meant = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(meant, UUIDField):
        return f"md5({column}::text || n)::uuid"
    if isinstance(meant, CharField | TextField | SlugField) and is_once(field, model):
        return f"CASE {column} WHEN '' THEN '' ELSE md5({column} || n) END"
    return column


def is_once(field: "Field[Any, Any]", model: type[Model]) -> bool:
    """A text that no two rows of the table have, also where the database holds that of its small letters."""
    constraints = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    alone = any(tuple(one.fields) == (field.name,) for one in constraints)
    return field.unique or alone or (field.name == "email" and any(one.expressions for one in constraints))
