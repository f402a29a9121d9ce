"""A parent comes back with the six words: the answer, how it stands, and what the parent wants to say."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as lazy

from kring.protocol.terms import total
from kring.reports.course import Course
from kring.reports.models import Said
from kring.web.door.coming_back import Voice, comes_back
from kring.web.parent_door.page import Parent, reading_page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

STANDS: "dict[Course, Words]" = total(
    {
        Course.SENT: lazy("Uw bericht is aangekomen. Nog niemand heeft het gelezen."),
        Course.READ: lazy("Uw bericht is gelezen. U krijgt nog antwoord."),
        Course.TAKEN_UP: lazy("Iemand van school is er nu mee bezig."),
        Course.ANSWERED: lazy("De school heeft u geantwoord."),
        Course.ASKED: lazy("De school heeft een vraag voor u."),
        Course.AT_WORK: lazy("De school is ermee aan het werk."),
        Course.CLOSED: lazy("De school denkt dat het opgelost is. Klopt dat niet? Zeg het hier."),
        Course.AGREED: lazy("De school heeft er afspraken over gemaakt. Helpen ze niet? Zeg het hier."),
        Course.LET_GO: lazy("De school is hier nu niet meer mee bezig. Is dat niet goed? Zeg het hier."),
        Course.ASKED_AGAIN: lazy("Het is zes weken later. Hoe gaat het nu?"),
        Course.ENDED: lazy("De school heeft dit afgerond. Bent u het niet eens? Zeg het hier."),
        Course.STOPPED: lazy("U bent gestopt. U kunt hier altijd weer iets vertellen."),
    },
    Course,
)
"""How it stands, for a parent; never anything about another child."""

GOES: "dict[Said.What, tuple[Words, str]]" = {
    Said.What.BETTER: (lazy("Het gaat beter"), "trending-up"),
    Said.What.SAME: (lazy("Het is hetzelfde"), "minus"),
    Said.What.WORSE: (lazy("Het is erger"), "trending-down"),
}

OWN: "dict[str, Words]" = {
    **{kind: label for kind, (label, _icon) in GOES.items()},
    Said.What.STOPPED: lazy("Ik wil geen antwoord meer"),
    Said.What.TOLD_AGAIN: lazy("U stuurde er nog iets bij."),
}

PARENT = Voice(
    folder="kring/parent_door",
    stands=STANDS,
    goes=GOES,
    own=OWN,
    places=(
        lazy("Het eerste woord staat niet in onze lijst."),
        lazy("Het tweede woord staat niet in onze lijst."),
        lazy("Het derde woord staat niet in onze lijst."),
        lazy("Het vierde woord staat niet in onze lijst."),
        lazy("Het vijfde woord staat niet in onze lijst."),
        lazy("Het zesde woord staat niet in onze lijst."),
    ),
    once_more=lazy("Druk nog een keer op de knop. Alles staat er nog."),
    not_together=lazy("Deze woorden horen niet bij elkaar. Kijk ze nog eens na."),
    several_unknown=lazy("Een paar woorden staan niet in onze lijst. Kijk ze nog eens na."),
    nothing_typed=lazy("Typ hier uw zes woorden."),
    too_few=lazy("Het zijn zes woorden. Typ ze alle zes."),
    lost=lazy("Typ uw zes woorden nog een keer."),
    added=lazy("Het is verstuurd. Dank u wel."),
    worse=lazy("Dank u wel. De school leest dit en geeft antwoord."),
    better=lazy("Dank u wel. Fijn dat u het zegt."),
    stopped=lazy("U krijgt hier geen antwoord meer. Wat u vertelde, blijft bij de school."),
)


@reading_page
def code(parent: Parent) -> HttpResponse:
    """The parent's page for the six words."""
    return comes_back(parent, PARENT)
