"""Takes an installation from SQLite to PostgreSQL, and proves that nothing differs.

It moves a copy of the SQLite file, brought up to date where it was of an earlier Kring; the file itself is not touched.
All rows go over in one transaction, and are compared before it is committed: who is killed on the way finds an empty
database again, and starts again.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.color import no_style
from django.db import DataError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from kring.backup import alone
from kring.backup.copies import scratch
from kring.backup.manifest import tables
from kring.backup.refusals import NotBelieved, Why
from kring.vault.fields import Ciphertext

FROM, TO = "moved_from", "moved_to"
A_CHUNK = 500
MADE_BY_MIGRATE = ("contenttypes", "auth", "sites")
"""What `migrate` itself writes into an empty database. It is written anew, with the ids that it had."""


@dataclass(frozen=True)
class Moved:
    """What went over, and was the same on both sides."""

    tables: int
    rows: int


def nothing_between(label: str) -> None:
    """What happens between two tables in real life."""


def move(source: Path, to: dict[str, Any], address: str, between: Callable[[str], None] = nothing_between) -> Moved:
    """Moves all that stands in `source` into the empty PostgreSQL database `to` (Django's settings; `address` is the
    same as a URL). `NotBelieved` says what is wrong; then nothing of it is there.

    Where it went over before, and only that was not said any more, it is compared once more and said.
    """
    with scratch(source.parent) as folder:
        copy = folder / "kring.sqlite3"
        _copy(source, copy)
        alone.ask(f"sqlite://{copy}")  # brought up to date, and looked through: what is torn does not go over
        alone.bring_up_to_date(address)
        with _connected(copy, to):
            _require_up_to_date()
            if _is_empty():
                with transaction.atomic(using=TO):
                    _carry(between)
                    moved = _compare()
            else:
                moved = _compare(otherwise=Why.NOT_EMPTY)
        alone.ask(address)
    return moved


def _copy(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
    copy.chmod(0o600)


@contextmanager
def _connected(copy: Path, to: dict[str, Any]) -> Iterator[None]:
    """Both databases beside the one that Kring was started on."""
    default = settings.DATABASES["default"]
    origin = {**default, "ENGINE": "kring.config.sqlite3", "NAME": copy}
    connections.settings[FROM] = connections.configure_settings({"default": default, FROM: origin})[FROM]
    connections.settings[TO] = connections.configure_settings({"default": default, TO: to})[TO]
    try:
        yield
    finally:
        for alias in (FROM, TO):
            connections[alias].close()
            del connections.settings[alias]
            del connections[alias]


def _require_up_to_date() -> None:
    for alias in (FROM, TO):
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise NotBelieved(Why.FAILED, "(migrate)")


def _is_empty() -> bool:
    return not any(
        model._base_manager.using(TO).exists()
        for model in tables().values()
        if model._meta.app_label not in MADE_BY_MIGRATE
    )


def _carry(between: Callable[[str], None]) -> None:
    """Every row of every table. PostgreSQL looks at what points to what when all of it is there."""
    target = connections[TO]
    with target.cursor() as cursor:
        names = ", ".join(target.ops.quote_name(model._meta.db_table) for model in tables().values())
        cursor.execute(f"TRUNCATE {names}")
        for label, model in tables().items():
            try:
                carry_rows(model, FROM, TO)
            except DataError as error:  # longer than its column may be, or with a character that is none
                raise NotBelieved(Why.FAILED, f"({label})") from error
            between(label)
        for statement in target.ops.sequence_reset_sql(no_style(), list(tables().values())):
            cursor.execute(statement)


def carry_rows(model: type[models.Model], here: str, there: str) -> None:
    """The rows of one table from one database to another, each column as it is: nothing is unsealed for it."""
    source, target = connections[here], connections[there]
    fields, quoted = model._meta.concrete_fields, target.ops.quote_name
    columns = ", ".join(quoted(field.column or field.attname) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - no values
    names = [field.attname for field in fields]
    rows = model._base_manager.using(source.alias).values_list(*names).iterator(chunk_size=A_CHUNK)
    with target.cursor() as cursor:
        while chunk := list(islice(rows, A_CHUNK)):
            ready = [
                [field.get_db_prep_save(value, target) for field, value in zip(fields, row, strict=True)]
                for row in chunk
            ]
            cursor.executemany(statement, ready)


def _compare(otherwise: Why = Why.FAILED) -> Moved:
    """That each table holds the same rows on both sides, column by column."""
    rows = 0
    for label, model in tables().items():
        here, there = digest(model, FROM), digest(model, TO)
        if here != there:
            raise NotBelieved(otherwise, f"({label})")
        rows += here[0]
    return Moved(len(tables()), rows)


def digest(model: type[models.Model], alias: str) -> tuple[int, int]:
    """How many rows, and the sum of the hashes of each: the order in which a database gives them says nothing."""
    names = [field.attname for field in model._meta.concrete_fields]
    count = total = 0
    for row in model._base_manager.using(alias).values_list(*names).iterator(chunk_size=A_CHUNK):
        said = json.dumps([_plain(value) for value in row], sort_keys=True)
        total += int.from_bytes(hashlib.sha256(said.encode()).digest())
        count += 1
    return count, total % 2**256


def _plain(value: Any) -> Any:
    """One value as both databases give it."""
    if isinstance(value, Ciphertext):
        return value.sealed.hex()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | time | UUID):
        return str(value)
    return value
