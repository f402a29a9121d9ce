"""The form for what a school does its own way in the protocol, and between it and `Variation`, both ways."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kring.cases.wording import step_in_words
from kring.protocol.choices import (
    APPROACH_SORTS,
    AfterCare,
    ApproachSort,
    Channel,
    ExtraDuty,
    Keys,
    OwnTest,
    StepTerm,
    StepTitle,
    Variation,
)
from kring.protocol.terms import Protocol, Step, Test, Whom
from kring.protocol.variation import (
    definitions_of,
    longest_term,
    moments_of,
    number_of,
    of_its_own,
    problems,
    takes_duties,
    tests_of,
)
from kring.web.forms import (
    Choice,
    KringForm,
    ListChoice,
    LongText,
    Option,
    Row,
    Rows,
    SelectList,
    Several,
    ShortText,
    Tick,
    YesNo,
)
from kring.web.school.preview import Preview, preview_of

PREVIEW = "bekijken"
"""The button that shows what would change, and saves nothing."""

WHOM = {
    Whom.ONCE: gettext_lazy("Eén keer"),
    Whom.EACH_TARGET: gettext_lazy("Voor iedere gepeste leerling"),
    Whom.EACH_INSTIGATOR: gettext_lazy("Voor iedere leerling die pest"),
    Whom.EACH_OF_BOTH: gettext_lazy("Voor iedere leerling die gepest wordt of pest"),
}
"""For whom an extra duty can be asked. Guardians have their own duty."""

WEEKS, MONTHS = "weeks", "months"
MAIN_FIELD = {"duties": "title", "channels": "title", "after_care": "number", "sorts": "title"}
"""The field of a row at which it is said what is wrong with the row as a whole."""


class RemovableRow(Row):
    """A row that says itself that it must go; whatever else stands in it is then not looked at."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.empty_permitted:
            # A new row goes by leaving it blank.
            del self.fields["remove"]

    def clean(self) -> None:
        if self.cleaned_data.get("remove"):
            self._errors.clear()


class DutyRow(RemovableRow):
    title = ShortText(
        label=gettext_lazy("Wat moet er gebeuren?"), missing=gettext_lazy("Vul in wat er moet gebeuren."), limit=200
    )
    step = ListChoice(label=gettext_lazy("Bij welke stap?"), missing=gettext_lazy("Kies een stap."))
    whom = ListChoice(
        label=gettext_lazy("Voor wie?"),
        options=[Option(whom.value, label) for whom, label in WHOM.items()],
        missing=gettext_lazy("Kies voor wie deze taak is."),
        initial=Whom.ONCE.value,
    )
    hint = ShortText(label=gettext_lazy("Uitleg"), required=False, limit=200)
    remove = Tick(label=gettext_lazy("Deze taak weghalen"))


class ChannelRow(RemovableRow):
    title = ShortText(
        label=gettext_lazy("Hoe nog meer?"), missing=gettext_lazy("Vul in hoe ouders geïnformeerd worden."), limit=200
    )
    remove = Tick(label=gettext_lazy("Deze manier weghalen"))


class SortRow(RemovableRow):
    title = ShortText(
        label=gettext_lazy("Hoe noemen jullie deze aanpak?"),
        missing=gettext_lazy("Vul in hoe jullie deze aanpak noemen."),
        limit=200,
    )
    remove = Tick(label=gettext_lazy("Deze aanpak weghalen"))


class AfterCareRow(RemovableRow):
    number = ListChoice(
        label=gettext_lazy("Hoeveel?"),
        options=[Option(number, str(number)) for number in range(1, 53)],
        coerce=int,
        missing=gettext_lazy("Kies hoeveel weken of maanden."),
    )
    unit = ListChoice(
        label=gettext_lazy("Weken of maanden?"),
        options=[Option(WEEKS, gettext_lazy("weken")), Option(MONTHS, gettext_lazy("maanden"))],
        missing=gettext_lazy("Kies weken of maanden."),
    )
    remove = Tick(label=gettext_lazy("Dit moment weghalen"))


class VariationForm(KringForm):
    """Fields `term_<step>` and `title_<step>` for each step that has one, `test_<test>` and `test_<test>_<answer>` for
    the tests of the definition; rows for duties, channels, after-care and sorts of approach."""

    duties = Rows(DutyRow, title=gettext_lazy("Eigen taak"), more=gettext_lazy("Nog een taak"), blank=0)
    channels = Rows(ChannelRow, title=gettext_lazy("Eigen manier"), more=gettext_lazy("Nog een manier"), blank=0)
    after_care = Rows(AfterCareRow, title=gettext_lazy("Moment"), more=gettext_lazy("Nog een moment"), blank=0)
    sorts = Rows(SortRow, title=gettext_lazy("Eigen aanpak"), more=gettext_lazy("Nog een aanpak"), blank=0)
    sorts_of_kring = Several(
        label=gettext_lazy("Welke van Kring gebruiken jullie?"),
        options=[Option(key, gettext_lazy(title)) for key, title in APPROACH_SORTS],
        required=False,
    )

    definition = LongText(
        label=gettext_lazy("Hoe zegt jullie school wat pesten is?"),
        hint=gettext_lazy("Leeg: alleen de zin van het protocol. Die blijft altijd op het scherm, woord voor woord."),
        required=False,
        rows=4,
    )
    asks_safety = YesNo(
        label=gettext_lazy("Leggen jullie meteen na de melding vast of ieder gepest kind veilig is voor nu?"),
        no=gettext_lazy("Nee, dat doen we anders"),
    )

    def __init__(self, *args: Any, protocol: Protocol, former: Variation, **options: Any) -> None:
        super().__init__(*args, **options)
        if protocol.safe_for_now is None:
            del self.fields["asks_safety"]
        self.protocol = protocol
        self.former = former
        self.variation: Variation | None = None
        for row in self.rows["duties"]:
            of_step = row.fields["step"]
            if isinstance(of_step, Choice):
                of_step.offer(Option(one.key, step_in_words(one)) for one in protocol.steps if takes_duties(one))
        for step in protocol.steps:
            if field := _term_field(step):
                self.fields[f"term_{step.key}"] = field
        for step in protocol.steps:
            self.fields[f"title_{step.key}"] = ShortText(
                label=step_in_words(step), required=False, hint=_("Leeg: zoals het protocol het noemt.")
            )

        if not definitions_of(protocol):
            del self.fields["definition"]
        for test in tests_of(protocol).values():
            for name, said in _said_in(test):
                self.fields[name] = ShortText(label=_(said), required=False, limit=200)

    @property
    def test_fields(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Of each test of the definition its question, and its answers."""
        fields = [[self[name] for name, _said in _said_in(test)] for test in tests_of(self.protocol).values()]
        return [(question, answers) for question, *answers in fields]

    @property
    def has_own_tests(self) -> bool:
        """Whether a question or an answer is worded, or wrong: then they are not folded away."""
        fields = [field for question, answers in self.test_fields for field in (question, *answers)]
        return any(field.value() or field.errors for field in fields)

    @property
    def term_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("term_")]

    @property
    def title_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("title_")]

    @property
    def has_own_titles(self) -> bool:
        """Whether a title is filled in, or wrong: then they are not folded away."""
        return any(field.value() or field.errors for field in self.title_fields)

    def comes_back(self) -> bool:
        """Also when somebody only wants to look: the page then comes back with the preview, and nothing is saved."""
        return super().comes_back() or self.wants_a_look()

    def wants_a_look(self) -> bool:
        """Whether the button to look was pressed, on a form that could be saved."""
        if PREVIEW not in self.data or not self.is_valid():
            return False
        self.looked_at = self.variation
        return True

    looked_at: Variation | None = None

    @property
    def preview(self) -> Preview:
        """What is typed makes of the protocol when somebody asked to look, else what is saved."""
        return preview_of(self.protocol, self.looked_at or self.former)

    def check_together(self) -> None:
        kept = {
            name: [row for row in self.rows[name].filled if not row.cleaned_data.get("remove")] for name in MAIN_FIELD
        }
        duties, channels, moments, sorts = ([row.cleaned_data for row in kept[name]] for name in MAIN_FIELD)
        used = set(self.cleaned_data.get("sorts_of_kring", ()))
        keys = Keys(self.former)
        chosen = Variation(
            terms=tuple(StepTerm(step, number) for step, number in self._typed("term")),
            titles=tuple(StepTitle(step, title) for step, title in self._typed("title")),
            duties=tuple(
                ExtraDuty(keys.of("extra", duty["key"]), duty["step"], duty["title"], duty["hint"], Whom(duty["whom"]))
                for duty in duties
            ),
            extra_channels=tuple(Channel(keys.of("channel", one["key"]), one["title"]) for one in channels),
            after_care=tuple(AfterCare(**{moment["unit"]: moment["number"]}) for moment in moments),
            asks_safety=self.cleaned_data.get("asks_safety", self.former.asks_safety),
            own_sorts=tuple(ApproachSort(keys.of("sort", one["key"]), one["title"]) for one in sorts),
            sorts_left_out=frozenset(key for key, _title in APPROACH_SORTS if key not in used),
            definition=" ".join(self.cleaned_data.get("definition", "").split()),
            own_tests=tuple(map(self._own_test, tests_of(self.protocol).values())),
        )
        self.variation = of_its_own(chosen, self.protocol)
        for problem in problems(self.variation, self.protocol):
            group, *rest = problem.field.split(".")
            words = _(problem.message) % dict(problem.values)
            if group in kept and rest:
                index, *part = rest
                kept[group][int(index)].add_error(part[0] if part else MAIN_FIELD[group], words)
                self._errors[group] = self.error_class()
            elif group in kept:
                self.rows[group].sentence = words
                self.add_error(None, words)
            elif not rest:
                self.add_error(group, words)
            else:
                self.add_error("_".join((group.removesuffix("s"), *rest)), words)

    def _own_test(self, test: Test) -> OwnTest:
        question, *answers = (self.cleaned_data.get(name, "") for name, _said in _said_in(test))
        keys = (key for key, _words, _points in test.answers)
        return OwnTest(test.key, question, tuple(zip(keys, answers, strict=True)))

    def for_verb(self) -> dict[str, Any]:
        return {"variation": self.variation}

    def _typed(self, part: str) -> Iterator[tuple[str, Any]]:
        """What was filled in for each step, as its term or its title."""
        for step in self.protocol.steps:
            if typed := self.cleaned_data.get(f"{part}_{step.key}"):
                yield step.key, typed

    @property
    def takes_after_care(self) -> bool:
        """Whether the protocol has moments of after-care to choose."""
        return bool(moments_of(self.protocol))

    @property
    def fixed_terms(self) -> list[str]:
        """A sentence for each step of which the term cannot be shorter: it is one day, week or month."""
        return [
            _("%(step)s: altijd %(term)s, korter kan niet.")
            % {"step": step_in_words(step), "term": _amount(step, number_of(step), is_own=False)}
            for step in self.protocol.steps
            if longest_term(step) == 1
        ]


def _said_in(test: Test) -> list[tuple[str, str]]:
    """The name of each field about a test, and what the protocol says there: its question first, then its answers."""
    answers = [(f"test_{test.key}_{key}", words) for key, words, _points in test.answers]
    return [(f"test_{test.key}", test.question), *answers]


def _term_field(step: Step) -> Choice | None:
    """The choice of a term, where there is something to choose."""
    most = longest_term(step)
    if most is None or most < 2:
        return None
    own = number_of(step)
    return Choice(
        label=step_in_words(step),
        hint=_("Een richttermijn, vanaf de melding.") if step.terms[0].guideline else _("Korter mag, langer niet."),
        options=[Option(number, _amount(step, number, is_own=number == own)) for number in range(1, most + 1)],
        coerce=int,
        missing=_("Kies een termijn."),
        widget=SelectList,
    )


def _amount(step: Step, number: int, *, is_own: bool) -> str:
    if step.terms[0].weeks:
        words = ngettext("%(number)s week", "%(number)s weken", number) % {"number": number}
    elif step.terms[0].months:
        words = ngettext("%(number)s maand", "%(number)s maanden", number) % {"number": number}
    else:
        words = ngettext("%(number)s schooldag", "%(number)s schooldagen", number) % {"number": number}
    if not is_own:
        return words
    # For a guideline the document has no term: this one is Kring's.
    own = (
        _("%(amount)s (zoals Kring het voorstelt)") if step.terms[0].guideline else _("%(amount)s (zoals het protocol)")
    )
    return own % {"amount": words}


def initial_of(protocol: Protocol, variation: Variation) -> dict[str, Any]:
    """What the form shows for a variation that fits this protocol."""
    initial: dict[str, Any] = {
        "duties": [
            {"key": duty.key, "title": duty.title, "step": duty.step, "whom": duty.whom.value, "hint": duty.hint}
            for duty in variation.duties
        ],
        "channels": [{"key": channel.key, "title": channel.title} for channel in variation.extra_channels],
        "after_care": [
            {"number": moment.weeks or moment.months, "unit": WEEKS if moment.weeks else MONTHS}
            for moment in (variation.after_care or moments_of(protocol))
        ],
        "asks_safety": variation.asks_safety,
        "sorts": [{"key": sort.key, "title": sort.title} for sort in variation.own_sorts],
        "sorts_of_kring": [key for key, _title in APPROACH_SORTS if key not in variation.sorts_left_out],
    }
    initial["definition"] = variation.definition
    for test in tests_of(protocol).values():
        own = variation.own_test(test.key)
        initial[f"test_{test.key}"] = own.question
        initial |= {f"test_{test.key}_{key}": own.answer(key) or "" for key, _words, _points in test.answers}
    for step in protocol.steps:
        initial[f"title_{step.key}"] = variation.title(step.key) or ""
        if step.terms:
            initial[f"term_{step.key}"] = variation.term(step.key) or number_of(step)
    return initial
