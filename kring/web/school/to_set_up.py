"""What is still to be set up, as a list on Vandaag and on School, for those who can do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext_lazy as several

from kring import words
from kring.protocol.terms import total
from kring.school.calendars import school_year_of
from kring.school.setting_up import Missing, ToSetUp
from kring.web.forms.wording import Words


@dataclass(frozen=True, slots=True)
class SetUpLine:
    """One thing to do: what is missing, why it matters, and where it is done."""

    what: ToSetUp
    title: str
    why: str
    button: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class _Told:
    title: Words
    why: Words
    button: Words
    address: str
    icon: str


TOLD: dict[ToSetUp, _Told] = total(
    {
        ToSetUp.CALENDAR: _Told(
            lazy("De kalender van %(year)s is nog niet bevestigd."),
            lazy("Kring telt termijnen in schooldagen. Tot dan rusten ze op een voorstel."),
            lazy("Kalender bevestigen"),
            "school_calendar",
            "calendar-clock",
        ),
        ToSetUp.GROUPS: _Told(
            lazy("Er zijn nog geen groepen in %(year)s."),
            lazy("Een leerling staat in een groep, en de leerkracht van die groep krijgt toegang tot de zaak."),
            lazy("Groep toevoegen"),
            "school_group_add",
            "users",
        ),
        ToSetUp.TEACHERS: _Told(
            several(
                "%(number)s groep heeft nog geen leerkracht.",
                "%(number)s groepen hebben nog geen leerkracht.",
                "number",
            ),
            lazy("Zonder leerkracht is er niemand die een zaak van die groep oppakt."),
            lazy("Groepen bekijken"),
            "school",
            "user-cog",
        ),
        ToSetUp.PUPILS: _Told(
            lazy("Er staan nog geen leerlingen in Kring."),
            lazy("Een melding begint met een leerling."),
            lazy("Leerling toevoegen"),
            "school_pupil_add",
            "user-round",
        ),
        ToSetUp.GUARDIANS: _Told(
            several(
                "Van %(number)s leerling staat er nog geen ouder in Kring.",
                "Van %(number)s leerlingen staat er nog geen ouder in Kring.",
                "number",
            ),
            lazy("Zonder ouder of verzorger kan de leerkracht niemand bellen."),
            lazy("Leerlingen bekijken"),
            "school_pupils",
            "phone",
        ),
        ToSetUp.COORDINATOR: _Told(
            lazy("Er is nog geen {coordinator}."),
            lazy("Die hoort het eerst dat een stap te laat is, en denkt mee als afspraken niet lukken."),
            lazy("Collega toevoegen"),
            "school_person_add",
            "user-round",
        ),
        ToSetUp.PHONES: _Told(
            lazy("De nummers van de directeur en de {coordinator} staan er nog niet allebei in."),
            lazy("Bij gevaar belt een collega hen vanaf het scherm."),
            lazy("Nummers invullen"),
            "school_settings",
            "phone",
        ),
        ToSetUp.SCHOOL_PHONE: _Told(
            lazy("Het nummer van de school staat er nog niet in."),
            lazy("Het komt op het papier voor ouders. Dan weten ze wie ze kunnen bellen."),
            lazy("Nummer invullen"),
            "school_settings",
            "phone",
        ),
        ToSetUp.HELP_NUMBERS: _Told(
            lazy("Nog niemand keek de nummers van buiten na."),
            lazy("Wie je bij gevaar belt: kloppen de nummers voor deze school?"),
            lazy("Nummers nakijken"),
            "school_calling",
            "siren",
        ),
        ToSetUp.ON_CALL: _Told(
            lazy("Er is nog niemand bereikbaar als de school dicht is."),
            lazy("Wijs iemand aan, voor altijd of per vakantie."),
            lazy("Wie je belt"),
            "school_calling",
            "siren",
        ),
        ToSetUp.PROTOCOL: _Told(
            lazy("Nog niemand las het protocol van de school door."),
            lazy("Lees hoe Kring het uitvoert. Zeg daar wat jullie anders doen."),
            lazy("Protocol doorlezen"),
            "school_protocol",
            "file-text",
        ),
    },
    ToSetUp,
)


def in_lines(missing: Sequence[Missing], today: date) -> list[SetUpLine]:
    """These missing things as lines: what is to be done, why, and where."""
    return [
        SetUpLine(
            what=one.what,
            title=str(words.capital(TOLD[one.what].title % {"number": one.number, "year": school_year_of(today)})),
            why=str(TOLD[one.what].why),
            button=str(TOLD[one.what].button),
            url=reverse(TOLD[one.what].address),
            icon=TOLD[one.what].icon,
        )
        for one in missing
    ]
