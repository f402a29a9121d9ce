"""What is done in another way, perhaps with an outside expert (row S5c)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.models import Fact
from kring.school.act import Act
from kring.web.forms import KringForm, LongText, ShortText
from kring.web.forms.page import FormPage, Page
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_kind, times
from kring.web.kinds.written import IN_PLAN, PAGE, written
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place


class NewApproachForm(KringForm):
    text = LongText(
        label=lazy("Wat gaan jullie anders doen?"),
        hint=lazy("Dit staat in het plan."),
        missing=lazy("Schrijf op wat jullie anders gaan doen. Een paar zinnen is genoeg."),
    )
    expert = ShortText(
        label=lazy("Welke deskundige helpt mee?"),
        hint=lazy("Naam of functie, bijvoorbeeld: schoolmaatschappelijk werker."),
        required=False,
    )
    organisation = ShortText(
        label=lazy("Van welke organisatie?"),
        hint=lazy("Bijvoorbeeld: het samenwerkingsverband, de GGD, het wijkteam."),
        required=False,
    )


def page(request: StaffRequest, place: Place) -> Page:
    def save(form: NewApproachForm, act: Act) -> Fact:
        approach = bodies.NewApproach(**form.cleaned_data)
        return recording.choose_approach(act=act, case_id=place.case.pk, approach=approach, duty=place.duty_key)

    return written(place, FormPage(form=NewApproachForm, verb=save, template=PAGE, words=IN_PLAN))


KIND = Told(
    bodies.NewApproach,
    title=lazy("Nieuwe aanpak"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.text),
    fields=lambda file, one, today: [
        FactLine(_("De nieuwe aanpak"), one.body.text),
        FactLine(_("Deskundige"), one.body.expert),
        FactLine(_("Organisatie"), one.body.organisation),
    ],
    look=Look.PLAIN,
    told_apart=False,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Schrijven"),
        counts=times,
        today=Saying("split", lazy("Nieuwe aanpak kiezen"), lazy("Wat gaan jullie anders doen?")),
    ),
)
