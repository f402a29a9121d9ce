"""Zaken: the list of cases that this person may read, narrowed by state, group and who, 25 a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import roles_that_own
from kring.cases.apart import Names
from kring.cases.case_file import protocol_of
from kring.cases.colleagues import colleagues_apart
from kring.cases.models import Case, Involved
from kring.cases.queries import CaseFilter, CaseState, cases_page
from kring.cases.wording import Form, step_in_words
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.terms import Ending, total
from kring.school.calendars import calendar_for, school_year_of
from kring.school.models import Group, StaffMember
from kring.school.order import by_name
from kring.school.rights import sees_cases
from kring.web.lists.pager import page_asked, pager
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.road.by_when import by_when
from kring.web.road.children import Shown, called, names_on_page, targets_of
from kring.web.way_in.doors import staff_page

STATES: dict[str, tuple[CaseState | None, str | Promise]] = {
    "lopend": (CaseState.RUNNING, gettext_lazy("Lopend")),
    "te-laat": (CaseState.LATE, gettext_lazy("Te laat")),
    "nazorg": (CaseState.AFTER_CARE, gettext_lazy("Nazorg")),
    "af-te-sluiten": (CaseState.TO_CLOSE, gettext_lazy("Af te sluiten")),
    "gesloten": (CaseState.CLOSED, gettext_lazy("Afgesloten")),
    "alle": (None, gettext_lazy("Alle")),
}
"""The states as they stand in the address, with their word."""

EMPTY = {
    "lopend": gettext_lazy("Er lopen nu geen zaken waar jij bij hoort."),
    "te-laat": gettext_lazy("Geen enkele stap is te laat. Mooi zo."),
    "nazorg": gettext_lazy("Er is nu geen zaak in nazorg."),
    "af-te-sluiten": gettext_lazy("Er is nu geen zaak die op afsluiten wacht."),
    "gesloten": gettext_lazy("Er is nog geen zaak afgesloten."),
    "alle": gettext_lazy("Er zijn nog geen zaken waar jij bij hoort."),
}

ENDED = total(
    {
        Ending.TEASING: gettext_lazy("plagen, met afspraken"),
        Ending.STOPPED: gettext_lazy("het pesten is gestopt"),
        Ending.OTHERWISE: gettext_lazy("om een andere reden"),
        Ending.MISTAKE: gettext_lazy("per ongeluk geopend"),
    },
    Ending,
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case, ready to be shown."""

    url: str
    title: str
    reference: str
    step: str
    when: str
    badge: str
    tone: str
    owner: str
    danger: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for, with nonsense left out: a filter is no reason for an error page."""

    state: str
    group: UUID | None
    who: UUID | None
    page: int

    def address(self, **other: object) -> str:
        """The address of this list with something else chosen; another filter begins at its first page."""
        chosen = {"staat": self.state, "groep": self.group or "", "wie": self.who or ""} | other
        query = {name: str(value) for name, value in chosen.items() if value and (name, value) != ("staat", "lopend")}
        return f"{reverse('cases')}?{urlencode(query)}" if query else reverse("cases")


@require_safe
@staff_page(when=sees_cases)
def cases(request: StaffRequest) -> HttpResponse:
    """One page of the list."""
    staff = request.staff
    year = school_year_of(request.today)
    groups = list(Group.objects.filter(school=staff.school, school_year=year))
    owners = by_name(StaffMember.objects.filter(school=staff.school, is_active=True, role__in=roles_that_own()))
    names = colleagues_apart(owners, year)
    wish = _wish(request, groups, owners)
    narrowed = CaseFilter(state=STATES[wish.state][0], group=wish.group, owner=wish.who)
    found, has_next = cases_page(staff, narrowed, wish.page, request.today)
    if not found and wish.page > 1:
        return SeeOther(wish.address())
    calendar = calendar_for(staff.school)
    return render(
        request,
        "kring/cases/list.html",
        {
            "rows": _rows(found, request.today, calendar),
            "states": [(wish.address(staat=key), label, key == wish.state) for key, (_state, label) in STATES.items()],
            "state": wish.state,
            "groups": [(group.pk, group.title, group.pk == wish.group) for group in groups],
            "owners": [(owner.pk, names[owner.pk], owner.pk == wish.who) for owner in owners],
            "active": _active(wish, groups, names),
            "clear_url": wish.address(groep="", wie=""),
            "empty": EMPTY[wish.state],
            "pager": pager(wish.address(), wish.page, len(found), has_next=has_next),
        },
    )


def _wish(request: StaffRequest, groups: Iterable[Group], owners: Iterable[StaffMember]) -> Wish:
    asked = request.GET
    state = asked.get("staat", "")
    return Wish(
        state=state if state in STATES else "lopend",
        group=next((group.pk for group in groups if str(group.pk) == asked.get("groep")), None),
        who=next((owner.pk for owner in owners if str(owner.pk) == asked.get("wie")), None),
        page=page_asked(request),
    )


def _active(wish: Wish, groups: Iterable[Group], names: Names) -> str:
    """The filter that is on, in words: `groep 6, van Anouk Vermeer`."""
    chosen = [group.title for group in groups if group.pk == wish.group]
    if wish.who:
        chosen.append(_("van %(name)s") % {"name": names[wish.who]})
    return ", ".join(chosen)


def _rows(found: list[tuple[Case, list[Involved]]], today: date, calendar: SchoolCalendar) -> list[CaseRow]:
    names = names_on_page(Shown(children, beside=targets_of(children)) for _case, children in found)
    return [_row(case, _title(case, children, names), today, calendar) for case, children in found]


def _title(case: Case, children: list[Involved], names: Names) -> str:
    """The children of a case; of one that was opened by mistake none: they had nothing to do with it."""
    if case.ended_as == Ending.MISTAKE:
        return _("Per ongeluk geopend")
    return called(targets_of(children), names)


def _row(case: Case, title: str, today: date, calendar: SchoolCalendar) -> CaseRow:
    when, badge, tone = _when(case, today, calendar)
    return CaseRow(
        url=reverse("case", args=(case.pk,)),
        title=title,
        reference=case.reference,
        step=_step(case),
        when=when,
        badge=badge,
        tone=tone,
        owner=case.owner.name,
        danger=case.danger_since is not None,
    )


def _step(case: Case) -> str:
    if case.closed_on:
        return _("Gesloten: %(how)s") % {"how": ENDED[Ending(case.ended_as)]}
    step = protocol_of(case).step(case.current_step)
    return step_in_words(step, case.current_round, Form.LISTED)


def _when(case: Case, today: date, calendar: SchoolCalendar) -> tuple[str, str, str]:
    """The next date in words, its badge and the badge's colour."""
    due = case.next_due_on
    if case.closed_on:
        closed = words.day(case.closed_on, today)
        return (closed, _("navraag %(day)s") % {"day": words.near_day(due, today)}, "info") if due else (closed, "", "")
    if due is None:
        return "", "", ""
    day = words.day(due, today)
    if (due - today).days >= 14:  # there the date says it better than a number of school days
        return day, "", ""
    return day, *by_when(due, today, calendar, late=due < today and not case.due_is_guideline)
