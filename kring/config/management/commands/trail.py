"""The trail: whether it is whole, line by line.

kring trail verify                      goes through all of it; ends with 1 when something is wrong
kring trail verify --noted 812:9f3c…    with what was noted elsewhere: in the log, or beside a backup
kring trail known 9f3c… --why mended    a fault was looked into: it is told no more, and every head hears
kring trail end                         where it ends now, to note elsewhere
kring trail link                        lets the lines of before there was a chain join it now, instead of by and by
"""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring.cases.actions.known_fault import fault_is_known
from kring.config.trail_jobs import noted_before, write_down
from kring.trail.chain import link_former
from kring.trail.faults import Noted, Result
from kring.trail.outside import end_of_chain
from kring.trail.verbs import WhyKnown
from kring.trail.verifying import verify
from kring.web.request import clock


def _noted(text: str) -> Noted:
    try:
        return Noted.read(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    help = "Goes through the trail and says which line was changed, added, moved, taken out or cut off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="verify|known|end|link")
        verifies = parts.add_parser("verify", help="go through all of it; the exit code is 1 when something is wrong")
        verifies.add_argument("--noted", type=_noted, action="append", default=[], metavar="NUMBER:HASH")
        known = parts.add_parser("known", help="a fault was looked into; it is told no more while it stays as it is")
        known.add_argument("code", help="as `kring trail verify` prints it behind the fault")
        known.add_argument("--why", required=True, choices=[why.value for why in WhyKnown])
        parts.add_parser("end", help="where the chain ends now, to note elsewhere")
        parts.add_parser("link", help="let all lines of before there was a chain join it now")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["part"]:
            case "verify":
                result = verify([*noted_before(), *options["noted"]])
                write_down(result, clock.now())
                self._tell(result)
            case "known":
                self._known(options["code"], WhyKnown(options["why"]))
            case "end":
                self.stdout.write(str(end_of_chain() or _("Het spoor heeft nog geen regels.")))
            case _:
                while link_former():
                    pass
                self.stdout.write(_("Elke regel van het spoor heeft zijn plaats."))

    def _known(self, code: str, why: WhyKnown) -> None:
        """What is called known is what was looked at: the code is of the fault as it stands, and another by now when
        somebody changed it since."""
        found = [fault for fault in verify(noted_before()).faults if fault.code and fault.code == code.lower()]
        if not found:
            raise CommandError(
                _("Geen fout heeft nu deze code. Kijk met `kring trail verify` welke er zijn, en waardoor.")
            )
        fault_is_known(fault=found[0], why=why, at=clock.now())
        write_down(verify(noted_before()), clock.now())
        self.stdout.write(str(found[0]))
        self.stdout.write(_("Dit staat nu in het spoor. Iedere directeur leest het, en krijgt een mail."))

    def _tell(self, result: Result) -> None:
        for fault in result.faults:
            self.stdout.write(f"{fault}  [{fault.code}]" if fault.code else str(fault))
        if result.known:
            known = ngettext(
                "%(n)s fout is eerder uitgezocht. Ze staat er nog als toen.",
                "%(n)s fouten zijn eerder uitgezocht. Ze staan er nog als toen.",
                result.known,
            )
            self.stdout.write(known % {"n": result.known})
        if result.not_told:
            more = ngettext("En nog %(n)s fout.", "En nog %(n)s fouten.", result.not_told)
            self.stdout.write(more % {"n": result.not_told})
        if result.former:
            waiting = ngettext(
                "%(n)s regel van vroeger krijgt zijn plaats nog: dat doet de worker, of nu `kring trail link`.",
                "%(n)s regels van vroeger krijgen hun plaats nog: dat doet de worker, of nu `kring trail link`.",
                result.former,
            )
            self.stdout.write(waiting % {"n": result.former})
        if not result.is_whole:
            raise CommandError(_("Het spoor klopt niet. Bewaar een kopie van de database zoals die nu is."))
        said = ngettext(
            "Het spoor klopt: %(n)s regel, de laatste is %(end)s.",
            "Het spoor klopt: %(n)s regels, de laatste is %(end)s.",
            result.lines,
        )
        self.stdout.write(said % {"n": result.lines, "end": result.end} if result.lines else _("Het spoor is leeg."))
