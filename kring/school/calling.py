"""Whom a school calls: the numbers outside it, as shipped or as it has them, and who is on call when it is closed."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import Q, QuerySet

from kring.prepared import prepared
from kring.protocol.terms import total
from kring.school.models import HelpNumber, Line, OnCall, School
from kring.school.order import by_name

DATA = Path(__file__).parent / "data" / "help_numbers.csv"
LOOK_AGAIN_AFTER = timedelta(days=365)
"""How long a number may go without anybody looking whether it is still right."""


@dataclass(frozen=True)
class Number:
    """A number outside the school. `checked_on`: when somebody of this school looked at it, None for never."""

    line: Line
    number: str
    checked_on: date | None = None

    def is_to_be_checked(self, today: date) -> bool:
        """Whether it is time that somebody looks whether it is still right."""
        return self.checked_on is None or self.checked_on + LOOK_AGAIN_AFTER < today


@cache
def shipped_numbers() -> dict[Line, Number]:
    """The numbers as Kring ships them, nobody of a school having looked at them yet."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [Number(Line(row["line"]), row["number"]) for row in csv.DictReader(file)]
    return total({row.line: row for row in rows}, Line)


def numbers_of(school: School) -> dict[Line, Number]:
    """The numbers outside this school: its own where it looked at them, else as they are shipped. One query."""
    own = {row.line: row for row in _own_numbers(school.pk)}
    return {
        line: Number(line, own[line].number, own[line].checked_on) if line in own else number
        for line, number in shipped_numbers().items()
    }


@prepared
def _own_numbers(school: UUID) -> QuerySet[HelpNumber]:
    return HelpNumber.objects.filter(school=school)


def on_call(school: School, day: date) -> list[OnCall]:
    """Those who can be called when school is closed: who is named for this day, else who always is. One query."""
    everybody = by_name(_on_call(school.pk, day))
    named = [one for one in everybody if one.from_on is not None]
    return named or [one for one in everybody if one.from_on is None]


@prepared
def _on_call(school: UUID, day: date) -> QuerySet[OnCall]:
    then = Q(from_on=None) | Q(from_on__lte=day, until_on__gte=day)
    return OnCall.objects.filter(then, school=school)
