"""What the verbs, the position and the lists must know of a kind of fact, said once beside its struct."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar

import msgspec

from kring.protocol.terms import Kind, total


class One(Enum):
    """What becomes of the first when a second fact of a kind is recorded for the same duty."""

    MANY = auto()
    """Both stand."""

    PER_PERSON = auto()
    """Both stand; those who write about the same child are shown the first before saving."""

    PER_DUTY = auto()
    """The second takes the place of the first, which stays readable. Of a duty that is for each child, only when it is
    about all the children of the first: what was done for one child stays done."""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """All are given for every kind: a default would be a rule that nobody thought of."""

    meets: Kind | None
    """The kind of duty that it meets; None when it says something about the course of the case."""

    one: One

    withdrawable: bool
    """It can be taken back. Others are only put right, so that a step keeps what it rests on."""

    plannable: bool
    """It is a talk that can be planned before it is held."""

    only_for_standing_answer: bool
    """It told others of an answer, and counts no more when that answer is changed."""

    in_any_step: bool
    """It can be added in whatever step the case is, beside the duty that asks for it."""

    confidential: bool
    """For coordinator and head only: no list shows it to those who only take part."""

    told_to_guardians: bool
    """Guardians hear of it, in a call or in their copy: when it is put right or taken back, they hear that too."""

    def __post_init__(self) -> None:
        if self.meets is None and (self.plannable or self.in_any_step):
            raise ValueError("Only what meets a duty can be planned, or added in any step.")
        if self.meets and self.confidential:
            raise ValueError("What meets a duty stands in the checklist, for all who take part.")
        if self.confidential and self.told_to_guardians:
            raise ValueError("What guardians hear of is no secret of coordinator and head.")


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sealed part of a fact."""

    traits: ClassVar[Traits]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not isinstance(cls.__dict__.get("traits"), Traits):
            raise TypeError(f"{cls.__name__} says nothing of itself: give it traits.")


def all_listed(*structs: type[Body]) -> tuple[type[Body], ...]:
    """These structs; LookupError, so no start, when one that was written is not among them."""
    if forgotten := set(Body.__subclasses__()) - set(structs):
        raise LookupError(f"Not among BODIES: {', '.join(sorted(struct.__name__ for struct in forgotten))}.")
    return structs


def met_by_one(structs: tuple[type[Body], ...]) -> dict[Kind, type[Body]]:
    """The struct that meets each kind of duty; LookupError when a kind is met by none, or by two."""
    met: dict[Kind, type[Body]] = {}
    for struct in structs:
        kind = struct.traits.meets
        if kind and met.setdefault(kind, struct) is not struct:
            raise LookupError(f"{met[kind].__name__} and {struct.__name__} both meet {kind}.")
    return total(met, Kind)
