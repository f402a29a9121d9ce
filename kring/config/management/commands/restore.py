"""Puts Kring back from a copy, as it was at a moment or as it was last."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from kring import words
from kring.backup import restoring
from kring.backup.refusals import NotBelieved, Why
from kring.config.refused import in_words
from kring.web.request import clock


class Command(BaseCommand):
    help = (
        "Puts Kring back from the copy in KRING_BACKUP. Stop web server, worker and `kring backup along` first. What "
        "is there now is kept beside it under another name."
    )
    # The database may be empty, or torn: it is what is put right here.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="as it was at this moment, in Dutch time: 2026-11-27T10:15")
        parser.add_argument("--older", action="store_true", help="even when what is there now is newer")

    def handle(self, *args: Any, **options: Any) -> None:
        with in_words():
            moment = _moment(options["at"]) if options["at"] is not None else None
            now = clock.now()
            done = restoring.restore(at=now, moment=moment, older=options["older"])
        until = datetime.fromisoformat(done.found["kept_until"])
        self.stdout.write(_("Kring is teruggezet, met alles tot en met %(when)s.") % {"when": words.moment(until)})
        if done.kept:
            self.stdout.write(_("Wat er stond, staat nu in %(where)s.") % {"where": done.kept})
        self.stdout.write(
            _("Deze server denkt dat het %(now)s is. Klopt dat niet, zet dan eerst de klok goed.")
            % {"now": words.vocabulary().at_time(words.full_day(now.astimezone(words.HERE).date()), words.clock(now))}
        )
        self.stdout.write(_("Start daarna de webserver en de worker."))


def _moment(typed: str) -> datetime:
    try:
        at = datetime.fromisoformat(typed)
    except ValueError as error:
        raise NotBelieved(Why.NO_DATE) from error
    return at if at.tzinfo else at.replace(tzinfo=words.HERE)
