"""What part a child has in a case: the one thing of people that the protocol itself asks."""

from enum import StrEnum
from functools import cache


class Role(StrEnum):
    """A child's part in one case. It belongs to the case, never to the child (decision 8).

    A child that is bullied and bullies as well has both parts: whoever asks for one of them finds it (`playing`), and
    it is one child everywhere (decision 87).
    """

    TARGET = "target"
    BOTH = "both"
    INSTIGATOR = "instigator"
    FOLLOWER = "follower"
    WITNESS = "witness"


@cache
def playing(*parts: Role) -> frozenset[Role]:
    """The roles in which a child has one of these parts: the only way to ask who is bullied or who bullies."""
    both = {Role.BOTH} if {Role.TARGET, Role.INSTIGATOR} & set(parts) else set()
    return frozenset({*parts, *both})


BULLIED = playing(Role.TARGET)
BULLIES = playing(Role.INSTIGATOR)


def says_as_much(role: str, other: str) -> bool:
    """True when whoever has the first role has the part of the other one as well."""
    return role == other or (role == Role.BOTH and other in BULLIED | BULLIES)


def together(one: Role, other: Role) -> Role:
    """The part of a child that has both of these: who is bullied stays so, and who bullies as well has both."""
    if says_as_much(one, other):
        return one
    if says_as_much(other, one):
        return other
    if {one, other} & BULLIED:
        return Role.BOTH if {one, other} & BULLIES else Role.TARGET
    return min(one, other, key=list(Role).index)
