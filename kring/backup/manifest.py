"""The manifest of a copy: what was in the database in one moment, sealed, and which key opens it.

It stands in the database itself, so that it travels with each copy, to whatever place; beside a copy in a folder it
lies as a file too, for who has to find out which key belongs to it.
"""

import hashlib
import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from kring.backup.models import Backup
from kring.trail.outside import end_of_chain
from kring.vault.installation import key_fingerprint, open_for_installation, seal_for_installation
from kring.vault.seal import SealBroken

PURPOSE = "backup manifest"
ONLY_ADDED_TO = frozenset(
    {
        "backup.Restoration",
        "cases.Case",
        "cases.Concern",
        "cases.Fact",
        "cases.Involved",
        "cases.ParentCopy",
        "cases.PlanRead",
        "cases.PlanVersion",
        "cases.Promise",
        "cases.PromiseTold",
        "cases.Report",
        "school.Account",
        "school.Group",
        "school.Guardian",
        "school.Pupil",
        "school.School",
        "school.StaffMember",
        "trail.TrailLine",
    }
)
"""Tables that lose no row: in a copy with fewer than its manifest says, something was taken out."""


def tables() -> dict[str, type[models.Model]]:
    """Every table that Kring's own rows stand in, by the label of its model."""
    return {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def counts() -> dict[str, int]:
    """How many rows each table has now."""
    return {label: model._base_manager.count() for label, model in tables().items()}


def write_manifest(at: datetime) -> Backup:
    """Notes what the database holds in this moment, in one transaction, so that all tables are counted in the same."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not _inside_a_transaction():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        end = str(end_of_chain() or "")
        backup = Backup(made_at=at, release=release(), key=key_fingerprint(), tables=counts(), trail=end)
        backup.seal = seal_for_installation(_digest(backup), PURPOSE)
        backup.save()
    return backup


def is_sealed(backup: Backup) -> bool:
    """Whether the manifest says what it said when it was made."""
    try:
        return open_for_installation(bytes(backup.seal), PURPOSE) == _digest(backup)
    except SealBroken:
        return False


def as_file(backup: Backup) -> str:
    """The manifest to lie beside a copy: which key belongs to it, of when it is and what is in it. Never the key."""
    said: dict[str, Any] = {
        "key": backup.key,
        "made_at": backup.made_at.isoformat(),
        "release": backup.release,
        "tables": backup.tables,
        "trail": backup.trail,
    }
    return json.dumps(said, indent=1, sort_keys=True) + "\n"


def release() -> str:
    """Which Kring this is."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def _digest(backup: Backup) -> bytes:
    said: list[Any] = [
        str(backup.pk),
        backup.made_at.timestamp(),
        backup.release,
        backup.key,
        sorted(backup.tables.items()),
    ]
    said += [backup.trail] if backup.trail else []  # of before there was a chain
    return hashlib.sha256(json.dumps(said).encode()).digest()


def _inside_a_transaction() -> bool:
    """Whether something was asked in it already: then its isolation cannot be chosen any more (a test's own)."""
    return len(connection.savepoint_ids) > 0
