"""School: its name and region, whom to call when a child is in danger, when the day's mails go, and with what."""

from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions import school_changes
from kring.protocol.called import LONGEST
from kring.protocol.editions import PROTOCOLS
from kring.school.models import Region, School
from kring.trail.verbs import Verb
from kring.web.forms import Choice, FormPage, KringForm, Option, Page, SelectList, ShortText, YesNo, by_field
from kring.web.request.requests import StaffRequest
from kring.web.school.saved import kept
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_protocol

FIELDS = (
    "name",
    "brin",
    "coordinator_word",
    "region",
    "phone",
    "phone_head",
    "phone_coordinator",
    "phone_board",
    "reminder_hour",
    "attach_plan",
)
HOURS = range(6, 21)
"""The hours of the day at which a school may be reminded: when people are up."""


def _o_clock(hour: int) -> str:
    return _("%(time)s uur") % {"time": words.vocabulary().clock(hour, 0)}


class SettingsForm(KringForm):
    name = ShortText(label=gettext_lazy("Naam van de school"), missing=gettext_lazy("Vul de naam van de school in."))
    brin = ShortText(label=gettext_lazy("BRIN-nummer"), required=False, limit=6)
    coordinator_word = ShortText(
        label=gettext_lazy("Hoe noemen jullie wie de zaken begeleidt?"),
        hint=gettext_lazy(
            "In het protocol staat “Seo-coördinator”. Kring zegt overal jullie eigen woord, met ‘de’ ervoor. "
            "Schrijf het zoals midden in een zin: intern begeleider."
        ),
        missing=gettext_lazy("Vul in hoe jullie deze collega noemen, bijvoorbeeld: intern begeleider."),
        limit=LONGEST,
    )
    region = Choice(
        label=gettext_lazy("In welke vakantieregio houdt de school vakantie?"),
        hint=gettext_lazy(
            "Na een verandering tellen de vakanties van de oude regio vanaf vandaag niet meer mee. Bevestig dan de "
            "kalender opnieuw."
        ),
        options=[Option(value, label) for value, label in Region.choices],
        missing=gettext_lazy("Kies een regio."),
    )
    phone = ShortText(
        label=gettext_lazy("Telefoon van de school"),
        hint=gettext_lazy("Dit nummer staat op het papier dat ouders krijgen."),
        required=False,
        limit=30,
    )
    phone_head = ShortText(
        label=gettext_lazy("Telefoon van de directeur"),
        hint=gettext_lazy("Dit nummer en de twee hieronder ziet je team als er direct gevaar is."),
        required=False,
        limit=30,
    )
    phone_coordinator = ShortText(label=gettext_lazy("Telefoon van de {coordinator}"), required=False, limit=30)
    phone_board = ShortText(label=gettext_lazy("Telefoon van het bestuur"), required=False, limit=30)
    reminder_hour = Choice(
        label=gettext_lazy("Vanaf hoe laat stuurt Kring de herinneringen van de dag?"),
        hint=gettext_lazy("Alleen op schooldagen."),
        options=[Option(hour, lazy(_o_clock, str)(hour)) for hour in HOURS],
        coerce=int,
        widget=SelectList,
        missing=gettext_lazy("Kies een uur."),
    )
    attach_plan = YesNo(
        label=gettext_lazy("Hoe krijgt het team een handelingsplan?"),
        no_first=True,
        no=gettext_lazy("Een mail zonder namen, met een knop naar het plan"),
        no_hint=gettext_lazy("Het plan blijft in Kring, achter het inloggen. Je ziet wie het heeft gelezen."),
        yes=gettext_lazy("Een mail met het plan als bijlage"),
        yes_hint=gettext_lazy(
            "Dan staan namen en afspraken in ieders mailbox en op ieders telefoon. Daar blijven ze, ook na de zaak. "
            "Kring kan een bijlage niet terughalen of verwijderen, en ziet niet wie die leest of doorstuurt. Vraagt "
            "een ouder om inzage of verwijdering, dan horen die mailboxen erbij. Overleg eerst met de functionaris "
            "gegevensbescherming van je bestuur."
        ),
        missing=gettext_lazy("Kies hoe het team het plan krijgt."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(PROTOCOLS) > 1:
            self.fields["protocol"] = Choice(
                label=_("Welk protocol volgt de school?"),
                hint=_("Lopende zaken houden het protocol waarmee ze begonnen."),
                options=[Option(key, _(editions[-1].title)) for key, editions in PROTOCOLS.items()],
                missing=_("Kies een van de protocollen."),
            )


def fields_of(school: School) -> dict[str, object]:
    """What the form changes, as it stands now; the protocol only where there is something to choose."""
    names = (*FIELDS, "protocol") if len(PROTOCOLS) > 1 else FIELDS
    return {field: getattr(school, field) for field in names}


@staff_page(when=changes_protocol)
def settings(request: StaffRequest) -> Page:
    """One form for what is the school's own."""
    school = request.staff.school
    page = FormPage(
        form=SettingsForm,
        verb=by_field(school_changes.change_school, school=school),
        to=lambda changed: reverse("school" if changed.region == school.region else "school_calendar"),
        said=lambda changed: (
            _("De gegevens van de school zijn bewaard.")
            if changed.region == school.region
            else _(
                "De regio is veranderd. De vakanties van de oude regio tellen vanaf vandaag niet meer mee. "
                "Bevestig nu die van de nieuwe."
            )
        ),
        words=around(_("Schoolgegevens"), _("Bewaren"), reverse("school"), _("School")),
        template=FORM,
    )
    return kept(page, request, School.objects.select_for_update(no_key=True), school, fields_of, Verb.SCHOOL_CHANGED)
