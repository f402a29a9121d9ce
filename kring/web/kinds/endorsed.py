"""A second name under a talk at one table that a bullied child had not wanted: who leads reads why (E1.2)."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.joint import endorse_talk
from kring.cases.held import HeldCase
from kring.cases.together import TALK
from kring.cases.typed import FactOf
from kring.web.forms import FormPage, KringForm, LongText, Page, by_field
from kring.web.kinds.told import Look, Told, by_kind, texts
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words
from kring.web.road.place import Here, Place
from kring.web.road.tables import held_against
from kring.web.way_in.doors import staff_page


class EndorseForm(KringForm):
    note = LongText(
        label=lazy("Wil je er iets bij schrijven?"),
        hint=lazy("Bijvoorbeeld wat je met je collega afsprak."),
        rows=2,
        required=False,
    )


@staff_page()
@case_form(Need.LEAD)
def endorse(request: StaffRequest, held: HeldCase, fact_id: UUID) -> Page:
    """What the talk was and why, and the button to put one's name to it."""
    file = held.file
    fact = next((one for one in file.every_fact if one.pk == fact_id and one.kind == TALK), None)
    if fact is None:
        raise Http404
    place = Place(held, file.progress.last)
    talk = FactOf(fact, bodies.Talk)
    waits = fact.pk in file.table.nameless and file.progress.current is not None
    by = file.table.named_by(fact)
    shown = {
        "here": Here(place),
        "title": _("Gezamenlijk gesprek: lees waarom"),
        "with_whom": about_words(file, fact.about),
        "day": words.day(fact.on, request.today),
        "text": held_against(file, fact) if file.table.unwilling_at(fact) else "",
        "because": talk.body.together_because,
        "said": talk.body.said,
        "own": request.staff.pk in file.table.writers(fact),
        "named_by": by.by.name if by else "",
        "fact_url": reverse("fact", args=[held.case.pk, fact.pk]),
    }
    if (not waits or shown["own"]) and request.method != "POST":
        return render(request, "kring/duties/endorse_calm.html", shown)
    return place.completed(
        FormPage(
            form=EndorseForm,
            verb=by_field(endorse_talk, case_id=held.case.pk, talk=fact.pk),
            template="kring/duties/endorse.html",
            words=shown,
            said=_("Je naam staat eronder. Het gesprek telt nu mee."),
        ),
        continues=False,
        in_any_step=True,
    )


KIND = Told(
    bodies.Endorsed,
    title=lazy("Tweede naam onder het gezamenlijke gesprek"),
    titled=by_kind,
    line=lambda file, one: about_words(file, one.fact.about),
    fields=texts(bodies.Endorsed, note=lazy("Erbij geschreven")),
    look=Look.CALM,
    told_apart=False,
    correct=None,
)
