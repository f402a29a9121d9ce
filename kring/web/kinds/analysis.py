"""What went wrong, when an answer is not good (row S4c)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.web.forms import KringForm, LongText
from kring.web.forms.page import FormPage, Page, by_field
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_kind, times
from kring.web.kinds.written import IN_PLAN, PAGE, written
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place


class AnalysisForm(KringForm):
    text = LongText(
        label=lazy("Waardoor ging het mis?"),
        hint=lazy("Welke afspraak lukte niet, en wat stond in de weg? Dit staat in het plan."),
        missing=lazy("Schrijf op waardoor het misging. Een paar zinnen is genoeg."),
        rows=6,
    )


def page(request: StaffRequest, place: Place) -> Page:
    return written(
        place,
        FormPage(
            form=AnalysisForm,
            verb=by_field(recording.analyse, case_id=place.case.pk, duty=place.duty_key),
            template=PAGE,
            words=IN_PLAN,
        ),
    )


KIND = Told(
    bodies.Analysis,
    title=lazy("Waardoor het misging"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.text),
    fields=lambda file, one, today: [FactLine(_("Waardoor het misging"), one.body.text)],
    look=Look.PLAIN,
    told_apart=False,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Schrijven"),
        counts=times,
        today=Saying("lightbulb", lazy("Analyse schrijven"), lazy("Waardoor is het misgegaan?")),
    ),
)
