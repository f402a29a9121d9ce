"""Practising: in and out of one's own practice, time that goes by in it, and the bar above each of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from kring import words
from kring.cases.access import cases_visible_to
from kring.cases.case_file import protocol_of
from kring.cases.models import Case
from kring.demo import practice
from kring.protocol.terms import Protocol, Stage, Step
from kring.school.models import Practice, StaffMember
from kring.web.request import clock
from kring.web.request.redirects import SeeOther, safe_next
from kring.web.request.requests import StaffRequest
from kring.web.request.sure import asks_first
from kring.web.way_in.doors import staff_page
from kring.web.way_in.middleware import PRACTISES, today_of
from kring.words import HERE

MOST_DAYS = 200
"""Days: further ahead than this one step does not go."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands above each page of a practice: the day, what to do with what one learns, and how time goes by."""

    today: str
    says: str | Promise
    days: int = 0
    until: str = ""


_BEGIN = lazy("Bo vertelt dat Kim al weken zijn tas verstopt. Tik op Melding: dat kost een minuut.")
_LISTEN = lazy("Je leert hier: eerst luisteren. Praat met elk kind apart, en schrijf op wat er gebeurde.")
_JUDGE = lazy("Je leert hier: plagen of pesten? Jij beslist en zegt waarom, Kring legt de vragen klaar.")
_APPROACH = lazy("Je leert hier: afspraken maken, ouders bellen, en het plan delen met het team.")
_EVALUATE = lazy("Je leert hier: het kind zegt eerst zelf hoe het gaat. Daarna zeg jij of het lukt.")
_OTHER = lazy("De kaart Nu zegt wat eerst komt. Daar begin je.")
_AFTER_CARE = lazy("Dit is de nazorg: Kring vraagt nog een paar keer hoe het gaat. Nu ken je het hele pad.")
_CLOSED = lazy("Deze oefenzaak is klaar. Begin opnieuw, of stop met oefenen.")


def lesson(protocol: Protocol, step: Step) -> str | Promise:
    """One sentence of what somebody learns in this step, by what the step asks: a protocol may have other steps."""
    if step.stage is not Stage.UNDERWAY:
        return _AFTER_CARE
    if step.tests is not None:
        return _JUDGE
    if step.question:
        return _EVALUATE
    if step == protocol.steps[0]:
        return _LISTEN
    return _APPROACH if step.closing else _OTHER


def bar(seat: StaffMember) -> Bar:
    """The bar for this person in their practice. One query."""
    today = today_of(seat)
    case: Case | None = cases_visible_to(seat).select_related("school").order_by("-opened_at", "-pk").first()
    if case is None:
        return Bar(words.day(today), _BEGIN)
    if case.closed_on is not None:
        return Bar(words.day(today), _CLOSED)
    protocol = protocol_of(case)
    step = protocol.step(case.current_step)
    due_on = case.next_due_on
    days = (due_on - today) // timedelta(days=1) if due_on is not None and due_on > today else 0
    return Bar(
        words.day(today),
        lesson(protocol, step),
        days=min(days, MOST_DAYS) if days > 1 else 0,
        until=words.day(due_on, today) if due_on is not None else "",
    )


def _running(request: StaffRequest) -> Practice:
    if (found := practice.practice_of(request.staff)) is None:
        raise Http404
    return found


@staff_page()
def practise(request: StaffRequest) -> HttpResponse:
    """Says what practising is; sent, it leads in. These pages are asked by people as themselves."""
    if request.method != "POST":
        return render(
            request,
            "kring/practice/practice.html",
            {"runs": practice.practice_of(request.staff), "lasts": practice.LASTS.days},
        )
    practice.begin(of=request.staff, at=request.now, today=request.today)
    request.session[PRACTISES] = True
    return SeeOther(reverse("today"))


@require_POST
@staff_page()
def practise_again(request: StaffRequest) -> HttpResponse:
    """Everything of it goes, and it begins anew: once that was asked."""
    _running(request)
    if asking := asks_first(
        request,
        title=_("Opnieuw oefenen?"),
        text=_("Alles wat je in deze oefening deed, gaat weg. Je begint weer bij de melding."),
        save=_("Begin opnieuw"),
        back=safe_next(request),
    ):
        return asking
    practice.begin_again(of=request.staff, at=request.now, today=request.today)
    request.session[PRACTISES] = True
    messages.info(request, _("De oefening begint opnieuw. Alles van de vorige is weg."))
    return SeeOther(reverse("today"))


@require_POST
@staff_page()
def practise_on(request: StaffRequest) -> HttpResponse:
    """Lets days go by in it, to the day on which its case asks something again."""
    running = _running(request)
    days = request.POST.get("days", "")
    if not (days.isascii() and days.isdigit() and 0 < int(days) <= MOST_DAYS):
        raise Http404
    now = clock.now() + timedelta(days=running.school.clock_ahead_days)
    if practice.go_on(practice=running, at=now, today=now.astimezone(HERE).date(), days=int(days)):
        day = words.day(today_of(StaffMember.objects.select_related("school").get(pk=running.seat_id)))
        messages.info(request, _("In je oefening is het nu %(day)s.") % {"day": day})
    else:
        messages.warning(request, _("Verder vooruit gaat deze oefening niet."))
    return SeeOther(safe_next(request))


@require_POST
@staff_page()
def practise_no_more(request: StaffRequest) -> HttpResponse:
    """Out of it. What was done in it stays until it goes away by itself, so that one can go on."""
    request.session.pop(PRACTISES, None)
    messages.info(request, _("Je oefent niet meer. Wat je nu doet, is echt."))
    return SeeOther(reverse("home"))


def links() -> Mapping[str, str]:
    """The addresses of the bar's buttons."""
    return {
        "again_url": reverse("practice_again"),
        "on_url": reverse("practice_on"),
        "stop_url": reverse("practice_stop"),
    }
