"""What is wrong with a protocol as data, in sentences: empty when every case of it can be carried out to its end.

A test asks this of every edition, and so does Kring when it starts in debug.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kring.protocol.check_duties import holes_in_duties
from kring.protocol.choices import Variation
from kring.protocol.terms import Anchor, Duty, Kind, Protocol, Step
from kring.protocol.variation import problems

LONGEST_KEY, LONGEST_DUTY_KEY, LONGEST_EDITION = 30, 60, 10
"""What fits in the columns in which keys are stored with a case."""

KEY = re.compile(r"[a-z][a-z0-9_]*")
OF_THE_SCHOOL = re.compile(r"extra_[0-9]+")


def check(protocol: Protocol) -> list[str]:
    """Every hole in this edition, as a sentence that names the place."""
    found = [*_keys(protocol), *_arrows(protocol)]
    if found:  # the rest follows keys and arrows
        return found
    rules: tuple[Callable[[Protocol], Iterator[str]], ...] = (
        _ends,
        _questions,
        _terms,
        _repeating,
        holes_in_duties,
        _watching,
        _reopenings,
        _pages,
    )
    return [sentence for rule in rules for sentence in rule(protocol)]


def arrows(step: Step) -> list[str]:
    """The steps that this one leads to: by each answer, or by itself."""
    return [outcome.then for outcome in step.outcomes] or ([step.then] if step.then else [])


def reached(protocol: Protocol, starts: Iterable[str], *, without: Iterable[str] = ()) -> set[str]:
    """The steps that a case can come to from these, not going through those left out. The starts are among them."""
    closed, found, ahead = set(without), set(), list(starts)
    while ahead:
        key = ahead.pop()
        if key not in found and key not in closed:
            found.add(key)
            ahead += arrows(protocol.step(key))
    return found


def _keys(protocol: Protocol) -> Iterator[str]:
    if not protocol.steps:
        yield "A protocol has steps."
    yield from _key("protocol", protocol.key, LONGEST_KEY)
    if not protocol.edition or len(protocol.edition) > LONGEST_EDITION:
        yield f"The edition {protocol.edition!r} has 1 to {LONGEST_EDITION} characters."
    yield from _twice("step", (step.key for step in protocol.steps))
    for step in protocol.steps:
        yield from _key("step", step.key, LONGEST_KEY)
        yield from _twice(f"answer in {step.key}", (outcome.key for outcome in step.outcomes))
        for outcome in step.outcomes:
            yield from _key(f"answer in {step.key}", outcome.key, LONGEST_KEY)
        yield from _twice(f"duty in {step.key}", (duty.key for duty in step.every_duty()))
        for duty in step.every_duty():
            yield from _key(f"duty in {step.key}", duty.key, LONGEST_DUTY_KEY)
            if OF_THE_SCHOOL.fullmatch(duty.key):
                yield f"The duty {duty.key} in {step.key} has a key that the duties of a school have."


def _key(what: str, key: str, longest: int) -> Iterator[str]:
    if not KEY.fullmatch(key) or len(key) > longest:
        yield f"The key {key!r} of {_a(what)} is not 1 to {longest} small letters, digits and underscores."


def _twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"There are {times} of the key {key!r} of {_a(what)}."


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _arrows(protocol: Protocol) -> Iterator[str]:
    known = {step.key for step in protocol.steps}
    for step in protocol.steps:
        for outcome in step.outcomes:
            if outcome.then not in known:
                yield f"The answer {outcome.key} in {step.key} leads to {outcome.then!r}, which is no step."
        if step.then and step.then not in known:
            yield f"The step {step.key} leads to {step.then!r}, which is no step."
    for reopening in protocol.reopenings:
        if reopening.step not in known:
            yield f"A case is reopened in {reopening.step!r}, which is no step."
        if reopening.after is not None and reopening.after not in {
            (step.key, outcome.key) for step in protocol.steps for outcome in step.outcomes
        }:
            yield f"A case is reopened in {reopening.step} after {reopening.after!r}, which is no answer."


def _ends(protocol: Protocol) -> Iterator[str]:
    ends = [step for step in protocol.steps if step.ends_case]
    if len(ends) != 1:
        yield f"Exactly one step ends the case, not {len(ends)}."
    for end in ends:
        if end.outcomes or end.then or end is protocol.steps[0]:
            yield f"The step {end.key} ends the case: it is not the first, asks nothing and leads nowhere."
    for step in protocol.steps:
        if not step.ends_case and not arrows(step):
            yield f"Nobody can leave the step {step.key}."
        elif not reached(protocol, [step.key]) & {end.key for end in ends}:
            yield f"From the step {step.key} no case comes to an end."
    starts = [protocol.steps[0].key, *(reopening.step for reopening in protocol.reopenings)]
    for key in sorted({step.key for step in protocol.steps} - reached(protocol, starts)):
        yield f"No case comes to the step {key}."


def _questions(protocol: Protocol) -> Iterator[str]:
    for step in protocol.steps:
        if bool(step.question) != bool(step.outcomes):
            yield f"The step {step.key} has a question without answers, or answers without a question."
        if step.outcomes and step.then:
            yield f"The step {step.key} leads on by its answers, and also without one."
        suggested = [outcome.key for outcome in step.outcomes if outcome.suggested]
        if step.tests and len(suggested) != 1:
            yield f"The tests of {step.key} point to {len(suggested)} answers, not to one."
        if suggested and not step.tests:
            yield f"The answer {suggested[0]} in {step.key} is suggested by no test."
        tests = step.tests.tests if step.tests else ()
        yield from _twice(f"test in {step.key}", (test.key for test in tests))
        for test in tests:
            yield from _twice(f"answer to the test {test.key}", (key for key, _words, _points in test.answers))
            if not any(points for _key, _words, points in test.answers):
                yield f"No answer to the test {test.key} points to bullying, so that nothing does."


def _terms(protocol: Protocol) -> Iterator[str]:
    for step in protocol.steps:
        before = [other for other in protocol.steps if step.key in arrows(other)]
        if not step.terms:
            yield f"The step {step.key} has no term; where the document is silent, give it a guideline of Kring's own."
        if len(step.terms) > 1 and not step.repeats_per_term and step not in before:
            yield f"The step {step.key} has a term for a round that never comes."
        for term in step.terms:
            amounts = (term.school_days, term.weeks, term.months)
            if min(amounts) < 0 or sum(amount > 0 for amount in amounts) != 1:
                yield f"A term of {step.key} is a number of school days, of weeks or of months, one of the three."
            if term.counted_from is Anchor.REPORT and step.key in reached(protocol, arrows(step)):
                yield f"The step {step.key} is returned to, so its term cannot be counted from the report."
            if term.counted_from is Anchor.TALK and not (before and all(map(_settles_date, before))):
                yield f"The term of {step.key} is counted from the talk before it, and there is none."
            if term.counted_from is Anchor.DECISION and step is protocol.steps[0]:
                yield f"The term of {step.key} is counted from a decision before it, and there is none."


def _settles_date(step: Step) -> bool:
    """True when a talk that settles the date is held in this step whatever its answer."""
    return any(duty.settles_date for duty in (*step.duties, *step.closing))


def _repeating(protocol: Protocol) -> Iterator[str]:
    for step in protocol.steps:
        good = [outcome for outcome in step.outcomes if outcome.good]
        if step.repeats_per_term and not (step.terms and good):
            yield f"The step {step.key} comes round once for each term: it needs terms, and an answer that is good."
        if step.repeats_per_term and any(outcome.then == step.key for outcome in good):
            yield f"The good answer in {step.key} leads to the step itself, which then never ends."
    if sum(step.repeats_per_term for step in protocol.steps) > 1:
        yield "A school chooses the moments of one step that comes round, so there is at most one."


def _watching(protocol: Protocol) -> Iterator[str]:
    """Colleagues note what they see on a plan: none may be asked before there is one."""
    issuing = {step.key for step in protocol.steps if any(duty.kind is Kind.ISSUE_PLAN for duty in _always(step))}
    unplanned = reached(protocol, [protocol.steps[0].key], without=issuing)
    for step in protocol.steps:
        plans = {duty.key for duty in step.every_duty() if duty.kind is Kind.ISSUE_PLAN}
        for duty in step.every_duty():
            if duty.kind is not Kind.OBSERVE or plans & set(duty.after):
                continue
            if plans or step.key in unplanned:
                yield f"The duty {duty.key} in {step.key} asks colleagues to watch before there is a plan to watch by."


def _always(step: Step) -> tuple[Duty, ...]:
    return (*step.duties, *step.closing)


def _reopenings(protocol: Protocol) -> Iterator[str]:
    if not protocol.reopenings or protocol.reopenings[0].after is not None:
        yield "The first step in which a closed case goes on may depend on no answer: it is for when all is not quiet."
    yield from _twice("reopening", (reopening.step for reopening in protocol.reopenings))
    for reopening in protocol.reopenings:
        if protocol.step(reopening.step).ends_case:
            yield f"A case is reopened in {reopening.step}, which ends it."


def _pages(protocol: Protocol) -> Iterator[str]:
    """What a page needs: a title, a place of its own, sentences that can be filled in."""
    for step in protocol.steps:
        if not step.title:
            yield f"The step {step.key} has no title."
        if step.number is None and not step.slug:
            yield f"The step {step.key} has no number, and no slug instead, to stand on the page of the protocol."
        try:
            step.coming % {"step": "", "day": "", "on_day": ""}
        except (KeyError, TypeError, ValueError):
            yield f"What {step.key} says of its coming asks for more than the step, the day or on_day."
    yield from _twice("place on the page", (step.place_on_page for step in protocol.steps))
    for problem in problems(Variation(), protocol):
        yield f"Without any choice of a school: {problem.field}: {problem.sentence}"
