"""Binnengekomen: what was told by the doors, what cannot wait on top; nothing of what was told is on the list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case as When
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models import When as If
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.queries import PAGE
from kring.reports.access import visible_to
from kring.reports.actions.doors import door_of
from kring.reports.actions.settling import A_PAGE, settle
from kring.reports.models import By, Incoming, Said, State
from kring.reports.told import Subject
from kring.school.models import School
from kring.school.rights import Right, having, may
from kring.school.worker_clock import is_at_work
from kring.web.request import clock
from kring.web.request.requests import StaffRequest
from kring.web.road.asking import ask_for
from kring.web.road.pager import page_asked, pager
from kring.web.road.told_words import SUBJECTS, TITLES
from kring.web.way_in.doors import staff_page

HELD = "wachtmap"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was told, as it stands in the list. `look` is the colour of its icon and badge."""

    url: str
    title: str
    sentence: str
    badge: str
    look: str
    icon: str


@require_safe
@staff_page(when=having(Right.REPORT))
def told(request: StaffRequest) -> HttpResponse:
    """The list of who reads what came in, or the hold folder."""
    school = request.staff.school
    new = len(Incoming.objects.filter(school=school, settled=False).values_list("pk")[: A_PAGE + 1])
    if new and (new <= A_PAGE or not is_at_work(clock.now())):
        settle(school=school, at=request.now, most=A_PAGE)
    held = request.GET.get("map") == HELD
    page = page_asked(request)
    mine = visible_to(request.staff)
    found = list(_in_order(mine.filter(held=held))[(page - 1) * PAGE : page * PAGE + 1])
    waiting = mine.filter(held=True).exclude(state=State.ENDED).count() if not held else 0
    shut = not found and not held and not _has_open_door(school)
    here = reverse("told") + (f"?map={HELD}" if held else "")
    return render(
        request,
        "kring/incoming/list.html",
        {
            "lines": [_line(one, request.today) for one in found[:PAGE]],
            "held": held,
            "shut": shut,
            "may_open": may(request.staff, Right.PROTOCOL),
            "ask": ask_for(request.staff, Right.PROTOCOL) if shut else None,
            "held_url": f"{reverse('told')}?map={HELD}",
            "waiting": ngettext("%(n)s ligt in de wachtmap.", "%(n)s liggen in de wachtmap.", waiting)
            % {"n": words.capital(words.number(waiting))}
            if waiting
            else "",
            "pager": pager(here, page, len(found[:PAGE]), has_next=len(found) > PAGE),
        },
    )


def _has_open_door(school: School) -> bool:
    """Whether anybody can tell something by a door. Asked where nothing came in yet."""
    door = door_of(school)
    return door is not None and (door.for_children or door.for_parents)


def _in_order(found: QuerySet[Incoming]) -> QuerySet[Incoming]:
    """A danger that nobody took up first, then what waits for an answer, longest promised first; then the newest."""
    unread = Said.objects.filter(incoming=OuterRef("pk"), by=None, by_board=False, seen_on=None)
    rank = When(
        If(danger=True, taken_up_by=None, state__in=[State.NEW, State.ANSWERED, State.IN_CASE], then=Value(0)),
        If(state=State.NEW, then=Value(1)),
        default=Value(2),
    )
    waits_since = When(If(state=State.NEW, then="promised_on"), default=None)
    return found.annotate(rank=rank, news=Exists(unread), waits_since=waits_since).order_by(
        "rank", "waits_since", "-number"
    )


def _line(one: Incoming, today: date) -> Line:
    badge, look, icon = _badge(one, today)
    return Line(
        url=reverse("told_one", args=(one.pk,)),
        title=_("%(title)s · nummer %(number)s") % {"title": TITLES[By(one.came_by)], "number": one.number},
        sentence=_sentence(one, today),
        badge=badge,
        look=look,
        icon=icon,
    )


def _sentence(one: Incoming, today: date) -> str:
    about = SUBJECTS[Subject(one.subject)]
    when = words.day(one.came_on, today)
    if one.state == State.NEW and one.stopped_on is None:
        return _("%(about)s. Verteld %(when)s. Antwoord beloofd: %(day)s.") % {
            "about": about,
            "when": when,
            "day": words.day(one.promised_on, today),
        }
    return _("%(about)s. Verteld %(when)s. %(state)s.") % {
        "about": about,
        "when": when,
        "state": State(one.state).label,
    }


def _badge(one: Incoming, today: date) -> tuple[str, str, str]:
    """Badge, colour and icon: the first that holds."""
    if one.danger and one.taken_up_by_id is None and one.state != State.ENDED:
        return _("Nu niet veilig"), "late", "siren"
    if one.state == State.NEW and one.stopped_on is None and one.promised_on < today:
        return _("Wacht te lang"), "late", "mail"
    if one.state == State.NEW and one.stopped_on is None and one.promised_on == today:
        return _("Vandaag antwoord"), "today", "mail"
    if getattr(one, "news", False):
        return _("Nieuw bericht"), "info", "mail"
    if one.state == State.NEW:
        return _("Nieuw"), "info", "mail"
    return "", "calm", "mail"
