"""What who leads must see of parents, and says that it was seen: one is not told by the school's own choice (decision
57), or does not agree with the plan (decision 083)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.informing import see_not_told
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.not_told import choices_to_see
from kring.cases.parents import disagreements_to_see
from kring.web.forms import FormPage, KringForm, LongText, Page, by_field
from kring.web.forms.wording import Words
from kring.web.kinds.plan_reply import reply_in_words
from kring.web.kinds.told import Look, Told, texts
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words
from kring.web.road.place import Here, Place
from kring.web.way_in.doors import staff_page


class NotToldSeenForm(KringForm):
    note = LongText(
        label=lazy("Wat spreek je erover af?"),
        hint=lazy("Bijvoorbeeld: juf belt deze ouder toch, of: ik nodig deze ouder uit. Het komt in het dossier."),
        rows=3,
        required=False,
    )


@dataclass(frozen=True)
class Choice:
    """Who is not told, who chose that and when, and why."""

    who: str
    chosen: str
    because: str


@staff_page()
@case_form(Need.LEAD)
def not_told(request: StaffRequest, held: HeldCase) -> Page:
    """Who is not told and why, with one button that says that it was seen."""
    place = Place(held, held.file.progress.last)
    choices, disagreements = _choices(held.file, request.today), _disagreements(held.file, request.today)
    shown = {"here": Here(place), "choices": choices, "disagreements": disagreements}
    if not choices and not disagreements and request.method != "POST":
        return render(request, "kring/duties/not_told_calm.html", shown)
    form_page = FormPage(
        form=NotToldSeenForm,
        verb=by_field(see_not_told, case_id=held.case.pk),
        template="kring/duties/not_told.html",
        words=shown,
    )
    return place.completed(form_page, continues=False, in_any_step=True)


def _choices(file: CaseFile, today: date) -> list[Choice]:
    return [
        Choice(
            who=words.capital(about_words(file, one.fact.about)),
            chosen=_("%(name)s, %(day)s") % {"name": one.fact.by.name, "day": words.day(one.fact.on, today)},
            because=one.body.because,
        )
        for one in choices_to_see(file)
    ]


def _disagreements(file: CaseFile, today: date) -> list[Choice]:
    return [
        Choice(
            who=words.capital(about_words(file, one.fact.about)),
            chosen=reply_in_words(one, today),
            because=one.body.because,
        )
        for one in disagreements_to_see(file)
    ]


TITLES: Mapping[str, Words] = {
    "disagrees": lazy("Gezien: een ouder is niet akkoord met het plan"),
    "both": lazy("Gezien: een ouder is bewust niet geïnformeerd, en een ouder is niet akkoord"),
}


KIND = Told(
    bodies.NotToldSeen,
    title=lazy("Gezien: een ouder wordt bewust niet geïnformeerd"),
    titled=lambda file, fact, title: str(TITLES.get(fact.outcome, title)),
    line=lambda file, one: words.shortened(one.body.note),
    fields=texts(bodies.NotToldSeen, note=lazy("Wat is afgesproken")),
    look=Look.CALM,
    told_apart=False,
    correct=None,
)
