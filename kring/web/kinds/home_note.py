"""A note on home or health, for coordinator and head: written on the case's own page, put right here."""

from django.utils.translation import gettext_lazy as lazy

from kring.cases.actions import recording
from kring.cases.models import Fact
from kring.school.act import Act
from kring.web.forms import KringForm, LongText
from kring.web.forms.page import FormPage, Page
from kring.web.kinds.written import PAGE, written
from kring.web.requests import StaffRequest
from kring.web.road.place import Place


class HomeNoteForm(KringForm):
    text = LongText(
        label=lazy("Wat is er thuis, of met de gezondheid?"),
        hint=lazy("Alleen de Seo-coördinator en de directeur lezen dit. Het komt nooit in het plan."),
        missing=lazy("Schrijf de notitie op."),
    )


def page(request: StaffRequest, place: Place) -> Page:
    def save(form: HomeNoteForm, act: Act) -> Fact:
        return recording.note_home(act=act, case_id=place.case.pk, text=form.cleaned_data["text"])

    return written(place, FormPage(form=HomeNoteForm, verb=save, template=PAGE))
