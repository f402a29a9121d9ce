"""The installation's key: put on paper for the safe, put back from paper, or replaced by another.

kring key sheet sheet.pdf       makes the sheet; print it, and type two groups back from the paper
kring key sheet --typed-back    only the typing back, once it is printed
kring key restore               makes the key file from the groups on the sheet
kring key replace               another key, while Kring runs; killed on the way, start it again
"""

import os
import random
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kring.config import key_sheet, replacing_key
from kring.vault.groups import GROUPS, TypedWrong, from_groups, is_group
from kring.vault.installation import (
    InstallationKeyUnusable,
    fingerprint_of,
    key_fingerprint,
    require_fitting_key,
    write_key_file,
)
from kring.web.request import clock

TRIES = 5
GRACE = 65
"""Seconds in which a page that began with the former key is ready: gunicorn lets none live longer than sixty."""


class Command(BaseCommand):
    help = "Puts the installation's key on paper for the safe, puts it back from paper, or replaces it by another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="sheet|restore|replace")
        sheet = parts.add_parser("sheet", help="a PDF with the key, for the safe")
        sheet.add_argument("file", nargs="?", default="kring-sleutel.pdf", help="where the PDF goes")
        sheet.add_argument("--typed-back", action="store_true", help="the PDF is printed: only type part of it back")
        parts.add_parser("restore", help="make the key file from the groups on the sheet")
        replace = parts.add_parser("replace", help="another key, while Kring runs")
        replace.add_argument("--grace", type=int, default=GRACE, help="seconds to wait for pages that are under way")

    def handle(self, *args: Any, **options: Any) -> None:
        with in_words():
            match options["part"]:
                case "sheet":
                    self._sheet(Path(options["file"]), only_back=options["typed_back"])
                case "restore":
                    self._restore(Path(str(settings.KRING_KEY_FILE or "")))
                case _:
                    self._replace(options["grace"])

    def _sheet(self, file: Path, *, only_back: bool) -> None:
        require_fitting_key()  # a sheet of another key would lie in the safe, and open nothing
        if not only_back:
            made = key_sheet.sheet(clock.now())
            try:
                handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError as error:
                raise CommandError(_("%(file)s is er al. Kies een andere naam.") % {"file": file}) from error
            with os.fdopen(handle, "wb") as out:
                out.write(made)
            self.stdout.write(_("%(file)s staat klaar. Druk het af, en lees van het papier:") % {"file": file})
        for number in key_sheet.asked_back(random.SystemRandom()):
            for _try in range(TRIES):
                if key_sheet.is_typed_back(number, self._ask(_("Groep %(number)s:") % {"number": number} + " ")):
                    break
                self.stdout.write(_("Dat is niet wat in groep %(number)s staat.") % {"number": number})
            else:
                raise CommandError(
                    _("Het blad telt nog niet. Kijk het na, en probeer het opnieuw met `kring key sheet --typed-back`.")
                )
        key_sheet.note_made(clock.now())
        self.stdout.write(
            _("Het blad telt. Leg het in de kluis, en gooi het bestand weg: wie het heeft, kan alles lezen.")
        )

    def _restore(self, file: Path) -> None:
        if not str(settings.KRING_KEY_FILE or ""):
            raise CommandError(_("Wijs met KRING_KEY_FILE aan waar de sleutel komt."))
        if file.exists():
            raise CommandError(_("%(file)s is er al: Kring schrijft niet over een sleutel heen.") % {"file": file})
        groups: list[str] = []
        while len(groups) < GROUPS:
            number = len(groups) + 1
            typed = self._ask(_("Groep %(number)s:") % {"number": number} + " ").replace("-", " ").split()
            for one in typed or [""]:
                if not is_group(one, len(groups) + 1):
                    self.stdout.write(
                        _("In groep %(number)s zit een tikfout. Typ hem nog een keer.") % {"number": len(groups) + 1}
                    )
                    break
                groups.append(one)
        try:
            key = from_groups(groups)
        except TypedWrong as error:
            raise CommandError(_("Deze groepen horen niet bij elkaar: komen ze van één blad?")) from error
        write_key_file(file, [key])
        self.stdout.write(
            _("De sleutel staat in %(file)s. Onderaan het blad moet staan: sleutel %(fingerprint)s.")
            % {"file": file, "fingerprint": fingerprint_of(key)}
        )

    def _replace(self, grace: int) -> None:
        file = replacing_key.key_file()
        if not replacing_key.begin(file):
            self.stdout.write(_("De vorige keer brak het vervangen af. Kring gaat verder waar het was."))
        replacing_key.seal_all_anew()
        self.stdout.write(_("Kring wacht %(seconds)s seconden op pagina’s die nog bezig zijn.") % {"seconds": grace})
        time.sleep(grace)
        replacing_key.finish(file, clock.now())
        self.stdout.write(
            _(
                "De sleutel is vervangen door %(fingerprint)s. Maak meteen een reservekopie en een nieuw blad voor de"
                " kluis (`kring key sheet`). Reservekopieën van vóór nu gaan alleen open met het oude blad."
            )
            % {"fingerprint": key_fingerprint()}
        )

    def _ask(self, question: str) -> str:
        try:
            return input(question)
        except EOFError as error:
            raise CommandError(_("Dit is nog niet af: er werd niets getypt.")) from error


@contextmanager
def in_words() -> Iterator[None]:
    """What cannot be done is said in a sentence, and nothing was changed."""
    try:
        yield
    except replacing_key.NeverOpens as never:
        raise CommandError(
            _("Er is niets veranderd. Dit gaat met geen sleutel open: %(what)s.") % {"what": never}
        ) from never
    except InstallationKeyUnusable as error:
        raise CommandError(str(error)) from error
