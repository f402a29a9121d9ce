"""What to do at an incident that asks for more than writing it down: Kring's own, not the protocol's."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy

from kring.cases.bodies import Incident
from kring.cases.danger import Advice, Call
from kring.cases.wording import PLACES, SORTS
from kring.school.calling import numbers_of
from kring.school.models import Line, School

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

ONLINE: "Words" = lazy(
    "Laat niets wissen: vraag het kind en de ouders om te bewaren wat er stond, met naam en tijd erbij."
    " Kijk niet zelf in de telefoon van een kind. Is er een blootfoto? Bekijk hem niet, en sla hem niet op."
)
OUTSIDE: "Words" = lazy(
    "Het gebeurde buiten school, en het gaat op school met de kinderen mee naar binnen. Maak afspraken over wat jullie"
    " op school kunnen zien. Vertel de ouders waar het gebeurde, dan kunnen zij daar opletten."
)
OF_SORT: "dict[str, tuple[Words, tuple[Line, ...]]]" = {
    "discrimination": (
        lazy(
            "Zeg tegen de kinderen dat niemand minder waard is om wie hij is, en dat dit hier niet mag. Schrijf de"
            " woorden op zoals ze zijn gezegd. Bespreek met de {coordinator} of het in de klas vaker gebeurt."
        ),
        (Line.INSPECTOR,),
    ),
    "sexual": (
        lazy(
            "Luister, en vraag niet verder door: dat doet iemand die daarvoor heeft geleerd. Schrijf de woorden van het"
            " kind op zoals ze zijn gezegd. Bespreek het vandaag met de {coordinator} of de directeur, vóórdat je met"
            " de andere kinderen praat."
        ),
        (Line.SAFE_HOME, Line.INSPECTOR),
    ),
    "online": (ONLINE, ()),
}
OF_PLACE: "dict[str, Words]" = {"online": ONLINE, "way": OUTSIDE}


def has_advice(incident: Incident) -> bool:
    """Whether Kring has something to say about this incident. No query."""
    return incident.place in OF_PLACE or not OF_SORT.keys().isdisjoint(incident.sorts)


def advice_about(school: School, incident: Incident) -> list[Advice]:
    """For each sort and place that asks for it: what to do, and who outside school helps. At most one query."""
    outside = numbers_of(school) if has_advice(incident) else {}
    told = [
        Advice(
            str(SORTS[sort]),
            str(OF_SORT[sort][0]),
            tuple(Call(str(line.label), outside[line].number) for line in OF_SORT[sort][1]),
        )
        for sort in incident.sorts
        if sort in OF_SORT
    ]
    if incident.place in OF_PLACE and not (incident.place == "online" and "online" in incident.sorts):
        told.append(Advice(str(PLACES[incident.place]), str(OF_PLACE[incident.place]), ()))
    return told
