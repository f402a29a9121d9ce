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
    """One thing to tap: its words, and beside them the name of a picture (`static/kring/door.svg`), which says less."""

    label: "Words"
    picture: str


ABOUT: dict[str, Tap] = {
    Who.ME: Tap(_("Over mij"), "who-me"),
    Who.OTHER: Tap(_("Over iemand anders"), "who-other"),
    Who.I_DO_IT: Tap(_("Ik doe het zelf en wil stoppen"), "who-stop"),
    ADULT: Tap(_("Over een groot mens van school"), "who-adult"),
}

WHOM: dict[str, Tap] = {
    Who.ME: Tap(_("Bij mij"), "who-me"),
    Who.OTHER: Tap(_("Bij iemand anders"), "who-other"),
}
"""With whom an adult does it."""

IS_HEAD: dict[str, Tap] = {"yes": Tap(_("Ja"), "yes"), "no": Tap(_("Nee"), "no")}

HAPPENS: dict[str, Tap] = {
    "verbal": Tap(_("Schelden of uitlachen"), "kind-verbal"),
    "physical": Tap(_("Slaan, duwen of schoppen"), "kind-physical"),
    "excluding": Tap(_("Niet mee mogen doen"), "kind-excluding"),
    "things": Tap(_("Spullen pakken of stukmaken"), "kind-things"),
    "online": Tap(_("Op een telefoon of computer"), "kind-online"),
    "threats": Tap(_("Bang maken of dwingen"), "kind-threats"),
    "gossip": Tap(_("Nare dingen rondvertellen"), "kind-gossip"),
    "discrimination": Tap(_("Naar doen om wie iemand is"), "kind-discrimination"),
    "sexual": Tap(_("Aanraken waar dat niet mag, of bloot"), "kind-sexual"),
    "other": Tap(_("Iets anders"), "kind-other"),
}
"""Each sort of an incident (`SORTS`)."""

PLACE: dict[str, Tap] = {
    "playground": Tap(_("Op het plein"), "place-playground"),
    "classroom": Tap(_("In de klas"), "place-classroom"),
    "corridor": Tap(_("In de gang"), "place-corridor"),
    "toilets": Tap(_("Bij de wc"), "place-toilets"),
    "gym": Tap(_("Bij gym"), "place-gym"),
    "way": Tap(_("Op weg naar school of naar huis"), "place-way"),
    "lunch": Tap(_("Bij het overblijven of de opvang"), "place-lunch"),
    "online": Tap(_("Op een telefoon of computer"), "place-online"),
    "elsewhere": Tap(_("Ergens anders"), "place-elsewhere"),
}
"""Each place (`PLACES`)."""

OFTEN: dict[Often, Tap] = total(
    {
        Often.ONCE: Tap(_("Eén keer"), "often-once"),
        Often.SOMETIMES: Tap(_("Soms"), "often-sometimes"),
        Often.WEEKLY: Tap(_("Elke week"), "often-weekly"),
        Often.DAILY: Tap(_("Bijna elke dag"), "often-daily"),
    },
    Often,
)

SINCE: dict[Since, Tap] = total(
    {
        Since.TODAY: Tap(_("Vandaag"), "since-today"),
        Since.DAYS: Tap(_("Een paar dagen"), "since-days"),
        Since.WEEKS: Tap(_("Een paar weken"), "since-weeks"),
        Since.LONGER: Tap(_("Al heel lang"), "since-longer"),
    },
    Since,
)

FEELS: dict[str, Tap] = {
    str(feeling.value): tap
    for feeling, tap in total(
        {
            Feeling.VERY_BAD: Tap(_("Heel naar"), "feel-1"),
            Feeling.BAD: Tap(_("Naar"), "feel-2"),
            Feeling.SO_SO: Tap(_("Gaat wel"), "feel-3"),
            Feeling.GOOD: Tap(_("Goed"), "feel-4"),
            Feeling.VERY_GOOD: Tap(_("Heel goed"), "feel-5"),
        },
        Feeling,
    ).items()
}

FEARS: dict[Fear, Tap] = total(
    {
        Fear.AFRAID_NOW: Tap(_("Ik ben nu bang"), "fear-now"),
        Fear.HURT_MYSELF: Tap(_("Ik denk eraan mezelf iets aan te doen"), "fear-myself"),
        Fear.AT_HOME: Tap(_("Ik ben bang om naar huis te gaan"), "fear-home"),
    },
    Fear,
)

HELPS: dict[Help, Tap] = total(
    {
        Help.LISTEN: Tap(_("Dat iemand naar me luistert"), "ear"),
        Help.MAKE_IT_STOP: Tap(_("Dat het stopt"), "hand"),
        Help.NEAR_ME: Tap(_("Dat iemand bij me blijft"), "help-near"),
        Help.TALK_TO_THEM: Tap(_("Dat iemand met de ander praat"), "help-talk"),
        Help.MAKE_UP: Tap(_("Dat we het goed maken"), "help-good"),
        Help.HELP_ME_STOP: Tap(_("Dat iemand mij helpt om te stoppen"), "who-stop"),
    },
    Help,
)

TALK: dict[Talk, Tap] = total(
    {
        Talk.YES: Tap(_("Ja, dat mag"), "talk-yes"),
        Talk.WRITE: Tap(_("Nee, schrijf mij een antwoord"), "talk-write"),
        Talk.NO: Tap(_("Nee, liever niet"), "talk-no"),
    },
    Talk,
)

TALK_WITH: dict[str, Tap] = {
    one: Tap(label, picture)
    for one, label, picture in (
        ("1", _("Mijn juf of meester"), "talk-teacher"),
        ("2", _("Iemand anders van school"), "talk-school"),
        ("3", _("Dat maakt niet uit"), "feel-4"),
    )
}

TALK_WHEN: dict[str, Tap] = {
    one: Tap(label, picture)
    for one, label, picture in (
        ("1", _("In de les"), "place-classroom"),
        ("2", _("In de pauze"), "place-playground"),
        ("3", _("Na school"), "place-way"),
        ("4", _("Dat maakt niet uit"), "feel-4"),
    )
}
