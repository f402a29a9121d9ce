"""Makes a copy and proves it; or proves the one that is there; or copies along until it is stopped."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from kring import words
from kring.backup import copies
from kring.backup.litestream import PRIVATE, Litestream
from kring.backup.models import era
from kring.backup.refusals import NotBelieved, Why
from kring.config.refused import in_words
from kring.web.request import clock


class Command(BaseCommand):
    help = (
        "Makes a copy of all of Kring in KRING_BACKUP, puts it back in a scratch place, and says what it found there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            nargs="?",
            default="make",
            choices=["make", "prove", "along"],
            help="make one and prove it; prove the one that is there; or copy along, a second behind, until stopped",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with in_words():
            if options["what"] == "along":
                self.go_along()
            proved = copies.make(clock.now()) if options["what"] == "make" else copies.prove()
        self.stdout.write(said(proved))

    def go_along(self) -> None:
        """Becomes Litestream: whoever stops this process stops that one."""
        along = copies.of_settings()
        if not isinstance(along, Litestream):
            # PostgreSQL itself hands on each piece of its log.
            raise NotBelieved(Why.FAILED, "(archive_command)")
        command = along.along(era())
        os.umask(PRIVATE)
        os.execv(command[0], list(command))  # noqa: S606 - the program and all of its arguments are ours


def said(proved: copies.Proved) -> str:
    """What a proof found, in a sentence."""
    return _(
        "De reservekopie van %(when)s is teruggezet om te kijken, en is heel: %(cases)s zaken, %(facts)s regels in"
        " dossiers, %(texts)s teksten geopend, %(lines)s regels spoor. Ze hoort bij sleutel %(key)s."
    ) % {**proved.found, "when": words.moment(proved.made_at), "key": proved.key}
