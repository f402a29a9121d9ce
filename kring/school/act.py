"""Who does something, and when: what every verb is given, of a case or of the school."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kring import words
from kring.school.models import StaffMember


@dataclass(frozen=True)
class Act:
    """Who does something, when, and what the form had seen.

    `at` is an aware moment, `today` the day in Europe/Amsterdam. `token` names one submit of one form: the same token
    again changes nothing. `seen` is the newest fact that the form showed. `corrects` is the fact to replace.
    """

    by: StaffMember
    at: datetime
    today: date
    token: UUID | None = None
    seen: UUID | None = None
    corrects: UUID | None = None


@dataclass(frozen=True)
class Itself:
    """What Kring does by itself, and when: a command, the demo, the worker, a form at a door that is open to everybody.

    There is nobody of the staff behind it.
    """

    at: datetime
    by: None = None


AnyAct = Act | Itself
"""What a verb of the school is given."""


def day_of(act: AnyAct) -> date:
    """The day on which something is done, here."""
    return act.today if isinstance(act, Act) else act.at.astimezone(words.HERE).date()
