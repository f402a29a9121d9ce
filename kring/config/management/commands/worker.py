"""The worker: does the jobs of `kring.config.jobs` one after the other until it is told to stop."""

import os
import select
import signal
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from kring.config.checks import NotFit
from kring.config.jobs import JOBS, Rota
from kring.config.rounds import WAITS, Rounds, is_fit
from kring.vault.installation import InstallationKeyUnusable

LONGEST_SLEEP = timedelta(minutes=1)


class Command(BaseCommand):
    help = "Does Kring's background jobs until it gets SIGTERM or Ctrl-C. Run one of these beside the web server."

    def handle(self, *args: Any, **options: Any) -> None:
        # A signal writes into a pipe and the pause watches it: a lock would wait for itself when two signals meet.
        stopped, stop = os.pipe()

        def finish(number: int, frame: FrameType | None) -> None:
            os.write(stop, b".")

        signal.signal(signal.SIGTERM, finish)
        signal.signal(signal.SIGINT, finish)

        def stopped_within(pause: timedelta) -> bool:
            return bool(select.select([stopped], [], [], pause.total_seconds())[0])

        rounds = Rounds(Rota(JOBS))
        try:
            while not is_fit(rounds.tells):
                if stopped_within(WAITS):
                    return
        except (InstallationKeyUnusable, NotFit) as error:
            raise CommandError(str(error)) from error
        told_to_stop = False
        while not told_to_stop:
            close_old_connections()
            told_to_stop = stopped_within(min(rounds.go(), LONGEST_SLEEP))
