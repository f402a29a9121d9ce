"""One line of Vandaag, as its template takes it."""

from dataclasses import dataclass, field

from kring.web.road.links import Go
from kring.web.road.planned_words import PlannedLine


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One line, ready to be shown. `can_be_first`: its button may be the one of the page that is filled.

    `answer_url` and `token` make it a line that can be answered with one press: the field and its value, the words on
    the button, and of which day it is where that is not plain. `later`: where is said why what is due comes later.
    `of_plan`: it leads to the plan, where another row may lead to the case.
    """

    title: str
    url: str
    badge: str
    tone: str
    icon: str
    sentence: str
    button: str
    button_url: str
    can_be_first: bool = False
    filled: bool = False
    owner: str = ""
    danger: bool = False
    answer_url: str = ""
    answer: tuple[str, str] = ("", "")
    answer_text: str = ""
    answer_on: str = ""
    token: str = ""
    take_up_url: str = ""
    planned: list[PlannedLine] = field(default_factory=list)
    later: Go | None = None
    of_plan: bool = False

    @property
    def is_one(self) -> bool:
        """Whether its button would only lead where the whole row leads already: then it has none."""
        return self.button_url == self.url and not (self.filled or self.answer_url or self.take_up_url)
