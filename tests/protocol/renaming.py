"""A protocol with every key renamed: nothing else of it changes, and nothing that anybody sees may."""

from dataclasses import replace

from kring.protocol.terms import Definition, Duty, Outcome, Protocol, Reopening, Step


def renamed(key: str) -> str:
    """Another key for this one, that says nothing."""
    return f"k{key.translate(str.maketrans('abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba'))}"


def with_other_keys(protocol: Protocol, key: str) -> Protocol:
    """The protocol under this key, with other keys for all that is in it."""
    return replace(
        protocol,
        key=key,
        steps=tuple(_step(step) for step in protocol.steps),
        reopenings=tuple(_reopening(reopening) for reopening in protocol.reopenings),
    )


def keys_in(protocol: Protocol) -> set[str]:
    """Every key that `with_other_keys` renames, but for the protocol's own."""
    found = keys_of(protocol)
    for step in protocol.steps:
        for test in step.tests.tests if step.tests else ():
            found |= {test.key} | {key for key, _words, _points in test.answers}
    return found


def keys_of(protocol: Protocol) -> set[str]:
    """The key of every step, answer and duty of this edition."""
    found = set()
    for step in protocol.steps:
        found |= {step.key} | {outcome.key for outcome in step.outcomes} | {duty.key for duty in step.every_duty()}
    return found


def _step(step: Step) -> Step:
    return replace(
        step,
        key=renamed(step.key),
        duties=tuple(_duty(duty) for duty in step.duties),
        outcomes=tuple(_outcome(outcome) for outcome in step.outcomes),
        closing=tuple(_duty(duty) for duty in step.closing),
        then=renamed(step.then) if step.then else "",
        tests=_tests(step.tests) if step.tests else None,
    )


def _tests(definition: Definition) -> Definition:
    return replace(
        definition,
        tests=tuple(
            replace(
                test,
                key=renamed(test.key),
                answers=tuple((renamed(key), words, points) for key, words, points in test.answers),
                by_one_or_more=_both(test.by_one_or_more),
            )
            for test in definition.tests
        ),
    )


def _both(keys: tuple[str, str] | None) -> tuple[str, str] | None:
    return (renamed(keys[0]), renamed(keys[1])) if keys else None


def _duty(duty: Duty) -> Duty:
    return replace(duty, key=renamed(duty.key), after=tuple(renamed(key) for key in duty.after))


def _outcome(outcome: Outcome) -> Outcome:
    duties = tuple(_duty(duty) for duty in outcome.duties)
    return replace(outcome, key=renamed(outcome.key), then=renamed(outcome.then), duties=duties)


def _reopening(reopening: Reopening) -> Reopening:
    return replace(reopening, step=renamed(reopening.step), after=_both(reopening.after))
