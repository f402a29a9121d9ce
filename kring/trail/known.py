"""Faults of the trail that somebody looked into: a line of the chain says so, for what stands there now (decision 118).

The digest needs no key: it stands in a line that has its own place in the chain, and counts only while that is right.
"""

import hashlib

import msgspec

from kring.trail.chain import columns_of
from kring.trail.faults import Fault
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb

DIGITS = 60


def with_digest(fault: Fault, *beside: bytes, line: TrailLine | None) -> Fault:
    """The fault with a digest over what stands there: the hashes `beside` it, and the line that is there or follows.

    Of lines that were changed, taken out or added only. What is wrong with the end or with a key is never known: it
    would hide all that follows. After a gap the next line cannot be judged by its hash, so it is in the digest of the
    gap: changed later, it shows.
    """
    said = (fault.kind.value, fault.number, fault.to, *beside, columns_of(line) if line is not None else None)
    digest = hashlib.sha256(msgspec.msgpack.encode(said)).hexdigest()[:DIGITS]
    return Fault(fault.kind, fault.number, fault.to, fault.at, digest)


def digest_that_is_known(line: TrailLine) -> str | None:
    """Of which fault this line says that it is known, by its digest; None for any other line."""
    if line.verb != Verb.TRAIL_FAULT_KNOWN:
        return None
    return str(line.detail.get("stands") or "") or None
