"""The words for what is kept as a key: roles, sorts of incidents, places, levels, signs, verdicts."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kring.cases.bodies import Danger, GoesOn, Kept, Level, Reached
from kring.protocol.terms import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

ROLES: "dict[str, Words]" = {
    Role.TARGET: _("wordt gepest"),
    Role.INSTIGATOR: _("doet het pesten"),
    Role.FOLLOWER: _("doet mee"),
    Role.WITNESS: _("zag het"),
}

SORTS: "dict[str, Words]" = {
    "verbal": _("Schelden, uitlachen"),
    "physical": _("Duwen, slaan"),
    "excluding": _("Buitensluiten"),
    "things": _("Spullen afpakken"),
    "online": _("Online"),
    "threats": _("Bedreigen, dwingen"),
    "gossip": _("Roddelen"),
    "other": _("Iets anders"),
}

PLACES: "dict[str, Words]" = {
    "playground": _("Op het plein"),
    "classroom": _("In de klas"),
    "corridor": _("In de gang of bij de kapstokken"),
    "toilets": _("Bij de toiletten"),
    "gym": _("Bij gym of in de kleedkamer"),
    "way": _("Onderweg van of naar school"),
    "lunch": _("Bij het overblijven of de opvang"),
    "online": _("Online"),
    "elsewhere": _("Ergens anders"),
}

LEVELS: "dict[Level, tuple[Words, Words]]" = {
    Level.LIGHT: (_("Licht"), _("Het is vervelend. De leerling durft alles nog en gaat graag naar school.")),
    Level.SERIOUS: (_("Ernstig"), _("De leerling heeft er last van: bang, verdrietig, stil, liever niet naar school.")),
    Level.GRAVE: (
        _("Zeer ernstig"),
        _("De leerling is niet veilig, of het gaat al lang zo. Dit moet vandaag stoppen."),
    ),
}

DANGERS: "dict[Danger, tuple[Words, Words]]" = {
    Danger.SELF_HARM: (
        _("De leerling doet zichzelf iets aan, of praat erover"),
        _("Ook: niet meer willen leven."),
    ),
    Danger.VIOLENCE: (_("Ernstig geweld of bedreiging"), _("Ook: een wapen, afpersing, iets met seks.")),
    Danger.HOME: (_("Thuis is het niet veilig"), _("Ook bij een vermoeden: de meldcode geldt.")),
    Danger.STAFF: (
        _("Er is een medewerker van school bij betrokken"),
        _("Dan gaat het buiten dit stappenplan om."),
    ),
}

KEPT: "dict[Kept, Words]" = {
    Kept.KEPT: _("Nagekomen"),
    Kept.PARTLY: _("Deels nagekomen"),
    Kept.NOT: _("Niet nagekomen"),
}

GOES_ON: "dict[GoesOn, Words]" = {
    GoesOn.CONTINUE: _("Gaat zo door"),
    GoesOn.ADJUST: _("Bijstellen"),
    GoesOn.PHASE_OUT: _("Afbouwen"),
    GoesOn.STOP: _("Stopt"),
}

REACHED: "dict[Reached, tuple[Words, Words]]" = {
    Reached.INFORMED: (_("Ja, gesproken"), _("Deze ouder weet het nu.")),
    Reached.NOT_REACHED: (_("Nee, nog niet bereikt"), _("Het blijft openstaan. Probeer het later nog eens.")),
    Reached.NOT_INFORMED: (_("Nee, met opzet niet"), _("Alleen met een goede reden. Overleg met de Seo-coördinator.")),
}
