"""What is wrong with the duties of a protocol: one that nobody can ever do, or that waits for itself."""

from collections.abc import Iterator

from kring.protocol.terms import OF_KIND, ROLES_OF, Duty, Kind, Protocol, Role, Step, Whom

ONE_CHILD = frozenset({Whom.EACH_TARGET, Whom.EACH_INSTIGATOR})
WITH_CHILDREN = frozenset({Kind.TALK, Kind.EXTRA})
"""Kinds that are done with children, or once: their forms name no guardian."""


def holes_in_duties(protocol: Protocol) -> Iterator[str]:
    """Every duty that cannot be done, as a sentence."""
    for step in protocol.steps:
        before: set[str] = set()
        for duty in step.every_duty():
            yield from _of_duty(step, duty, before)
            before.add(duty.key)


def _of_duty(step: Step, duty: Duty, before: set[str]) -> Iterator[str]:
    name = f"The duty {duty.key} in {step.key}"
    if not duty.title:
        yield f"{name} has no title."
    if not _can_be_done(duty):
        yield f"{name} can be done by nobody: what is recorded for {duty.kind} is never for {duty.whom}."
    if unknown := [key for key in duty.after if key not in before]:
        yield f"{name} waits for {', '.join(unknown)}, which does not come before it in this step."
    if duty in step.duties and step.outcomes and (OF_KIND[duty.kind].tells_others or duty.after_all):
        yield f"{name} comes before the question and waits for its answer."
    if duty.after_all and not OF_KIND[duty.kind].tells_others:
        yield f"{name} waits for all that is not informing, and so for itself."
    if step.ends_case:
        yield f"{name} keeps no case from being closed: the last step has no duties."
    yield from _of_flags(name, duty)


def _can_be_done(duty: Duty) -> bool:
    """True when the form of this kind records for whom the duty asks. What names nobody `Duty` itself refuses."""
    if duty.kind is Kind.INFORM_GUARDIANS:
        return duty.whom is Whom.EACH_GUARDIAN
    return duty.whom is not Whom.EACH_GUARDIAN or duty.kind not in WITH_CHILDREN


def _of_flags(name: str, duty: Duty) -> Iterator[str]:
    talk = duty.kind is Kind.TALK
    if duty.asks_wish and not (talk and duty.whom in ONE_CHILD):
        yield f"{name} asks a wish, which is done in a talk with one child."
    if duty.several_at_once and not (talk and duty.whom in ONE_CHILD):
        yield f"{name} is with several children at once, and is no talk with one party."
    if duty.own_verdict and not (talk and Role.TARGET in ROLES_OF[duty.whom]):
        yield f"{name} asks bullied children first, and is no talk with them."
    if duty.asks_wish and duty.several_at_once:
        yield f"{name} asks a wish of several children at once."
