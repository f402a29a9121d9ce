"""An expert from outside who takes part: the form, and how it is told (row S5c)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import outsiders
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.outside import named
from kring.cases.typed import FactOf
from kring.web.forms import DayField, FormPage, KringForm, LongText, Page, ShortText, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.kinds.written import PAGE
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.place import Place
from kring.web.way_in.doors import staff_page


class OutsideExpertForm(KringForm):
    name = ShortText(
        label=lazy("Hoe heet deze deskundige?"),
        hint=lazy("Kring maakt geen account en stuurt geen mail. Jij houdt contact."),
        missing=lazy("Vul in hoe deze deskundige heet."),
        limit=200,
    )
    organisation = ShortText(
        label=lazy("Van welke organisatie?"),
        hint=lazy("Bijvoorbeeld: het samenwerkingsverband, de GGD, het wijkteam."),
        required=False,
        limit=200,
    )
    shared = LongText(
        label=lazy("Wat deelden jullie met deze deskundige?"),
        hint=lazy(
            "Bijvoorbeeld: het plan, zonder namen. Weten de ouders ervan? Zet dat erbij. Dit komt niet in het plan."
        ),
        missing=lazy("Schrijf op wat jullie met deze deskundige deelden."),
        rows=3,
    )
    until_on = DayField(
        label=lazy("Tot en met wanneer?"), hint=lazy("Leeg: tot je zelf zegt dat het klaar is."), required=False
    )

    def for_verb(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        until_on = typed.pop("until_on")
        return dict(expert=bodies.OutsideExpert(**typed), until_on=until_on)


@staff_page()
@case_form(Need.WRITE, running=True)
def bring_in(request: StaffRequest, held: HeldCase) -> Page:
    """Somebody from outside takes part from today on."""
    place = Place(held, held.file.progress.last)
    return place.completed(_form_page(place), continues=False, in_any_step=True)


def page(request: StaffRequest, place: Place) -> Page:
    """Put right who it is, what they know, or until when they take part."""
    return place.completed(_form_page(place))


def _form_page(place: Place) -> FormPage[OutsideExpertForm]:
    return FormPage(
        form=OutsideExpertForm,
        verb=by_field(outsiders.bring_in_expert, case_id=place.case.pk),
        to=reverse("people", args=[place.case.pk]),
        said=_("Bewaard. Dit staat bij Mensen, en in het plan zodra je dat weer deelt."),
        template=PAGE,
        words={"title": _("Een deskundige van buiten")},
    )


def _fields(file: CaseFile, one: FactOf[bodies.OutsideExpert], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Naam"), one.body.name)
    yield FactLine(_("Organisatie"), one.body.organisation)
    yield FactLine(_("Wat er is gedeeld"), one.body.shared)
    yield FactLine(_("Denkt mee tot en met"), words.day(one.fact.until_on, today) if one.fact.until_on else "")
    yield FactLine(_("Dacht mee tot"), words.day(one.fact.on, today) if one.body.ended else "")


KIND = Told(
    bodies.OutsideExpert,
    title=lazy("Een deskundige van buiten"),
    titled=by_kind,
    line=lambda file, one: named(one.body),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    withdraw=Withdrawing(to="people"),
)
