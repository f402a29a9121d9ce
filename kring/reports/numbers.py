"""How much was told and how much of that was answered the same day, for a school to say in public (decision 161).

Nobody is to learn from it of one child. So only whole months are counted, once they are over; months are added up until
at least LEAST came, and only that sum is said; and what lies in the hold folder is none of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kring.reports.models import Door, Incoming, Said
from kring.school.calendars import school_year_of
from kring.school.models import School

LEAST = 5
"""Fewer are not said, nor a difference of fewer between what was said one month and the next: of what came, and of what
was answered the same day."""
ANSWERS = (Said.What.ANSWER, Said.What.QUESTION, Said.What.CALLED, Said.What.ENDED)


@dataclass(frozen=True)
class Numbers:
    """How much came, and how much of that was answered the same day (0: not said); of this school year or the last."""

    came: int
    same_day: int
    last_year: bool = False


def to_count_by(month: str) -> QuerySet[Door]:
    """The doors that were not counted up to this month yet."""
    return Door.objects.filter(counted__lt=month)


def counted_if_by(today: date) -> str:
    """The last month that is over on this day."""
    return _name(_month_before(today))


def count_months(*, school: School, today: date) -> int:
    """Count the months of this school that are over and were not counted; gives how many that were."""
    last = _month_before(today)
    with transaction.atomic():
        door = Door.objects.select_for_update(no_key=True).filter(school=school).first()
        if door is None or door.counted >= _name(last):
            return 0
        this_year, months = _years(today), []
        month = _month_after(date.fromisoformat(f"{door.counted}-01")) if door.counted else _first_told(door, last)
        while month <= last:
            months.append(month)
            month = _month_after(month)
        kept = {name: row for name, row in door.months.items() if _year_of(name) in this_year}
        door.months = kept | {_name(one): _count(door, one) for one in months if _year_of(_name(one)) in this_year}
        door.counted = _name(last)
        door.save(update_fields=["months", "counted"])
        return len(months)


def to_say(door: Door, today: date) -> Numbers | None:
    """What this school says at its doors; None where it chose not to, or where too little came. Asks no question."""
    if not door.says_numbers:
        return None
    before, now = _years(today)
    return _of_year(door, now) or _of_year(door, before, last_year=True)


def _of_year(door: Door, year: str, *, last_year: bool = False) -> Numbers | None:
    """The months of this school year, added up as far as a sum of at least LEAST was reached again and again. Both
    numbers rise by LEAST at least or not at all, and what was answered the same day only together with what came."""
    came = same_day = more = more_same_day = 0
    for name in sorted(door.months):
        if _year_of(name) == year:
            more, more_same_day = more + door.months[name][0], more_same_day + door.months[name][1]
            if more >= LEAST:
                came, more = came + more, 0
                if more_same_day >= LEAST:
                    same_day, more_same_day = same_day + more_same_day, 0
    return Numbers(came, same_day, last_year) if came else None


def _count(door: Door, month: date) -> list[int]:
    came = Incoming.objects.filter(
        school=door.school_id, settled=True, held=False, came_on__gte=month, came_on__lt=_month_after(month)
    )
    answer = Said.objects.filter(incoming=OuterRef("pk"), kind__in=ANSWERS, on=OuterRef("came_on"))
    return [came.count(), came.filter(Exists(answer)).count()]


def _first_told(door: Door, last: date) -> date:
    first = Incoming.objects.filter(school=door.school_id).order_by("came_on").values_list("came_on", flat=True).first()
    return min(first.replace(day=1), _month_after(last)) if first else last


def _years(today: date) -> tuple[str, str]:
    """The school year before this one, and this one."""
    return school_year_of(today.replace(year=today.year - 1, day=1)), school_year_of(today)


def _year_of(name: str) -> str:
    return school_year_of(date.fromisoformat(f"{name}-01"))


def _name(month: date) -> str:
    return month.strftime("%Y-%m")


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)
