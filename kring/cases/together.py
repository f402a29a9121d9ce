"""Talks at one table: when such a talk goes against a bullied child, and whether a second person put a name to it.

The one home of the rule (decision 059), by columns: a talk and an answer say in `outcome` what they are, so that lists
unseal nothing for it, but a second name, and whose no it was that stopped a talk.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from kring.cases import bodies
from kring.cases.models import Fact, Involved
from kring.cases.typed import FactOf
from kring.protocol.terms import BULLIED, BULLIES, Protocol


class Held(StrEnum):
    """What a talk was, or what a child answered, as it stands in the column `outcome`. Kept with every talk."""

    TOGETHER = "together"  # a bullied child and one that bullies at one table
    STOPPED = "stopped"  # the same, stopped by a bullied child
    APART = "apart"
    YES = "wants"  # a child was asked alone, and wants the coming talk at one table
    NO = "wants_not"


AT_ONE_TABLE = frozenset({Held.TOGETHER, Held.STOPPED})
ANSWERS = frozenset({Held.YES, Held.NO})


def is_joint(everyone: Iterable[Involved], about: Iterable[str]) -> bool:
    """Whether with these children a bullied child and another one that bullies sit at one table, whatever the talk is
    for. A child that is bullied and bullies sits there with both (decision 087)."""
    keys = set(about)
    there = [child for child in everyone if str(child.pk) in keys]
    bullied = [child for child in there if child.role in BULLIED]
    return any(one.pk != other.pk for one in bullied for other in there if other.role in BULLIES)


def held_as(everyone: Iterable[Involved], about: Sequence[str], talk: bodies.Talk) -> Held:
    """What this talk is, for the column."""
    if is_joint(everyone, about):
        return Held.STOPPED if talk.stopped_by else Held.TOGETHER
    if talk.wants_together is None:
        return Held.APART
    return Held.YES if talk.wants_together else Held.NO


@dataclass(frozen=True)
class _Answer:
    """What one child answered on a day. `known_from`: nobody can have known it before it was written down.

    `yes` is None of what was taken back: the child is to be asked again, whatever it had said before.
    """

    child: str
    yes: bool | None
    on: date
    known_from: datetime
    fact: Fact

    def was_known(self, on: date, at: datetime) -> bool:
        """Whether it counts for a talk on this day that was written up then. A no also when it was written later, of a
        day before; a yes has to stand there first, or one hand could put a no right afterwards."""
        return self.on <= on and (self.known_from <= at or (not self.yes and self.on < on))


@dataclass(frozen=True)
class Table:
    """What the facts of one case say of talks at one table."""

    every_fact: Sequence[Fact]
    standing: Sequence[Fact]
    everyone: Sequence[Involved]
    protocol: Protocol

    def last_answer(self, child: str) -> Fact | None:
        """The last that this child answered, alone or by stopping a talk; None when it is (still) to be asked."""
        found = self._last(child, self._answers)
        return found.fact if found and found.yes is not None else None

    def wants(self, child: str) -> bool | None:
        """Whether this child wants the coming talk at one table, by its last answer in this step or any before."""
        found = self._last(child, self._answers)
        return found.yes if found else None

    def unwilling(self, about: Iterable[str]) -> list[Involved]:
        """The bullied children among these that did not say yes to the coming talk: said no, or were not asked."""
        return self._without(about, self._answers)

    def without_a_yes(self, about: Sequence[str], on: date, former: Fact | None) -> list[Involved]:
        """The bullied children against whom a talk with these on that day would be: at one table only. `former` is the
        talk that is put right: as long as the same sat at one table, what was known then counts."""
        if not is_joint(self.everyone, about):
            return []
        if former is not None and self.was_at_one_table(former) and set(former.about) == set(about):
            first = self._first_at_this_table(former)
            return self._without(about, [one for one in self._answers if one.was_known(on, first.at)])
        return self._without(about, [one for one in self._answers if one.on <= on])

    def said_no(self, about: Iterable[str]) -> list[Involved]:
        """The bullied children among these whose last answer is no: asking may come after planning, a no may not."""
        return [child for child in self.unwilling(about) if self.wants(str(child.pk)) is False]

    def unwilling_at(self, talk: Fact) -> list[Involved]:
        """The bullied children at a talk that was held at one table that had not said yes, by what was known then."""
        known = self._known_at(talk)
        return [child for child in self.everyone if str(child.pk) in known and not _said_yes(known[str(child.pk)])]

    def said_no_at(self, talk: Fact) -> list[Involved]:
        """Those among them who had said no; the others were not asked."""
        known = self._known_at(talk)
        return [child for child in self.unwilling_at(talk) if _said_no(known[str(child.pk)])]

    def _known_at(self, talk: Fact) -> dict[str, _Answer | None]:
        """The last answer of each bullied child at this talk, by what was known when it was first written up so."""
        first = self._first_at_this_table(talk)
        known = [one for one in self._answers if one.fact.pk != talk.pk and one.was_known(talk.on, first.at)]
        targets = [str(child.pk) for child in self.everyone if child.role in BULLIED]
        return {key: self._last(key, known) for key in targets if key in talk.about}

    @cached_property
    def nameless(self) -> frozenset[UUID]:
        """The talks that were held at one table though a bullied child did not want it, and that nobody else has put a
        name to: kept, and counting for nothing."""
        return frozenset(fact.pk for fact in self._at_one_table if self.unwilling_at(fact) and not self.named_by(fact))

    def named_by(self, talk: Fact) -> Fact | None:
        """The act in which a second person put a name to this version of a talk."""
        return self._names.get(talk.pk)

    def writers(self, talk: Fact) -> set[UUID]:
        """All who wrote a version of this talk: none of them can be its second person."""
        return {former.by_id for former in self._versions(talk)}

    @property
    def waiting(self) -> list[Fact]:
        """The talks that wait for a second name, the oldest first."""
        return [fact for fact in self._at_one_table if fact.pk in self.nameless]

    def was_at_one_table(self, talk: Fact) -> bool:
        """Whether a bullied child and one that bullies sat there: as it was written up, or by the roles of now, for a
        role that is changed for a while makes no other talk of it. What is older than the column counts as it did."""
        return talk.outcome in AT_ONE_TABLE or (talk.outcome == Held.APART and is_joint(self.everyone, talk.about))

    @cached_property
    def _at_one_table(self) -> list[Fact]:
        return [fact for fact in self.standing if fact.kind == TALK and self.was_at_one_table(fact)]

    @cached_property
    def _names(self) -> dict[UUID, Fact]:
        return {FactOf(fact, bodies.Endorsed).body.talk: fact for fact in self.standing if fact.kind == ENDORSED}

    @cached_property
    def _answers(self) -> list[_Answer]:
        """What every child answered; of what was withdrawn, or put right into something else, that it must be asked."""
        given = [answer for fact in self.standing for answer in self._answers_in(fact)]
        still = {(self._first(answer.fact).pk, answer.child) for answer in given}
        standing = {answer.fact.pk for answer in given}
        every = (answer for fact in self.every_fact for answer in self._answers_in(fact))
        former = [answer for answer in every if answer.fact.pk not in standing]
        gone = [answer for answer in former if (self._first(answer.fact).pk, answer.child) not in still]
        return given + [replace(answer, yes=None) for answer in gone]

    def _answers_in(self, fact: Fact) -> Iterator[_Answer]:
        said = self._said(fact)
        if said is None:
            return
        # A no counts from when anything was first written there, a yes from the version that says this yes.
        first = self._since(fact, (lambda former: self._same_yes(former, fact)) if said else (lambda former: True))
        children = fact.about if fact.outcome != Held.STOPPED else [FactOf(fact, bodies.Talk).body.stopped_by]
        for child in children:
            yield _Answer(child, said, fact.on, first.at, fact)

    def _same_yes(self, former: Fact, fact: Fact) -> bool:
        return self._said(former) is True and (former.on, former.about) == (fact.on, fact.about)

    def _without(self, about: Iterable[str], answers: Sequence[_Answer]) -> list[Involved]:
        """The bullied children among these whose last answer of these is no yes."""
        keys = set(about)
        targets = [child for child in self.everyone if child.role in BULLIED and str(child.pk) in keys]
        return [child for child in targets if not _said_yes(self._last(str(child.pk), answers))]

    def _first_at_this_table(self, talk: Fact) -> Fact:
        """The version in which it was first written that these sat at one table."""
        return self._since(talk, lambda former: self.was_at_one_table(former) and former.about == talk.about)

    def _said(self, fact: Fact) -> bool | None:
        """Yes or no where this is an answer; who stops a talk says no to the next."""
        if fact.outcome in ANSWERS and fact.kind in (TALK, WISH):
            return fact.outcome == Held.YES
        if fact.kind == TALK and fact.outcome == Held.STOPPED:
            return False
        if fact.kind == TALK and not fact.outcome and (fact.step, fact.duty) in self._asking:
            return FactOf(fact, bodies.Talk).body.wants_together  # from before talks had this column
        return None

    @cached_property
    def _asking(self) -> set[tuple[str, str]]:
        return {(step.key, duty.key) for step in self.protocol.steps for duty in step.every_duty() if duty.asks_wish}

    @staticmethod
    def _last(child: str, answers: Iterable[_Answer]) -> _Answer | None:
        """The last by its day, of one day by when it was first written down: putting one right makes it no later."""
        said = [one for one in answers if one.child == child]
        return max(said, key=lambda one: (one.on, one.known_from, one.yes is not True), default=None)

    def _versions(self, fact: Fact) -> Iterator[Fact]:
        """This fact and those that it replaced, the newest first."""
        yield fact
        while fact.replaces_id:
            fact = self._by_id[fact.replaces_id]
            yield fact

    def _first(self, fact: Fact) -> Fact:
        return list(self._versions(fact))[-1]

    @cached_property
    def _by_id(self) -> dict[UUID, Fact]:
        return {fact.pk: fact for fact in self.every_fact}

    def _since(self, fact: Fact, same: Callable[[Fact], bool]) -> Fact:
        """The oldest version from which on, without a break, it was the same."""
        first = fact
        for version in self._versions(fact):
            if version is not fact and not same(version):
                break
            first = version
        return first


TALK, WISH, ENDORSED = bodies.tag_of(bodies.Talk), bodies.tag_of(bodies.Wish), bodies.tag_of(bodies.Endorsed)


def _said_yes(answer: _Answer | None) -> bool:
    return answer is not None and answer.yes is True


def _said_no(answer: _Answer | None) -> bool:
    return answer is not None and answer.yes is False
