"""The worker: does the jobs of `kring.config.jobs` one after the other until it is told to stop."""

import signal
import threading
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from kring.config.jobs import JOBS, Rota
from kring.vault.installation import InstallationKeyUnusable, require_fitting_key
from kring.web import clock

LONGEST_SLEEP = timedelta(minutes=1)


class Command(BaseCommand):
    help = "Does Kring's background jobs until it gets SIGTERM or Ctrl-C. Run one of these beside the web server."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_fitting_key()
        except InstallationKeyUnusable as error:
            raise CommandError(str(error)) from error
        stop = threading.Event()

        def finish(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, finish)
        signal.signal(signal.SIGINT, finish)
        rota = Rota(JOBS)
        while not stop.is_set():
            close_old_connections()
            rota.run_due(clock.now())
            stop.wait(min(rota.pause_until_next(clock.now()), LONGEST_SLEEP).total_seconds())
