"""From an address to the form of a duty's kind, or to the page that says why there is no form now."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kring.cases.access import Need
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.protocol.progress import State
from kring.protocol.terms import Whom
from kring.web.forms import Page
from kring.web.kinds import as_duty, told
from kring.web.kinds import incident as incidents
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.not_now import not_now
from kring.web.road.place import Place
from kring.web.way_in.doors import case_or_404, staff_page


@staff_page()
@case_form(Need.WRITE)
def duty(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """Carry out one duty of the current step, or tell who was still to be told when an earlier one was left."""
    file = held.file
    asked = file.progress.asking(duty)
    task = asked[1] if asked else None
    if asked and task and (task.state is not State.WAITING or request.method == "POST"):
        return as_duty(task.duty.kind).page(request, Place(held, asked[0], task.duty))
    if request.method == "POST":
        return _too_late(request, held, duty)
    if not any(known.key == duty for step in file.protocol.steps for known in step.every_duty()):
        raise Http404
    return not_now(request, held, task=task, earlier=_earlier(file, duty))


@staff_page()
@case_form(Need.WRITE, running=True)
def incident(request: StaffRequest, held: HeldCase) -> Page:
    """Add what happened, in whatever step the case is."""
    return incidents.page(request, Place(held, held.file.progress.last))


@staff_page()
@case_form(Need.WRITE)
def correct(request: StaffRequest, held: HeldCase, fact_id: UUID) -> Page:
    """Put a fact right with the form of its kind. The former version stays readable."""
    file = held.file
    fact = next((fact for fact in file.every_fact if fact.pk == fact_id), None)
    form = told(fact.kind).correct if fact else None
    if fact is None or form is None:
        raise Http404
    if fact.traits.confidential:
        case_or_404(request, held.case.pk, Need.CONFIDENTIAL)
    newest = file.newest(fact)
    if newest.kind != fact.kind:  # taken back
        return not_now(request, held, because=_("Deze regel is ingetrokken. Er valt niets meer aan te verbeteren."))
    if request.method != "POST":
        if newest is not fact:
            return redirect("correct", held.case.pk, newest.pk)
        if file.progress.current is None:
            return not_now(request, held)
    return form(request, place_of(held, newest))


def place_of(held: HeldCase, fact: Fact) -> Place:
    """Where a fact was recorded, to correct it there."""
    file = held.file
    visit = file.progress.visit(fact.step, fact.round) or file.progress.last
    try:
        duty = file.protocol.duty(fact.step, fact.duty)
    except KeyError:
        duty = None  # recorded between two duties
    return Place(held, visit, duty, fact)


def _earlier(file: CaseFile, duty: str) -> Fact | None:
    """The last fact recorded for a duty with this key, in whatever step."""
    found = [fact for fact in file.facts if fact.duty == duty and fact.traits.meets and told(fact.kind).correct]
    return found[-1] if found else None


def _too_late(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """Text for a step that was finished while somebody was typing: shown with what a colleague recorded, never lost."""
    asked = [(visit, task) for visit in held.file.progress.visits if (task := visit.task(duty))]
    if not asked:
        raise Http404
    visit, task = asked[-1]
    place = Place(held, visit, task.duty)
    newest = max(_about_the_same(request, place), key=lambda fact: fact.at, default=None)
    if newest and not newest.traits.in_any_step and told(newest.kind).correct and held.file.progress.current:
        return as_duty(task.duty.kind).page(request, replace(place, fact=newest))
    return as_duty(task.duty.kind).page(request, place)


def _about_the_same(request: StaffRequest, place: Place) -> list[Fact]:
    """What was recorded for this duty; where it is for each child, about those whom the text that was sent names."""
    named = {*request.POST.getlist("about"), *request.POST.getlist("with_whom")}
    if place.duty is None or place.duty.whom is Whom.ONCE or not named:
        return place.recorded
    return [fact for fact in place.recorded if named & set(fact.about)]
