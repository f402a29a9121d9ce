"""Two versions of a plan beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kring.cases.plan import Plan


@dataclass(frozen=True)
class Two:
    """A former version and a new one; `names` are what the children are called now, by the id of Involved."""

    former: Plan
    new: Plan
    names: Mapping[UUID, str]
