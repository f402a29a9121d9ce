"""School: a colleague is ill or away, and somebody stands in for them in all of their cases, from a day to a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kring import words
from kring.cases.absences import AbsenceLine, absence_lines, owners_seen_by, who_could_own
from kring.cases.access import leads
from kring.cases.actions.standing_in import end_absence, stand_in_for_all
from kring.cases.colleagues import colleagues_apart
from kring.cases.models import Absence
from kring.school.calendars import school_year_of
from kring.school.models import StaffMember
from kring.web.forms import DayField, FormPage, KringForm, ListChoice, Option, Page, SureForm, by_field
from kring.web.request.requests import StaffRequest
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page


class AbsenceForm(KringForm):
    staff = ListChoice(
        label=lazy("Wie is er ziek of weg?"),
        hint=lazy("Hier staat wie lopende zaken heeft."),
        nothing=lazy("Kies een collega"),
        missing=lazy("Kies wie er ziek of weg is."),
    )
    to = ListChoice(
        label=lazy("Wie vervangt?"),
        nothing=lazy("Kies een collega"),
        missing=lazy("Kies wie er vervangt."),
    )
    from_on = DayField(label=lazy("Vanaf welke dag?"), starts_today=True, not_past=True)
    until_on = DayField(
        label=lazy("Tot en met welke dag?"),
        hint=lazy("Daarna stopt het vanzelf. Eerder terug? Dan beëindig je het hier."),
        not_past=True,
    )
    names_in_verb = {"staff_id": "staff"}

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "staff_id": UUID(typed["staff"]),
            "to": UUID(typed["to"]),
            "from_on": typed["from_on"],
            "until_on": typed["until_on"],
        }


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence in words, with the address to end it."""

    title: str
    period: str
    sentence: str
    url: str


@staff_page(when=leads)
def absences(request: StaffRequest) -> Page:
    """Who stands in for whom now and later, and the form to say so of one more colleague."""
    return FormPage(
        form=AbsenceForm,
        verb=by_field(stand_in_for_all),
        to=reverse("absences"),
        said=lambda absence: _said(absence, request.staff),
        template="kring/school/absences.html",
        words={"rows": [_row(line) for line in absence_lines(request.staff)]},
        offers={
            "staff": _options(owners_seen_by(request.staff), request.today),
            "to": _options(who_could_own(request.staff.school_id), request.today),
        },
    )


@staff_page(when=leads)
def absence_end(request: StaffRequest, absence_id: UUID) -> Page:
    """The colleague is back, or it was not meant so."""
    found = Absence.objects.select_related("staff", "stand_in")
    absence = found.filter(pk=absence_id, school=request.staff.school_id).first()
    if absence is None or (absence.ended_at and request.method != "POST"):
        raise Http404
    names = {"name": absence.staff.name, "other": absence.stand_in.name}
    return FormPage(
        form=SureForm,
        verb=by_field(end_absence, absence_id=absence.pk),
        to=reverse("absences"),
        said=_("De vervanging is beëindigd."),
        words=around(
            _("Is %(name)s terug?") % names,
            _("Vervanging beëindigen"),
            reverse("absences"),
            _("Ziek of weg"),
            _("%(other)s vervangt dan niet meer, en ziet de zaken van %(name)s niet meer op Vandaag.") % names,
        ),
        template=FORM,
        keeps_drafts=False,
    )


def _options(team: Collection[StaffMember], today: date) -> list[Option]:
    names = colleagues_apart(team, school_year_of(today))
    return [Option(str(one.pk), names[one.pk]) for one in team]


def _said(absence: Absence, reader: StaffMember) -> str:
    found = [_in_words(line) for line in absence_lines(reader) if line.absence.pk == absence.pk]
    return " ".join([_("Bewaard."), *found])


def _row(line: AbsenceLine) -> AbsenceRow:
    absence = line.absence
    return AbsenceRow(
        title=_("%(name)s vervangt %(other)s") % {"name": absence.stand_in.name, "other": absence.staff.name},
        period=words.period(absence.from_on, absence.until_on),
        sentence=_in_words(line),
        url=reverse("absence_end", args=[absence.pk]),
    )


def _in_words(line: AbsenceLine) -> str:
    """`Bram de Boer vervangt in drie zaken. In één zaak niet: …`"""
    name = {"name": line.absence.stand_in.name}
    if line.absence.begun_at is None:
        return _("%(name)s ziet de zaken vanaf de eerste dag op Vandaag.") % name
    given = ngettext("%(name)s vervangt in %(number)s zaak.", "%(name)s vervangt in %(number)s zaken.", line.given)
    said = given % (name | {"number": words.number(line.given)})
    if not line.left:
        return said
    left = ngettext(
        "In %(number)s zaak niet: daar vervangt al iemand anders, of deze collega mag die niet zien.",
        "In %(number)s zaken niet: daar vervangt al iemand anders, of deze collega mag die niet zien.",
        line.left,
    )
    return f"{said} {left % {'number': words.number(line.left)}}"
