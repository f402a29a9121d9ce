"""What is written for the plan: the problem (row S3b), and what went wrong (S4c)."""

from typing import TypeVar

from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.web.forms import KringForm, LongText
from kring.web.forms.wording import Words
from kring.web.kinds.told import AsDuty, Fields, KindPage, Look, Saying, Told, by_kind, texts, times
from kring.web.kinds.written import written

Text = TypeVar("Text", bodies.Problem, bodies.Analysis)


class ProblemForm(KringForm):
    text = LongText(
        label=lazy("Het probleem in één alinea"),
        hint=lazy("Zo helder dat iedereen in het team het begrijpt: zonder schuld, met feiten."),
        missing=lazy("Schrijf het probleem op. Een paar zinnen is genoeg."),
        rows=6,
    )


class AnalysisForm(KringForm):
    text = LongText(
        label=lazy("Waardoor ging het mis?"),
        hint=lazy("Welke afspraak lukte niet, en wat stond in de weg?"),
        missing=lazy("Schrijf op waardoor het misging. Een paar zinnen is genoeg."),
        rows=6,
    )


def _text(body: type[Text], title: Words, *, page: KindPage, fields: Fields[Text], today: Saying) -> Told[Text]:
    """How such a text is told and asked: there is one in a step, and it is known by how it begins."""
    return Told(
        body,
        title=title,
        titled=by_kind,
        line=lambda file, one: words.shortened(one.body.text),
        fields=fields,
        look=Look.PLAIN,
        told_apart=False,
        correct=page,
        duty=AsDuty(page=page, button=lazy("Schrijven"), counts=times, today=today),
    )


PROBLEM = _text(
    bodies.Problem,
    lazy("Het probleem"),
    page=written(ProblemForm, recording.formulate_problem, in_plan=True),
    fields=texts(bodies.Problem, text=lazy("Het probleem")),
    today=Saying("text-quote", lazy("Probleem opschrijven"), lazy("Zet het probleem in één heldere alinea.")),
)

ANALYSIS = _text(
    bodies.Analysis,
    lazy("Waardoor het misging"),
    page=written(AnalysisForm, recording.analyse, in_plan=True),
    fields=texts(bodies.Analysis, text=lazy("Waardoor het misging")),
    today=Saying("lightbulb", lazy("Analyse schrijven"), lazy("Waardoor is het misgegaan?")),
)
