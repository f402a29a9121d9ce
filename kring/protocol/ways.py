"""The ways through a protocol: which steps a case can come to from which."""

from collections.abc import Iterable

from kring.protocol.terms import Protocol, Step


def arrows(step: Step) -> list[str]:
    """The steps that this one leads to: by each answer, or by itself."""
    return [outcome.then for outcome in step.outcomes] or ([step.then] if step.then else [])


def reached(protocol: Protocol, starts: Iterable[str], *, not_beyond: Iterable[str] = ()) -> set[str]:
    """The steps that a case can come to from these without leaving one of `not_beyond`. The starts are among them."""
    last, found, ahead = set(not_beyond), set[str](), list(starts)
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += [] if key in last else arrows(protocol.step(key))
    return found
