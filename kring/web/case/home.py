"""Notes on home and health: for coordinator and head only, and every reading of them stands in the trail."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.recording import note_home
from kring.cases.case_file import read_case_file
from kring.cases.models import Fact
from kring.school.act import Act
from kring.web.case.overview import head_of
from kring.web.doors import case_or_404, staff_page
from kring.web.forms import KringForm, LongText
from kring.web.forms.page import handle
from kring.web.requests import StaffRequest


class HomeNoteForm(KringForm):
    text = LongText(
        label=gettext_lazy("Wat is er thuis, of met de gezondheid?"),
        hint=gettext_lazy("Alleen de Seo-coördinator en de directeur lezen dit. Het komt nooit in het plan."),
        missing=gettext_lazy("Schrijf de notitie op."),
    )


@dataclass(frozen=True)
class Note:
    """A note as it stands: who wrote it when, and where it is put right or withdrawn."""

    text: str
    by: str
    at: str
    url: str


@staff_page()
def home_notes(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The notes, newest first, and the form for one more."""
    file = read_case_file(case_or_404(request, case_id, Need.CONFIDENTIAL))
    notes = [
        Note(
            note.body.text,
            note.fact.by.name,
            words.moment(note.fact.at, request.today),
            reverse("fact", args=[case_id, note.fact.pk]),
        )
        for note in reversed(file.of(bodies.HomeNote))
    ]

    def carry_out(form: HomeNoteForm, act: Act) -> Fact:
        return note_home(act=act, case_id=case_id, text=form.cleaned_data["text"])

    return handle(
        request,
        HomeNoteForm,
        act=carry_out,
        to=reverse("home_notes", args=[case_id]),
        said=_("De notitie is bewaard."),
        template="kring/case/home.html",
        context={**head_of(file), "notes": notes},
    )
