"""The problem, clearly formulated, as it stands in the plan (row S3b)."""

from django.utils.translation import gettext_lazy as lazy

from kring.cases.actions import recording
from kring.cases.models import Fact
from kring.school.act import Act
from kring.web.forms import KringForm, LongText
from kring.web.forms.page import FormPage, Page
from kring.web.kinds.written import IN_PLAN, PAGE, written
from kring.web.requests import StaffRequest
from kring.web.road.place import Place


class ProblemForm(KringForm):
    text = LongText(
        label=lazy("Het probleem in één alinea"),
        hint=lazy("Zo helder dat iedereen in het team het begrijpt. Dit staat in het plan: zonder schuld, met feiten."),
        missing=lazy("Schrijf het probleem op. Een paar zinnen is genoeg."),
        rows=6,
    )


def page(request: StaffRequest, place: Place) -> Page:
    def save(form: ProblemForm, act: Act) -> Fact:
        return recording.formulate_problem(
            act=act, case_id=place.case.pk, text=form.cleaned_data["text"], duty=place.duty_key
        )

    return written(place, FormPage(form=ProblemForm, verb=save, template=PAGE, words=IN_PLAN))
