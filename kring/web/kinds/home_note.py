"""A note on home or health, for coordinator and head: written on the case's own page, put right here."""

from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.web.forms import FormPage, KringForm, LongText, Page, by_field
from kring.web.kinds.told import Look, Told, by_kind, texts
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.kinds.written import PAGE
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place


class HomeNoteForm(KringForm):
    text = LongText(
        label=lazy("Wat is er thuis, of met de gezondheid?"),
        hint=lazy("Alleen de {coordinator} en de directeur lezen dit. Het komt nooit in het plan."),
        missing=lazy("Schrijf de notitie op."),
    )


def page(request: StaffRequest, place: Place) -> Page:
    verb = by_field(recording.note_home, case_id=place.case.pk)
    return place.completed(FormPage(form=HomeNoteForm, verb=verb, template=PAGE))


KIND = Told(
    bodies.HomeNote,
    title=lazy("Notitie over thuis en gezondheid"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.text),
    fields=texts(bodies.HomeNote, text=lazy("Notitie")),
    look=Look.PLAIN,
    told_apart=False,
    correct=page,
    withdraw=Withdrawing(to="home_notes"),
)
