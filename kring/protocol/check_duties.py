"""What is wrong with the duties of a protocol: one that nobody can ever do, or that waits for itself."""

from collections.abc import Iterator

from kring.protocol.terms import OF_KIND, ROLES_OF, Duty, Kind, Protocol, Role, Step, Whom

ONE_CHILD = frozenset({Whom.EACH_TARGET, Whom.EACH_INSTIGATOR})
WITH_CHILDREN = frozenset({Kind.TALK, Kind.EXTRA})
"""Kinds that are done with children, or once: their forms name no guardian."""


def holes_in_duties(protocol: Protocol) -> Iterator[str]:
    """Every duty that cannot be done, as a sentence."""
    for step in protocol.steps:
        yield from _in_order(step, step.duties, ())
        for outcome in step.outcomes:
            yield from _in_order(step, outcome.duties, step.duties)
        yield from _in_order(step, step.closing, (*step.duties, *(one for out in step.outcomes for one in out.duties)))


def _in_order(step: Step, duties: tuple[Duty, ...], before: tuple[Duty, ...]) -> Iterator[str]:
    """The holes in duties that come after one another, and after those before them."""
    known = {duty.key: duty for duty in before}
    for duty in duties:
        yield from _of_duty(step, duty, known)
        known[duty.key] = duty


def _of_duty(step: Step, duty: Duty, before: dict[str, Duty]) -> Iterator[str]:
    name = f"The duty {duty.key} in {step.key}"
    informs = OF_KIND[duty.kind].tells_others
    if duty.of_the_school:
        yield f"{name} is not a school's own: it stands in the protocol."
    if not _can_be_done(duty):
        yield f"{name} can be done by nobody: what is recorded for {duty.kind} is never for {duty.whom}."
    if unknown := [key for key in duty.after if key not in before]:
        yield f"{name} waits for {', '.join(unknown)}, which does not come before it in this step."
    if duty in step.duties and step.outcomes and (informs or duty.after_all):
        yield f"{name} comes before the question and waits for its answer."
    if duty.after_all and not informs:
        yield f"{name} waits for all that is not informing, and so for itself."
    if not informs and (last := _waits_for_all(duty, before)):
        yield f"{name} waits for {last}, which waits for all that is not informing, and so for it."
    optional = {one.key for one in step.every_duty() if one.optional}
    if named := [key for key in duty.after if key in optional]:
        yield f"{name} waits for {', '.join(named)}, which nobody has to do."
    if duty.optional and (duty.settles_date or informs):
        yield f"{name} need not be done, though the next term is counted from it, or somebody is told by it."
    if step.ends_case:
        yield f"{name} keeps no case from being closed: the last step has no duties."
    yield from _of_flags(name, duty)


def _waits_for_all(duty: Duty, before: dict[str, Duty]) -> str | None:
    """The duty after all else for which this one waits, itself or by what it waits for; None when there is none."""
    ahead = list(duty.after)
    for key in ahead:
        if key in before:
            if before[key].after_all:
                return key
            ahead += [one for one in before[key].after if one not in ahead]
    return None


def _can_be_done(duty: Duty) -> bool:
    """True when the form of this kind records for whom the duty asks. What names nobody `Duty` itself refuses."""
    if duty.kind is Kind.INFORM_GUARDIANS:
        return duty.whom is Whom.EACH_GUARDIAN
    return duty.whom is not Whom.EACH_GUARDIAN or duty.kind not in WITH_CHILDREN


def _of_flags(name: str, duty: Duty) -> Iterator[str]:
    talk = duty.kind is Kind.TALK
    if duty.settles_date and not talk:
        yield f"{name} settles the date of the next talk, and is no talk itself."
    if duty.asks_wish and not (talk and duty.whom in ONE_CHILD):
        yield f"{name} asks a wish, which is done in a talk with one child."
    if duty.several_at_once and not (talk and duty.whom in ONE_CHILD):
        yield f"{name} is with several children at once, and is no talk with one party."
    if duty.own_verdict and not (talk and Role.TARGET in ROLES_OF[duty.whom]):
        yield f"{name} asks bullied children first, and is no talk with them."
    if duty.asks_wish and duty.several_at_once:
        yield f"{name} asks a wish of several children at once."
