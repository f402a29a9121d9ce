"""Notes on home and health: for coordinator and head only, and every reading of them stands in the trail."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.recording import note_home
from kring.cases.held import HeldCase
from kring.web.case.overview import head_of
from kring.web.forms import FormPage, Page, by_field
from kring.web.kinds.home_note import HomeNoteForm
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.way_in.doors import staff_page


@dataclass(frozen=True)
class Note:
    """A note as it stands: who wrote it when, and where it is put right or withdrawn."""

    text: str
    by: str
    at: str
    url: str


@staff_page()
@case_form(Need.CONFIDENTIAL)
def home_notes(request: StaffRequest, held: HeldCase) -> Page:
    """The notes, newest first, and the form for one more."""
    file, case_id = held.file, held.case.pk
    notes = [
        Note(
            note.body.text,
            note.fact.by.name,
            words.moment(note.fact.at, request.today),
            reverse("fact", args=[case_id, note.fact.pk]),
        )
        for note in reversed(file.of(bodies.HomeNote))
    ]

    return FormPage(
        form=HomeNoteForm,
        verb=by_field(note_home, case_id=case_id),
        to=reverse("home_notes", args=[case_id]),
        said=_("De notitie is bewaard."),
        template="kring/case/home.html",
        words={**head_of(file), "notes": notes},
    )
