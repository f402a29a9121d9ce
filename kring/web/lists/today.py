"""Vandaag, the home page: what this person must do, sorted into late, today, this week and later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import cases_visible_to, leads
from kring.cases.actions.closing import may_close
from kring.cases.apart import Names
from kring.cases.cannot_wait import Waiting, Why
from kring.cases.for_today import for_today
from kring.cases.later import due_now
from kring.cases.models import Case, Involved
from kring.cases.promises import OnToday
from kring.cases.queries import (
    MOST_ON_TODAY,
    TodayLine,
    When,
)
from kring.cases.team import Asked
from kring.protocol.terms import Kind, total
from kring.school.calendars import calendar_for
from kring.school.models import StaffMember
from kring.school.rights import Right, may, sees_cases
from kring.school.setting_up import ToSetUp, of_this_person
from kring.web.case.missing import go_add_child, waits_for_a_child
from kring.web.forms.tokens import new_token
from kring.web.kinds.later import go_later, later_words
from kring.web.lists.observations import SAW_SOMETHING
from kring.web.lists.today_on_top import (
    concern_on_top,
    danger_on_top,
    in_order,
    new_on_top,
    number_on_top,
    on_top,
    proposal_on_top,
    to_hand_on,
)
from kring.web.lists.today_promises import children_promised, missed_row, promise_row, promises_on_today
from kring.web.lists.today_row import TodayRow
from kring.web.lists.today_told import told_on_top
from kring.web.lists.today_words import CHECK_BACK, CLOSE, beside, saying_of, sentence_of, step_of, title_of
from kring.web.lists.until import until
from kring.web.lists.welcome import welcome_to
from kring.web.request.requests import StaffRequest
from kring.web.road.by_when import by_when
from kring.web.road.children import Shown, Titles, called, groups_of, in_title, listed_names, names_on_page, targets_of
from kring.web.road.onward import address_now
from kring.web.road.place import standing_in
from kring.web.road.planned_words import move_to_today, planned_lines
from kring.web.school.first_day import FirstDay, first_day
from kring.web.school.seldom import what_is_there
from kring.web.school.server import server_notices
from kring.web.school.to_set_up import SetUpLine, in_lines
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people

MOST_ASKED = 8
"""At most so many requests to watch and new plans; the rest waits behind a link."""
MOST_PLANS = 5

TONES = total(
    {
        When.LATE: "late",
        When.GUIDELINE_PASSED: "today",
        When.TODAY: "today",
        When.THIS_WEEK: "",
        When.LATER: "calm",
    },
    When,
)
PRESSING = (When.LATE, When.GUIDELINE_PASSED, When.TODAY)
"""What stands under these headings asks for today."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines."""

    when: When
    title: str
    rows: list[TodayRow]


@require_safe
@staff_page(when=sees_cases)
def today(request: StaffRequest) -> HttpResponse:
    """What this person must do, and what the team is asked."""
    staff = request.staff
    calendar = calendar_for(staff.school)
    found = for_today(staff, request.today, calendar, most_asked=MOST_ASKED + 1)
    seldom = what_is_there(staff, request.today, request.now, on_today=True)
    lines, asked, waiting = found.lines, found.asked, found.waiting
    watching = [one for one in asked if one.wants_an_answer][:MOST_ASKED]
    new_plans = [one for one in asked if not one.wants_an_answer]
    timely = [line for line in lines if line.is_timely]
    promises = promises_on_today(request, calendar) if seldom.promised else OnToday([], [])
    said = _say_who(timely, [*watching, *new_plans[:MOST_PLANS]], waiting, promises)
    dangers = [one for one in waiting if one.why is Why.DANGER]
    sections = _sections(timely, watching, said, request, promises)
    if not dangers:
        sections = _with_one_first(sections)
    server = server_notices(seldom.server)
    rows = sum(len(part.rows) for part in sections if part.when in PRESSING)
    notices = [notice for one in waiting if (notice := on_top(one, said.title(one), request.today))]
    # What only tells, such as a new case, is nothing to do.
    asks = len(dangers) + sum(not one.only_tells for one in notices) + rows + len(seldom.concerns) + len(seldom.told)
    asks += bool(seldom.not_arrived) + bool(seldom.not_listed) + len(server) + sum(one.asks for one in seldom.proposals)
    beginning = first_day(staff, seldom.missing)
    to_set_up = in_lines(of_this_person(staff, seldom.missing), request.today) if changes_people(staff) else []
    numbers = [line for line in to_set_up if dangers and line.what is ToSetUp.PHONES]
    # What is proposed can wait for what presses: then it stands below that.
    proposed = [proposal_on_top(one) for one in seldom.proposals]
    return render(
        request,
        "kring/today/today.html",
        {
            "greeting": _greeting(request),
            "asks": _asks(asks, to_set_up, beginning, comes=bool(waiting) or any(part.rows for part in sections)),
            "dangers": [danger_on_top(one.case, said.title(one), request.today) for one in dangers],
            "notices": in_order(
                [
                    *(number_on_top(line) for line in numbers),
                    *told_on_top(seldom.told),
                    *(concern_on_top(one) for one in seldom.concerns),
                    *notices,
                    *to_hand_on(_cases(waiting, Why.HAND_ON, said)),
                    *new_on_top(_cases(waiting, Why.NEW, said)),
                    *([] if rows else proposed),
                ],
                before_rows=bool(sections),
            ),
            "below": proposed if rows else [],
            "sections": sections,
            "not_arrived": seldom.not_arrived,
            "not_listed": seldom.not_listed,
            "server": server,
            "restored": seldom.restored,
            "plans": [_plan_row(one, said) for one in new_plans[:MOST_PLANS]],
            "more_plans": len(new_plans) > MOST_PLANS,
            "more_cases_url": _more_cases(lines, staff),
            "more_asked": len(asked) > MOST_ASKED,
            "reads_the_doors": may(staff, Right.DOORS),
            "first_day": beginning,
            "welcome": [] if lines or waiting else welcome_to(staff),  # work speaks for itself
            "to_set_up": [] if beginning else [line for line in to_set_up if line not in numbers],
            "unsaved": seldom.unsaved,
            "is_new": not (asks or lines or asked or waiting) and not cases_visible_to(staff).exists(),
        },
    )


def _more_cases(lines: Sequence[TodayLine], staff: StaffMember) -> str:
    """Where the rest is when there are more cases than fit: one's own, or for coordinator and head all of them."""
    if len({line.case.pk for line in lines}) < MOST_ON_TODAY:
        return ""
    return reverse("cases") if leads(staff) else f"{reverse('cases')}?wie={staff.pk}"


def _greeting(request: StaffRequest) -> str:
    hour = request.now.astimezone(words.HERE).hour
    name = {"name": request.staff.name.split()[0]}
    if hour < 12:
        return _("Goedemorgen, %(name)s") % name
    return (_("Goedemiddag, %(name)s") if hour < 18 else _("Goedenavond, %(name)s")) % name


def _asks(number: int, to_set_up: Sequence[SetUpLine], beginning: FirstDay | None, *, comes: bool) -> str:
    """How much is asked today; where that is nothing and something `comes`, that it stands below."""
    if number == 0 and beginning:
        return beginning.sentence
    if number == 0 and to_set_up:
        return _("Er is nog iets in te richten.")
    if number == 0 and comes:
        return _("Vandaag moet er niets af. Hieronder zie je wat eerst komt.")
    if number == 0:
        return _("Vandaag wacht er niets op je.")
    return ngettext("Vandaag heb je %(number)s ding te doen.", "Vandaag heb je %(number)s dingen te doen.", number) % {
        "number": words.number(number)
    }


@dataclass(frozen=True)
class Said:
    """How the children of everything on this page are called, and the titles that tell its cases apart."""

    names: Names
    titles: Titles
    of_lines: Sequence[str]
    """The title of each line, in their order."""

    def title(self, one: Asked | Waiting) -> str:
        return self.titles.of(one.case, called(_in_title(one), self.names))


def _in_title(one: Asked | Waiting) -> list[Involved]:
    """After whom a case is called: what waits is of a case that this person reads, what is asked of the team maybe."""
    return in_title(one.children, reads_file=isinstance(one, Waiting) or one.reads_file)


def _cases(waiting: Sequence[Waiting], why: Why, said: Said) -> list[tuple[Case, str]]:
    """The cases of which this waits, each with its title."""
    return [(one.case, said.title(one)) for one in waiting if one.why is why]


def _say_who(
    lines: Sequence[TodayLine],
    asked: Sequence[Asked],
    waiting: Sequence[Waiting],
    promises: OnToday,
) -> Said:
    """Name the children of all lines beside each other, and give each file its names."""
    cases: Sequence[Asked | Waiting] = [*asked, *waiting]
    names = names_on_page(
        [
            *(Shown(line.file.everyone, beside=beside(line)) for line in lines),
            *(Shown(one.children, beside=_in_title(one)) for one in cases),
            *(Shown([child], beside=[child]) for child in children_promised(promises)),
        ]
    )
    for line in lines:
        line.file.names = names
    of_lines = [(line.case, title_of(line)) for line in lines]
    titles = Titles([*of_lines, *((one.case, called(_in_title(one), names)) for one in cases)])
    return Said(names, titles, [titles.of(case, title) for case, title in of_lines])


def _sections(
    lines: Sequence[TodayLine],
    watching: Sequence[Asked],
    said: Said,
    request: StaffRequest,
    promises: OnToday,
) -> list[Section]:
    """The headings that have lines, in the order of time."""
    titles = total(
        {
            When.LATE: _("Te laat"),
            When.GUIDELINE_PASSED: _("Richttermijn voorbij"),
            When.TODAY: _("Vandaag"),
            When.THIS_WEEK: _("Deze week"),
            When.LATER: _("Later"),
        },
        When,
    )
    rows: dict[When, list[TodayRow]] = {when: [] for when in When}
    rows[When.LATE] += [missed_row(one, said.names, request) for one in promises.missed]
    rows[When.TODAY] += [promise_row(one, day, said.names, request) for one, day in promises.asked]
    first: set[UUID] = set()
    for line, title in zip(lines, said.of_lines, strict=True):
        rows[line.when].append(_row(line, title, request, first=line.case.pk not in first))
        if not line.safety:  # what comes first in the step has its own button and talk below it
            first.add(line.case.pk)
    for one in watching:
        rows[one.when(request.today)].append(_watch_row(one, said, request))
    return [Section(when, titles[when], found) for when, found in rows.items() if found]


def _with_one_first(sections: Sequence[Section]) -> list[Section]:
    """The same, with the page's one filled button on what comes first."""
    first = next((row for part in sections for row in part.rows if row.can_be_first), None)
    return [replace(part, rows=[replace(row, filled=row is first) for row in part.rows]) for part in sections]


def _row(line: TodayLine, title: str, request: StaffRequest, *, first: bool) -> TodayRow:
    saying = saying_of(line)
    case_url = reverse("case", args=(line.case.pk,))
    step = step_of(line)
    does = line.is_asked_of_me or saying in (CLOSE, CHECK_BACK)
    waits = line.is_asked_of_me and saying is CLOSE and not _may_close(line, request.staff)
    sentence = (
        _("De {coordinator} of de directeur kan de zaak nu afsluiten.")
        if waits
        else sentence_of(line, _past(line.due_on, request.today))
    )
    if waits or not does:
        button, button_url = _("Zaak bekijken"), case_url
    else:
        button, button_url = str(saying.button), _address(line, request.today)
        if line.task and not line.safety and waits_for_a_child(line.task):
            add = go_add_child(line.file)
            button, button_url = add.text, add.url
    planned = planned_lines(line.file, request.today) if first and line.is_asked_of_me and not line.safety else []
    of_this = [one for one in planned if one.asked == (*(line.trails or line.file.progress.last).place, line.duty)]
    if move := move_to_today(line.file, of_this, line.due_on, request.today):
        button, button_url = move.text, move.url
    taken = line.taken_up_by
    takes = line.can_be_taken_up and first and (taken is None or taken.pk != request.staff.pk)
    take_up_url = reverse("take_up", args=(line.case.pk, line.duty)) if takes else ""
    return TodayRow(
        title=title,
        url=case_url,
        badge=_badge(line, request.today),
        tone=TONES[line.when],
        icon=saying.icon,
        sentence=" ".join(
            filter(
                None,
                [
                    f"{step}.",
                    sentence,
                    _why_now(line, request.today) if first else "",
                    _later(line, request.today) if first or line.trails else "",
                    _who_does_it(line, request.staff),
                ],
            )
        ),
        button=button,
        button_url=button_url,
        can_be_first=does and not waits and first and line.when in PRESSING,
        owner="" if line.mine else line.case.owner.name,
        danger=line.case.danger_since is not None,
        take_up_url=take_up_url,
        later=go_later(line.file, request.today, line.duty if line.trails else "")
        if first and line.is_asked_of_me and not line.safety
        else None,
        token=_token(request, line, take_up_url) if take_up_url else "",
        planned=planned,
    )


def _token(request: StaffRequest, line: TodayLine, url: str) -> str:
    """For a button that says who takes this up, in the step that the line is of."""
    stood = standing_in(line.file.progress.last).key
    return new_token(staff_id=request.staff.pk, key=url, stood=stood).signed()


def _who_does_it(line: TodayLine, reader: StaffMember) -> str:
    """Which of several said to do this."""
    who = line.taken_up_by
    if who is None:
        return ""
    return _("Jij pakt dit op.") if who.pk == reader.pk else _("%(name)s pakt dit op.") % {"name": who.name}


def _may_close(line: TodayLine, staff: StaffMember) -> bool:
    """The teacher closes teasing; all else coordinator or head, and against a child's own word the head alone."""
    return may_close(staff, line.file)


def _address(line: TodayLine, today: date) -> str:
    """Where the one button of a line leads."""
    case, task = line.case, line.task
    current = line.file.progress.current
    if line.safety:
        return reverse("safe_for_now", args=(case.pk,))
    if current is None:
        return reverse("check_back", args=(case.pk,))
    if current.step.ends_case and not line.trails:
        return reverse("close", args=(case.pk,))
    if task is None:
        return reverse("decide", args=(case.pk,))
    known = [link for link in line.file.guardianships if str(link.pk) in task.missing]
    if task.duty.kind is Kind.INFORM_GUARDIANS and len(known) == len(task.missing) == 1:
        return reverse("inform", args=(case.pk, known[0].pk))
    return address_now(line.file, task.duty, today)


def _badge(line: TodayLine, today: date) -> str:
    if line.when is When.TODAY:
        return words.vocabulary().today
    if line.when is When.LATER:
        return words.day(line.due_on, today)
    return by_when(line.due_on, today, line.file.calendar, late=line.when is When.LATE)[0]


def _why_now(line: TodayLine, today: date) -> str:
    """Why a line that is past its day stands here, or one that waits for a holiday. The others say it with their
    badge."""
    if line.due_on >= today:
        if line.before is None or not line.is_asked_of_me:
            return ""
        return _("Door vrije dagen duurt het anders tot %(day)s. Kan het vóór de vakantie, uiterlijk %(before)s?") % {
            "day": words.day(line.due_on, today),
            "before": words.near_day(line.before, today),
        }
    day = {"day": _past(line.due_on, today)}
    if line.guideline:
        return _("De richttermijn was %(day)s.") % day
    # The sentence about a talk names the day itself.
    was_due = "" if line.task and saying_of(line).says_when else _("Dit moest %(day)s gedaan zijn.") % day
    return " ".join(filter(None, [was_due, _("De {coordinator} ziet het ook.") if line.is_asked_of_me else ""]))


def _later(line: TodayLine, today: date) -> str:
    """What was said of why this comes later: to who carries it out and to who leads."""
    if line.safety:
        return ""
    return later_words(line.file, due_now(line.file, today, line.duty if line.trails else ""), today)


def _past(on: date, today: date) -> str:
    """A day that has been: `vrijdag` in the last week, else with its date."""
    return words.vocabulary().weekdays[on.weekday()] if (today - on).days < 7 else words.day(on, today)


# What colleagues ask


def _watch_row(one: Asked, said: Said, request: StaffRequest) -> TodayRow:
    children = targets_of(one.children)
    url = reverse("observation", args=(one.case.pk,))
    about = {
        "colleague": one.asked_by.split()[0],
        "names": listed_names(children, said.names),
        "group": groups_of(children),
    }
    asks = (
        _("Collega %(colleague)s vraagt: zie je iets rond %(names)s (%(group)s)? Antwoorden kost tien tellen.")
        if about["group"]
        else _("Collega %(colleague)s vraagt: zie je iets rond %(names)s? Antwoorden kost tien tellen.")
    )
    return TodayRow(
        title=said.title(one),
        url=reverse("plan", args=(one.case.pk,)),
        of_plan=True,
        badge=words.vocabulary().today if one.watch_until == request.today else until(one.watch_until, request.today),
        tone="today" if one.watch_until == request.today else "",
        icon="eye",
        sentence=asks % about,
        button=_("Ik zag iets"),
        button_url=f"{url}?{SAW_SOMETHING}",
        answer_url=url,
        answer=("saw", "nothing"),
        answer_text=_("Niets gezien"),
        token=new_token(staff_id=request.staff.pk, key=url).signed(),
    )


def _plan_row(one: Asked, said: Said) -> TodayRow:
    url = reverse("plan", args=(one.case.pk,))
    about = {"number": one.version.number, "name": one.version.issued_by.name}
    return TodayRow(
        title=said.title(one),
        url=url,
        badge=_("nieuw plan") if one.version.number == 1 else _("plan veranderd"),
        tone="info",
        icon="file-text",
        sentence=(
            _("%(name)s maakte een handelingsplan. Lees wat er van het team wordt gevraagd.")
            if one.version.number == 1
            else _("%(name)s maakte versie %(number)s. Bovenaan staat wat er veranderd is.")
        )
        % about,
        button=_("Lezen"),
        button_url=url,
        of_plan=True,
    )
