"""What is wrong with what a protocol says: a page where nothing stands, or a sentence that cannot be filled in."""

import re
from collections.abc import Iterator

from kring.protocol.choices import OwnTest, StepTerm, StepTitle, Variation
from kring.protocol.terms import Protocol, Step
from kring.protocol.variation import definitions_of, longest_term, moments_of, number_of, problems, tests_of

SLUG = re.compile(r"[a-z][a-z0-9-]*")


def holes_in_pages(protocol: Protocol) -> Iterator[str]:
    """Every text that is not there or that a page cannot show, as a sentence."""
    yield from (f"{what} says nothing." for what, text in _texts(protocol) if not text.strip())
    for step in protocol.steps:
        yield from _place(step)
        try:
            step.coming % {"step": "", "day": "", "on_day": ""}
        except (KeyError, TypeError, ValueError):
            yield f"What {step.key} says of its coming asks for more than the step, the day or on_day."
        if step.number and step.terms and step.terms[0].guideline and not step.terms[0].school_days:
            yield f"The guideline of {step.key} is in school days: that is what a school chooses in its place."
    for problem in problems(_as_it_is(protocol), protocol):
        yield f"What the protocol has itself, no school could choose: {problem.field}: {problem.sentence}"


def _texts(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Every text that stands on a page by itself, with what it is."""
    yield "The title of the protocol", protocol.title
    yield from (("A sentence of the opening", sentence) for sentence in protocol.opening)
    if asked := protocol.safe_for_now:
        yield from (("The title of safe_for_now", asked.title), ("How safe_for_now is carried out", asked.how))
    for step in protocol.steps:
        yield f"The title of the step {step.key}", step.title
        yield from ((f"A sentence of the step {step.key}", quote) for quote in step.quotes)
        yield from ((f"A remark in {step.key}", words) for _row, words in step.remarks)
        yield from ((f"The title of the duty {duty.key} in {step.key}", duty.title) for duty in step.every_duty())
        yield from ((f"The title of the answer {one.key} in {step.key}", one.title) for one in step.outcomes)
        if step.tests:
            yield f"The definition of {step.key}", step.tests.text
            yield f"The difference in the definition of {step.key}", step.tests.difference
            for test in step.tests.tests:
                yield f"The question of the test {test.key}", test.question
                yield from ((f"The answer {key} to the test {test.key}", words) for key, words, _points in test.answers)


def _place(step: Step) -> Iterator[str]:
    if step.number is None and not step.slug:
        yield f"The step {step.key} has no number, and no slug instead, to stand on the page of the protocol."
    if step.number is not None and step.number < 1:
        yield f"The step {step.key} has the number {step.number}; steps are counted from 1."
    if step.slug and not SLUG.fullmatch(step.slug):
        yield f"The slug {step.slug!r} of {step.key} cannot stand in an address."


def _as_it_is(protocol: Protocol) -> Variation:
    """The choices of a school that would choose what the protocol has itself."""
    return Variation(
        terms=tuple(StepTerm(step.key, number_of(step)) for step in protocol.steps if longest_term(step) is not None),
        titles=tuple(StepTitle(step.key, step.title) for step in protocol.steps),
        after_care=moments_of(protocol) or None,
        definition=next((one.text for one in definitions_of(protocol)), ""),
        own_tests=tuple(
            OwnTest(test.key, test.question, tuple((key, words) for key, words, _points in test.answers))
            for test in tests_of(protocol).values()
        ),
    )
