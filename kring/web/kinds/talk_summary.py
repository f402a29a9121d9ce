"""What a parent takes home of a talk, the same day if they wish (decision 098).

Begun from what was written up, read by a person, kept, and printed.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import releasing
from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.held import HeldCase
from kring.cases.parents import child_of_talk, children_spoken_of, first_summary, summary_stands
from kring.cases.plan_sheet import summary_sheet
from kring.cases.typed import FactOf
from kring.own_word import in_dutch
from kring.paper.printing import pdf
from kring.trail.verbs import Verb
from kring.web.forms import FormPage, LongText, Page, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.files import file_answer
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.links import Go
from kring.web.road.names import about_words
from kring.web.road.place import Here, Place
from kring.web.road.without_names import FormWithoutNames, no_names_field
from kring.web.way_in.doors import case_or_404, staff_page


class SummaryForm(FormWithoutNames):
    text = LongText(
        label=lazy("Wat neemt deze ouder mee?"),
        hint=lazy("Zonder naam van een ander kind. Ook: wat doet de school nu, en wanneer spreken jullie elkaar weer?"),
        missing=releasing.WHAT_TO_TAKE_HOME,
        rows=10,
    )
    no_names = no_names_field()
    looked_at = ("text",)


@staff_page()
@case_form(Need.WRITE)
def talk_summary(request: StaffRequest, held: HeldCase, fact_id: UUID) -> Page:
    """Make the summary of a talk with a guardian."""
    talk = next((one for one in held.file.of(bodies.Informed) if one.fact.pk == fact_id), None)
    child = child_of_talk(held.file, talk)
    if talk is None or child is None:
        raise Http404
    with in_dutch(held.case.school.coordinator_word):
        text = first_summary(held.file, talk, child)
    return FormPage(
        form=SummaryForm,
        verb=by_field(releasing.summarise_talk, case_id=held.case.pk, fact_id=fact_id),
        template="kring/duties/talk_summary.html",
        arguments={"others": releasing.names_to_keep_out(held.file, child, by=request.staff)},
        words={
            "here": Here(Place(held, held.file.progress.last)),
            "title": _("Samenvatting van het gesprek"),
            "who": about_words(held.file, talk.fact.about),
            "spoken": talk.fact,
        },
        initial={"text": text},
        to=lambda summary: reverse("fact", args=[held.case.pk, summary.pk]),
        said=_("Bewaard. Je kunt de samenvatting nu afdrukken."),
    )


@require_safe
@staff_page()
def talk_summary_pdf(request: StaffRequest, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """Print a summary. A line in the trail; no name in the file's name."""
    case = case_or_404(request, case_id, Need.READ_FILE)
    file = read_case_file(case)
    summary = next((one for one in file.of(bodies.TalkSummary) if one.fact.pk == fact_id), None)
    if summary is None or not summary_stands(file, summary):
        raise Http404
    note(request, Verb.SUMMARY_PRINTED, case_id=case.pk, subject_id=summary.fact.pk)
    with in_dutch(case.school.coordinator_word):
        sheet = summary_sheet(
            summary.body.text,
            children=children_spoken_of(file, summary.fact),
            on=summary.fact.on,
            given_by=summary.fact.by.name,
            school=case.school.name,
        )
    return file_answer(pdf(sheet), "application/pdf", f"gesprek-{case.reference}.pdf")


def _fields(file: CaseFile, one: FactOf[bodies.TalkSummary], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Voor wie"), words.capital(about_words(file, one.fact.about)))
    yield FactLine(_("Wat deze ouder meekreeg"), one.body.text)
    gone = _("Het gesprek waar dit over gaat is ingetrokken, of was met een ander. Geef dit niet meer mee.")
    yield FactLine(_("Let op"), "" if summary_stands(file, one) else gone)


KIND = Told(
    bodies.TalkSummary,
    title=lazy("Samenvatting van een gesprek met een ouder"),
    titled=by_kind,
    line=lambda file, one: about_words(file, one.fact.about),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=None,
    withdraw=Withdrawing(),
    leads_to=lambda file, one: (
        [Go(_("Afdrukken (PDF)"), reverse("talk_summary_pdf", args=[file.case.pk, one.fact.pk]))]
        if summary_stands(file, one)
        else []
    ),
)
