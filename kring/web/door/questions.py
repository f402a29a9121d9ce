"""The questions of a door, in order: which of them are asked, and which comes after which."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from django.http import QueryDict


class Asks(Protocol):
    """A screen, as the road of a door needs it. `shown`: whether it is asked of who gave these answers."""

    @property
    def name(self) -> str: ...
    @property
    def shown(self) -> Callable[[Any], bool]: ...
    @property
    def read(self) -> Callable[[Any, QueryDict], Any]: ...


S = TypeVar("S", bound=Asks)


@dataclass(frozen=True, kw_only=True)
class Questions(Generic[S]):
    """The screens of one door. `of_field`: on which of them a field stands that can be refused; `seen_anyway`: whether
    who was at the end already, and goes back there, is to see this one before."""

    screens: Sequence[S]
    of_field: Mapping[str, str]
    seen_anyway: Callable[[Any, S], bool]

    @cached_property
    def by_name(self) -> Mapping[str, S]:
        return {screen.name: screen for screen in self.screens}

    @property
    def first(self) -> str:
        return self.screens[0].name

    @property
    def last(self) -> str:
        return self.screens[-1].name

    def asked(self, answers: Any) -> list[S]:
        """The screens that are shown to who gave these answers, in order."""
        return [screen for screen in self.screens if screen.shown(answers)]

    def after(self, answers: Any, name: str) -> str:
        """The screen after this one; the last where they come from there, and nothing new is to be asked or said."""
        there = self.screens.index(self.by_name[name])
        following = next((one for one in self.screens[there + 1 :] if one.shown(answers)), self.screens[-1])
        return following.name if not answers.looks or self.seen_anyway(answers, following) else self.last

    def before(self, answers: Any, name: str) -> str:
        """The screen that came before this one."""
        there = self.screens.index(self.by_name[name])
        return next((one.name for one in reversed(self.screens[:there]) if one.shown(answers)), self.first)
