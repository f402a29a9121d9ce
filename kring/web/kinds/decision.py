"""Answering the question of a step: teasing or bullying by the definition's tests, and how an evaluation came out."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import deciding
from kring.cases.against import objections
from kring.cases.agreements import kept_at
from kring.cases.case_file import CaseFile
from kring.cases.foresight import after_answering
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.cases.queries import feelings_of
from kring.cases.typed import FactOf, reading
from kring.cases.wording import FEELINGS, KEPT, feeling_in_words
from kring.protocol.progress import Visit
from kring.protocol.terms import Definition, Outcome, Role, Test
from kring.web.forms import Choice, DayField, FormPage, KringForm, LongText, Option, Page, Several, by_field
from kring.web.forms.wording import Words
from kring.web.kinds.told import FactLine, Look, Told, although_lines
from kring.web.kinds.verdict import verdict_rows
from kring.web.request.requests import StaffRequest
from kring.web.road.afterwards import coming, what_is_next
from kring.web.road.cards import ChipOne, Chips
from kring.web.road.case_form import case_form
from kring.web.road.not_now import not_now
from kring.web.road.onward import address_of
from kring.web.road.place import Place
from kring.web.road.weeks import weeks_of
from kring.web.way_in.doors import staff_page

MOST_WEEKS = 8
"""So many weeks stand beside the question, the last ones."""


class DecideForm(KringForm):
    """The answer with its reasons; in step 2 the tests of the definition come before it."""

    outcome = Choice(label=lazy("Wat besluit je?"), missing=lazy("Kies een van de antwoorden."))
    reasons = LongText(
        label=lazy("Waarom?"),
        hint=lazy("Een paar zinnen. Zo weet je later nog waar je van uitging."),
        missing=lazy("Schrijf op waarom. Een paar zinnen is genoeg."),
        rows=4,
    )
    although = LongText(
        label=lazy("Waarom toch, ondanks wat hierboven staat?"),
        hint=lazy("Alleen als je antwoordt dat het goed gaat. De {coordinator} en de directeur lezen mee."),
        missing=lazy("Schrijf op waarom je dit toch kiest, ondanks wat hierboven staat."),
        rows=3,
    )
    on = DayField(label=lazy("Wanneer besloot je dit?"), not_future=True, not_before_report=True, starts_today=True)

    def __init__(self, *args: Any, place: Place, definition: Definition | None, against: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tests = definition.tests if definition else ()
        self.known = known_of(place.file, definition)
        self.claims = {outcome.key for outcome in place.visit.step.outcomes if outcome.claims_well}
        if not against and self.add_prefix("although") not in self.data:
            del self.fields["although"]  # what is answered on this very page may still ask for it, see `refuse`
        self.choice("outcome").offer(
            Option(outcome.key, _(outcome.title), what_follows(place, outcome)) for outcome in place.visit.step.outcomes
        )
        for test in self.tests:
            self.fields[name_of_test(test)] = field_of_test(test)
        self.order_fields([name_of_test(test) for test in self.tests])

    @property
    def tests_asked(self) -> "Iterator[AskedTest]":
        """The tests of the definition, for the template: what is wrong stands open, and the first without an answer."""
        fields = [self[name_of_test(test)] for test in self.tests]
        answers = [answer_in_words(field) for field in fields]
        first = next((place for place, answer in enumerate(answers) if not answer), None)
        for place, (field, answer) in enumerate(zip(fields, answers, strict=True)):
            known = not self.is_bound and field.name in self.known and field.value() == self.known[field.name]
            yield AskedTest(field, answer, is_open=place == first or bool(field.errors), is_known=known)

    def refuse(self, field: str | None, sentence: str) -> None:
        if field == "although" and field not in self.fields:
            self.add_field("although", deepcopy(self.base_fields["although"]))
        super().refuse(field, sentence)

    def needed(self) -> dict[str, bool]:
        return {"although": self.sent("outcome") in self.claims} if "although" in self.fields else {}

    def for_verb(self) -> dict[str, Any]:
        """The answers to the tests go together, by the test's key."""
        typed = super().for_verb()
        given = [(test, typed.pop(name_of_test(test))) for test in self.tests]
        tests = {test.key: answer if test.several else [answer] for test, answer in given}
        return {**typed, "tests": tests or None}


@dataclass(frozen=True)
class AskedTest:
    """One test on the page: its field, what is answered in words or "", and whether it stands open. `is_known`: the
    answer is the case's own."""

    field: BoundField
    answer: str
    is_open: bool
    is_known: bool


def answer_in_words(field: BoundField) -> str:
    """What is chosen in this field, as its options say it."""
    asked, value = field.field, field.value()
    if not isinstance(asked, (Choice, Several)):
        return ""
    chosen = {str(one) for one in (value if isinstance(value, (list, tuple)) else [value])}
    return words.listed(str(label) for key, label in asked.choices if str(key) in chosen)


def name_of_test(test: Test) -> str:
    """The name of this test's field, as the verb calls it."""
    return f"test_{test.key}"


def field_of_test(test: Test) -> Choice | Several:
    """One test of the definition as cards."""
    options = [Option(key, _(text)) for key, text, _points in test.answers]
    neutral = [_(text) for _key, text, points in test.answers if points is None]
    hints = [
        _(test.hint) if test.hint else "",
        _("In de woorden van onze school.") if test.of_the_school else "",
        *(_("‘%(answer)s’ telt niet voor en niet tegen.") % {"answer": answer} for answer in neutral),
    ]
    asked: dict[str, Any] = {
        "label": _(test.question),
        "hint": " ".join(filter(None, hints)),
        "options": options,
        "missing": _("Kies een antwoord."),
    }
    return Several(widget=Chips(), **asked) if test.several else Choice(widget=ChipOne(), **asked)


def what_follows(place: Place, outcome: Outcome) -> str:
    """What this answer leads to: what must be done first, and which step comes by when."""
    visit, today = place.visit, place.held.today
    after = after_answering(place.file, visit, outcome, today)
    then = after.visit(*visit.place) or visit
    if then.finished_on:
        return coming(after.last, today)
    following = {duty.key for duty in (*outcome.duties, *visit.step.closing)}
    titles = [_(task.duty.title) for task in then.tasks if task.duty.key in following]
    return _("Daarna: %(duties)s.") % {"duties": words.listed(words.lower_first(title) for title in titles)}


@staff_page()
@case_form(Need.WRITE)
def decide(request: StaffRequest, held: HeldCase) -> Page:
    """Answer the question of the current step."""
    file = held.file
    current = file.progress.current
    if request.method != "POST":
        if current is None:
            return not_now(request, held)
        if not current.step.outcomes:
            return not_now(request, held, because=_("In deze stap valt niets te besluiten."))
        if current.outcome is None and not current.may_decide:
            first = [(_(task.duty.title), address_of(file, task.duty)) for task in current.before_question]
            return not_now(request, held, first=first)
    visit = current if current and current.step.outcomes else _last_with_question(file)
    if visit is None:
        return not_now(request, held, because=_("In deze stap valt niets te besluiten."))
    return page(Place(held, visit))


def correct(request: StaffRequest, place: Place) -> Page:
    """A decision is put right on the page where it is taken, as long as its step is not finished."""
    if place.file.progress.current is not place.visit and request.method != "POST":
        return not_now(
            request,
            place.held,
            because=_("Deze stap is klaar. Het besluit staat vast; leg wat je nu weet vast in de stap van nu."),
        )
    return page(Place(place.held, place.visit))


def page(place: Place) -> FormPage[DecideForm]:
    """The question of this time in a step, which may be one that the case is about to come to."""
    file, visit = place.file, place.visit
    definition = visit.step.tests
    against = [one.text for one in objections(file)] if any(one.claims_well for one in visit.step.outcomes) else []
    decisions = file.of(bodies.Decision, at=visit)
    standing = decisions[-1] if decisions else None

    def said(fact: Fact) -> str:
        next_words = what_is_next(place.held, visit)
        departs = FactOf(fact, bodies.Decision).body.departs
        return f"{next_words} {departing(visit, fact)}" if departs else next_words

    form_page = FormPage(
        form=DecideForm,
        verb=by_field(deciding.decide, case_id=place.case.pk),
        read=reading(bodies.Decision, lambda decision: values_of(decision, definition)),
        initial=values_of(standing, definition) if standing else known_of(file, definition),
        arguments={"place": place, "definition": definition, "against": bool(against)},
        template="kring/duties/decide.html",
        fields="kring/duties/decide_fields.html",
        words={
            "title": _(visit.step.question),
            "standing": standing.fact if standing else None,
            "definition": _(definition.text) if definition else "",
            "own_definition": definition.own if definition else "",
            "difference": _(definition.difference) if definition else "",
            "weeks": weeks_of(file, place.held.today)[-MOST_WEEKS:] if definition else [],
            "safety": safety_answers(place),
            "verdicts": [Weighed(agreed.what, str(KEPT[kept])) for agreed, kept in kept_at(file, visit)],
            "against": against,
            "rows": verdict_rows(file, place.held.today),
            "early": _early(place),
        },
        said=said,
        seen=standing.fact if standing else None,
    )
    return place.completed(form_page, continues=False, goes_on=standing is None)


def departing(visit: Visit, fact: Fact) -> str:
    """The sentence for a decision that departs from what the tests of the definition suggest."""
    chosen = visit.step.outcome(fact.outcome)
    answer = {"answer": words.lower_first(_(chosen.word or chosen.title))}
    if chosen.suggested:
        return (
            _("De kenmerken wezen niet allemaal naar pesten. Jij besloot: %(answer)s. Dat mag, met je redenen erbij.")
            % answer
        )
    return _("De kenmerken wezen naar pesten. Jij besloot: %(answer)s. Dat mag, met je redenen erbij.") % answer


def values_of(recorded: FactOf[bodies.Decision], definition: Definition | None) -> Mapping[str, object]:
    """The form's values of a decision."""
    fact, body = recorded.fact, recorded.body
    tests = {
        name_of_test(test): given if test.several else given[0]
        for test in (definition.tests if definition else ())
        if (given := body.tests.get(test.key))
    }
    although = body.although.reason if body.although else ""
    return {"outcome": fact.outcome, "reasons": body.reasons, "although": although, "on": fact.on, **tests}


def known_of(file: CaseFile, definition: Definition | None) -> Mapping[str, object]:
    """What the case answers of the tests itself: whether one child does it or more. A person reads it over."""
    doing = len(file.with_role(Role.INSTIGATOR, Role.FOLLOWER))
    found = {name_of_test(test): test.answered_by(doing) for test in (definition.tests if definition else ())}
    return {name: answer for name, answer in found.items() if answer}


# ── What stands beside the question ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Weighed:
    """Something to weigh: who or what, and the answer."""

    label: str
    text: str


def safety_answers(place: Place) -> list[Weighed]:
    """What each child said in this step about feeling safe, the newest answer of each."""
    found = []
    for felt in feelings_of(place.file).values():
        if here := [one for one in felt if one.place == place.visit.place]:
            value = here[-1].value
            text = str(FEELINGS[value]) if value else feeling_in_words(None)
            found.append(Weighed(place.file.name_of(here[-1].child), text))
    return found


def _early(place: Place) -> str:
    due = place.visit.due
    if not place.visit.held_early or due is None:
        return ""
    return _("Je houdt deze evaluatie eerder dan gepland: de dag was %(day)s. Dat mag, en het komt zo in het plan.") % {
        "day": words.day(due.on, place.held.today)
    }


def _last_with_question(file: CaseFile) -> Visit | None:
    visits = [visit for visit in file.progress.visits if visit.step.outcomes]
    return visits[-1] if visits else None


def _titled(file: CaseFile, fact: Fact, title: Words) -> str:
    """A decision is titled by the question it answers."""
    return _(file.protocol.step(fact.step).question)


def _answer(file: CaseFile, decision: FactOf[bodies.Decision]) -> str:
    return _(file.protocol.step(decision.fact.step).outcome(decision.fact.outcome).title)


def _fields(file: CaseFile, decision: FactOf[bodies.Decision], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Antwoord"), _answer(file, decision))
    yield FactLine(_("Waarom"), decision.body.reasons)
    definition = file.protocol.step(decision.fact.step).tests
    for test in definition.tests if definition else ():
        given = decision.body.tests.get(test.key, [])
        yield FactLine(_(test.question), words.listed(_(text) for key, text, _points in test.answers if key in given))
    yield from although_lines(decision.body.although)
    if decision.body.departs:
        yield FactLine(_("Let op"), _("Dit besluit wijkt af van waar de antwoorden hierboven op wijzen."))


KIND = Told(
    bodies.Decision,
    title=lazy("Besluit"),
    titled=_titled,
    line=_answer,
    fields=_fields,
    look=Look.BIG,
    told_apart=False,
    correct=correct,
)
