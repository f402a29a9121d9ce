"""What is wrong with the terms of a protocol: no length of time, or counted from a day that need not be there."""

from collections.abc import Iterator

from kring.protocol.terms import Anchor, Condition, Protocol, Step, Term
from kring.protocol.ways import arrows, reached

LONGEST_DAYS, LONGEST_WEEKS, LONGEST_MONTHS = 200, 52, 12
"""About a year, in school days, weeks and months: nobody waits longer for anything that a protocol asks."""


def holes_in_terms(protocol: Protocol) -> Iterator[str]:
    """Every term that ends on no day, as a sentence."""
    for place, term in _every_term(protocol):
        yield from _length(place, term)
    for step in protocol.steps:
        if not step.terms:
            yield f"The step {step.key} has no term; where the document is silent, give it a guideline of Kring's own."
        if len(step.terms) > 1 and not step.repeats_per_term and step.key not in arrows(step):
            yield f"The step {step.key} has a term for a round that never comes."
        for term in step.terms:
            yield from _counted_from(protocol, step, term)
    if protocol.safe_for_now and protocol.safe_for_now.term.counted_from is not Anchor.REPORT:
        yield "Whether a child is safe for now is asked from the report on: its term is counted from that."
    yield from _repeating(protocol)


def _every_term(protocol: Protocol) -> Iterator[tuple[str, Term]]:
    for step in protocol.steps:
        yield from ((step.key, term) for term in step.terms)
    if protocol.safe_for_now:
        yield "safe_for_now", protocol.safe_for_now.term


def _length(place: str, term: Term) -> Iterator[str]:
    amounts = (term.school_days, term.weeks, term.months)
    if min(amounts) < 0 or sum(amount > 0 for amount in amounts) != 1:
        yield f"A term of {place} is a number of school days, of weeks or of months, one of the three."
    if term.school_days > LONGEST_DAYS or term.weeks > LONGEST_WEEKS or term.months > LONGEST_MONTHS:
        yield f"A term of {place} is longer than a year."


def _counted_from(protocol: Protocol, step: Step, term: Term) -> Iterator[str]:
    first = protocol.steps[0]
    if term.counted_from is Anchor.REPORT and step.key in reached(protocol, arrows(step)):
        yield f"The step {step.key} is returned to, so its term cannot be counted from the report."
    if term.counted_from is Anchor.DECISION:
        asking = [other.key for other in protocol.steps if other.outcomes]
        if step.key in reached(protocol, [first.key], not_beyond=asking):
            yield f"The term of {step.key} is counted from a decision before it, and there need not be one."
    if term.counted_from is Anchor.TALK:
        before = [other for other in protocol.steps if step.key in arrows(other)]
        if step is first or not (before and all(map(_settles_date, before))):
            yield f"The term of {step.key} is counted from the talk before it, and there need not be one."
        if any(reopening.step == step.key for reopening in protocol.reopenings):
            yield f"A case is reopened in {step.key}, whose term is counted from the talk before it: there is none."


def _settles_date(step: Step) -> bool:
    """True when a talk that settles the date is held in this step, whatever its answer and whoever takes part."""
    always = (duty for duty in (*step.duties, *step.closing) if duty.condition is Condition.ALWAYS)
    return any(duty.settles_date for duty in always)


def _repeating(protocol: Protocol) -> Iterator[str]:
    for step in protocol.steps:
        if not step.repeats_per_term:
            continue
        if not (step.terms and any(outcome.good for outcome in step.outcomes)):
            yield f"The step {step.key} comes round once for each term: it needs terms, and an answer that is good."
        if step.key in arrows(step):
            yield f"An answer in {step.key} leads to the step itself, which comes round by its terms and no further."
    if sum(step.repeats_per_term for step in protocol.steps) > 1:
        yield "A school chooses the moments of one step that comes round, so there is at most one."
