"""What part a child has in a case: the one thing of people that the protocol itself asks."""

from enum import StrEnum


class Role(StrEnum):
    """A child's part in one case. It belongs to the case, never to the child (decision 8)."""

    TARGET = "target"
    INSTIGATOR = "instigator"
    FOLLOWER = "follower"
    WITNESS = "witness"
