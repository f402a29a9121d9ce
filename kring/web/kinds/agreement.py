"""Making agreements: what, who, from when, until when (rows S2c, S3c, S4c, S5d); and putting one right."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import agreeing
from kring.cases.agreements import standing_agreements
from kring.cases.case_file import CaseFile
from kring.cases.foresight import next_evaluation_on
from kring.cases.held import HeldCase
from kring.cases.typed import FactOf
from kring.protocol.progress import State
from kring.protocol.terms import Kind
from kring.web.forms import DayField, FormPage, KringForm, LongText, Page, PeopleChoice, Row, Rows
from kring.web.kinds.kept_by import MISSING, as_chosen, as_one_text, children_to_choose, kept_by_field, who_field
from kring.web.kinds.told import AsDuty, FactLine, Look, OneMore, Saying, Told, by_duty
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.not_now import not_now
from kring.web.road.place import Here, Place, as_kept
from kring.web.way_in.doors import staff_page


class AgreementRow(Row):
    """One agreement."""

    what = LongText(
        label=lazy("Wat spreken jullie af?"),
        hint=lazy("Zo concreet dat je kunt zien of het gebeurt."),
        missing=lazy("Schrijf op wat jullie afspreken."),
        rows=2,
    )
    kept_by = kept_by_field()
    who = who_field()
    from_on = DayField(
        label=lazy("Vanaf"),
        missing=lazy("Vul in vanaf welke dag de afspraak geldt."),
        not_before_report=True,
        starts_today=True,
    )
    until_on = DayField(label=lazy("Tot en met"), required=False)

    @property
    def days(self) -> str:
        """`Van vandaag tot en met 30 november. Anders?`; "" where the days are others than the form proposes."""
        days = [self.fields[name].initial for name in ("from_on", "until_on")]
        told = [str(self[name].value() or "") for name in ("from_on", "until_on")]
        if self["from_on"].errors or self["until_on"].errors or None in days or told != [str(day) for day in days]:
            return ""
        today = days[0]
        return _("Vanaf vandaag, tot en met %(day)s. Anders?") % {"day": words.day(days[1], today)}

    def has_changed(self) -> bool:
        """A row in which only a day stands that the form put there, is no row."""
        return any(name in self.changed_data for name in ("what", "kept_by", "who"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "kept_by" in typed:
            typed["who"] = as_one_text(self.fields["kept_by"], typed.pop("kept_by"), typed.get("who", ""))
            if not typed["who"] and self.has_changed():
                self.add_error("kept_by", MISSING)
        first, last = typed.get("from_on"), typed.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("De laatste dag ligt vóór de eerste. Draai de dagen om of pas er een aan."))
        return typed


class AgreeForm(KringForm):
    agreements = Rows(
        AgreementRow,
        title=lazy("Afspraak"),
        more=lazy("Nog een afspraak"),
        missing=lazy("Schrijf minstens één afspraak op."),
        at_least=1,
        at_most=20,
    )

    def __init__(self, *args: Any, place: Place, adjusts: UUID | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.adjusts = adjusts
        until_on = None if place.fact else next_evaluation_on(place.file, self.today)
        for row in self.rows["agreements"]:
            kept_by = row.fields["kept_by"]
            if isinstance(kept_by, PeopleChoice):
                kept_by.offer(children_to_choose(place.file))
            row.fields["until_on"].initial = until_on

    def for_verb(self) -> dict[str, Any]:
        rows = self.cleaned_data["agreements"]
        return dict(agreements=[bodies.Agreement(**row, adjusts=self.adjusts) for row in rows])


@staff_page()
@case_form(Need.WRITE)
def agree(request: StaffRequest, held: HeldCase) -> Page:
    """Make agreements, in whatever step the case is."""
    position = held.file.progress
    current = position.current
    if current is None:
        return page(request, Place(held, position.last)) if request.method == "POST" else not_now(request, held)
    task = next((task for task in current.tasks if task.duty.kind is Kind.AGREE), None)
    if task and task.state is State.WAITING and request.method != "POST":
        return not_now(request, held, task=task)
    return page(request, Place(held, current, task.duty if task else None))


def page(request: StaffRequest, place: Place) -> Page:
    """Add agreements to those that stand, or put one right."""
    form_page = FormPage(
        form=AgreeForm,
        template="kring/duties/agreements.html",
        fields="kring/duties/agreements_fields.html",
        verb=place.carried_out_by(agreeing.agree),
        read=lambda fact: _as_row(place.file, FactOf(fact, bodies.Agreement)),
        arguments={
            "place": place,
            "adjusts": FactOf(place.fact, bodies.Agreement).body.adjusts if place.fact else None,
        },
        words={
            "title": Here(place).title or _("Afspraken"),
            "running": [one for one in standing_agreements(place.file) if one.counts],
        },
    )
    return place.completed(form_page, continues=False, in_any_step=True)


def _as_row(file: CaseFile, made: FactOf[bodies.Agreement]) -> Mapping[str, object]:
    kept_by, who = as_chosen(file, made.body.who)
    return {"agreements": [{**as_kept(made.fact), "kept_by": kept_by, "who": who}]}


def _fields(file: CaseFile, made: FactOf[bodies.Agreement], today: date) -> Iterator[FactLine]:
    agreement = made.body
    yield FactLine(_("Wat"), agreement.what)
    yield FactLine(_("Wie"), agreement.who)
    yield FactLine(_("Vanaf"), words.day(agreement.from_on, today))
    yield FactLine(_("Tot en met"), words.day(agreement.until_on, today) if agreement.until_on else _("geen einddatum"))


KIND = Told(
    bodies.Agreement,
    title=lazy("Afspraak"),
    titled=by_duty,
    line=lambda file, made: words.shortened(made.body.what),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    withdraw=Withdrawing(),
    duty=AsDuty(
        page=page,
        button=lazy("Maken"),
        counts=lambda n: ngettext("%(n)s afspraak", "%(n)s afspraken", n) % {"n": n},
        today=Saying("handshake", lazy("Afspraken maken"), lazy("Maak afspraken: wat, wie en tot wanneer?")),
        one_more=OneMore(lazy("Nog een afspraak"), "agree"),
    ),
)
