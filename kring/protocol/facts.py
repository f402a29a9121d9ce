"""What the protocol needs to know of a case: bare facts with days, no names and no stories."""

from dataclasses import dataclass, field
from datetime import date

from kring.protocol.roles import Role, playing


@dataclass(frozen=True)
class Person:
    """A child in the case, with the guardians who must be informed (custody yes or not yet known).

    `gone_on`: since when nothing is done with or for this child any more, because it left the school.
    """

    key: str
    role: Role
    group: str = ""
    guardians: tuple[str, ...] = ()
    gone_on: date | None = None


@dataclass(frozen=True)
class Done:
    """A duty was done on a day. `about` holds the children or guardians with or for whom it was done."""

    step: str
    round: int
    duty: str
    on: date
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Waived:
    """The coordinator or head let a duty go, with a reason that is kept elsewhere (decision 10).

    `about` is for whom: who was missing then. None is everybody, also who comes later.
    """

    step: str
    round: int
    duty: str
    on: date
    about: frozenset[str] | None = None


@dataclass(frozen=True)
class Declined:
    """A guardian will not be told, by this guardian's own last answer. It stands for later steps (decision 57)."""

    guardian: str
    on: date


@dataclass(frozen=True)
class HeldBack:
    """A guardian hears nothing yet, until this day, it included (decision 84). Nothing waits for that."""

    guardian: str
    until: date


@dataclass(frozen=True)
class Decided:
    """The answer to a step's question."""

    step: str
    round: int
    outcome: str
    on: date


@dataclass(frozen=True)
class Planned:
    """A date chosen for a step, earlier than its term."""

    step: str
    round: int
    on: date


@dataclass(frozen=True)
class MoreCare:
    """A day that a person chose in this step and round, for one time more in the step that repeats (decision 81)."""

    step: str
    round: int
    on: date

    def is_known_in(self, place: tuple[str, int]) -> bool:
        """Whether it was chosen by then: what was held before it was chosen stays what it was."""
        step, round = place
        return self.step != step or self.round <= round


@dataclass(frozen=True)
class Finished:
    """A step was found complete on this day. Kept as a fact, so that no later correction moves a case back.

    `trailing` are the guardians who were still to be told on that day, by the duties that tell them (decision 26).
    """

    step: str
    round: int
    on: date
    trailing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Closed:
    """A person closed the case while it stood in this step, perhaps with a day to look back."""

    step: str
    round: int
    on: date
    check_on: date | None = None
    checked_on: date | None = None


@dataclass(frozen=True)
class Reopened:
    """A case that was closed in `step` goes on in the step `to`."""

    step: str
    round: int
    to: str
    on: date


@dataclass(frozen=True)
class Facts:
    """All that is known of one case. Order within a list does not matter, except that later plans win."""

    reported_on: date
    people: tuple[Person, ...] = ()
    done: tuple[Done, ...] = ()
    waived: tuple[Waived, ...] = ()
    declined: tuple[Declined, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    decided: tuple[Decided, ...] = ()
    planned: tuple[Planned, ...] = ()
    finished: tuple[Finished, ...] = ()
    closed: tuple[Closed, ...] = ()
    reopened: tuple[Reopened, ...] = field(default=())
    more_care: tuple[MoreCare, ...] = ()

    def with_role(self, *roles: Role) -> tuple[Person, ...]:
        """The children with one of these parts."""
        return tuple(person for person in self.people if person.role in playing(*roles))
