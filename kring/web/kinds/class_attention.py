"""Attention for the whole class: a method, and what the protocol wants every child to hear (row S3e)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.typed import FactOf, reading
from kring.web.forms import Choice, DayField, KringForm, LongText, Option, Several, ShortText
from kring.web.kinds.told import AsDuty, Look, Saying, Told, by_kind, texts, times
from kring.web.kinds.written import written
from kring.web.road.place import Place

SENTENCES = (
    "Alle kinderen moeten zich veilig voelen op school.",
    "Het melden van pesten is geen klikken.",
    "Niemand hoeft bang te zijn om iets te melden.",
)
"""What the protocol wants the class to hear. Kept in Dutch: they stand in the plan as they were said."""


OTHER = "other"
METHODS = (
    Option("Kringgesprek", lazy("Kringgesprek")),
    Option("Prentenboek", lazy("Prentenboek")),
    Option("Kanjertraining", "Kanjertraining"),
    Option("Kwink", "Kwink"),
    Option("De Vreedzame School", "De Vreedzame School"),
    Option("Rots en Water", "Rots en Water"),
    Option(OTHER, lazy("Iets anders")),
)
"""What schools use most, for one tap; each is kept as it is sent, for it stands in the plan."""


class ClassForm(KringForm):
    method = Choice(
        label=lazy("Welke methode of werkvorm gebruikte je?"),
        options=METHODS,
        missing=lazy("Kies welke methode of werkvorm je gebruikte."),
    )
    other = ShortText(
        label=lazy("Wat was het?"),
        missing=lazy("Schrijf op welke methode of werkvorm het was."),
    )
    sentences = Several(
        label=lazy("Wat heeft de klas in elk geval gehoord?"),
        hint=lazy("Deze drie noemt het protocol."),
        options=(
            Option("0", lazy("Alle kinderen moeten zich veilig voelen op school.")),
            Option("1", lazy("Het melden van pesten is geen klikken.")),
            Option("2", lazy("Niemand hoeft bang te zijn om iets te melden.")),
        ),
        coerce=int,
        required=False,
    )
    said = LongText(
        label=lazy("Wat is er verder besproken?"),
        hint=lazy("Zonder namen van leerlingen."),
        rows=3,
        required=False,
    )
    on = DayField(label=lazy("Wanneer was het?"), not_future=True, not_before_report=True, starts_today=True)
    names_in_verb = {"method": "other"}  # what is chosen from the list is never refused

    def needed(self) -> dict[str, bool]:
        return {"other": self.sent("method") == OTHER}

    def check_together(self) -> None:
        if not self.cleaned_data.get("sentences") and not self.cleaned_data.get("said", "").strip():
            self.add_error("said", _("Kies wat de klas heeft gehoord, of schrijf het hier op."))

    def for_verb(self) -> dict[str, Any]:
        """The chosen sentences are kept with what was written, each on its own line."""
        typed = self.cleaned_data
        said = "\n".join(filter(None, [*(SENTENCES[n] for n in typed["sentences"]), typed["said"]]))
        method = typed["other"] if typed["method"] == OTHER else typed["method"]
        return dict(on=typed["on"], attention=bodies.ClassAttention(method=method, said=said))


def values_of(attention: FactOf[bodies.ClassAttention]) -> Mapping[str, object]:
    """The form's values: the sentences apart again from what was written."""
    fact, body = attention.fact, attention.body
    lines = body.said.split("\n")
    told = [number for number, sentence in enumerate(SENTENCES) if sentence in lines]
    rest = [line for line in lines if line not in SENTENCES]
    return {"on": fact.on, **_method(body.method), "sentences": told, "said": "\n".join(rest)}


def _method(method: str) -> Mapping[str, object]:
    listed = any(method == option.value for option in METHODS)
    return {"method": method} if listed else {"method": OTHER, "other": method}


def ready(place: Place) -> Mapping[str, object]:
    """What the form begins with: the three sentences ticked, and how the class was spoken to last in this case."""
    earlier = place.file.of(bodies.ClassAttention)
    return {"sentences": list(range(len(SENTENCES))), **(_method(earlier[-1].body.method) if earlier else {})}


page = written(
    ClassForm,
    recording.address_class,
    in_plan=True,
    read=reading(bodies.ClassAttention, values_of),
    first_guess=ready,
    template="kring/duties/class.html",
)

KIND = Told(
    bodies.ClassAttention,
    title=lazy("Aandacht in de klas"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.method),
    fields=texts(bodies.ClassAttention, method=lazy("Hoe"), said=lazy("Wat er gezegd is")),
    look=Look.PLAIN,
    told_apart=False,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Vastleggen"),
        counts=times,
        today=Saying(
            "presentation", lazy("Klassengesprek vastleggen"), lazy("Praat met de hele klas: melden is geen klikken.")
        ),
    ),
)
