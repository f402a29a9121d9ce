"""Every protocol that a school can follow, with all its published editions.

A school follows the current edition of its protocol; a case keeps the edition it began with. So an edition is never
taken out, and never edited once it was published: a change of meaning is a new edition, added at the end.
"""

from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Protocol

PROTOCOLS: dict[str, tuple[Protocol, ...]] = {
    STAPPENPLAN.key: (STAPPENPLAN,),
}
"""The editions of each protocol by its key, the oldest first. The last is current."""


def current(protocol: str) -> Protocol:
    """The edition with which a new case begins at a school that follows this protocol."""
    return PROTOCOLS[protocol][-1]


def edition_of(protocol: str, edition: str) -> Protocol:
    """This edition of this protocol; KeyError when it was never published."""
    for candidate in PROTOCOLS[protocol]:
        if candidate.edition == edition:
            return candidate
    raise KeyError((protocol, edition))
