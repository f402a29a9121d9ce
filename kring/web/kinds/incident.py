"""What happened, as concrete as possible: day, time, place, sort, who was in it and who saw it (row S1c)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.actions.change import LONGEST_LOOK_BACK
from kring.cases.actions.recording import record_incidents
from kring.cases.case_file import CaseFile
from kring.cases.first_incident import Foretold, foretold
from kring.cases.incident_advice import advice_about, has_advice
from kring.cases.models import Fact, Report
from kring.cases.typed import FactOf
from kring.cases.wording import DISCRIMINATION, GROUNDS, PLACES, SORTS
from kring.school.models import StaffMember
from kring.web.forms import (
    Choice,
    DayField,
    FormPage,
    KringForm,
    LongText,
    Option,
    Page,
    PeopleChoice,
    Row,
    Rows,
    SelectList,
    Several,
    ShortText,
    TimeField,
)
from kring.web.kinds.told import AsDuty, FactLine, Look, OneMore, Saying, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.cards import SeveralAcross
from kring.web.road.names import about_words
from kring.web.road.options import options
from kring.web.road.place import Here, Place, as_row


class IncidentRow(Row):
    """One thing that happened."""

    on = DayField(label=lazy("Op welke dag?"), not_future=True, missing=lazy("Vul de dag in waarop het gebeurde."))
    time = TimeField(label=lazy("Hoe laat?"), required=False)
    what = LongText(
        label=lazy("Wat gebeurde er?"),
        hint=lazy("Zo precies mogelijk: wie deed en zei wat?"),
        missing=lazy("Schrijf op wat er gebeurde."),
        rows=3,
    )
    sorts = Several(
        label=lazy("Wat voor voorval was het?"), options=options(SORTS), widget=SeveralAcross(), required=False
    )
    ground = Choice(
        label=lazy("Waar ging de discriminatie over?"),
        hint=lazy("Dit is gevoelig. Kies het alleen als het helpt om het kind te beschermen."),
        options=(Option("", lazy("Liever niet opschrijven")), *options(GROUNDS)),
        widget=SelectList(),
        required=False,
    )
    place = Choice(
        label=lazy("Waar?"),
        options=(Option("", lazy("Kies een plek")), *options(PLACES)),
        widget=SelectList(),
        required=False,
    )
    about = PeopleChoice(label=lazy("Wie waren erbij betrokken?"), widget=SeveralAcross(), required=False)
    seen_by = ShortText(label=lazy("Wie zag het?"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("ground") and DISCRIMINATION not in typed.get("sorts", ()):
            self.add_error("ground", _("Waar het over ging, hoort bij discriminatie. Kies dat dan ook."))
        return typed


class IncidentsForm(KringForm):
    incidents = Rows(
        IncidentRow,
        title=lazy("Voorval"),
        more=lazy("Nog een voorval"),
        missing=lazy("Beschrijf minstens één voorval."),
        at_least=1,
        at_most=20,
        blank=0,
    )

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        children = list(place.file.people)
        if place.fact:
            present = {child.pk for child in children}
            children += [
                child for child in place.file.everyone if str(child.pk) in place.fact.about and child.pk not in present
            ]
        first = place.case.reported_on - LONGEST_LOOK_BACK
        for row in self.rows["incidents"]:
            on, about = row.fields["on"], row.fields["about"]
            if isinstance(on, DayField):
                on.not_before(first, _("Dit is meer dan een jaar vóór de melding. Klopt het jaar?"))
            if isinstance(about, PeopleChoice):
                about.offer(place.option(child) for child in children)

    def for_verb(self) -> dict[str, Any]:
        rows = self.cleaned_data["incidents"]
        return dict(incidents=[(row["on"], [str(pk) for pk in row["about"]], incident_of(row)) for row in rows])


def page(request: StaffRequest, place: Place) -> Page:
    """Add incidents to those already recorded, or put one right."""

    def to(recorded: list[Fact]) -> str:
        """Where Kring has advice, it is read at once; else the case goes on."""
        advised = [fact.pk for fact in recorded if has_advice(FactOf(fact, bodies.Incident).body)]
        return reverse("fact", args=[place.case.pk, advised[0]]) if advised else Here(place).case_url

    told = None if place.fact else foretold(place.file, place.file.reports, request.staff)
    form_page = FormPage(
        form=IncidentsForm,
        template="kring/duties/incidents.html",
        to=to,
        verb=place.carried_out_by(record_incidents),
        read=as_row("incidents"),
        arguments={"place": place},
        initial={"incidents": [_begins(told)]} if told else {},
        words={
            "title": Here(place).title or _("Voorval toevoegen"),
            "from_report": told is not None,
            "known": [(known.fact, known.body.what) for known in reversed(place.file.of(bodies.Incident))],
        },
    )
    return place.completed(form_page, continues=False, in_any_step=True)


def _begins(told: Foretold) -> dict[str, Any]:
    """The first row of the form, with what the report told."""
    return {"on": told.on, "place": told.place, "what": told.what, "about": told.about, "seen_by": told.seen_by}


def incident_of(row: Mapping[str, Any]) -> bodies.Incident:
    """What was filled in in one row, as it is kept."""
    return bodies.Incident(
        what=row["what"],
        place=row["place"] or "",
        sorts=tuple(row["sorts"]),
        time=f"{row['time']:%H:%M}" if row["time"] else "",
        seen_by=row["seen_by"],
        ground=row["ground"] or "",
    )


def _fields(file: CaseFile, recorded: FactOf[bodies.Incident], today: date) -> Iterator[FactLine]:
    incident = recorded.body
    yield FactLine(_("Wat er gebeurde"), incident.what)
    yield FactLine(_("Wie"), about_words(file, recorded.fact.about))
    yield FactLine(_("Hoe laat"), incident.time)
    yield FactLine(_("Waar"), str(PLACES.get(incident.place, incident.place)))
    yield FactLine(_("Soort"), " · ".join(str(SORTS.get(sort, sort)) for sort in incident.sorts))
    yield FactLine(_("Waar het over ging"), str(GROUNDS.get(incident.ground, incident.ground)))
    yield FactLine(_("Wie zag het"), incident.seen_by)


def _ready(file: CaseFile, reports: Iterable[Report], reader: StaffMember) -> str:
    told = foretold(file, reports, reader)
    if told is None:
        return ""
    if told.on is None:
        return _("De melding staat al ingevuld: vul de dag aan, lees na en bewaar.")
    return _("De melding staat al ingevuld: lees na en bewaar.")


KIND = Told(
    bodies.Incident,
    title=lazy("Voorval"),
    titled=by_kind,
    line=lambda file, recorded: words.shortened(recorded.body.what),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    withdraw=Withdrawing(),
    advises=lambda file, recorded: advice_about(file.case.school, recorded.body),
    duty=AsDuty(
        page=page,
        button=lazy("Opschrijven"),
        counts=lambda n: ngettext("%(n)s voorval", "%(n)s voorvallen", n) % {"n": n},
        today=Saying(
            "clipboard-list",
            lazy("Voorvallen opschrijven"),
            lazy("Schrijf de voorvallen op: wanneer, waar en wat gebeurde er?"),
        ),
        one_more=OneMore(lazy("Nog een voorval"), "incident"),
        ready=_ready,
    ),
)
