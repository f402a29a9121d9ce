"""Talking the agreements over: kept or not and how each goes on (S4b, S5b), and phasing out (S5b)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.actions import agreeing
from kring.cases.agreements import AgreementState, StandingAgreement, judged, talked_over
from kring.cases.bodies import GoesOn, Kept
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.plan_words import kept_in_words
from kring.cases.promises import promises_of
from kring.cases.typed import FactOf
from kring.cases.wording import GOES_ON, KEPT
from kring.protocol.terms import gettext_noop
from kring.web.forms import Choice, DayField, FormPage, KringForm, LongText, Option, Page, ShortText
from kring.web.forms.texts import readable
from kring.web.kinds.kept_by import MISSING, as_chosen, as_one_text, children_to_choose, kept_by_field, who_field
from kring.web.kinds.told import AsDuty, FactLine, KindPage, Look, Saying, Told, by_kind, times
from kring.web.request.requests import StaffRequest
from kring.web.road.cards import OneAcross
from kring.web.road.place import Place, as_kept

V = TypeVar("V", bodies.Review, bodies.PhaseOut)

HINTS = {
    GoesOn.ADJUST: lazy("De afspraak blijft, met een nieuwe tekst."),
    GoesOn.PHASE_OUT: lazy("Het gaat goed: de afspraak wordt losser."),
}

TAKEN_BACK = gettext_noop(
    "Een afspraak waar je over schreef, is intussen ingetrokken. Kijk of de rest klopt en bewaar dan opnieuw."
)
TAKEN_BACK_WITH = gettext_noop(
    "Een afspraak waar je over schreef, is intussen ingetrokken. Je schreef erbij: “%(typed)s” "
    "Kijk of de rest klopt en bewaar dan opnieuw."
)


@dataclass(frozen=True)
class AskedOfAgreement:
    """What the form asks about one agreement, for the template; None for what this form does not ask."""

    agreement: bodies.Agreement
    kept_before: list[str]
    phasing_out: bool
    goes_on: forms.BoundField
    from_on: forms.BoundField
    note: forms.BoundField
    kept: forms.BoundField | None
    what: forms.BoundField | None
    kept_by: forms.BoundField | None
    who: forms.BoundField | None
    until_on: forms.BoundField | None


class VerdictsForm(KringForm):
    """For each agreement the same questions; the fields' names end in the id under which it was made.

    What was typed stays when a colleague puts the agreement right meanwhile, and is told when one takes it back.
    """

    goes_on: Sequence[GoesOn] = ()
    asks_kept = False
    first_guess = ""
    """How an agreement most likely goes on: chosen already, and changed with one tap."""

    def __init__(self, *args: Any, file: CaseFile, agreements: Sequence[StandingAgreement], **options: Any) -> None:
        super().__init__(*args, **options)
        self.file = file
        self.agreements = agreements
        for one in agreements:
            for name, field in self.questions(one).items():
                # Beside a colleague's answers the agreement itself is not in sight.
                with_agreement = f"{field.label} ({one.agreement.what})"
                self.add_field(self.name(one, name), field, label_in_conflict=with_agreement)

    @staticmethod
    def name(one: StandingAgreement, question: str) -> str:
        """The name of this question's field about this agreement."""
        return f"{question}_{one.first.hex}"

    def questions(self, one: StandingAgreement) -> dict[str, forms.Field]:
        """What is asked about one agreement."""
        asked: dict[str, forms.Field] = {}
        if self.asks_kept:
            asked["kept"] = Choice(
                label=_("Is het gelukt?"),
                options=[Option(kept.value, label) for kept, label in KEPT.items()],
                coerce=Kept,
                widget=OneAcross(),
                missing=_("Kies of deze afspraak is nagekomen."),
            )
        asked["goes_on"] = Choice(
            label=_("Hoe gaat deze afspraak verder?"),
            options=[Option(way.value, GOES_ON[way].answer, HINTS.get(way, "")) for way in self.goes_on],
            coerce=GoesOn,
            missing=_("Kies hoe deze afspraak verdergaat."),
        )
        if GoesOn.ADJUST in self.goes_on:
            asked["what"] = LongText(
                label=_("Hoe luidt de afspraak nu?"), missing=_("Schrijf op hoe de afspraak nu luidt."), rows=2
            )
            kept_by = kept_by_field()
            kept_by.offer(children_to_choose(self.file))
            asked["kept_by"] = kept_by
            asked["who"] = who_field()
            asked["until_on"] = DayField(label=_("Tot en met"), required=False, not_past=True)
        asked["from_on"] = DayField(
            label=_("Afbouwen vanaf"), missing=_("Vul in vanaf welke dag je de afspraak afbouwt.")
        )
        asked["note"] = ShortText(label=_("Wat viel op?"), required=False, limit=1000)
        return asked

    @property
    def parts(self) -> list[AskedOfAgreement]:
        return [self._asked_of(one) for one in self.agreements]

    def _asked_of(self, one: StandingAgreement) -> AskedOfAgreement:
        def field(question: str) -> forms.BoundField | None:
            name = self.name(one, question)
            return self[name] if name in self.fields else None

        return AskedOfAgreement(
            agreement=one.agreement,
            kept_before=[f"{words.day_and_month(on, self.today)}: {str(KEPT[kept]).lower()}" for on, kept in one.kept],
            phasing_out=one.state is AgreementState.PHASING_OUT,
            goes_on=self[self.name(one, "goes_on")],
            from_on=self[self.name(one, "from_on")],
            note=self[self.name(one, "note")],
            kept=field("kept"),
            what=field("what"),
            kept_by=field("kept_by"),
            who=field("who"),
            until_on=field("until_on"),
        )

    def needed(self) -> dict[str, bool]:
        needed = {}
        for one in self.agreements:
            goes_on = self.sent(self.name(one, "goes_on"))
            needed[self.name(one, "from_on")] = goes_on == GoesOn.PHASE_OUT
            if GoesOn.ADJUST in self.goes_on:
                needed[self.name(one, "what")] = goes_on == GoesOn.ADJUST
        return needed

    def answer(self, one: StandingAgreement, question: str) -> Any:
        return self.cleaned_data.get(self.name(one, question))

    def check_together(self) -> None:
        for one in self.agreements:
            if self.answer(one, "goes_on") is GoesOn.ADJUST and not self.who(one):
                self.add_error(self.name(one, "kept_by"), MISSING)

    def who(self, one: StandingAgreement) -> str:
        """Who keeps to it from now on."""
        kept_by = self.fields[self.name(one, "kept_by")]
        return as_one_text(kept_by, self.answer(one, "kept_by") or [], self.answer(one, "who") or "")

    def clean(self) -> None:
        """What was said of an agreement that is not asked about any more has no place of its own on the page."""
        names = [self.name(one, "") for one in self.agreements]
        begins = tuple(map(self.add_prefix, ("goes_on_", "note_")))
        left = {name.rpartition("_")[2] for name in self.data if name.startswith(begins)}
        for first in sorted(first for first in left if f"_{first}" not in names):
            goes_on, note = self.sent(f"goes_on_{first}"), self.sent(f"note_{first}")
            what = self.sent(f"what_{first}") if goes_on == GoesOn.ADJUST else ""
            typed = " ".join(filter(None, map(readable, (note, what))))
            if typed:
                self.add_error(None, _(TAKEN_BACK_WITH) % {"typed": typed})
            elif goes_on:
                self.add_error(None, _(TAKEN_BACK))

    def verdicts(self) -> list[bodies.Verdict]:
        """What was filled in about each agreement, as it is kept."""
        return [
            bodies.Verdict(
                agreement=one.fact.pk,
                goes_on=goes_on,
                kept=self.answer(one, "kept"),
                note=self.answer(one, "note") or "",
                from_on=self.answer(one, "from_on") if goes_on is GoesOn.PHASE_OUT else None,
            )
            for one in self.agreements
            if (goes_on := self.answer(one, "goes_on"))
        ]


class ReviewForm(VerdictsForm):
    on = DayField(
        label=lazy("Wanneer namen jullie de afspraken door?"),
        not_future=True,
        not_before_report=True,
        starts_today=True,
    )
    goes_on = (GoesOn.CONTINUE, GoesOn.ADJUST, GoesOn.PHASE_OUT, GoesOn.STOP)
    asks_kept = True
    first_guess = GoesOn.CONTINUE.value

    def for_verb(self) -> dict[str, Any]:
        """The new text of an agreement that is adjusted counts from the day of the review."""
        on = self.cleaned_data["on"]
        adjusted = [
            bodies.Agreement(
                what=self.answer(one, "what"),
                who=self.who(one),
                from_on=on,
                until_on=self.answer(one, "until_on"),
                adjusts=one.fact.pk,
            )
            for one in self.agreements
            if self.answer(one, "goes_on") is GoesOn.ADJUST
        ]
        return dict(on=on, verdicts=self.verdicts(), adjusted=adjusted)


class PhaseOutForm(VerdictsForm):
    goes_on = (GoesOn.CONTINUE, GoesOn.PHASE_OUT, GoesOn.STOP)
    note = LongText(label=lazy("Wil je er nog iets bij zeggen?"), rows=3, required=False)

    def for_verb(self) -> dict[str, Any]:
        return dict(verdicts=self.verdicts(), note=self.cleaned_data["note"])


def _talking_over(form: type[VerdictsForm], verb: Callable[..., Fact], body: type[V]) -> KindPage:
    """The page on which every agreement that stands is talked over."""

    def page(request: StaffRequest, place: Place) -> Page:
        former = FactOf(place.newest, body).body.verdicts if place.newest else ()
        agreements = talked_over(place.file, former)
        return place.completed(
            FormPage(
                form=form,
                template="kring/duties/review.html",
                fields="kring/duties/review_fields.html",
                verb=place.carried_out_by(verb),
                read=lambda fact: answers_of(place.file, FactOf(fact, body), agreements),
                initial=_first_guess(place.file, agreements, form.first_guess),
                arguments={"file": place.file, "agreements": agreements},
                words={
                    "promises": [
                        (words.shortened(one.body.what), kept_in_words(one.kept, len(one.days)))
                        for one in promises_of(place.file, request.today)
                    ]
                },
            )
        )

    return page


def _first_guess(file: CaseFile, agreements: Sequence[StandingAgreement], goes_on: str) -> Mapping[str, object]:
    guess: dict[str, object] = {}
    for one in agreements:
        if goes_on:
            guess[VerdictsForm.name(one, "goes_on")] = goes_on
        guess[VerdictsForm.name(one, "what")] = one.agreement.what
        guess |= _kept_by(file, one, one.agreement)
        if one.state is AgreementState.PHASING_OUT:
            guess[VerdictsForm.name(one, "goes_on")] = GoesOn.PHASE_OUT.value
            guess[VerdictsForm.name(one, "from_on")] = one.since
    return guess


def answers_of(
    file: CaseFile, recorded: FactOf[bodies.Review] | FactOf[bodies.PhaseOut], agreements: Sequence[StandingAgreement]
) -> Mapping[str, object]:
    """What the form says of each agreement, from a review or a phasing out."""
    values = dict(as_kept(recorded.fact))
    for one, verdict, instead in judged(file, agreements, recorded.body.verdicts):
        values[VerdictsForm.name(one, "kept")] = verdict.kept
        values[VerdictsForm.name(one, "goes_on")] = verdict.goes_on
        values[VerdictsForm.name(one, "note")] = verdict.note
        values[VerdictsForm.name(one, "from_on")] = verdict.from_on
        if instead:
            values[VerdictsForm.name(one, "what")] = instead.what
            values |= _kept_by(file, one, instead)
            values[VerdictsForm.name(one, "until_on")] = instead.until_on
    return values


def _kept_by(file: CaseFile, one: StandingAgreement, agreement: bodies.Agreement) -> dict[str, object]:
    kept_by, who = as_chosen(file, agreement.who)
    return {VerdictsForm.name(one, "kept_by"): kept_by, VerdictsForm.name(one, "who"): who}


review = _talking_over(ReviewForm, agreeing.review, bodies.Review)
phase_out = _talking_over(PhaseOutForm, agreeing.phase_out, bodies.PhaseOut)


def _verdict_lines(file: CaseFile, verdicts: Sequence[bodies.Verdict], today: date) -> Iterator[FactLine]:
    made = {ever.fact.pk: ever.body for ever in file.every(bodies.Agreement)}
    for verdict in verdicts:
        agreement = made.get(verdict.agreement)
        parts = [words.lower_first(str(KEPT[verdict.kept]))] if verdict.kept else []
        goes_on = str(GOES_ON[verdict.goes_on].told)
        if verdict.from_on:
            goes_on = _("%(how)s vanaf %(day)s") % {"how": goes_on, "day": words.day_and_month(verdict.from_on, today)}
        text = words.capital(words.listed([*parts, goes_on])) + "."
        yield FactLine(agreement.what if agreement else _("Een afspraak"), f"{text}\n{verdict.note}".strip())


REVIEW = Told(
    bodies.Review,
    title=lazy("Afspraken doorgenomen"),
    titled=by_kind,
    line=lambda file, one: "",
    fields=lambda file, one, today: _verdict_lines(file, one.body.verdicts, today),
    look=Look.PLAIN,
    told_apart=False,
    correct=review,
    duty=AsDuty(
        page=review,
        button=lazy("Doornemen"),
        counts=times,
        today=Saying("list-checks", lazy("Afspraken doornemen"), lazy("Neem de afspraken door: zijn ze nagekomen?")),
    ),
)

PHASE_OUT = Told(
    bodies.PhaseOut,
    title=lazy("Voortzetten en afbouwen"),
    titled=by_kind,
    line=lambda file, one: "",
    fields=lambda file, one, today: [
        *_verdict_lines(file, one.body.verdicts, today),
        FactLine(_("Toelichting"), one.body.note),
    ],
    look=Look.PLAIN,
    told_apart=False,
    correct=phase_out,
    duty=AsDuty(
        page=phase_out,
        button=lazy("Kiezen"),
        counts=times,
        today=Saying("sprout", lazy("Afbouwen"), lazy("Welke afspraken gaan door, en welke bouw je af?")),
    ),
)
