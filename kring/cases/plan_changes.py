"""What changed between two versions of the plan, for those who have read the former one (rows S4e, S5f).

Everything that the document shows is compared, both ways: what came, what became different, and what went.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar
from uuid import UUID

from msgspec import structs

from kring import words
from kring.cases.plan import Approach, ClassTalk, Plan, PlanAgreement, PlanChange, PlanExpert, What
from kring.cases.plan_children import changed_children, changed_informed
from kring.cases.plan_two import Two

Dated = TypeVar("Dated", Approach, ClassTalk)

ENDED = {
    "stopped": What.AGREEMENT_STOPPED,
    "adjusted": What.AGREEMENT_STOPPED,
    "phasing_out": What.AGREEMENT_PHASED_OUT,
}


def changes_between(former: Plan, new: Plan, names: Mapping[UUID, str] | None = None) -> tuple[PlanChange, ...]:
    """What changed since the former version, most telling first.

    `names`: what the children are called now, by the id of Involved, those who take part no more too.
    """
    two = Two(former, new, names or {})
    return tuple(change for compare in dict.fromkeys(COMPARED.values()) for change in compare(two))


def _evaluations(two: Two) -> Iterator[PlanChange]:
    known = {(one.step, one.round): one for one in two.former.evaluations}
    for one in two.new.evaluations:
        former = known.pop((one.step, one.round), None)
        if former != one:
            # The analysis of an answer that stands comes to it; what the version said already was put right.
            said = former and ((former.on, former.answer) != (one.on, one.answer) or former.analysis)
            what = What.EVALUATION_CORRECTED if said else What.EVALUATION
            yield PlanChange(what, f"{one.title}: {one.answer}", one.on, to=one.question)
    for one in known.values():
        yield PlanChange(What.EVALUATION_GONE, one.title, one.on)


def _problem(two: Two) -> Iterator[PlanChange]:
    if two.former.problem != two.new.problem:
        yield PlanChange(What.PROBLEM)


def _approaches(two: Two) -> Iterator[PlanChange]:
    came, corrected, went = _came_and_went(two.former.approaches, two.new.approaches)
    yield from (PlanChange(What.APPROACH, one.text, one.on) for one in came)
    yield from (PlanChange(What.CORRECTED, one.text, one.on) for one in corrected)
    yield from (PlanChange(What.GONE, one.text, one.on) for one in went)


def _class_talks(two: Two) -> Iterator[PlanChange]:
    came, corrected, went = _came_and_went(two.former.class_talks, two.new.class_talks)
    yield from (PlanChange(What.CLASS, one.method, one.on) for one in came)
    yield from (PlanChange(What.CORRECTED, one.method, one.on) for one in corrected)
    yield from (PlanChange(What.GONE, one.method, one.on) for one in went)


def _came_and_went(former: tuple[Dated, ...], new: tuple[Dated, ...]) -> tuple[list[Dated], list[Dated], list[Dated]]:
    """What is new, what was put right (another text of the same day), and what is nowhere any more."""
    went = [one for one in former if one not in new]
    came: list[Dated] = []
    corrected: list[Dated] = []
    for one in new:
        if one in former:
            continue
        same = next((old for old in went if old.on == one.on), None)
        if same:
            went.remove(same)
        (corrected if same else came).append(one)
    return came, corrected, went


def _agreements(two: Two) -> Iterator[PlanChange]:
    known = {one.key: one for one in two.former.agreements}
    for one in two.new.agreements:
        if change := _agreement(known.pop(one.key, None), one):
            yield change
    for one in known.values():
        yield PlanChange(What.AGREEMENT_WITHDRAWN, one.what)


def _agreement(old: PlanAgreement | None, new: PlanAgreement) -> PlanChange | None:
    """The most telling thing that is different in one agreement."""
    if old == new:
        return None
    if new.state in ENDED and (old is None or old.state != new.state):
        return PlanChange(ENDED[new.state], new.what, new.since)
    if old is None:
        return PlanChange(What.AGREEMENT_NEW, new.what, new.from_on)
    if (old.what, old.who, old.from_on, old.until_on, old.state, old.since) == (
        new.what,
        new.who,
        new.from_on,
        new.until_on,
        new.state,
        new.since,
    ):
        return PlanChange(What.AGREEMENT_REVIEWED, new.what)
    return PlanChange(What.AGREEMENT_CHANGED, new.what)


def _promises(two: Two) -> Iterator[PlanChange]:
    """What was promised anew, differently, or no more; how often it was kept is no change of the plan."""
    known = {one.key: one for one in two.former.promises}
    for new in two.new.promises:
        old = known.pop(new.key, None)
        if old is None:
            yield PlanChange(What.PROMISE_NEW, new.what)
        elif structs.replace(old, name=new.name, kept=new.kept, of=new.of) != new:
            yield PlanChange(What.PROMISE_CHANGED, new.what)
    for one in known.values():
        yield PlanChange(What.PROMISE_ENDED, one.what)


def _experts(two: Two) -> Iterator[PlanChange]:
    former = {(one.name, one.organisation): one for one in two.former.experts}
    for one in two.new.experts:
        known = former.pop((one.name, one.organisation), None)
        if known is None:
            yield PlanChange(What.EXPERT_NEW, _called(one))
        elif known.until_on != one.until_on:
            yield PlanChange(What.EXPERT_UNTIL, _called(one), one.until_on)
    for one in former.values():
        if one.until_on and one.until_on < two.new.issued_on:
            yield PlanChange(What.EXPERT_OVER, _called(one), one.until_on)
        else:
            yield PlanChange(What.EXPERT_LEFT, _called(one))


def _called(expert: PlanExpert) -> str:
    return f"{expert.name} ({expert.organisation})" if expert.organisation else expert.name


def _watch(two: Two) -> Iterator[PlanChange]:
    former, new = two.former, two.new
    if former.watch_for != new.watch_for:
        if new.watch_for:
            yield PlanChange(What.WATCH, new.watch_for)
        else:
            yield PlanChange(What.WATCH_ENDED, former.watch_for)
    elif former.watch_until != new.watch_until:
        yield PlanChange(What.WATCH_UNTIL, on=new.watch_until)


def _owner(two: Two) -> Iterator[PlanChange]:
    if two.former.owner != two.new.owner:
        yield PlanChange(What.OWNER, two.new.owner)


def _stand_in(two: Two) -> Iterator[PlanChange]:
    if two.former.stand_in != two.new.stand_in:
        yield PlanChange(What.STAND_IN if two.new.stand_in else What.NO_STAND_IN, two.new.stand_in)


def _coordinators(two: Two) -> Iterator[PlanChange]:
    now = two.new.coordinators
    if two.former.coordinators != now:
        yield PlanChange(What.COORDINATORS if now else What.NO_COORDINATORS, words.listed(now))


def _let_go(two: Two) -> Iterator[PlanChange]:
    former, new = two.former.let_go, two.new.let_go
    denied = [structs.replace(one, child_says_so=False) for one in former if one.child_says_so]
    for one in new:
        if one not in former:
            yield PlanChange(What.CHILD_DENIES if one in denied else What.LET_GO, one.duty_title, one.on)
    still = {(one.step_title, one.duty_title) for one in new}
    gone = (one for one in former if (one.step_title, one.duty_title) not in still)
    yield from (PlanChange(What.NEEDED, one.duty_title) for one in gone)


def _next(two: Two) -> Iterator[PlanChange]:
    former, new = two.former, two.new
    if (former.next_title, former.next_on) != (new.next_title, new.next_on):
        yield PlanChange(What.NEXT if new.next_title else What.NO_NEXT, new.next_title, new.next_on)


COMPARED: dict[str, Callable[[Two], Iterable[PlanChange]]] = {
    "evaluations": _evaluations,
    "problem": _problem,
    "approaches": _approaches,
    "agreements": _agreements,
    "promises": _promises,
    "class_talks": _class_talks,
    "watch_for": _watch,
    "watch_until": _watch,
    "children": changed_children,
    "experts": _experts,
    "owner": _owner,
    "stand_in": _stand_in,
    "coordinators": _coordinators,
    "let_go": _let_go,
    "informed": changed_informed,
    "next_title": _next,
    "next_on": _next,
}
"""What of a plan is compared, and how, in the order in which it is told."""

NOT_COMPARED = {
    "reference": "the number of the case, which never changes",
    "number": "says which version it is",
    "issued_on": "the day of this version",
    "issued_by": "who issued this version",
    "step": "where the case stood: the document does not show it",
    "step_title": "the same",
    "round": "the same",
    "changes": "what this table makes",
    "next_can_on": "counted from the day of this version; the term that had passed is next_on",
}
"""What is not compared, and why. A test holds that each field of a plan stands in one of both."""
