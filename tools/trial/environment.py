"""The environment of another installation: nothing of what names the one of the caller's own shell comes along."""

from __future__ import annotations

import os
from collections.abc import Mapping

OF_AN_INSTALLATION = ("KRING_", "DJANGO_", "DATABASE_URL")
"""What names of settings begin with."""


def bare() -> dict[str, str]:
    """What this process was started with, without any setting of Kring: for a process of another installation."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OF_AN_INSTALLATION)}


def become(settings: Mapping[str, str]) -> None:
    """Has this process itself go on with these settings and no other; before Django is loaded."""
    for name in os.environ.keys() - bare().keys():
        del os.environ[name]
    os.environ |= settings
