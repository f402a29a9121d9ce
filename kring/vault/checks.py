"""The system check that stops Kring when the installation's key does not fit the data."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register

from kring.vault.installation import InstallationKeyUnusable, require_fitting_key


@register(Tags.database)
def key_fits(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Runs where Django checks the database: `migrate` and `check --database default`."""
    if not databases:
        return []
    try:
        require_fitting_key()
    except InstallationKeyUnusable as error:
        return [Error(str(error), id="vault.E001")]
    return []
