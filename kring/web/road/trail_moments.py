"""The lines of a trail as a reader takes them in: by day, by person and moment, what was done before what was read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.words import HERE

PAUSE = timedelta(minutes=15)
"""Who does nothing for longer comes back at another moment."""
IN_SIGHT = 3
"""So many of the things that somebody did at one moment stand there; the others fold open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trail in words. `reads`: somebody saw something, and changed nothing. `url`: of whom it tells."""

    at: datetime
    who: str
    what: str
    reads: bool
    url: str = ""

    @property
    def clock(self) -> str:
        return words.clock(self.at)


@dataclass(slots=True)
class Moment:
    """What one person did and read without a long pause. Every line is there, in the order in which it was written."""

    who: str
    lines: list[Line] = field(default_factory=list)

    @property
    def when(self) -> str:
        first, last = self.lines[0].clock, self.lines[-1].clock
        if first == last:
            return _("om %(clock)s uur") % {"clock": first}
        return _("van %(begin)s tot %(end)s uur") % {"begin": first, "end": last}

    @property
    def acts(self) -> list[str]:
        return _counted(line.what for line in self.lines if not line.reads)

    @property
    def reads(self) -> list[str]:
        return _counted(line.what for line in self.lines if line.reads)

    @property
    def in_sight(self) -> list[Line]:
        """The first few lines, where each leads to another person, so that none can stand for the others."""
        return self.lines if len(self.lines) <= IN_SIGHT + 1 else self.lines[:IN_SIGHT]

    @property
    def folded(self) -> list[Line]:
        return self.lines[len(self.in_sight) :]

    @property
    def is_long(self) -> bool:
        """Whether something of it is told in fewer words than it has lines, so that it can be folded open."""
        return len(self.lines) > 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its moments, the latest first."""

    title: str
    moments: list[Moment]


def by_day(lines: Iterable[Line], today: date) -> list[Day]:
    """`lines` with the newest first. Two people who work at the same time have a moment each."""
    days: dict[date, list[Moment]] = {}
    newest: dict[tuple[date, str], Moment] = {}
    for line in lines:
        on = line.at.astimezone(HERE).date()
        moment = newest.get((on, line.who))
        if moment is None or moment.lines[0].at - line.at > PAUSE:
            moment = newest[on, line.who] = Moment(line.who)
            days.setdefault(on, []).append(moment)
        moment.lines.insert(0, line)
    return [Day(words.capital(words.near_day(on, today)), moments) for on, moments in days.items()]


def _counted(sayings: Iterable[str]) -> list[str]:
    """Each saying once, in its first place: `las in de zaak (34 keer)`."""
    return [what if times == 1 else f"{what} ({_times(times)})" for what, times in Counter(sayings).items()]


def _times(number: int) -> str:
    return ngettext("%(n)s keer", "%(n)s keer", number) % {"n": number}
