"""What a school may do differently, and the check on it: stricter terms, own words, more care. Never less.

A school bends the protocol, it does not redraw it: steps, outcomes and arrows cannot be changed here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kring.names.letters import same
from kring.protocol.choices import (
    APPROACH_SORTS,
    CHANNELS,
    AfterCare,
    ApproachSort,
    Channel,
    ExtraDuty,
    OwnTest,
    StepTerm,
    StepTitle,
    Variation,
)
from kring.protocol.terms import Anchor, Definition, Duty, Kind, Protocol, Step, Term, Test
from kring.protocol.terms import gettext_noop as _

__all__ = [
    "AfterCare",
    "ApproachSort",
    "Channel",
    "ExtraDuty",
    "Misfit",
    "NotAllowed",
    "OwnTest",
    "StepTerm",
    "StepTitle",
    "Variation",
    "apply",
    "problems",
]

LONGEST_TITLE, LONGEST_HINT, LONGEST_CHANNEL, LONGEST_SORT = 60, 200, 40, 40
LONGEST_DEFINITION, LONGEST_QUESTION, LONGEST_ANSWER = 600, 120, 80
MOST_EXTRA_DUTIES, MOST_CHANNELS, MOST_AFTER_CARE, MOST_SORTS = 5, 5, 6, 5
LONGEST_GUIDELINE = 10  # school days; a child does not wait longer than two weeks for a first talk or a decision
LATEST_AFTER_CARE = 366  # days


class NotAllowed(Exception):
    """The variation asks for something a school may not change."""

    def __init__(self, problems: list["Misfit"]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.sentence}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Misfit:
    """Why a field of a variation cannot be so. Translate `message`, then fill in `values`."""

    field: str
    message: str
    values: tuple[tuple[str, str | int], ...] = ()

    @property
    def sentence(self) -> str:
        """The whole sentence in Dutch."""
        return self.message % dict(self.values)


def apply(protocol: Protocol, variation: Variation) -> Protocol:
    """The protocol as this school carries it out. Raises NotAllowed when the variation may not be."""
    if found := problems(variation, protocol):
        raise NotAllowed(found)
    return replace(
        protocol,
        steps=tuple(_varied(step, variation) for step in protocol.steps),
        safe_for_now=protocol.safe_for_now if variation.asks_safety else None,
    )


def problems(variation: Variation, protocol: Protocol) -> list[Misfit]:
    """Everything in the variation that a school may not change or that is not filled in well; empty when all is well.

    Fields are named as in a form: terms.<step>, titles.<step>, duties.<index>.<part>, channels.<index>, after_care,
    after_care.<index>, sorts, sorts.<index>, sorts_of_kring, definition, tests.<test>, tests.<test>.<answer>.
    """
    return [
        *_problems_of_terms(variation, protocol),
        *_problems_of_titles(variation, protocol),
        *_problems_of_duties(variation, protocol),
        *_problems_of_channels(variation),
        *_problems_of_after_care(variation, protocol),
        *_problems_of_sorts(variation),
        *_problems_of_definition(variation, protocol),
    ]


def longest_term(step: Step) -> int | None:
    """The highest number a school may choose for the term of this step; None when there is nothing to choose."""
    if step.number is None or not step.terms:
        return None
    return LONGEST_GUIDELINE if step.terms[0].guideline else number_of(step)


def takes_duties(step: Step) -> bool:
    """True when a school may add duties to this step."""
    return not step.ends_case


def number_of(step: Step) -> int:
    """The number of the protocol's own term for this step, in school days, weeks or months."""
    term = step.terms[0]
    return term.months or term.weeks or term.school_days


def moments_of(protocol: Protocol) -> tuple[AfterCare, ...]:
    """The moments of after-care unless the school chooses its own; none in a protocol that has no such step."""
    repeating = [step for step in protocol.steps if step.repeats_per_term]
    return tuple(AfterCare(term.weeks, term.months) for step in repeating for term in step.terms)


def definitions_of(protocol: Protocol) -> tuple[Definition, ...]:
    """The definitions that a question of this protocol is answered by."""
    return tuple(step.tests for step in protocol.steps if step.tests)


def tests_of(protocol: Protocol) -> dict[str, Test]:
    """Every test of those definitions, by its key."""
    return {test.key: test for definition in definitions_of(protocol) for test in definition.tests}


def of_its_own(chosen: Variation, protocol: Protocol) -> Variation:
    """What was chosen, without the terms, titles, moments and words that are the protocol's own."""
    steps = {step.key: step for step in protocol.steps}
    tests = [_own_words(own, tests_of(protocol)[own.test]) for own in chosen.own_tests]
    return replace(
        chosen,
        terms=tuple(term for term in chosen.terms if term.number != number_of(steps[term.step])),
        titles=tuple(title for title in chosen.titles if title.title != steps[title.step].title),
        after_care=None if chosen.after_care == moments_of(protocol) else chosen.after_care,
        definition="" if chosen.definition in [one.text for one in definitions_of(protocol)] else chosen.definition,
        own_tests=tuple(own for own in tests if own.question or own.answers),
    )


def _own_words(own: OwnTest, test: Test) -> OwnTest:
    """What a school words itself in this test, without what it words as it was."""
    as_it_is = {key: words for key, words, _points in test.answers}
    return replace(
        own,
        question="" if own.question == test.question else own.question,
        answers=tuple((key, words) for key, words in own.answers if words and words != as_it_is.get(key)),
    )


def _varied(step: Step, variation: Variation) -> Step:
    terms = step.terms
    if (number := variation.term(step.key)) is not None:
        terms = tuple(_with_number(term, number) for term in terms)
    if step.repeats_per_term and variation.after_care is not None:
        terms = tuple(replace(terms[0], weeks=moment.weeks, months=moment.months) for moment in variation.after_care)
    extra = tuple(
        Duty(duty.key, Kind.EXTRA, duty.title, hint=duty.hint, whom=duty.whom, of_the_school=True)
        for duty in variation.duties
        if duty.step == step.key
    )
    return replace(
        step,
        title=variation.title(step.key) or step.title,
        terms=terms,
        duties=step.duties + extra,
        tests=_defined(step.tests, variation) if step.tests else None,
    )


def _defined(definition: Definition, variation: Variation) -> Definition:
    """The definition with the school's beside it, and its tests as the school words them."""
    tests = [(test, variation.own_test(test.key)) for test in definition.tests]
    return replace(
        definition,
        own=variation.definition,
        tests=tuple(
            replace(
                test,
                question=own.question or test.question,
                answers=tuple((key, own.answer(key) or words, points) for key, words, points in test.answers),
                of_the_school=bool(own.question or own.answers),
            )
            for test, own in tests
        ),
    )


def _is_guideline_from_report(term: Term) -> bool:
    return term.guideline and term.counted_from is Anchor.REPORT


def _with_number(term: Term, number: int) -> Term:
    if term.months:
        return replace(term, months=number)
    if term.weeks:
        return replace(term, weeks=number)
    return replace(term, school_days=number)


def _problems_of_terms(variation: Variation, protocol: Protocol) -> Iterator[Misfit]:
    steps = {step.key: step for step in protocol.steps}
    numbers = {step.key: number_of(step) for step in protocol.steps if step.terms}
    for term in variation.terms:
        field = f"terms.{term.step}"
        most = longest_term(steps[term.step]) if term.step in steps else None
        if most is None:
            yield Misfit(field, _("Voor deze stap kun je geen termijn kiezen."))
        elif term.number < 1:
            yield Misfit(field, _("Kies een getal van 1 of hoger."))
        elif term.number > most and steps[term.step].terms[0].guideline:
            yield Misfit(field, _("Kies hoogstens %(most)s schooldagen."), (("most", most),))
        elif term.number > most:
            yield Misfit(field, _("Korter dan het protocol mag, langer niet: hoogstens %(most)s."), (("most", most),))
        else:
            numbers[term.step] = term.number
    guidelines = [
        step.key for step in protocol.steps if longest_term(step) and _is_guideline_from_report(step.terms[0])
    ]
    for earlier, later in pairwise(guidelines):
        if numbers[later] < numbers[earlier]:
            yield Misfit(
                f"terms.{later}",
                _("Deze termijn telt ook vanaf de melding. Kies minstens %(least)s, net als bij de stap ervoor."),
                (("least", numbers[earlier]),),
            )


def _problems_of_titles(variation: Variation, protocol: Protocol) -> Iterator[Misfit]:
    known = {step.key for step in protocol.steps}
    for title in variation.titles:
        field = f"titles.{title.step}"
        if title.step not in known:
            yield Misfit(field, _("Deze stap staat niet in het protocol."))
        else:
            yield from _problems_of_text(field, title.title, LONGEST_TITLE)


def _problems_of_duties(variation: Variation, protocol: Protocol) -> Iterator[Misfit]:
    open_steps = {step.key for step in protocol.steps if takes_duties(step)}
    keys: set[str] = set()
    for index, duty in enumerate(variation.duties):
        field = f"duties.{index}"
        if duty.step not in open_steps:
            yield Misfit(f"{field}.step", _("Kies een stap waarbij deze taak hoort."))
        elif sum(other.step == duty.step for other in variation.duties[: index + 1]) > MOST_EXTRA_DUTIES:
            yield Misfit(
                f"{field}.step",
                _("Een stap kan hoogstens %(most)s extra taken hebben."),
                (("most", MOST_EXTRA_DUTIES),),
            )
        if not re.fullmatch(r"extra_[0-9]{1,3}", duty.key) or duty.key in keys:
            yield Misfit(f"{field}.key", _("Deze taak heeft geen eigen kenmerk. Voeg de taak opnieuw toe."))
        keys.add(duty.key)
        yield from _problems_of_text(f"{field}.title", duty.title, LONGEST_TITLE)
        if duty.hint:
            yield from _problems_of_text(f"{field}.hint", duty.hint, LONGEST_HINT)


def _problems_of_channels(variation: Variation) -> Iterator[Misfit]:
    keys: set[str] = set()
    titles = [title for _key, title in CHANNELS]
    if len(variation.extra_channels) > MOST_CHANNELS:
        yield Misfit("channels", _("Kies hoogstens %(most)s extra manieren."), (("most", MOST_CHANNELS),))
    for index, channel in enumerate(variation.extra_channels):
        field = f"channels.{index}"
        if not re.fullmatch(r"channel_[0-9]{1,3}", channel.key) or channel.key in keys:
            yield Misfit(field, _("Deze manier heeft geen eigen kenmerk. Voeg de manier opnieuw toe."))
        elif any(same(channel.title, title) for title in titles):
            yield Misfit(field, _("Deze manier staat er al."))
        keys.add(channel.key)
        titles.append(channel.title)
        yield from _problems_of_text(field, channel.title, LONGEST_CHANNEL)


def _problems_of_sorts(variation: Variation) -> Iterator[Misfit]:
    keys: set[str] = set()
    titles = [title for _key, title in APPROACH_SORTS]
    if not variation.approach_sorts:
        yield Misfit("sorts_of_kring", _("Laat minstens één soort aanpak staan, of noem er zelf een."))
    if len(variation.own_sorts) > MOST_SORTS:
        yield Misfit("sorts", _("Kies hoogstens %(most)s eigen soorten aanpak."), (("most", MOST_SORTS),))
    for index, sort in enumerate(variation.own_sorts):
        field = f"sorts.{index}"
        if not re.fullmatch(r"sort_[0-9]{1,3}", sort.key) or sort.key in keys:
            yield Misfit(field, _("Deze aanpak heeft geen eigen kenmerk. Voeg de aanpak opnieuw toe."))
        elif any(same(sort.title, title) for title in titles):
            yield Misfit(field, _("Deze aanpak staat er al."))
        keys.add(sort.key)
        titles.append(sort.title)
        yield from _problems_of_text(field, sort.title, LONGEST_SORT)


def _problems_of_definition(variation: Variation, protocol: Protocol) -> Iterator[Misfit]:
    if variation.definition and not definitions_of(protocol):
        yield Misfit("definition", _("Dit protocol kent geen definitie van pesten."))
    if variation.definition:
        yield from _problems_of_text("definition", variation.definition, LONGEST_DEFINITION)
    tests = tests_of(protocol)
    for own in variation.own_tests:
        field = f"tests.{own.test}"
        test = tests.get(own.test)
        if test is None:
            yield Misfit(field, _("Deze vraag staat niet in het protocol."))
            continue
        if own.question:
            yield from _problems_of_text(field, own.question, LONGEST_QUESTION)
        known = {key: words for key, words, _points in test.answers}
        for key, words in own.answers:
            others = [own.answer(other) or said for other, said in known.items() if other != key]
            if key not in known:
                yield Misfit(field, _("Deze vraag heeft dat antwoord niet meer."))
            elif any(same(words, other) for other in others):
                yield Misfit(f"{field}.{key}", _("Dit antwoord staat er al."))
            else:
                yield from _problems_of_text(f"{field}.{key}", words, LONGEST_ANSWER)


def _problems_of_after_care(variation: Variation, protocol: Protocol) -> Iterator[Misfit]:
    if variation.after_care is None:
        return
    if not any(step.repeats_per_term for step in protocol.steps):
        yield Misfit("after_care", _("Dit protocol kent geen momenten van nazorg."))
    if not variation.after_care:
        yield Misfit("after_care", _("Kies minstens één moment van nazorg."))
    if len(variation.after_care) > MOST_AFTER_CARE:
        yield Misfit("after_care", _("Kies hoogstens %(most)s momenten van nazorg."), (("most", MOST_AFTER_CARE),))
    before = 0.0
    for index, moment in enumerate(variation.after_care):
        field = f"after_care.{index}"
        if moment.weeks < 0 or moment.months < 0 or (moment.weeks > 0) == (moment.months > 0):
            yield Misfit(field, _("Vul een aantal weken of een aantal maanden in, één van de twee."))
        elif moment.days > LATEST_AFTER_CARE:
            yield Misfit(field, _("Kies een moment binnen een jaar."))
        elif moment.days <= before:
            yield Misfit(field, _("Dit moment moet later zijn dan het moment ervoor."))
        else:
            before = moment.days


def _problems_of_text(field: str, text: str, longest: int) -> Iterator[Misfit]:
    if not text.strip():
        yield Misfit(field, _("Vul hier een tekst in."))
    elif len(text) > longest:
        yield Misfit(field, _("Dit is te lang. Gebruik hoogstens %(most)s tekens."), (("most", longest),))
    elif any(unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp") for mark in text):
        yield Misfit(field, _("In deze tekst staat een teken dat niet kan. Typ de tekst opnieuw, op één regel."))
