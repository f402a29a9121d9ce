"""What a parent can tap, in words of adults (B1). Keys are those of `told.py` and of a case."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kring.protocol.terms import total
from kring.reports.told import Fear, Feeling, Often, Since, Who

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

ADULT = "adult"
"""What is answered when it is about an adult of the school; the other answers are those of `Who`."""

ABOUT: "dict[str, Words]" = {
    Who.ME: _("Mijn kind wordt gepest"),
    Who.OTHER: _("Een ander kind wordt gepest"),
    Who.I_DO_IT: _("Mijn kind pest anderen"),
    ADULT: _("Het gaat over een volwassene van school"),
}

IS_HEAD: "dict[str, Words]" = {"yes": _("Ja"), "no": _("Nee"), "": _("Dat weet ik niet")}

HAPPENS: "dict[str, Words]" = {
    "verbal": _("Schelden, uitlachen"),
    "physical": _("Duwen, slaan"),
    "excluding": _("Buitensluiten"),
    "things": _("Spullen afpakken"),
    "online": _("Online"),
    "threats": _("Bedreigen, dwingen"),
    "gossip": _("Roddelen"),
    "discrimination": _("Discriminatie"),
    "sexual": _("Iets met seks, bloot of aanraken"),
    "other": _("Iets anders"),
}
"""Each sort of an incident (`SORTS`)."""

PLACE: "dict[str, Words]" = {
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
"""Each place (`PLACES`)."""

OFTEN: "dict[Often, Words]" = total(
    {
        Often.ONCE: _("Eén keer"),
        Often.SOMETIMES: _("Een paar keer"),
        Often.WEEKLY: _("Elke week"),
        Often.DAILY: _("Elke dag"),
    },
    Often,
)

SINCE: "dict[Since, Words]" = total(
    {
        Since.TODAY: _("Vandaag voor het eerst"),
        Since.DAYS: _("Een paar dagen"),
        Since.WEEKS: _("Een paar weken"),
        Since.LONGER: _("Al langer"),
    },
    Since,
)

FEELS: "dict[str, Words]" = {
    str(feeling.value): words
    for feeling, words in total(
        {
            Feeling.VERY_BAD: _("Heel slecht"),
            Feeling.BAD: _("Slecht"),
            Feeling.SO_SO: _("Gaat wel"),
            Feeling.GOOD: _("Goed"),
            Feeling.VERY_GOOD: _("Heel goed"),
        },
        Feeling,
    ).items()
}

FEARS: "dict[Fear, Words]" = total(
    {
        Fear.AFRAID_NOW: _("Het kind is nu in gevaar"),
        Fear.HURT_MYSELF: _("Het kind wil zichzelf iets aandoen, of zegt dat"),
        Fear.AT_HOME: _("Het kind is thuis niet veilig"),
    },
    Fear,
)
"""The same signs of danger as at the child's door, and the same alarm."""
