"""What a child can tap, in its own words, each with a picture (E6.6). Keys are those of `told.py` and of a case."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kring.protocol.terms import total
from kring.reports.told import Fear, Feeling, Help, Often, Since, Talk, Who
from kring.web.door.answers import ADULT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


@dataclass(frozen=True)
class Tap:
    """One thing to tap: its words, and beside them an icon or, for a feeling, a face."""

    label: "Words"
    icon: str = ""
    face: int = 0


ABOUT: dict[str, Tap] = {
    Who.ME: Tap(_("Over mij"), icon="user-round"),
    Who.OTHER: Tap(_("Over iemand anders"), icon="users-round"),
    Who.I_DO_IT: Tap(_("Ik doe het zelf en wil stoppen"), icon="hand"),
    ADULT: Tap(_("Over een groot mens van school"), icon="school"),
}

WHOM: dict[str, Tap] = {
    Who.ME: Tap(_("Bij mij"), icon="user-round"),
    Who.OTHER: Tap(_("Bij iemand anders"), icon="users-round"),
}
"""With whom an adult does it."""

IS_HEAD: dict[str, Tap] = {"yes": Tap(_("Ja"), icon="check"), "no": Tap(_("Nee"), icon="x")}

HAPPENS: dict[str, Tap] = {
    "verbal": Tap(_("Schelden of uitlachen"), icon="message-circle"),
    "physical": Tap(_("Slaan, duwen of schoppen"), icon="hand"),
    "excluding": Tap(_("Niet mee mogen doen"), icon="user-x"),
    "things": Tap(_("Spullen pakken of stukmaken"), icon="backpack"),
    "online": Tap(_("Op een telefoon of computer"), icon="smartphone"),
    "threats": Tap(_("Bang maken of dwingen"), icon="megaphone"),
    "gossip": Tap(_("Nare dingen rondvertellen"), icon="messages-square"),
    "discrimination": Tap(_("Naar doen om wie iemand is"), icon="globe"),
    "sexual": Tap(_("Aanraken waar dat niet mag, of bloot"), icon="shield-alert"),
    "other": Tap(_("Iets anders"), icon="ellipsis"),
}
"""Each sort of an incident (`SORTS`)."""

PLACE: dict[str, Tap] = {
    "playground": Tap(_("Op het plein"), icon="tree-deciduous"),
    "classroom": Tap(_("In de klas"), icon="presentation"),
    "corridor": Tap(_("In de gang"), icon="door-open"),
    "toilets": Tap(_("Bij de wc"), icon="users"),
    "gym": Tap(_("Bij gym"), icon="activity"),
    "way": Tap(_("Op weg naar school of naar huis"), icon="footprints"),
    "lunch": Tap(_("Bij het overblijven of de opvang"), icon="clock"),
    "online": Tap(_("Op een telefoon of computer"), icon="smartphone"),
    "elsewhere": Tap(_("Ergens anders"), icon="map-pin"),
}
"""Each place (`PLACES`)."""

OFTEN: dict[Often, Tap] = total(
    {
        Often.ONCE: Tap(_("Eén keer"), icon="circle-dot"),
        Often.SOMETIMES: Tap(_("Soms"), icon="calendar"),
        Often.WEEKLY: Tap(_("Elke week"), icon="repeat"),
        Often.DAILY: Tap(_("Bijna elke dag"), icon="calendar-days"),
    },
    Often,
)

SINCE: dict[Since, Tap] = total(
    {
        Since.TODAY: Tap(_("Vandaag"), icon="sun"),
        Since.DAYS: Tap(_("Een paar dagen"), icon="calendar"),
        Since.WEEKS: Tap(_("Een paar weken"), icon="calendar-days"),
        Since.LONGER: Tap(_("Al heel lang"), icon="history"),
    },
    Since,
)

FEELS: dict[str, Tap] = {
    str(feeling.value): tap
    for feeling, tap in total(
        {
            Feeling.VERY_BAD: Tap(_("Heel naar"), face=1),
            Feeling.BAD: Tap(_("Naar"), face=2),
            Feeling.SO_SO: Tap(_("Gaat wel"), face=3),
            Feeling.GOOD: Tap(_("Goed"), face=4),
            Feeling.VERY_GOOD: Tap(_("Heel goed"), face=5),
        },
        Feeling,
    ).items()
}

FEARS: dict[Fear, Tap] = total(
    {
        Fear.AFRAID_NOW: Tap(_("Ik ben nu bang"), icon="triangle-alert"),
        Fear.HURT_MYSELF: Tap(_("Ik denk eraan mezelf iets aan te doen"), icon="heart"),
        Fear.AT_HOME: Tap(_("Ik ben bang om naar huis te gaan"), icon="house"),
    },
    Fear,
)

HELPS: dict[Help, Tap] = total(
    {
        Help.LISTEN: Tap(_("Dat iemand naar me luistert"), icon="ear"),
        Help.MAKE_IT_STOP: Tap(_("Dat het stopt"), icon="hand"),
        Help.NEAR_ME: Tap(_("Dat iemand bij me blijft"), icon="users"),
        Help.TALK_TO_THEM: Tap(_("Dat iemand met de ander praat"), icon="message-circle"),
        Help.MAKE_UP: Tap(_("Dat we het goed maken"), icon="handshake"),
        Help.HELP_ME_STOP: Tap(_("Dat iemand mij helpt om te stoppen"), icon="sprout"),
    },
    Help,
)

TALK: dict[Talk, Tap] = total(
    {
        Talk.YES: Tap(_("Ja, dat mag"), icon="messages-square"),
        Talk.WRITE: Tap(_("Nee, schrijf mij een antwoord"), icon="mail"),
        Talk.NO: Tap(_("Nee, liever niet"), icon="x"),
    },
    Talk,
)

TALK_WITH: dict[str, Tap] = {
    one: Tap(label, icon=icon)
    for one, label, icon in (
        ("1", _("Mijn juf of meester"), "graduation-cap"),
        ("2", _("Iemand anders van school"), "school"),
        ("3", _("Dat maakt niet uit"), "smile"),
    )
}

TALK_WHEN: dict[str, Tap] = {
    one: Tap(label, icon=icon)
    for one, label, icon in (
        ("1", _("In de les"), "presentation"),
        ("2", _("In de pauze"), "tree-deciduous"),
        ("3", _("Na school"), "door-open"),
        ("4", _("Dat maakt niet uit"), "smile"),
    )
}
