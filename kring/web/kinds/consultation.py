"""A talk with the coordinator about the coming weeks (row S4c)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.cases.access import coordinators_of
from kring.cases.actions import recording
from kring.cases.models import Fact
from kring.school.act import Act
from kring.web.forms import DayField, KringForm, LongText, ShortText
from kring.web.forms.page import FormPage, Page
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_duty, times
from kring.web.kinds.written import PAGE, written
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place


class ConsultForm(KringForm):
    on = DayField(label=lazy("Wanneer was het?"), not_future=True, not_before_report=True, starts_today=True)
    with_whom = ShortText(label=lazy("Met wie heb je overlegd?"), missing=lazy("Met wie heb je overlegd?"))
    advice = LongText(
        label=lazy("Wat spreken jullie af voor de komende twee weken?"),
        missing=lazy("Schrijf op wat jullie afspraken. Een paar zinnen is genoeg."),
    )


def page(request: StaffRequest, place: Place) -> Page:
    def save(form: ConsultForm, act: Act) -> Fact:
        typed = form.cleaned_data
        consultation = bodies.Consultation(advice=typed["advice"], with_whom=typed["with_whom"])
        return recording.consult(
            act=act, case_id=place.case.pk, on=typed["on"], consultation=consultation, duty=place.duty_key
        )

    coordinators = coordinators_of(place.case)
    first_guess = {"with_whom": coordinators[0].name if coordinators else ""}
    return written(place, FormPage(form=ConsultForm, verb=save, initial=first_guess, template=PAGE))


KIND = Told(
    bodies.Consultation,
    title=lazy("Overleg"),
    titled=by_duty,
    line=lambda file, one: one.body.with_whom,
    fields=lambda file, one, today: [
        FactLine(_("Met"), one.body.with_whom),
        FactLine(_("Wat jullie afspraken"), one.body.advice),
    ],
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Vastleggen"),
        counts=times,
        today=Saying(
            "messages-square",
            lazy("Overleg vastleggen"),
            lazy("Overleg met de Seo-coördinator over de komende twee weken."),
        ),
        agenda=lazy("Overleg, zaak %(case)s: %(step)s"),
    ),
)
