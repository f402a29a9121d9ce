"""What is wrong with a protocol as data, in sentences: empty when every case of it can be carried out to its end.

A test asks this of every edition, and so does Kring when it starts in debug.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kring.protocol.check_duties import holes_in_duties
from kring.protocol.check_pages import holes_in_pages
from kring.protocol.check_terms import holes_in_terms
from kring.protocol.terms import Condition, Definition, Duty, Ending, Kind, Protocol, Step
from kring.protocol.ways import arrows, reached

LONGEST_KEY, LONGEST_DUTY_KEY, LONGEST_EDITION = 30, 60, 10
"""What fits in the columns in which keys are stored with a case."""

KEY = re.compile(r"[a-z][a-z0-9_]*")
EDITION = re.compile(r"[a-z0-9][a-z0-9.-]*")
ENDS_BY_AN_ANSWER = (Ending.TEASING, Ending.STOPPED)
"""The others are said by who closes a case before it is through, or that was opened by mistake."""
OF_THE_SCHOOL = re.compile(r"extra_[0-9]+")


def check(protocol: Protocol) -> list[str]:
    """Every hole in this edition, as a sentence that names the place."""
    found = [*_keys(protocol), *_arrows(protocol)]
    if found:  # the rest follows keys and arrows
        return found
    rules: tuple[Callable[[Protocol], Iterator[str]], ...] = (
        _ends,
        _questions,
        holes_in_terms,
        holes_in_duties,
        _watching,
        _reopenings,
        holes_in_pages,
    )
    return [sentence for rule in rules for sentence in rule(protocol)]


def _keys(protocol: Protocol) -> Iterator[str]:
    if not protocol.steps:
        yield "A protocol has steps."
    yield from _key("protocol", protocol.key, LONGEST_KEY)
    if not EDITION.fullmatch(protocol.edition) or len(protocol.edition) > LONGEST_EDITION:
        yield f"The edition {protocol.edition!r} is not 1 to {LONGEST_EDITION} small letters, digits, dots and dashes."
    yield from _twice("step", (step.key for step in protocol.steps))
    yield from _twice("step's number", (step.number for step in protocol.steps if step.number is not None))
    yield from _twice("place on the page", (step.place_on_page for step in protocol.steps))
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


def _twice(what: str, keys: Iterable[object]) -> Iterator[str]:
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
        for outcome in step.outcomes:
            if outcome.ends_as not in ENDS_BY_AN_ANSWER:
                yield f"The answer {outcome.key} in {step.key} ends a case as {outcome.ends_as}, which no answer does."
        suggested = [outcome.key for outcome in step.outcomes if outcome.suggested]
        if step.tests and len(suggested) != 1:
            yield f"The tests of {step.key} point to {len(suggested)} answers, not to one."
        if suggested and not step.tests:
            yield f"The answer {suggested[0]} in {step.key} is suggested by no test."
        if step.tests:
            yield from _tests(step.key, step.tests)


def _tests(step: str, definition: Definition) -> Iterator[str]:
    if not definition.tests:
        yield f"The definition in {step} has no tests, so that all it is asked of is bullying."
    if definition.own or any(test.of_the_school for test in definition.tests):
        yield f"The definition in {step} has words of a school, which only a school can add."
    yield from _twice(f"test in {step}", (test.key for test in definition.tests))
    for test in definition.tests:
        yield from _key(f"test in {step}", test.key, LONGEST_KEY)
        yield from _twice(f"answer to the test {test.key}", (key for key, _words, _points in test.answers))
        for key, _words, _points in test.answers:
            yield from _key(f"answer to the test {test.key}", key, LONGEST_KEY)
        if stray := set(test.by_one_or_more or ()) - {key for key, _words, _points in test.answers}:
            yield f"The test {test.key} is answered by {sorted(stray)}, which is no answer to it."
        if not any(points for _answer, _words, points in test.answers):
            yield f"No answer to the test {test.key} points to bullying, so that nothing does."


def _watching(protocol: Protocol) -> Iterator[str]:
    """Colleagues note what they see on a plan: none may be asked before there is one."""
    issuing = [step.key for step in protocol.steps if any(map(_surely_issues, (*step.duties, *step.closing)))]
    unplanned = reached(protocol, [protocol.steps[0].key], not_beyond=issuing)
    for reopening in protocol.reopenings:  # a case may have been closed before it had a plan
        if reopening.after is None or reopening.after[0] in unplanned:
            unplanned |= reached(protocol, [reopening.step], not_beyond=issuing)
    for step in protocol.steps:
        if step.key in unplanned:
            for duties in ((*step.duties, *step.closing), *(outcome.duties for outcome in step.outcomes)):
                yield from _watched_unplanned(step, duties)


def _watched_unplanned(step: Step, duties: tuple[Duty, ...]) -> Iterator[str]:
    """What is asked among these, though none of them surely issues a plan first. An answer's duties have the step's."""
    known = {duty.key: duty for duty in (*step.duties, *step.closing, *duties)}
    for duty in duties:
        before = [known[key] for key in duty.after if key in known]
        if duty.kind is Kind.OBSERVE and not any(
            _surely_issues(one) or (one.kind is Kind.ISSUE_PLAN and one.condition is duty.condition) for one in before
        ):
            yield f"The duty {duty.key} in {step.key} asks colleagues to watch before there is a plan to watch by."


def _surely_issues(duty: Duty) -> bool:
    return duty.kind is Kind.ISSUE_PLAN and duty.condition is Condition.ALWAYS


def _reopenings(protocol: Protocol) -> Iterator[str]:
    if not protocol.reopenings or protocol.reopenings[0].after is not None:
        yield "The first step in which a closed case goes on may depend on no answer: it is for when all is not quiet."
    yield from _twice("reopening", (reopening.step for reopening in protocol.reopenings))
    for reopening in protocol.reopenings:
        if protocol.step(reopening.step).ends_case:
            yield f"A case is reopened in {reopening.step}, which ends it."
