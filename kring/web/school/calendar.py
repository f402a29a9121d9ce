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
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.terms import total
from kring.school.act import Act
from kring.school.calendars import (
    Closure,
    calendar_for,
    closed_in,
    first_day_of,
    known_years,
    last_day_of,
    school_days_in,
    school_year_of,
    years_to_confirm,
)
from kring.school.groups import latest_groups
from kring.school.models import ClosedDay, ClosureSource, ConfirmedYear
from kring.web.drawn.months import Day, Month, months_of
from kring.web.forms import Choice, DayField, FormPage, KringForm, Option, Page, Several, ShortText, SureForm, by_field
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
    group: str
    icon: str
    own: bool
    past: bool


@dataclass(frozen=True, slots=True)
class SmallMonth:
    """One month as it is drawn, and in words on which days of it there is no school."""

    name: str
    words: str
    days: list[Day]


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
            "months": _months(calendar_for(school), year, request.today),
        },
    )


def _months(days: SchoolCalendar, year: str, today: date) -> list[SmallMonth]:
    """The school year, month by month: a week that is wrong is seen at a glance."""
    months = months_of(first_day_of(year), days.is_school_day, today)
    return [_small(month, with_year=month is months[0] or month.first.month == 1) for month in months]


def _small(month: Month, *, with_year: bool) -> SmallMonth:
    name = words.vocabulary().months[month.first.month - 1]
    days = words.listed(on.day for on in month.closed)
    said = _("%(month)s: geen school op %(days)s") if days else _("%(month)s: elke weekdag school")
    title = f"{name} {month.first.year}" if with_year else name  # a year beside each wraps on a phone
    return SmallMonth(title, words.capital(said % {"month": name, "days": days}), month.days)


def _line(closed: ClosedDay, today: date) -> ClosedDaysLine:
    source = ClosureSource(closed.source)
    return ClosedDaysLine(
        id=closed.id,
        name=closed.name,
        when=_when(closed),
        kind=str(source.label),
        group=closed.group.title if closed.group else "",
        icon=ICONS[source],
        own=source is ClosureSource.OWN,
        past=closed.last_day < today,
    )


def _when(closed: ClosedDay) -> str:
    period = words.period(closed.first_day, closed.last_day)
    if closed.weekday is None:
        return period
    weekday = words.vocabulary().weekdays[closed.weekday]
    return _("elke %(weekday)s, van %(period)s") % {"weekday": weekday, "period": period}


class ClosedDayForm(KringForm):
    name = ShortText(
        label=gettext_lazy("Waarom is er dan geen school?"),
        hint=gettext_lazy("Bijvoorbeeld studiedag, of kamp."),
        missing=gettext_lazy("Vul in waarom er dan geen school is, bijvoorbeeld studiedag."),
        limit=100,
    )
    weekly = Choice(
        label=gettext_lazy("Hoe vaak?"),
        options=(
            Option("once", gettext_lazy("Eén dag, of een paar dagen achter elkaar")),
            Option(
                "weekly",
                gettext_lazy("Elke week op dezelfde dag"),
                gettext_lazy("Op de weekdag van de eerste dag, tot en met de laatste dag."),
            ),
        ),
        initial="once",
        required=False,
    )
    first_day = DayField(label=gettext_lazy("Eerste dag"))
    last_day = DayField(
        label=gettext_lazy("Laatste dag"),
        hint=gettext_lazy("Leeg laten als het één dag is, of als het elke week is tot het einde van het schooljaar."),
        required=False,
    )
    groups = Several(
        label=gettext_lazy("Voor welke groepen?"),
        hint=gettext_lazy("Geen groep aangevinkt: voor de hele school."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not options["offers"]["groups"]:
            del self.fields["groups"]

    def check_together(self) -> None:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("De laatste dag is eerder dan de eerste dag."))
        weekly = self.cleaned_data.get("weekly") == "weekly"
        if first and weekly and first.weekday() > 4:
            self.add_error("first_day", _("Dit is een weekend. Kies een dag waarop het voor het eerst zo is."))

    def closure(self) -> Closure:
        """What was typed, as the verb takes it."""
        typed = self.cleaned_data
        first, weekly = typed["first_day"], typed["weekly"] == "weekly"
        until = last_day_of(school_year_of(first)) if weekly else first
        return Closure(first, typed["last_day"] or until, typed["name"], weekday=first.weekday() if weekly else None)


@staff_page(when=changes_calendar)
def add_closed_day(request: StaffRequest) -> Page:
    """Days on which this school, or some of its groups, is closed by its own choice."""
    school = request.staff.school
    this_year = school_year_of(request.today)
    groups = {str(group.pk): group for group in latest_groups(school) if group.school_year >= this_year}

    def add(form: ClosedDayForm, act: Act) -> list[ClosedDay]:
        chosen = [groups[key] for key in form.cleaned_data.get("groups", ())]
        return school_changes.add_closed_day(act=act, school=school, closure=form.closure(), groups=chosen)

    return FormPage(
        form=ClosedDayForm,
        verb=add,
        offers={"groups": [Option(key, f"{group.title} ({group.school_year})") for key, group in groups.items()]},
        to=lambda added: page_of(school_year_of(added[0].first_day)),
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
        said=_("De dag is weggehaald. De termijnen van lopende zaken zijn opnieuw geteld.")
        if closed.weekday is None
        else _("Vanaf vandaag is dit niet meer zo. De termijnen van lopende zaken zijn opnieuw geteld."),
        words=around(
            _("%(name)s weghalen?") % {"name": closed.name},
            _("Weghalen"),
            page_of(year),
            _("Kalender"),
            words.capital(_when(closed)) + ".",
        ),
        template=FORM,
        keeps_drafts=False,
    )


def page_of(year: str) -> str:
    """The calendar of one school year."""
    return f"{reverse('school_calendar')}?jaar={year}"
