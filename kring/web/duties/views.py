"""From an address to the form of a duty's kind, or to the page that says why there is no form now."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kring.cases.access import Need
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.protocol.progress import State
from kring.protocol.terms import Kind
from kring.web.doors import case_or_404, staff_page
from kring.web.forms.page import Page
from kring.web.kinds import (
    agreement,
    analysis,
    call_list,
    class_attention,
    consultation,
    decision,
    extra,
    home_note,
    informed,
    new_approach,
    observation_request,
    planned_talk,
    problem,
    review,
    severity,
    talk,
)
from kring.web.kinds import (
    incident as incidents,
)
from kring.web.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.not_now import not_now
from kring.web.road.place import Place

KindPage = Callable[[StaffRequest, Place], Page]


def to_the_plan(request: StaffRequest, place: Place) -> HttpResponse:
    """The plan is issued on a page of its own."""
    return redirect("issue_plan", place.case.pk)


FORMS: dict[Kind, KindPage] = {
    Kind.TALK: talk.page,
    Kind.INCIDENTS: incidents.page,
    Kind.SEVERITY: severity.page,
    Kind.PROBLEM: problem.page,
    Kind.ADDRESS_CLASS: class_attention.page,
    Kind.OBSERVE: observation_request.page,
    Kind.CONSULT: consultation.page,
    Kind.ANALYSIS: analysis.page,
    Kind.NEW_APPROACH: new_approach.page,
    Kind.AGREE: agreement.page,
    Kind.REVIEW: review.review,
    Kind.PHASE_OUT: review.phase_out,
    Kind.INFORM_GUARDIANS: call_list.page,
    Kind.ISSUE_PLAN: to_the_plan,
    Kind.EXTRA: extra.page,
}
"""The form of each kind of duty."""

CORRECTIONS: dict[str, KindPage] = {
    "talk": talk.page,
    "talk_planned": planned_talk.page,
    "incident": incidents.one,
    "severity": severity.page,
    "problem": problem.page,
    "class_attention": class_attention.page,
    "observation_request": observation_request.page,
    "consultation": consultation.page,
    "analysis": analysis.page,
    "new_approach": new_approach.page,
    "agreement": agreement.one,
    "review": review.review,
    "phase_out": review.phase_out,
    "decision": decision.correct,
    "informed": informed.correct,
    "extra": extra.page,
    "home_note": home_note.page,
}
"""The form with which a fact of each kind is put right."""


@staff_page()
@case_form(Need.WRITE)
def duty(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """Carry out one duty of the current step."""
    file = held.file
    current = file.progress.current
    task = current.task(duty) if current else None
    if current and task and (task.state is not State.WAITING or request.method == "POST"):
        return FORMS[task.duty.kind](request, Place(held, current, task.duty))
    if request.method == "POST":
        return _too_late(request, held, duty)
    if not any(known.key == duty for step in file.protocol.steps for known in step.every_duty()):
        raise Http404
    return not_now(request, held, task=task, earlier=_earlier(file, duty))


@staff_page()
@case_form(Need.WRITE)
def incident(request: StaffRequest, held: HeldCase) -> Page:
    """Add what happened, in whatever step the case is."""
    if held.file.progress.current is None and request.method != "POST":
        return not_now(request, held)
    return incidents.page(request, Place(held, held.file.progress.last))


@staff_page()
@case_form(Need.WRITE)
def correct(request: StaffRequest, held: HeldCase, fact_id: UUID) -> Page:
    """Put a fact right with the form of its kind. The former version stays readable."""
    file = held.file
    fact = next((fact for fact in file.every_fact if fact.pk == fact_id), None)
    if fact is None or fact.kind not in CORRECTIONS:
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
    return CORRECTIONS[fact.kind](request, place_of(held, newest))


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
    kinds = CORRECTIONS.keys() - {"talk_planned"}  # what is to come was not recorded earlier
    found = [fact for fact in file.facts if fact.duty == duty and fact.kind in kinds]
    return found[-1] if found else None


def _too_late(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """Text for a step that was finished while somebody was typing: shown with what a colleague recorded, never lost."""
    visits = [visit for visit in held.file.progress.visits if visit.task(duty)]
    if not visits:
        raise Http404
    visit = visits[-1]
    task = visit.task(duty)
    if task is None or task.duty.kind not in FORMS:
        raise Http404
    place = Place(held, visit, task.duty)
    newest = place.newest
    adds = task.duty.kind in (Kind.AGREE, Kind.INCIDENTS)  # these can be added in any step
    if newest and not adds and newest.kind in CORRECTIONS and held.file.progress.current:
        return FORMS[task.duty.kind](request, replace(place, fact=newest))
    return FORMS[task.duty.kind](request, place)
