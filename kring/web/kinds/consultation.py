"""A talk with the coordinator about the coming weeks (row S4c)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.cases.access import coordinators_of
from kring.cases.actions import recording
from kring.web.forms import DayField, KringForm, LongText, ShortText
from kring.web.kinds.told import AsDuty, Look, Saying, Told, by_duty, texts, times
from kring.web.kinds.written import written
from kring.web.road.place import Place


class ConsultForm(KringForm):
    on = DayField(label=lazy("Wanneer was het?"), not_future=True, not_before_report=True, starts_today=True)
    with_whom = ShortText(label=lazy("Met wie heb je overlegd?"), missing=lazy("Met wie heb je overlegd?"))
    advice = LongText(
        label=lazy("Wat spreken jullie af voor de komende twee weken?"),
        hint=lazy("Dit staat in het plan. De {coordinator} bevestigt het, of vult het aan."),
        missing=lazy("Schrijf op wat jullie afspraken. Een paar zinnen is genoeg."),
    )

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        consultation = bodies.Consultation(advice=typed["advice"], with_whom=typed["with_whom"], in_plan=True)
        return dict(on=typed["on"], consultation=consultation)


def _first_guess(place: Place) -> Mapping[str, object]:
    coordinators = coordinators_of(place.case)
    return {"with_whom": coordinators[0].name if coordinators else ""}


page = written(ConsultForm, recording.consult, in_plan=True, first_guess=_first_guess)

KIND = Told(
    bodies.Consultation,
    title=lazy("Overleg"),
    titled=by_duty,
    line=lambda file, one: one.body.with_whom,
    fields=texts(bodies.Consultation, with_whom=lazy("Met"), advice=lazy("Wat jullie afspraken")),
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
            lazy("Overleg met de {coordinator} over de komende twee weken."),
        ),
        agenda=lazy("Overleg, zaak %(case)s: %(step)s"),
    ),
)
