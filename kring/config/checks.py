"""What must be right before Kring starts, each said in one sentence with what to do about it."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.db.models import Model

from kring.cases.models import Case
from kring.mail.models import domain_of
from kring.mail.outbox import sender_address
from kring.protocol.check import check
from kring.protocol.editions import PROTOCOLS
from kring.school.models import School
from kring.vault.installation import require_fitting_key


class NotFit(Exception):
    """Kring does not start on these data; the sentence says why, and what to do."""


class DemoOverRealSchool(NotFit):
    """Demo mode lets anybody in as anybody, so it never goes together with a real school."""


class EditionMissing(NotFit):
    """A case keeps the edition it began with, and nothing of it can be shown or asked without that (decision 044)."""


def require_fit() -> None:
    """The start-up check of web server and worker: raises the sentence (`InstallationKeyUnusable`, or `NotFit`)."""
    require_fitting_key()
    if missing := sorted(_editions_in_use() - _editions_here()):
        named = ", ".join(f"{edition or 'the current'} of {protocol}" for protocol, edition in missing)
        raise EditionMissing(
            f"There are cases or schools with an edition that this Kring does not have: {named}. Put it back in "
            "kring/protocol/editions.py, where an edition is never taken out, or start the Kring that has it."
        )
    if settings.KRING_DEMO and _real_school_exists():
        raise DemoOverRealSchool(
            "This database holds a real school, so demo mode stays off: start with KRING_DEMO=0, or give the demo "
            "a database of its own (KRING_DATA or DATABASE_URL)."
        )


def _editions_here() -> set[tuple[str, str]]:
    """Each edition that can be carried out, and for each protocol that it has a current one, as (key, "")."""
    editions = {(one.key, one.edition) for editions in PROTOCOLS.values() for one in editions}
    return editions | {(key, "") for key, editions in PROTOCOLS.items() if editions}


def _editions_in_use() -> set[tuple[str, str]]:
    """What the cases began with, and what new cases of the schools begin with."""
    in_use: set[tuple[str, str]] = set()
    if _has(Case, "protocol", "edition"):
        in_use |= set(Case.objects.order_by().values_list("protocol", "edition").distinct())
    if _has(School, "protocol"):
        in_use |= {(key, "") for key in School.objects.order_by().values_list("protocol", flat=True).distinct()}
    return in_use


def _has(model: type[Model], *columns: str) -> bool:
    """Whether the database has this table with these columns: before it is migrated it may not."""
    table = model._meta.db_table
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return there.issuperset(columns)


def _real_school_exists() -> bool:
    if not _has(School):
        return False
    return School.objects.filter(is_demo=False).exists()


@register(Tags.database)
def demo_has_no_real_school(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with `migrate` and with `check --database default`."""
    if databases and settings.KRING_DEMO and _real_school_exists():
        return [Error("Demo mode is on over a real school.", hint="Set KRING_DEMO=0.", id="config.E001")]
    return []


@register(Tags.models)
def protocols_can_be_carried_out(**kwargs: Any) -> list[CheckMessage]:
    """In debug only: those who write an edition read at once what is wrong with it. A test asks it of all of them."""
    if not settings.DEBUG:
        return []
    return [
        Error(f"Protocol {edition.key}, edition {edition.edition}: {sentence}", id="config.E005")
        for editions in PROTOCOLS.values()
        for edition in editions
        for sentence in check(edition)
    ]


@register(Tags.security)
def key_is_not_with_the_data(**kwargs: Any) -> list[CheckMessage]:
    """Who copies the data folder must not have the key to it in the same copy."""
    if settings.KRING_KEY or not settings.KRING_KEY_FILE:
        return []
    if Path(settings.KRING_KEY_FILE).resolve().is_relative_to(settings.KRING_DATA):
        return [
            Error(
                "The installation's key lies in the data folder, so a copy of the data can be read.",
                hint="Move the file to another folder and name it in KRING_KEY_FILE.",
                id="config.E002",
            )
        ]
    return []


@register(Tags.database)
def data_folder_can_be_written(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if not databases or connection.vendor != "sqlite":
        return []
    folder = Path(settings.DATABASES["default"]["NAME"]).parent
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The data folder {folder} is not there, or cannot be written.",
            hint="Make it, or name another one in KRING_DATA.",
            id="config.E003",
        )
    ]


@register(Tags.security, deploy=True)
def demo_is_off(**kwargs: Any) -> list[CheckMessage]:
    if settings.KRING_DEMO:
        return [Warning("Demo mode is on: anybody comes in as anybody.", hint="Set KRING_DEMO=0.", id="config.W001")]
    return []


@register(Tags.security, deploy=True)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """Links in letters are made from the host; any host at all would let a stranger make them."""
    if "*" in settings.ALLOWED_HOSTS:
        return [Error("KRING_HOSTS allows any host.", hint="Name the hosts Kring is reached at.", id="config.E004")]
    return []


@register(Tags.compatibility, deploy=True)
def letters_can_be_sent(**kwargs: Any) -> list[CheckMessage]:
    if not settings.KRING_MAIL:
        return [
            Warning(
                "There is no mail server: no letter leaves, and nobody can ask for a new password by mail.",
                hint="Set KRING_SMTP=smtp+starttls://user:password@mail.example:587 and KRING_MAIL_FROM.",
                id="config.W002",
            )
        ]
    if domain_of(sender_address()) == "localhost":
        return [
            Warning(
                "Letters come from an address on localhost, which other mail servers refuse.",
                hint="Set KRING_MAIL_FROM to an address that the mail server may send from.",
                id="config.W003",
            )
        ]
    return []
