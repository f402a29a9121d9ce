"""From an address to the form of a duty's kind, or to the page that says why there is no form now."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kring.cases.access import Need
from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.models import Fact
from kring.protocol.progress import State
from kring.protocol.terms import Kind
from kring.web.doors import case_or_404, staff_page
from kring.web.duties import (
    agreements,
    classroom,
    deciding,
    guardians,
    guardians_call,
    incidents,
    reviews,
    severity,
    talks,
    writing,
)
from kring.web.duties.not_now import not_now
from kring.web.duties.place import Place
from kring.web.duties.planning import page as plan_page
from kring.web.requests import StaffRequest


def to_the_plan(place: Place) -> HttpResponse:
    """The plan is issued on a page of its own."""
    return redirect("issue_plan", place.case.pk)


FORMS: dict[Kind, Callable[[Place], HttpResponse]] = {
    Kind.TALK: talks.page,
    Kind.INCIDENTS: incidents.page,
    Kind.SEVERITY: severity.page,
    Kind.PROBLEM: writing.problem,
    Kind.ADDRESS_CLASS: classroom.class_attention,
    Kind.OBSERVE: writing.observe,
    Kind.CONSULT: writing.consult,
    Kind.ANALYSIS: writing.analysis,
    Kind.NEW_APPROACH: writing.new_approach,
    Kind.AGREE: agreements.page,
    Kind.REVIEW: reviews.review,
    Kind.PHASE_OUT: reviews.phase_out,
    Kind.INFORM_GUARDIANS: guardians.page,
    Kind.ISSUE_PLAN: to_the_plan,
    Kind.EXTRA: writing.extra,
}
"""The form of each kind of duty."""

CORRECTIONS: dict[str, Callable[[Place], HttpResponse]] = {
    "talk": talks.page,
    "talk_planned": plan_page,
    "incident": incidents.one,
    "severity": severity.page,
    "problem": writing.problem,
    "class_attention": classroom.class_attention,
    "observation_request": writing.observe,
    "consultation": writing.consult,
    "analysis": writing.analysis,
    "new_approach": writing.new_approach,
    "agreement": agreements.one,
    "review": reviews.review,
    "phase_out": reviews.phase_out,
    "decision": deciding.correct_decision,
    "informed": guardians_call.correct,
    "extra": writing.extra,
    "home_note": writing.home_note,
}
"""The form with which a fact of each kind is put right."""


@staff_page()
def duty(request: StaffRequest, case_id: UUID, duty: str) -> HttpResponse:
    """Carry out one duty of the current step."""
    file = read_case_file(case_or_404(request, case_id, Need.WRITE))
    current = file.progress.current
    task = current.task(duty) if current else None
    if current and task and (task.state is not State.WAITING or request.method == "POST"):
        return FORMS[task.duty.kind](Place(request, file, current, task.duty))
    if request.method == "POST":
        return _too_late(request, file, duty)
    if not any(known.key == duty for step in file.protocol.steps for known in step.every_duty()):
        raise Http404
    return not_now(request, file, task=task, earlier=_earlier(file, duty))


@staff_page()
def incident(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add what happened, in whatever step the case is."""
    file = read_case_file(case_or_404(request, case_id, Need.WRITE))
    if file.progress.current is None and request.method != "POST":
        return not_now(request, file)
    return incidents.page(Place(request, file, file.progress.last))


@staff_page()
def correct(request: StaffRequest, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """Put a fact right with the form of its kind. The former version stays readable."""
    file = read_case_file(case_or_404(request, case_id, Need.WRITE))
    fact = next((fact for fact in file.every_fact if fact.pk == fact_id), None)
    if fact is None or fact.kind not in CORRECTIONS:
        raise Http404
    if fact.traits.confidential:
        case_or_404(request, case_id, Need.CONFIDENTIAL)
    newest = file.newest(fact)
    if newest.kind != fact.kind:  # taken back
        return not_now(request, file, because=_("Deze regel is ingetrokken. Er valt niets meer aan te verbeteren."))
    if request.method != "POST":
        if newest is not fact:
            return redirect("correct", case_id, newest.pk)
        if file.progress.current is None:
            return not_now(request, file)
    return CORRECTIONS[fact.kind](place_of(request, file, newest))


def place_of(request: StaffRequest, file: CaseFile, fact: Fact) -> Place:
    """Where a fact was recorded, to correct it there."""
    visit = file.progress.visit(fact.step, fact.round) or file.progress.last
    try:
        duty = file.protocol.duty(fact.step, fact.duty)
    except KeyError:
        duty = None  # recorded between two duties
    return Place(request, file, visit, duty, correcting=fact)


def _earlier(file: CaseFile, duty: str) -> Fact | None:
    """The last fact recorded for a duty with this key, in whatever step."""
    kinds = CORRECTIONS.keys() - {"talk_planned"}  # what is to come was not recorded earlier
    found = [fact for fact in file.facts if fact.duty == duty and fact.kind in kinds]
    return found[-1] if found else None


def _too_late(request: StaffRequest, file: CaseFile, duty: str) -> HttpResponse:
    """Text for a step that was finished while somebody was typing: shown with what a colleague recorded, never lost."""
    visits = [visit for visit in file.progress.visits if visit.task(duty)]
    if not visits:
        raise Http404
    visit = visits[-1]
    task = visit.task(duty)
    if task is None or task.duty.kind not in FORMS:
        raise Http404
    place = Place(request, file, visit, task.duty)
    newest = place.newest
    adds = task.duty.kind in (Kind.AGREE, Kind.INCIDENTS)  # these can be added in any step
    if newest and not adds and newest.kind in CORRECTIONS and file.progress.current:
        return FORMS[task.duty.kind](replace(place, correcting=newest))
    return FORMS[task.duty.kind](place)
