"""A published edition does not change: who edits one is told to make a new one."""

from dataclasses import fields, is_dataclass
from hashlib import sha256

from kring.protocol.editions import PROTOCOLS

PUBLISHED = {
    ("stappenplan", "1"): "8301385e0f41148a",
}
"""The fingerprint of each edition, of all that it says and means.

Nothing of Kring was released yet: until the first release edition 1 may still change, and its fingerprint with it. From
then on a line here is never changed; a new edition brings a new one.
"""


def told(value: object) -> str:
    """Everything in a piece of a protocol, in one order; what was left at nothing says nothing, so that a new field of
    terms.py changes no edition that does not use it."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = [
            f"{field.name}={told(mine)}"
            for field in sorted(fields(value), key=lambda field: field.name)
            if (mine := getattr(value, field.name)) not in ("", (), None, False, 0)
        ]
        return f"{type(value).__name__}({', '.join(parts)})"
    if isinstance(value, tuple):
        return f"[{', '.join(told(one) for one in value)}]"
    return repr(str(value))


def fingerprint(edition: object) -> str:
    return sha256(told(edition).encode()).hexdigest()[:16]


def test_no_published_edition_was_edited() -> None:
    found = {(key, one.edition): fingerprint(one) for key, editions in PROTOCOLS.items() for one in editions}
    assert found == PUBLISHED, (
        "An edition that was published is never edited: running cases were begun with it. Make a new edition, add it "
        "at the end in kring/protocol/editions.py, and its fingerprint here (CONTRIBUTING, 'A new edition')."
    )
