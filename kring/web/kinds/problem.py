"""The problem, clearly formulated, as it stands in the plan (row S3b)."""

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


class ProblemForm(KringForm):
    text = LongText(
        label=lazy("Het probleem in één alinea"),
        hint=lazy("Zo helder dat iedereen in het team het begrijpt. Dit staat in het plan: zonder schuld, met feiten."),
        missing=lazy("Schrijf het probleem op. Een paar zinnen is genoeg."),
        rows=6,
    )


def page(request: StaffRequest, place: Place) -> Page:
    return written(
        place,
        FormPage(
            form=ProblemForm,
            verb=by_field(recording.formulate_problem, case_id=place.case.pk, duty=place.duty_key),
            template=PAGE,
            words=IN_PLAN,
        ),
    )


KIND = Told(
    bodies.Problem,
    title=lazy("Het probleem"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.text),
    fields=lambda file, one, today: [FactLine(_("Het probleem"), one.body.text)],
    look=Look.PLAIN,
    told_apart=False,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Schrijven"),
        counts=times,
        today=Saying("text-quote", lazy("Probleem opschrijven"), lazy("Zet het probleem in één heldere alinea.")),
    ),
)
