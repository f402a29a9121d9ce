"""What was tried before a new approach, and what came of it: so that the next round is not the same again (row S5c)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kring.cases import bodies
from kring.cases.agreements import judged, standing_agreements
from kring.cases.case_file import CaseFile, variation_of
from kring.protocol.progress import Visit


@dataclass(frozen=True)
class LastRound:
    """The round before: what was done, whether it was kept, the answer, and why it went wrong.

    `approach` is the approach that was chosen then; in the first round the problem stands there, since the protocol
    asks for no approach in words. Whatever was not written is "".
    """

    began_on: date | None
    approach: str
    is_problem: bool
    sorts: tuple[str, ...]
    agreements: tuple[tuple[str, bodies.Kept | None], ...]
    question: str
    answer: str
    reasons: str
    analysis: str


def last_round(file: CaseFile, visit: Visit) -> LastRound:
    """The round that came before the approach that is chosen in this visit."""
    visits = file.progress.visits
    until = visits[: [one.place for one in visits].index(visit.place) + 1]
    before = {one.place for one in until[:-1]}
    approaches = [one for one in file.of(bodies.NewApproach) if one.fact.place in before]
    problems = [one for one in file.of(bodies.Problem) if one.fact.place in before]
    approach = approaches[-1] if approaches else None
    problem = problems[-1] if problems else None
    began_on: date | None = None
    text = ""
    if approach:
        began_on, text = approach.fact.on, approach.body.text
    elif problem:
        began_on, text = problem.fact.on, problem.body.text
    decisions = file.of(bodies.Decision, at=visit)
    analyses = [one.body.text for past in until for one in file.of(bodies.Analysis, at=past)]
    return LastRound(
        began_on=began_on,
        approach=text,
        is_problem=approach is None,
        sorts=sorts_in_words(file, approach.body) if approach else (),
        agreements=tuple(_agreements(file, until)),
        question=visit.step.question,
        answer=visit.outcome.title if visit.outcome else "",
        reasons=decisions[-1].body.reasons if decisions else "",
        analysis=analyses[-1] if analyses else "",
    )


def sorts_in_words(file: CaseFile, approach: bodies.NewApproach) -> tuple[str, ...]:
    """What sort of approach it is, in the words of the list that the case began with; Kring's own in Dutch."""
    return tuple(title for key, title in variation_of(file.case).every_sort if key in approach.sorts)


def _agreements(file: CaseFile, until: Sequence[Visit]) -> Iterator[tuple[str, bodies.Kept | None]]:
    """The agreements of the round with how they were kept, as they were last talked over; else those that stood."""
    standing = standing_agreements(file)
    for past in reversed(until):
        for review in reversed(file.of(bodies.Review, at=past)):
            yield from (
                (one.agreement.what, verdict.kept) for one, verdict, _ in judged(file, standing, review.body.verdicts)
            )
            return
    places = {past.place for past in until[:-1]}
    yield from ((one.agreement.what, None) for one in standing if one.fact.place in places)
