"""School: the closed days of a school year in words, and the school's own days added or removed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.actions import school_changes
from kring.protocol.terms import total
from kring.school.calendars import (
    Closure,
    closed_in,
    known_years,
    school_days_in,
    school_year_of,
    years_to_confirm,
)
from kring.school.models import ClosedDay, ClosureSource, ConfirmedYear
from kring.web.forms import DayField, FormPage, KringForm, Page, ShortText, SureForm, by_field
from kring.web.request.requests import StaffRequest
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_calendar

ICONS = total(
    {ClosureSource.HOLIDAY: "sun", ClosureSource.PUBLIC: "party-popper", ClosureSource.OWN: "school"}, ClosureSource
)


@dataclass(frozen=True, slots=True)
class ClosedDaysLine:
    """Closed days in words."""

    id: UUID
    name: str
    when: str
    kind: str
    icon: str
    own: bool
    past: bool


@require_safe
@staff_page(when=changes_calendar)
def calendar(request: StaffRequest) -> HttpResponse:
    """One school year in words: when the school is closed, and whether somebody confirmed it."""
    school = request.staff.school
    years = known_years(school, request.today)
    asked = request.GET.get("jaar", "")
    year = asked if asked in years else school_year_of(request.today)
    confirmed = ConfirmedYear.objects.select_related("confirmed_by").filter(school=school, school_year=year).first()
    return render(
        request,
        "kring/school/calendar.html",
        {
            "school": school,
            "years": years,
            "year": year,
            "lines": [_line(one, request.today) for one in closed_in(school, year)],
            "confirmed_on": words.full_day(confirmed.confirmed_at.astimezone(words.HERE).date()) if confirmed else "",
            "confirmed_by": confirmed.confirmed_by.name if confirmed and confirmed.confirmed_by else "",
            "to_confirm": years_to_confirm(school, today=request.today),
            # A number that shows a holiday that was forgotten.
            "school_days": words.figure(school_days_in(school, year)),
        },
    )


def _line(closed: ClosedDay, today: date) -> ClosedDaysLine:
    source = ClosureSource(closed.source)
    return ClosedDaysLine(
        id=closed.id,
        name=closed.name,
        when=words.period(closed.first_day, closed.last_day),
        kind=str(source.label),
        icon=ICONS[source],
        own=source is ClosureSource.OWN,
        past=closed.last_day < today,
    )


class ClosedDayForm(KringForm):
    name = ShortText(
        label=gettext_lazy("Waarom is de school dicht?"),
        hint=gettext_lazy("Bijvoorbeeld studiedag."),
        missing=gettext_lazy("Vul in waarom de school dicht is, bijvoorbeeld studiedag."),
        limit=100,
    )
    first_day = DayField(label=gettext_lazy("Eerste dag"))
    last_day = DayField(
        label=gettext_lazy("Laatste dag"), hint=gettext_lazy("Leeg laten als het één dag is."), required=False
    )

    def check_together(self) -> None:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("De laatste dag is eerder dan de eerste dag."))

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"closure": Closure(typed["first_day"], typed["last_day"] or typed["first_day"], typed["name"])}


@staff_page(when=changes_calendar)
def add_closed_day(request: StaffRequest) -> Page:
    """Days on which this school is closed by its own choice."""
    return FormPage(
        form=ClosedDayForm,
        verb=by_field(school_changes.add_closed_day, school=request.staff.school),
        to=lambda added: page_of(school_year_of(added.first_day)),
        said=_("De vrije dag staat in de kalender. De termijnen van lopende zaken tellen hem mee."),
        words=around(_("Eigen vrije dag"), _("Toevoegen"), reverse("school_calendar"), _("Kalender")),
        template=FORM,
    )


@staff_page(when=changes_calendar)
def remove_closed_day(request: StaffRequest, closed_day_id: UUID) -> Page:
    """The school is open after all. Asked first, on a page of its own."""
    school = request.staff.school
    closed = ClosedDay.objects.filter(school=school, source=ClosureSource.OWN, id=closed_day_id).first()
    if closed is None:
        raise Http404
    year = school_year_of(closed.first_day)
    return FormPage(
        form=SureForm,
        verb=by_field(school_changes.remove_closed_day, closed_day=closed),
        to=page_of(year),
        said=_("De dag is weggehaald. De termijnen van lopende zaken zijn opnieuw geteld."),
        words=around(
            _("%(name)s weghalen?") % {"name": closed.name},
            _("Weghalen"),
            page_of(year),
            _("Kalender"),
            words.capital(words.period(closed.first_day, closed.last_day)) + ".",
        ),
        template=FORM,
        keeps_drafts=False,
    )


def page_of(year: str) -> str:
    """The calendar of one school year."""
    return f"{reverse('school_calendar')}?jaar={year}"
