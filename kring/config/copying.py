"""The worker's copies: made and proved by a process of its own, so that no letter waits for it."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import connection

from kring.backup.age import is_due

logger = logging.getLogger(__name__)


class Running(Protocol):
    """A process that was started."""

    def poll(self) -> int | None: ...


def start() -> Running:
    """`kring backup`; what it says goes where the worker's own words go."""
    return subprocess.Popen(
        [sys.executable, "-m", "kring", "backup"], cwd=settings.HOME, env=os.environ, stdout=subprocess.DEVNULL
    )


class Copying:
    """At most one copy at a time."""

    def __init__(self, start: Callable[[], Running] = start) -> None:
        self.start = start
        self._running: Running | None = None

    def look(self, at: datetime) -> None:
        """Starts the next one when it is due, and says when one did not go well.

        Not in a demo, nor where nobody said where to; PostgreSQL is copied as its owner, by a timer (README.md).
        """
        if self._running is not None:
            code = self._running.poll()
            if code is None:
                return
            self._running = None
            if code:
                logger.warning(
                    "The copy was not made, or is not whole (exit code %d). README.md says what that is.", code
                )
        if not settings.KRING_BACKUP or settings.KRING_DEMO or connection.vendor != "sqlite":
            return
        if is_due(at):
            self._running = self.start()
