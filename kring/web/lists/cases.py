"""Zaken: the list of cases that this person may read, narrowed by state, group and who, 25 a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.absences import who_could_own
from kring.cases.access import cases_visible_to, leads
from kring.cases.apart import Names
from kring.cases.case_file import protocol_of, read_case_files
from kring.cases.caseload import Load, carried
from kring.cases.colleagues import colleagues_apart
from kring.cases.models import Case, Involved
from kring.cases.queries import CaseFilter, CaseState, cases_page, children_of
from kring.cases.wording import Form, step_in_words
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.terms import Ending, total
from kring.school.calendars import calendar_for, school_year_of
from kring.school.groups import groups_in
from kring.school.models import Group, StaffMember
from kring.school.rights import sees_cases
from kring.web.drawn.markup import course_svg, steps_html
from kring.web.lists.overview import Seen, Weeks, counts, seen_of, sentence, weeks_of_axis, who_carries
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.road.by_when import by_when
from kring.web.road.children import Shown, Titles, called, names_on_page, parties_of
from kring.web.road.pager import page_asked, pager
from kring.web.way_in.doors import staff_page

STATES: dict[str, tuple[CaseState | None, str | Promise]] = {
    "lopend": (CaseState.RUNNING, gettext_lazy("Lopend")),
    "te-laat": (CaseState.LATE, gettext_lazy("Te laat")),
    "vandaag": (CaseState.TODAY, gettext_lazy("Vandaag")),
    "komende-week": (CaseState.THIS_WEEK, gettext_lazy("Komende week")),
    "nazorg": (CaseState.AFTER_CARE, gettext_lazy("Nazorg")),
    "af-te-sluiten": (CaseState.TO_CLOSE, gettext_lazy("Af te sluiten")),
    "gesloten": (CaseState.CLOSED, gettext_lazy("Afgesloten")),
    "alle": (None, gettext_lazy("Alle")),
}
"""The states as they stand in the address, with their word."""

COUNTED = ("vandaag", "komende-week")
"""States that only those who lead have as a number on top: of one's own cases Vandaag tells them."""

EMPTY = {
    "lopend": gettext_lazy(
        "Er lopen nu geen zaken waar jij bij hoort. Een zaak begint met een melding, en staat dan hier."
    ),
    "te-laat": gettext_lazy("Geen enkele stap is te laat. Mooi zo."),
    "vandaag": gettext_lazy("Er is geen zaak waarin vandaag iets moet."),
    "komende-week": gettext_lazy("Er is geen zaak waarin de komende week iets moet."),
    "nazorg": gettext_lazy("Er is nu geen zaak in nazorg."),
    "af-te-sluiten": gettext_lazy("Er is nu geen zaak die op afsluiten wacht."),
    "gesloten": gettext_lazy("Er is nog geen zaak afgesloten."),
    "alle": gettext_lazy("Er zijn nog geen zaken waar jij bij hoort."),
}

EMPTY_FOR_ALL = gettext_lazy("Een zaak begint met een melding, en staat dan hier.")
"""To who sees every case the title says that none runs."""

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
    seen: Seen | None = None
    steps: str = ""
    course: str = ""


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
    groups = groups_in(staff.school, year)
    owners = who_could_own(staff.school_id)
    names = colleagues_apart(owners, year)
    wish = _wish(request, groups, owners)
    narrowed = CaseFilter(state=STATES[wish.state][0], group=wish.group, owner=wish.who)
    found, has_next = cases_page(staff, narrowed, wish.page, request.today)
    if not found and wish.page > 1:
        return SeeOther(wish.address())
    calendar = calendar_for(staff.school)
    page = _overview if leads(staff) else _list
    chooses = bool(found) or wish != Wish("lopend", None, None, 1) or cases_visible_to(staff).exists()
    return render(
        request,
        "kring/cases/list.html",
        {
            **page(request, found, wish, names, calendar),
            "state": wish.state,
            "chosen": words.lower_first(str(STATES[wish.state][1])),
            "groups": _options([(group.pk, group.title) for group in groups], wish.group),
            "owners": _options([(owner.pk, names[owner.pk]) for owner in owners], wish.who),
            "active": _active(wish, groups, names),
            "clear_url": wish.address(groep="", wie=""),
            "chooses": chooses,
            "empty": EMPTY_FOR_ALL if leads(staff) and wish.state == "lopend" else EMPTY[wish.state],
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


def _options(all_of_them: Iterable[tuple[UUID, str]], chosen: UUID | None) -> str:
    """What can be chosen, in one piece: a school has fifty colleagues."""
    selected = format_html(" {}", "selected")
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(key), selected if key == chosen else "", label) for key, label in all_of_them),
    )


def _active(wish: Wish, groups: Iterable[Group], names: Names) -> str:
    """The filter that is on, in words: `groep 6, van Anouk Vermeer`."""
    chosen = [group.title for group in groups if group.pk == wish.group]
    if wish.who:
        chosen.append(_("van %(name)s") % {"name": names[wish.who]})
    return ", ".join(chosen)


def _list(
    request: StaffRequest, found: Sequence[Case], wish: Wish, colleagues: Names, calendar: SchoolCalendar
) -> dict[str, object]:
    """The list of somebody's own cases."""
    children = children_of(found)
    names = names_on_page(_shown(children.get(case.pk, [])) for case in found)
    called_so = {case.pk: _title(case, children.get(case.pk, []), names) for case in found}
    titles = Titles((case, called_so[case.pk]) for case in found)
    rows = [_row(case, titles.of(case, called_so[case.pk]), _when(case, request.today, calendar)) for case in found]
    states = [(wish.address(staat=key), STATES[key][1], key == wish.state) for key in STATES if key not in COUNTED]
    return {"rows": rows, "states": states}


def _overview(
    request: StaffRequest, found: Sequence[Case], wish: Wish, colleagues: Names, calendar: SchoolCalendar
) -> dict[str, object]:
    """All cases in one view, for who leads: read from their files."""
    today = request.today
    files = read_case_files(found, calendar, with_authors=False, with_guardians=False)
    names = names_on_page(_shown(file.people) for file in files.values())
    axis, weeks = weeks_of_axis(calendar, today)
    seen = seen_of(files, names, axis, request)
    rows = []
    called_so = {case.pk: _title(case, files[case.pk].people, names) for case in found}
    titles = Titles((case, called_so[case.pk]) for case in found)
    for case in found:
        one = seen.get(case.pk)
        when = _when(case, today, calendar)
        if one and one.course:
            when = words.short_day(one.due), *by_when(one.due, today, calendar, late=one.late)
        row = _row(case, titles.of(case, called_so[case.pk]), when)
        rows.append(_drawn(row, one, weeks) if one else row)
    load = carried(request.staff, today)
    together = sum((one.load for one in load), Load())
    word = {state: key for key, (state, _label) in STATES.items()}
    told = [key for key in STATES if key not in {word[one.state] for one in counts(together)}]
    return {
        "rows": rows,
        "states": [(wish.address(staat=key), STATES[key][1], key == wish.state) for key in told],
        "overview": sentence(together),
        "counts": [
            (wish.address(staat=word[one.state]), one, word[one.state] == wish.state) for one in counts(together)
        ],
        "weeks": weeks if any(one.course for one in seen.values()) else None,
        "carries": who_carries(load, colleagues),
    }


def _drawn(row: CaseRow, seen: Seen, weeks: Weeks) -> CaseRow:
    """The row with what is drawn in it, in the colour of its badge."""
    return replace(
        row,
        seen=seen,
        steps=steps_html(seen.steps, row.tone) if seen.steps else "",
        course=course_svg(seen.course, weeks.ground, label=seen.label, tone=row.tone) if seen.course else "",
    )


def _shown(children: Sequence[Involved]) -> Shown:
    return Shown(children, beside=parties_of(children))


def _title(case: Case, children: Sequence[Involved], names: Names) -> str:
    """The children of a case; of one that was opened by mistake none: they had nothing to do with it."""
    if case.ended_as == Ending.MISTAKE:
        return _("Per ongeluk geopend")
    return called(parties_of(children), names)


def _row(case: Case, title: str, said: tuple[str, str, str]) -> CaseRow:
    when, badge, tone = said
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
        return _("Afgesloten: %(how)s") % {"how": ENDED[Ending(case.ended_as)]}
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
