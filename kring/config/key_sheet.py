"""The sheet for the safe: the installation's key on paper, to type over or to scan, with how to put it back.

It counts as made once somebody typed part of it back from the paper.
"""

import random
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kring import words
from kring.names.comparing import sort_key
from kring.paper.printing import pdf
from kring.paper.sheet import Heading, Lines, Picture, Sheet, Text, Typed
from kring.paper.square_code import square_code
from kring.school.models import School
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.vault.groups import GROUPS, as_groups, plain
from kring.vault.installation import key_fingerprint, key_in_use
from kring.vault.models import InstallationMark
from kring.words import HERE

CODE_WIDTH, CODE_BORDER = 42, 2
"""Of the code to scan: millimetres, and light dots around it."""
TYPED_BACK = 2
"""So many groups are typed back: more than a guess, and done in a minute."""


def sheet(at: datetime) -> bytes:
    """The PDF. Whoever has it can open everything: it is for paper, and then it goes."""
    groups = as_groups(key_in_use())
    day = words.full_day(at.astimezone(HERE).date())
    names = School.objects.without_practices().values_list("name", flat=True)
    schools = ", ".join(sorted(names, key=sort_key)) or "Kring"
    return pdf(
        Sheet(
            kind=_("Voor de kluis"),
            title=_("De sleutel van Kring"),
            sub=f"{schools}, {day}",
            foot=(_("sleutel %(fingerprint)s") % {"fingerprint": key_fingerprint()}, day),
            language="nl",
            page_words=_("pagina {page} van {pages}"),
            made_at=at,
            blocks=(
                Text(
                    _(
                        "Zonder deze sleutel kan niemand de dossiers in Kring ooit nog lezen, ook de makers niet. Met"
                        " deze sleutel en een reservekopie kan iedereen alles lezen. Bewaar dit blad daarom in een"
                        " kluis, en niet bij de reservekopieën."
                    )
                ),
                Typed(tuple(groups)),
                Text(
                    _(
                        "Het laatste teken van elke groep controleert die groep: een tikfout wordt gemeld. De letters"
                        " I, L, O en U staan er niet in; 0 en 1 zijn cijfers."
                    )
                ),
                Picture(
                    square_code("-".join(groups), border=CODE_BORDER),
                    CODE_WIDTH,
                    _("QR-code met dezelfde dertien groepen"),
                ),
                Heading(_("Zo zet je de sleutel terug")),
                Lines(
                    (
                        _("Zet Kring klaar op een server, zoals in README staat, maar maak geen nieuwe sleutel."),
                        _("Wijs met KRING_KEY_FILE aan waar de sleutel komt, buiten de map van de gegevens."),
                        _("Typ daar: kring key restore. Kring vraagt de dertien groepen een voor een."),
                        _("Kijk of de sleutel die Kring noemt, dezelfde is als onderaan dit blad."),
                        _("Zet de reservekopie terug: kring restore."),
                        _("Start Kring. Maak daarna een nieuw blad als dit blad onder ogen van anderen kwam."),
                    ),
                    numbered=True,
                ),
            ),
        )
    )


def asked_back(chance: random.Random) -> list[int]:
    """The numbers of the groups that are to be typed back."""
    return sorted(chance.sample(range(1, GROUPS + 1), TYPED_BACK))


def is_typed_back(number: int, text: str) -> bool:
    """Whether this is that group of the key in use."""
    return plain(text) == as_groups(key_in_use())[number - 1]


@transaction.atomic
def note_made(at: datetime) -> None:
    """Notes that the sheet is there: for School, and in the trail of every school."""
    InstallationMark.objects.update(sheet_made_at=at, sheet_of=key_fingerprint())
    for school_id in School.objects.without_practices().order_by("id").values_list("id", flat=True):
        record(verb=Verb.KEY_SHEET_MADE, school_id=school_id, at=at, by=None)
