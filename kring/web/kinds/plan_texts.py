"""What is written for the plan: the problem (row S3b), what went wrong (S4c), and what is done in another way (S5c)."""

from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.web.forms import KringForm, LongText, ShortText
from kring.web.forms.wording import Words
from kring.web.kinds.told import AsDuty, Fields, KindPage, Look, Saying, Told, by_kind, texts, times
from kring.web.kinds.written import written

Text = TypeVar("Text", bodies.Problem, bodies.Analysis, bodies.NewApproach)


class ProblemForm(KringForm):
    text = LongText(
        label=lazy("Het probleem in één alinea"),
        hint=lazy("Zo helder dat iedereen in het team het begrijpt. Dit staat in het plan: zonder schuld, met feiten."),
        missing=lazy("Schrijf het probleem op. Een paar zinnen is genoeg."),
        rows=6,
    )


class AnalysisForm(KringForm):
    text = LongText(
        label=lazy("Waardoor ging het mis?"),
        hint=lazy("Welke afspraak lukte niet, en wat stond in de weg? Dit staat in het plan."),
        missing=lazy("Schrijf op waardoor het misging. Een paar zinnen is genoeg."),
        rows=6,
    )


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

    def for_verb(self) -> dict[str, Any]:
        return dict(approach=bodies.NewApproach(**self.cleaned_data))


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

NEW_APPROACH = _text(
    bodies.NewApproach,
    lazy("Nieuwe aanpak"),
    page=written(NewApproachForm, recording.choose_approach, in_plan=True),
    fields=texts(
        bodies.NewApproach,
        text=lazy("De nieuwe aanpak"),
        expert=lazy("Deskundige"),
        organisation=lazy("Organisatie"),
    ),
    today=Saying("split", lazy("Nieuwe aanpak kiezen"), lazy("Wat gaan jullie anders doen?")),
)
