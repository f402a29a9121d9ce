"""Mails to who told something by a door, and to whom the board named: read outside the school, with a link and nothing
of what was told (decision 152). In the language in which it was told; `docs/letters.md` prints them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from kring.own_word import own_word
from kring.protocol.terms import gettext_noop as _

if TYPE_CHECKING:
    from kring.school.models import School


@dataclass(frozen=True)
class Outside:
    """One sort of mail to somebody outside the school. `moment` says in Dutch when it is written."""

    key: str
    to: str
    moment: str
    subject: str
    text: tuple[str, ...]
    button: str
    urgent: bool = False


HOW_IT_OPENS = _("De knop werkt een maand, en gaat één keer open. Daarna mailt u uzelf daar een nieuwe.")
PARENT, BOARD = "de ouder die een mailadres gaf", "wie het bestuur noemde"

OUTSIDE: tuple[Outside, ...] = (
    Outside(
        "told_received",
        PARENT,
        "Een ouder heeft iets verteld, en wil een mail.",
        _("Uw bericht is aangekomen"),
        (
            _("De school heeft uw bericht. Achter de knop ziet u hoe het ervoor staat."),
            HOW_IT_OPENS,
            _("Hebt u niets gestuurd? Dan hoeft u niets te doen."),
        ),
        _("Kijk hoe het ervoor staat"),
    ),
    Outside(
        "told_answered",
        PARENT,
        "De school heeft de ouder geantwoord.",
        _("Er is antwoord van de school"),
        (_("Lees het antwoord achter de knop. U kunt daar ook iets terugschrijven."), HOW_IT_OPENS),
        _("Lees het antwoord"),
    ),
    Outside(
        "told_link",
        PARENT,
        "De ouder vraagt een nieuwe link.",
        _("Uw nieuwe link"),
        (_("Achter de knop ziet u hoe het ervoor staat."), HOW_IT_OPENS),
        _("Kijk hoe het ervoor staat"),
    ),
    Outside(
        "told_at_work",
        PARENT,
        "Wat de ouder vertelde, hoort nu bij een zaak.",
        _("De school is ermee aan het werk"),
        (_("Achter de knop ziet u hoe het ervoor staat. U kunt daar ook iets vertellen."), HOW_IT_OPENS),
        _("Kijk hoe het ervoor staat"),
    ),
    Outside(
        "told_closed",
        PARENT,
        "De dag nadat die zaak is gesloten.",
        _("De school heeft dit afgerond"),
        (_("Gaat het niet goed? Zeg het achter de knop. De school leest het weer."), HOW_IT_OPENS),
        _("Kijk hoe het ervoor staat"),
    ),
    Outside(
        "told_how_now",
        PARENT,
        "Zes weken nadat de zaak is gesloten.",
        _("Hoe gaat het nu?"),
        (_("De school vraagt hoe het nu gaat. Achter de knop zegt u dat met één druk."), HOW_IT_OPENS),
        _("Zeg hoe het gaat"),
    ),
    Outside(
        "told_to_board",
        BOARD,
        "Iemand vertelt iets over de directeur, of voegt er iets aan toe. Ook opnieuw, als er op de beloofde dag geen"
        " antwoord is.",
        _("Er is iets verteld dat alleen u leest"),
        (
            _("Lees het achter de knop, en geef antwoord. Daar staat ook vóór welke dag dat is beloofd."),
            _("Niemand van de school leest dit."),
            HOW_IT_OPENS,
        ),
        _("Lees wat er verteld is"),
    ),
    Outside(
        "told_danger_to_board",
        BOARD,
        "Hetzelfde, en wie het vertelt is nu niet veilig.",
        _("Dringend: lees dit nu"),
        (
            _("Iemand vertelt dat het nu niet veilig is. Alleen u leest dit."),
            _("Achter de knop staat ook wie u belt."),
            HOW_IT_OPENS,
        ),
        _("Lees wat er verteld is"),
        urgent=True,
    ),
)
OUTSIDE_BY_KEY = {one.key: one for one in OUTSIDE}


def compose_outside(kind: Outside, *, school: "School", link: str, language: str) -> tuple[str, str, str]:
    """Subject, text and html of such a mail."""
    with translation.override(language), own_word(school.coordinator_word):
        about = {
            "subject": gettext(kind.subject),
            "paragraphs": [gettext(paragraph) for paragraph in kind.text],
            "of_account": True,  # it says nothing of names, for nobody signs in
            "button": gettext(kind.button),
            "address": link,
            "school": school.name,
            "language": language,
        }
        return (
            gettext(kind.subject),
            render_to_string("kring/letters/letter.txt", about),
            render_to_string("kring/letters/letter.html", about),
        )
