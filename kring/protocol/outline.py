"""The protocol as text: first as plain structure, for the help page, then printed as docs/protocol.md.

python -m kring.protocol.outline > docs/protocol.md
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kring.protocol.called import called
from kring.protocol.choices import Variation
from kring.protocol.conditions import HOLDS
from kring.protocol.editions import current
from kring.protocol.explained import (
    ABOUT,
    DEFINED,
    FROM,
    OF_KRING,
    OF_THE_SCHOOL,
    OPTIONAL,
    OWN_VERDICT,
    REPORTED,
    SHIFTED,
)
from kring.protocol.terms import OF_KIND, Definition, Duty, Outcome, Protocol, Step, Term
from kring.protocol.terms import gettext_noop as _
from kring.protocol.variation import apply

Say = Callable[[str], str]
"""Gives a Dutch sentence in the reader's language."""


@dataclass(frozen=True)
class OutlinedDuty:
    """One thing the protocol asks, with the protocol's own words and how Kring carries it out."""

    title: str
    quote: str
    hint: str
    how: str
    about: tuple[str, ...]
    of_the_school: bool
    of_kring: bool


@dataclass(frozen=True)
class Answer:
    """One answer to a step's question, and where it leads."""

    title: str
    heading: str
    quote: str
    how: str
    lines: tuple[OutlinedDuty, ...]
    leads_to: str


@dataclass(frozen=True)
class Defined:
    """The definition of bullying, with its tests; `own` is what the school says beside the document."""

    introduced: str
    text: str
    own: str
    how: str
    tests: tuple["OutlinedTest", ...]


@dataclass(frozen=True)
class OutlinedTest:
    """One test of the definition."""

    question: str
    hint: str
    answers: tuple[str, ...]
    of_the_school: bool


@dataclass(frozen=True)
class OutlinedStep:
    """One step, with the definition of bullying when its question is answered by that.

    `heading` is the document's own. What is Kring's own says so on the spot: a whole step, its term when that is a
    guideline, and every remark.
    """

    key: str
    number: int | None
    title: str
    of_kring: bool
    heading: str
    quotes: tuple[str, ...]
    term: str
    term_of_kring: bool
    remarks: tuple[str, ...]
    lines: tuple[OutlinedDuty, ...]
    question: str
    question_how: str
    answers: tuple[Answer, ...]
    closing: tuple[OutlinedDuty, ...]
    leads_to: str
    defined: Defined | None
    place_on_page: str


@dataclass(frozen=True)
class OutlinedOfKring:
    """What Kring asks beside the protocol."""

    title: str
    how: str
    term: str


@dataclass(frozen=True)
class Outline:
    """The whole protocol as one school carries it out, ready to be shown."""

    title: str
    edition: str
    opening: tuple[str, ...]
    opening_how: str
    terms_how: str
    channels: tuple[str, ...]
    of_kring: tuple[OutlinedOfKring, ...]
    parts: tuple[OutlinedStep, ...]


def outline(protocol: Protocol, variation: Variation | None = None, say: Say = str) -> Outline:
    """The protocol with a school's variation, in Dutch or in what `say` makes of it (a page passes gettext)."""
    variation = variation or Variation()

    def spoken(text: str) -> str:
        return called(say(text)) if text else ""  # gettext answers the empty text with its catalogue's header

    school = apply(protocol, variation)
    return Outline(
        title=spoken(school.title),
        edition=school.edition,
        opening=tuple(spoken(sentence) for sentence in school.opening),
        opening_how=spoken(REPORTED),
        terms_how=spoken(SHIFTED),
        channels=tuple(spoken(words) for _key, words in variation.channels),
        of_kring=tuple(
            OutlinedOfKring(spoken(one.title), spoken(one.how), term_in_words((one.term,), spoken))
            for one in [school.safe_for_now]
            if one
        ),
        parts=tuple(_part(step, school, spoken) for step in school.steps),
    )


def term_in_words(terms: tuple[Term, ...], say: Say = str) -> str:
    """The terms of a step as one sentence, such as "Uiterlijk 2 schooldagen na het besluit."; empty without terms."""
    sentences = []
    for (anchor, guideline), same in groupby(terms, key=lambda term: (term.counted_from, term.guideline)):
        amounts = [_amount(term, say) for term in same]
        amount = (" " + say(_("en")) + " ").join(amounts)
        sentence = (
            say(_("Richttermijn: %(amount)s %(from)s.")) if guideline else say(_("Uiterlijk %(amount)s %(from)s."))
        )
        sentences.append(sentence % {"amount": amount, "from": say(FROM[anchor])})
    return " ".join(sentences)


def _amount(term: Term, say: Say) -> str:
    if term.months:
        return say(_("1 maand")) if term.months == 1 else say(_("%(count)s maanden")) % {"count": term.months}
    if term.weeks:
        return say(_("1 week")) if term.weeks == 1 else say(_("%(count)s weken")) % {"count": term.weeks}
    if term.school_days == 1:
        return say(_("1 schooldag"))
    return say(_("%(count)s schooldagen")) % {"count": term.school_days}


def _part(step: Step, protocol: Protocol, say: Say) -> OutlinedStep:
    titles = {duty.key: duty.title for duty in step.every_duty()}
    return OutlinedStep(
        key=step.key,
        number=step.number,
        title=say(step.title),
        of_kring=step.of_kring,
        heading=say(step.heading),
        quotes=tuple(say(quote) for quote in step.quotes),
        term=term_in_words(step.terms, say),
        term_of_kring=any(term.guideline for term in step.terms) and not step.of_kring,
        remarks=tuple(say(words) for _row, words in step.remarks),
        lines=tuple(_line(duty, titles, say) for duty in step.duties),
        question=say(step.question),
        question_how=say(step.question_how),
        answers=tuple(_answer(outcome, protocol, titles, say) for outcome in step.outcomes),
        closing=tuple(_line(duty, titles, say) for duty in step.closing),
        leads_to=_name(protocol.step(step.then), say) if step.then else "",
        defined=_defined(step.tests, say) if step.tests else None,
        place_on_page=step.place_on_page,
    )


def _defined(definition: Definition, say: Say) -> Defined:
    return Defined(
        introduced=say(definition.introduced),
        text=say(definition.text),
        own=definition.own,
        how=say(DEFINED),
        tests=tuple(
            OutlinedTest(
                question=say(test.question),
                hint=say(test.hint),
                answers=tuple(say(words) for _key, words, _points in test.answers),
                of_the_school=test.of_the_school,
            )
            for test in definition.tests
        ),
    )


def _answer(outcome: Outcome, protocol: Protocol, titles: dict[str, str], say: Say) -> Answer:
    return Answer(
        title=say(outcome.title),
        heading=say(outcome.heading),
        quote=say(outcome.quote),
        how=say(outcome.how),
        lines=tuple(_line(duty, titles, say) for duty in outcome.duties),
        leads_to=_name(protocol.step(outcome.then), say),
    )


def _line(duty: Duty, titles: dict[str, str], say: Say) -> OutlinedDuty:
    about = [say(ABOUT[duty.whom])] if duty.whom in ABOUT else []
    if condition := HOLDS[duty.condition].sentence:
        about.append(say(condition))
    if duty.after:
        before = ", ".join(say(titles[key]) for key in duty.after)
        about.append(say(_("Komt na: %(before)s.")) % {"before": before})
    if duty.own_verdict:
        about.append(say(OWN_VERDICT))
    if duty.optional:
        about.append(say(OPTIONAL))
    if duty.after_all:
        about.append(say(_("Komt als de rest van deze stap gedaan is.")))
    return OutlinedDuty(
        title=say(duty.title),
        quote=say(duty.quote),
        hint=say(duty.hint),
        how=say(OF_THE_SCHOOL if duty.of_the_school else OF_KIND[duty.kind].how),
        about=tuple(about),
        of_the_school=duty.of_the_school,
        of_kring=duty.of_kring,
    )


def _name(step: Step, say: Say) -> str:
    if step.number is None:
        return say(step.title)
    return say(_("stap %(number)s: %(title)s")) % {"number": step.number, "title": say(step.title)}


def markdown(printed: Outline) -> str:
    """The outline as Markdown in Dutch."""
    lines = [line for line, _same in groupby(_markdown_lines(printed))]  # one empty line between blocks, never two
    return "\n".join(lines).rstrip() + "\n"


def _markdown_lines(printed: Outline) -> Iterator[str]:
    yield "<!-- Printed from kring/protocol by `python -m kring.protocol.outline`, and held equal to it by a test. -->"
    yield ""
    yield f"# {printed.title}"
    yield ""
    yield (
        f"*Editie {printed.edition}. De zinnen met een streep ervoor, en die tussen aanhalingstekens, zijn van het "
        "protocol zelf: woord voor woord, in dezelfde volgorde. De rest vertelt hoe Kring het uitvoert. Waar het "
        f"protocol zelf niets vraagt, staat “{OF_KRING}”.*"
    )
    yield ""
    yield from _quoted(" ".join(printed.opening))
    yield printed.opening_how
    yield ""
    yield printed.terms_how
    yield ""
    yield f"Ouders worden geïnformeerd op een van deze manieren: {', '.join(printed.channels).lower()}."
    yield ""
    for one in printed.of_kring:
        yield f"- **{one.title}**{_mark(True)}  "
        yield f"  {one.term} {one.how}"
    for part in printed.parts:
        yield ""
        title = f"Stap {part.number}: {part.title}" if part.number else part.title
        yield f"## {title}{_mark(part.of_kring)}"
        yield ""
        yield from _quoted(part.heading)
        if part.defined:
            yield from _quoted(f"{part.defined.introduced} “{part.defined.text}”")
        for quote in part.quotes:
            yield from _quoted(quote)
        if part.defined:
            yield part.defined.how
            yield ""
            if part.defined.own:
                yield f"{part.defined.own} (van onze school)"
                yield ""
            for test in part.defined.tests:
                own = " (van onze school)" if test.of_the_school else ""
                yield f"- {test.question} {'; '.join(test.answers)}.{test.hint and ' ' + test.hint}{own}"
            yield ""
        if part.term:
            yield f"{part.term}{_mark(part.term_of_kring)}"
            yield ""
        for words in part.remarks:
            yield f"{words}{_mark(not part.of_kring)}"
            yield ""
        yield from _listed(part.lines)
        if part.question:
            yield f"### {part.question}"
            yield ""
            if part.question_how:
                yield part.question_how
                yield ""
        for answer in part.answers:
            yield f"#### {answer.title}"
            yield ""
            yield from _quoted(answer.heading)
            yield from _quoted(answer.quote)
            if answer.how:
                yield answer.how
                yield ""
            yield from _listed(answer.lines)
            yield f"Daarna: {answer.leads_to}."
            yield ""
        if part.closing:
            if part.question:
                yield "### Bij ieder antwoord"
                yield ""
            yield from _listed(part.closing)
        if part.leads_to:
            yield f"Daarna: {part.leads_to}."
            yield ""


def _quoted(quote: str) -> Iterator[str]:
    if quote:
        yield f"> {quote}"
        yield ""


def _listed(lines: tuple[OutlinedDuty, ...]) -> Iterator[str]:
    for line in lines:
        own = " (van onze school)" if line.of_the_school else _mark(line.of_kring)
        yield f"- **{line.title}**{own}  "
        if line.quote:
            yield f"  “{line.quote}”  "
        yield "  " + " ".join(filter(None, (line.hint, line.how, *line.about)))
    if lines:
        yield ""


def _mark(of_kring: bool) -> str:
    return f" ({OF_KRING})" if of_kring else ""


if __name__ == "__main__":
    sys.stdout.write(markdown(outline(current("stappenplan"))))
