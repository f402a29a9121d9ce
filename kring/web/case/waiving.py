"""Letting a duty go, with the reason: which ones can be, and the form for one (decision 10). Coordinator and head."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need
from kring.cases.actions import closing as verbs
from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.company import with_bullied_child
from kring.cases.held import HeldCase
from kring.cases.wording import Form, step_in_words
from kring.protocol.progress import UNKNOWN, Task, Visit, VisitKey
from kring.protocol.terms import Whom
from kring.web.case.overview import head_of
from kring.web.case.tasks import letting_go, title_within
from kring.web.forms import DayField, FormPage, KringForm, LongText, Option, Page, Several, by_field
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.links import Go
from kring.web.road.names import about_words, guardian_words
from kring.web.road.place import standing_in, stood_in
from kring.web.way_in.doors import case_or_404, staff_page


@require_safe
@staff_page()
def which_to_waive(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """All that may be said not to be needed now, each with the way to its form."""
    case = case_or_404(request, case_id, Need.LEAD)
    file = read_case_file(case)
    context = {**head_of(file), "choices": [_choice(file, visit, task) for visit, task in letting_go(file)]}
    return render(request, "kring/case/which_to_waive.html", context)


def _choice(file: CaseFile, visit: Visit, task: Task) -> Go:
    who = about_words(file, [key for key in task.missing if key != UNKNOWN])
    return Go(title_within(file, visit, task), reverse("waive", args=[file.case.pk, task.duty.key]), who)


class WaiveForm(KringForm):
    reason = LongText(
        label=gettext_lazy("Waarom hoeft dit niet?"),
        hint=gettext_lazy("De reden blijft bij de zaak staan, met jouw naam."),
        missing=gettext_lazy("Schrijf op waarom dit niet hoeft. De reden blijft zichtbaar."),
        rows=3,
    )


class WaiveGuardiansForm(WaiveForm):
    """One parent of several need not be told; nobody is chosen beforehand, so that no other goes along by mistake."""

    about = Several(label=gettext_lazy("Voor welke ouder hoeft dit niet?"), missing=verbs.FOR_WHOM)
    field_order = ["about", "reason"]


class WaiveTalkForm(WaiveForm):
    """A talk with a bullied child does not lapse: it comes on another day, or the child itself does not want it."""

    again_on = DayField(
        label=gettext_lazy("Op welke dag komt dit gesprek alsnog?"),
        hint=gettext_lazy("Kring zet het die dag op Vandaag."),
        required=False,
        not_past=True,
    )
    child_says = LongText(
        label=gettext_lazy("Of zegt het kind zelf dat het niet hoeft?"),
        hint=gettext_lazy("In de woorden van het kind."),
        rows=2,
        required=False,
    )


@staff_page()
@case_form(Need.LEAD)
def waive(request: StaffRequest, held: HeldCase, duty: str) -> Page:
    """Let a duty of the current step go, or what trails of an earlier one. Coordinator and head."""
    file, stood = held.file, stood_in(request)
    asked = file.progress.asking(duty, stood)
    if asked is None or asked[1].settled:
        asked = _lately(file, duty, stood)
        if asked is None or request.method != "POST":
            raise Http404
    visit, task = asked
    step = step_in_words(visit.step, visit.round, Form.IN_BRACKETS)
    parents = _parents(file, task)
    return FormPage(
        form=_form_for(file, task, parents),
        offers={"about": parents} if parents else {},
        verb=by_field(verbs.waive, case_id=held.case.pk, duty=duty, at=visit.place),
        to=reverse("case", args=[held.case.pk]),
        said=_("Bewaard: dit hoeft niet. De reden staat bij de zaak."),
        template="kring/case/waive.html",
        words={
            **head_of(file),
            "waived": _("Hoeft niet: %(duty)s van %(step)s")
            % {"duty": words.lower_first(_(task.duty.title)), "step": step},
            "who": "" if parents else about_words(file, [key for key in task.missing if key != UNKNOWN]),
            "quote": _(task.duty.quote) if task.duty.quote else "",
        },
        stands=standing_in(visit),
    )


def _form_for(file: CaseFile, task: Task, parents: Sequence[Option]) -> type[WaiveForm]:
    if parents:
        return WaiveGuardiansForm
    return WaiveTalkForm if with_bullied_child(file, task) else WaiveForm


def _parents(file: CaseFile, task: Task) -> list[Option]:
    """The parents who are still to be told, to choose from; none where there is nothing to choose."""
    if task.duty.whom is not Whom.EACH_GUARDIAN or len(task.missing) < 2:
        return []
    in_order = [str(link.pk) for child in file.everyone for link in file.guardianships_of(child)]
    known = sorted((key for key in task.missing if key in in_order), key=in_order.index)
    unknown = [Option(UNKNOWN, _("Een ouder die niet in Kring staat"))] if UNKNOWN in task.missing else []
    parents = [Option(key, words.capital(guardian_words(file, key)), _name_of(file, key)) for key in known]
    return [*parents, *unknown]


def _name_of(file: CaseFile, key: str) -> str:
    link = file.link(key)
    return link.guardian.name if link else ""


def _lately(file: CaseFile, duty: str, stood: VisitKey | None) -> tuple[Visit, Task] | None:
    """What was asked where the form stood, or else the last time; for the page that says that it is not any more."""
    found = [(visit, task) for visit in reversed(file.progress.visits) if (task := visit.task(duty))]
    return min(found, key=lambda one: one[0].place != stood, default=None)
