"""Words that lead somewhere, ready for a template."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Go:
    """Words that lead somewhere; without an address they are only words."""

    text: str
    url: str = ""
    aside: str = ""
