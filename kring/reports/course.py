"""What who told it sees of how it stands: one line in their own words, and never anything about another child."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from kring.protocol.terms import Ending, total
from kring.reports.models import Incoming, Said, State
from kring.reports.promise import is_asked_again
from kring.school.models import StaffMember


class Course(StrEnum):
    """How it stands, for who told it. Its words stand on the door's pages."""

    SENT = auto()
    """Nobody read it yet."""
    READ = auto()
    TAKEN_UP = auto()
    """It was dangerous, and somebody is at it."""
    ANSWERED = auto()
    ASKED = auto()
    """The school asked something that was not answered yet."""
    AT_WORK = auto()
    """There is a case."""
    CLOSED = auto()
    """The case is closed, for it stopped; it can be told again at any time."""
    AGREED = auto()
    """The case is closed: no bullying, and agreements about what was told."""
    LET_GO = auto()
    """The case is closed before it was through, or opened by mistake: nothing is said of how it goes."""
    ASKED_AGAIN = auto()
    """Six weeks after that: how does it go now?"""
    ENDED = auto()
    STOPPED = auto()


OF_ENDING: dict[Ending, Course] = total(
    {
        Ending.STOPPED: Course.CLOSED,
        Ending.TEASING: Course.AGREED,
        Ending.OTHERWISE: Course.LET_GO,
        Ending.MISTAKE: Course.LET_GO,
    },
    Ending,
)
"""What is true of a case that ended so: only of one that stopped does the school think that it goes well."""


@dataclass(frozen=True)
class Followed:
    """How it stands, who read it, and before which day there is an answer, while one is owed."""

    course: Course
    read_by: StaffMember | None
    answer_by: date | None


def followed(incoming: Incoming, talk: list[Said], today: date) -> Followed:
    """How it stands today. `talk` is what was said, in its order (`coming_back.see`); `incoming` with its case and who
    read it."""
    waits = incoming.state == State.NEW
    return Followed(
        course=_course(incoming, talk, today),
        read_by=incoming.read_by,
        answer_by=incoming.promised_on if waits and incoming.stopped_on is None else None,
    )


def _course(incoming: Incoming, talk: list[Said], today: date) -> Course:
    if incoming.stopped_on is not None:
        return Course.STOPPED
    if incoming.case is not None:
        if incoming.case.closed_on is None:
            return Course.AT_WORK
        since = [
            one for one in talk if one.is_of_teller and one.kind in _HOW and is_asked_again(_closed(incoming), one.on)
        ]
        asked = is_asked_again(_closed(incoming), today) and not since
        return Course.ASKED_AGAIN if asked else OF_ENDING[Ending(incoming.case.ended_as)]
    if _asked(talk):
        return Course.ASKED
    if incoming.state == State.ENDED:
        return Course.ENDED
    if incoming.state == State.ANSWERED:
        return Course.ANSWERED
    if incoming.danger and incoming.taken_up_by_id is not None:
        return Course.TAKEN_UP
    return Course.SENT if incoming.read_on is None else Course.READ


def _asked(talk: list[Said]) -> bool:
    """Whether the last word is a question of the school."""
    return bool(talk) and talk[-1].kind == Said.What.QUESTION


def _closed(incoming: Incoming) -> date | None:
    return incoming.case.closed_on if incoming.case else None


_HOW = (Said.What.BETTER, Said.What.SAME, Said.What.WORSE)
