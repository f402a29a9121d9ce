"""What belongs together on one page: a talk with what comes of it, an evaluation as a whole (decision 128).

Each duty keeps a page of its own, for who does them one by one.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases.access import Need
from kring.cases.asked_together import Together, asked_together
from kring.cases.held import HeldCase
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import Kind, Whom
from kring.web.forms import FormPage, Page, SeveralForms, drafts, several
from kring.web.kinds import as_duty, decision
from kring.web.request.requests import StaffRequest
from kring.web.road.afterwards import what_is_next
from kring.web.road.case_form import case_form
from kring.web.road.place import Here, Place
from kring.web.way_in.doors import staff_page

ANSWER = "answer_"
"""The name of the part that is the step's question; no duty has a key like it."""

ALREADY_SAID = {
    Kind.SEVERITY: ("reasons", lazy("Leeg laten mag: dan geldt wat je bij de ernst schreef.")),
    Kind.TALK: ("said", lazy("Leeg laten mag: dan geldt wat je van het gesprek opschreef.")),
}
"""Where the reasons of an answer stand already, a page higher: they are not asked for twice."""


class AtOnceForm(SeveralForms):
    """The reasons of the answer may be what was written above; a talk that is with half of them stands alone."""

    def __init__(self, *args: Any, task: Task, kinds: Mapping[str, Kind], **options: Any) -> None:
        super().__init__(*args, **options)
        self.task = task
        self.reasons_in = next(((name, kind) for name, kind in kinds.items() if kind in ALREADY_SAID), None)
        if ANSWER in self.parts and self.reasons_in:
            reasons = self.parts[ANSWER].fields["reasons"]
            reasons.required, reasons.help_text = False, ALREADY_SAID[self.reasons_in[1]][1]

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        if ANSWER in self.parts and self.reasons_in:
            name, kind = self.reasons_in
            answer, above = self.parts[ANSWER], self.parts[name]
            if answer.is_valid() and above.is_valid() and not answer.cleaned_data["reasons"].strip():
                answer.cleaned_data["reasons"] = above.cleaned_data[ALREADY_SAID[kind][0]]
        self._check_everybody()

    def _check_everybody(self) -> None:
        """What follows waits until everybody was spoken to: a talk with one of them is written up by itself."""
        talk = self.parts.get(self.task.duty.key)
        if talk is None or "with_whom" not in talk.fields or self.task.duty.whom is not Whom.EACH_OF_BOTH:
            return
        chosen = {str(pk) for pk in talk.cleaned_data.get("with_whom") or ()}
        if chosen and not set(self.task.missing) <= chosen:
            sentence = _(
                "Deze pagina is voor een gesprek met iedereen. Sprak je iemand apart? Kies bovenaan: één voor één."
            )
            talk.add_error("with_whom", sentence)
            self._is_wrong_in(self.task.duty.key)


@staff_page()
@case_form(Need.WRITE)
def at_once(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """This duty with what belongs to it. What was typed stays, also of a part that a colleague did meanwhile."""
    if request.method != "POST" and "kind" in request.GET:  # a talk with one of them
        return redirect(f"{reverse('duty', args=[held.case.pk, duty])}?{request.GET.urlencode()}")
    found = asked_together(held.file, request.today, duty)
    places = _places(held, duty, found, _typed_parts(request))
    if len(places) < 2:
        if not any(known.key == duty for step in held.file.protocol.steps for known in step.every_duty()):
            raise Http404
        return redirect("duty", held.case.pk, duty)
    pages: dict[str, FormPage[Any]] = {}
    for name, place in places.items():
        shown = decision.page(place) if place.duty is None else as_duty(place.duty.kind).page(request, place)
        if isinstance(shown, HttpResponse):
            return shown
        pages[name] = shown
    first = places[duty]
    here = Here(first)
    page = several(
        pages,
        case_id=held.case.pk,
        form=AtOnceForm,
        arguments={
            "task": first.task,
            "kinds": {name: place.duty.kind for name, place in places.items() if place.duty},
        },
        titles={name: _title(place) for name, place in places.items()},
        template="kring/duties/at_once.html",
        words={
            "title": words.capital(words.listed(_in_sentence(place) for place in places.values())),
            "apart_url": reverse("duty", args=[held.case.pk, duty]),
            "apart": here.title,
        },
        to=lambda given: _to(held, pages, given),
        said=lambda _given: what_is_next(held, first.visit),
    )
    return first.completed(page, continues=False)


def _to(held: HeldCase, pages: Mapping[str, FormPage[Any]], given: Mapping[str, Any]) -> str:
    """Where one of the parts leads elsewhere than to the case, such as to whom to call, there; else to the case."""
    case_url = reverse("case", args=[held.case.pk])
    leads = [page.to(given[name]) if callable(page.to) else page.to for name, page in pages.items()]
    return next((url for url in leads if url != case_url), case_url)


def _typed_parts(request: StaffRequest) -> set[str]:
    """The parts of which something was sent, or waits in a draft of this page."""
    if request.method == "POST":
        return {name.partition("-")[0] for name in request.POST}
    waiting = drafts.waiting(staff=request.staff, key=request.path)
    return {name.partition("-")[0] for draft in waiting for name in drafts.typed(draft)}


def _places(held: HeldCase, duty: str, found: Together | None, typed: set[str]) -> dict[str, Place]:
    """Where each part stands, in the order of the protocol: what is asked now, and what was typed before."""
    file = held.file
    visit = found.visit if found else _visit_with(held, duty)
    if visit is None:
        return {}
    asked = {task.duty.key for task in found.tasks} if found else set()
    keys = [task.duty.key for task in visit.tasks if task.duty.key in asked | typed]
    places = {key: Place(held, visit, file.protocol.duty(visit.step.key, key)) for key in keys}
    if found and found.question:
        ahead = held if found.file is file else HeldCase(found.file, held.today)
        question: Place | None = Place(ahead, found.question)
    elif ANSWER in typed:
        current = file.progress.current
        question = Place(held, visit if visit.step.outcomes or current is None else current)
    else:
        question = None
    if question is None or not question.visit.step.outcomes or duty not in places:
        return places if duty in places else {}
    before = {one.key for one in visit.step.duties}
    first = {key: place for key, place in places.items() if key in before}
    return {**first, ANSWER: question, **{key: place for key, place in places.items() if key not in before}}


def _visit_with(held: HeldCase, duty: str) -> Visit | None:
    """The last time in a step that asked this."""
    return next((visit for visit in reversed(held.file.progress.visits) if visit.task(duty)), None)


def _title(place: Place) -> str:
    return _(place.duty.title) if place.duty else _(place.visit.step.question)


SHORT = {
    Kind.TALK: lazy("het gesprek"),
    Kind.PROBLEM: lazy("het probleem"),
    Kind.AGREE: lazy("de afspraken"),
    Kind.REVIEW: lazy("wat ervan kwam"),
    Kind.ANALYSIS: lazy("de analyse"),
    Kind.CONSULT: lazy("het overleg"),
    Kind.NEW_APPROACH: lazy("de nieuwe aanpak"),
    Kind.SEVERITY: lazy("de ernst"),
}
"""Each of what can stand on such a page, within a sentence."""


def _in_sentence(place: Place) -> str:
    return str(SHORT[place.duty.kind]) if place.duty else _("de vraag")
