"""A fact together with the struct of its kind, so that readers name a kind once and have its fields typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from kring.cases import bodies
from kring.cases.models import Fact
from kring.cases.traits import Body

B = TypeVar("B", bound=Body)
T = TypeVar("T")


@dataclass(frozen=True)
class FactOf(Generic[B]):
    """A fact of one kind. Its day, children and author are columns of `fact`; `body` is unsealed when it is asked."""

    fact: Fact
    kind: type[B]

    def __post_init__(self) -> None:
        if self.fact.kind != bodies.tag_of(self.kind):
            raise LookupError(f"{self.fact} is no {bodies.tag_of(self.kind)}")

    @property
    def body(self) -> B:
        return cast(B, self.fact.body)


def reading(kind: type[B], values: Callable[[FactOf[B]], T]) -> Callable[[Fact], T]:
    """A function that reads facts of one kind, for those who hold a fact of which the column says that kind."""
    return lambda fact: values(FactOf(fact, kind))
