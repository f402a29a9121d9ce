"""Looks through a database that was put back: whether it is whole, of this key, and what its manifest says it was.

It reads the database that Kring is started on; a copy is looked through by a process of its own that is started on
that copy (`alone.py`), so that nothing that this process knows makes up for what the copy lacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from kring.backup.manifest import ONLY_ADDED_TO, is_sealed, tables
from kring.backup.models import Backup
from kring.backup.refusals import NotBelieved, Why
from kring.school.models import School
from kring.trail.faults import Noted
from kring.trail.models import TrailLine
from kring.trail.verifying import verify
from kring.vault.fields import SealBroken, SealedTextField
from kring.vault.installation import InstallationKeyUnusable, key_fingerprint, require_fitting_key
from kring.vault.keys import KeyMissing, forget_keys, load_keys
from kring.vault.models import DataKey, InstallationMark

CHUNK = 500


@dataclass(frozen=True)
class Examined:
    """What was found in a copy that is whole."""

    kept_until: str
    """The newest moment that stands in it."""
    cases: int
    facts: int
    texts: int
    """How many sealed texts were opened: all of them, so at least one of every case."""
    lines: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine(*, wanted: UUID | None = None, most: Mapping[str, int] | None = None) -> Examined:
    """Looks through everything; raises `NotBelieved` with what is wrong.

    `wanted` is the manifest that must be in it (a copy that was just made); without it the newest in it counts. `most`
    is how many rows each table had after the copy was made: it has no more of what only grows.
    """
    require_there()
    _require_tables()
    _require_whole()
    require_key()
    counted = {label: model._base_manager.count() for label, model in tables().items()}
    backup = _manifest(wanted)
    if backup is not None:
        _require_counts(backup, counted, most or {})
    _require_trail(backup)
    texts = _open_everything()
    return Examined(
        kept_until=kept_until(backup).isoformat(),
        cases=counted["cases.Case"],
        facts=counted["cases.Fact"],
        texts=texts,
        lines=counted["trail.TrailLine"],
    )


def kept_until(backup: Backup | None) -> datetime:
    """The newest moment that the database knows of: nothing of later is in it."""
    newest = [backup.made_at] if backup else []
    for school in School.objects.filter(is_demo=False):
        line = TrailLine.objects.of_school(school.pk).first()
        newest += [line.at] if line else []
    if not newest:
        newest = list(TrailLine.objects.order_by("-at").values_list("at", flat=True)[:1])
    if not newest:
        raise NotBelieved(Why.EMPTY)
    return max(newest)


def require_there() -> None:
    """Whether this is a database of Kring, and of no newer one: before it is brought up to date."""
    there = set(connection.introspection.table_names())
    if not {"django_migrations", School._meta.db_table, TrailLine._meta.db_table} <= there:
        raise NotBelieved(Why.EMPTY)
    loader = MigrationExecutor(connection).loader
    ours = {app for app, _name in loader.disk_migrations}
    newer = [one for one in loader.applied_migrations if one[0] in ours and one not in loader.disk_migrations]
    if newer:
        raise NotBelieved(Why.NEWER_KRING, f"({', '.join(f'{app}.{name}' for app, name in newer)})")


def _require_tables() -> None:
    there = set(connection.introspection.table_names())
    if missing := sorted(label for label, model in tables().items() if model._meta.db_table not in there):
        raise NotBelieved(Why.HALF, f"({', '.join(missing)})")
    if not School.objects.exists():
        raise NotBelieved(Why.EMPTY)


def _require_whole() -> None:
    """By the database's own means. PostgreSQL's are asked where its server was put back (`pgbackrest.py`)."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall()]
        if said != ["ok"]:
            raise NotBelieved(Why.HALF, f"({said[0]})")
        cursor.execute("PRAGMA foreign_key_check")
        if broken := cursor.fetchone():
            raise NotBelieved(Why.HALF, f"({broken[0]})")


def require_key() -> None:
    """That there is a key, and that it is the one of these data."""
    try:
        key_fingerprint()
    except InstallationKeyUnusable as error:
        raise NotBelieved(Why.NO_KEY, str(error)) from error
    try:
        require_fitting_key()
    except InstallationKeyUnusable as error:
        raise NotBelieved(Why.WRONG_KEY if InstallationMark.objects.exists() else Why.CHANGED) from error


def _manifest(wanted: UUID | None) -> Backup | None:
    """The manifest to count by; None in a copy of before there were any."""
    backup = Backup.objects.filter(pk=wanted).first() if wanted else Backup.objects.order_by("-made_at").first()
    if wanted and backup is None:
        raise NotBelieved(Why.HALF)
    if backup is None:
        return None
    if not is_sealed(backup):
        raise NotBelieved(Why.CHANGED)
    return backup


def _require_counts(backup: Backup, counted: Mapping[str, int], most: Mapping[str, int]) -> None:
    for label in sorted(ONLY_ADDED_TO & backup.tables.keys()):
        if counted[label] < backup.tables[label]:
            raise NotBelieved(Why.CHANGED, f"({label}: {counted[label]} < {backup.tables[label]})")
        if label in most and counted[label] > most[label]:
            raise NotBelieved(Why.CHANGED, f"({label}: {counted[label]} > {most[label]})")


def _require_trail(backup: Backup | None) -> None:
    """The trail is one chain, and ends no earlier than the manifest noted."""
    result = verify([Noted.read(backup.trail)] if backup and backup.trail else [])
    if not result.is_whole:
        raise NotBelieved(Why.CHANGED, f"({result.faults[0]})")


def _open_everything() -> int:
    """Opens every sealed text and every key; how many texts that were."""
    opened = 0
    forget_keys()  # what this process remembers of another database must not open this one
    try:
        for scope in DataKey.objects.values_list("scope", flat=True).iterator(chunk_size=CHUNK):
            load_keys([scope])
        for model, names in _sealed():
            for row in model._base_manager.iterator(chunk_size=CHUNK):
                for name in names:
                    opened += getattr(row, name) is not None
    except (SealBroken, KeyMissing) as error:
        # The sentence of the seal names table and row, and nothing that is sealed.
        raise NotBelieved(Why.CHANGED, f"({error})") from error
    return opened


def _sealed() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in tables().values():
        if names := [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]:
            yield model, names
