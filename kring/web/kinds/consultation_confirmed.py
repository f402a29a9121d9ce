"""The coordinator confirms a consultation that a teacher wrote down, or adds to it (row S4c)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.consulting import confirm_consultation
from kring.cases.consulting import to_confirm
from kring.cases.held import HeldCase
from kring.web.forms import FormPage, KringForm, LongText, Page, by_field
from kring.web.kinds.told import Look, Told, by_kind, texts
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.place import Here, Place
from kring.web.way_in.doors import staff_page


class ConfirmForm(KringForm):
    note = LongText(
        label=lazy("Wil je er iets bij zeggen?"),
        hint=lazy("Laat het leeg als het klopt. Wat je schrijft, staat bij het overleg in het plan."),
        rows=3,
        required=False,
    )


@staff_page()
@case_form(Need.LEAD)
def confirm(request: StaffRequest, held: HeldCase) -> Page:
    """What the teacher wrote down, with one button that says that it is so."""
    waits = next(iter(to_confirm(held.file)), None)
    place = Place(held, held.file.progress.last)
    if waits is None and request.method != "POST":
        return render(request, "kring/duties/consultation_calm.html", {"here": Here(place)})
    form_page = FormPage(
        form=ConfirmForm,
        verb=by_field(confirm_consultation, case_id=held.case.pk),
        template="kring/duties/consultation_confirmed.html",
        to=reverse("today"),
        said=_("Bewaard. Het staat bij het overleg."),
        words={"waits": waits, "written": words.day(waits.fact.on, request.today) if waits else ""},
        seen=waits.fact if waits else None,
        read=lambda fact: {},  # what now stands there is on the page already
    )
    return place.completed(form_page, continues=False, in_any_step=True)


KIND = Told(
    bodies.ConsultationConfirmed,
    title=lazy("Overleg bevestigd"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.note),
    fields=texts(bodies.ConsultationConfirmed, note=lazy("Aanvulling")),
    look=Look.CALM,
    told_apart=False,
    correct=None,
)
