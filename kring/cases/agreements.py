"""Where each agreement stands, read from the facts: running, being phased out, stopped, or taken over by another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from uuid import UUID

from kring.cases.bodies import Agreement, GoesOn, Kept, PhaseOut, Review, Verdict
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.typed import FactOf
from kring.protocol.progress import Visit
from kring.protocol.terms import total


class AgreementState(StrEnum):
    """Where an agreement stands."""

    RUNNING = auto()
    PHASING_OUT = auto()
    STOPPED = auto()
    ADJUSTED = auto()


RUNNING = frozenset({AgreementState.RUNNING, AgreementState.PHASING_OUT})
"""Where an agreement stands that the children must still keep to. A plan keeps these as text."""


@dataclass(frozen=True)
class StandingAgreement:
    """An agreement with what became of it. `since` is when phasing out or stopping began.

    `first` is the id under which it was made: the same one, however often it is put right.
    """

    fact: Fact
    first: UUID
    agreement: Agreement
    state: AgreementState
    kept: tuple[tuple[date, Kept], ...] = ()
    since: date | None = None

    @property
    def counts(self) -> bool:
        """True while the children must still keep to it."""
        return self.state in RUNNING


AFTER: dict[GoesOn, AgreementState] = total(
    {
        GoesOn.CONTINUE: AgreementState.RUNNING,
        GoesOn.ADJUST: AgreementState.RUNNING,  # until what takes its place is there, and again when that is taken back
        GoesOn.PHASE_OUT: AgreementState.PHASING_OUT,
        GoesOn.STOP: AgreementState.STOPPED,
    },
    GoesOn,
)


def standing_agreements(file: CaseFile, *, without: UUID | None = None) -> list[StandingAgreement]:
    """All agreements of a case in the order in which they were made. The fact `without` is passed over."""
    made = {made.fact.pk: (made.fact, made.body) for made in file.of(Agreement) if made.fact.pk != without}
    state: dict[UUID, tuple[AgreementState, date | None]] = {pk: (AgreementState.RUNNING, None) for pk in made}
    kept: dict[UUID, list[tuple[date, Kept]]] = {pk: [] for pk in made}
    # Verdicts name the version that stood when they were given.
    versions = {pk: [fact, *(file.former(fact) if fact.replaces_id else ())] for pk, (fact, _body) in made.items()}
    lineage = {former.pk: pk for pk, (_now, *formers) in versions.items() for former in formers}
    talked_over: list[FactOf[Review] | FactOf[PhaseOut]] = [*file.of(Review), *file.of(PhaseOut)]
    verdicts = {told.fact.pk: told.body.verdicts for told in talked_over if told.fact.pk != without}
    for fact in file.facts:
        for verdict in verdicts.get(fact.pk, ()):
            pk = lineage.get(verdict.agreement, verdict.agreement)
            if pk not in made:
                continue
            state[pk] = (AFTER[verdict.goes_on], verdict.from_on)
            if verdict.kept:
                kept[pk].append((fact.on, verdict.kept))
    replaced_by_others = _given_up(file, made, lineage)
    return [
        StandingAgreement(
            fact,
            versions[pk][-1].pk,
            agreement,
            AgreementState.ADJUSTED if pk in replaced_by_others else state[pk][0],
            tuple(kept[pk]),
            state[pk][1],
        )
        for pk, (fact, agreement) in made.items()
    ]


def _given_up(file: CaseFile, made: Mapping[UUID, tuple[Fact, Agreement]], lineage: Mapping[UUID, UUID]) -> set[UUID]:
    """The agreements that one of these took the place of, also by way of one that was taken back since."""
    every = {ever.fact.pk: ever for ever in file.every(Agreement)}
    given_up: set[UUID] = set()
    for _fact, agreement in made.values():
        former = agreement.adjusts
        while former is not None and former not in given_up:
            given_up |= {former, lineage.get(former, former)}
            former = every[former].body.adjusts if former in every else None
    return given_up


def talked_over(file: CaseFile, former: Iterable[Verdict]) -> list[StandingAgreement]:
    """The agreements that an evaluation talks over: those that stand, and those that `former` verdicts spoke of."""
    named = {verdict.agreement for verdict in former}
    return [
        one
        for one in standing_agreements(file)
        if (one.counts and one.agreement.adjusts not in named) or named & _versions(file, one)
    ]


def judged(
    file: CaseFile, agreements: Iterable[StandingAgreement], verdicts: Sequence[Verdict]
) -> Iterator[tuple[StandingAgreement, Verdict, Agreement | None]]:
    """Each of these agreements with the verdict on it, whichever version that named, and what it was adjusted to."""
    instead = {one.agreement.adjusts: one.agreement for one in standing_agreements(file)}
    for one in agreements:
        versions = _versions(file, one)
        for verdict in verdicts:
            if verdict.agreement in versions:
                yield one, verdict, next((new for adjusts, new in instead.items() if adjusts in versions), None)


def _versions(file: CaseFile, one: StandingAgreement) -> set[UUID]:
    """The ids of an agreement and of what it was before it was put right."""
    return {one.fact.pk, *(former.pk for former in file.former(one.fact))}


def kept_at(file: CaseFile, visit: Visit) -> list[tuple[Agreement, Kept]]:
    """How each agreement was kept, as it was last talked over in this step."""
    for review in reversed(file.of(Review, at=visit)):
        kept = {verdict.agreement: verdict.kept for verdict in review.body.verdicts}
        return [(one.agreement, how) for one in standing_agreements(file) if (how := kept.get(one.fact.pk))]
    return []
