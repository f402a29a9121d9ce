"""The school's calendar: what it confirmed, and what Kring proposes from the Dutch holidays that it ships.

A school year runs from 1 August to 31 July; the summer holiday that ends one belongs to it. What a school confirmed and
its own days count. Of a year that it did not confirm the proposal counts: the holidays that Kring ships for its region,
and the public holidays, which never end. A date in such a year says that it may still move (decision 018).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateField, IntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from kring.prepared import prepared
from kring.protocol.calendar import SchoolCalendar
from kring.school.models import ClosedDay, ClosureSource, ConfirmedYear, Region, School
from kring.school.public_holidays import public_holidays_of

DATA = Path(__file__).parent / "data"
UNSURE = "unsure"
COUNTED = range(2024, 2100)
"""The years in which a school year may begin whose proposal counts: from the first that Kring ships holidays of."""


class NoSchoolYear(Exception):
    """This is not the name of a school year such as 2026-2027."""


class DatesUnknown(Exception):
    """The school must fill in the dates of this closure before it can be confirmed."""


class Closure(NamedTuple):
    """Days in a row on which a school is closed; with `weekday` only that day of each week, Monday being 0."""

    first_day: date
    last_day: date
    name: str
    source: str = ClosureSource.OWN
    weekday: int | None = None

    def days(self) -> Iterator[date]:
        """Each of its days, weekends too."""
        return _days(self.first_day, self.last_day, self.weekday)


@dataclass(frozen=True, slots=True)
class ProposedClosure:
    """A closure as Kring proposes it. `name` is Dutch and stays so: it is the school's own data once confirmed."""

    key: str
    """Tells this closure apart in a form: 'herfstvakantie', 'koningsdag'."""
    name: str
    first_day: date | None
    last_day: date | None
    source: ClosureSource
    binding: bool
    """The law sets these dates. When not: they are advised, or the school decides."""
    sure: bool
    """When not: show it as uncertain, and let the school look at the dates or fill them in."""
    closed_by_default: bool
    """Whether to take it over unless the school says otherwise."""

    def closure(self) -> Closure:
        """This closure to confirm; `DatesUnknown` when it has no dates yet."""
        if self.first_day is None or self.last_day is None:
            raise DatesUnknown(self.key)
        return Closure(self.first_day, self.last_day, self.name, self.source)


@dataclass(frozen=True, slots=True)
class OfferedClosure:
    """A closure for the school to confirm or to leave out, with the dates that are known of it.

    `proposed` is None for what was confirmed before and is not proposed (any more).
    """

    name: str
    source: ClosureSource
    first_day: date | None
    last_day: date | None
    is_closed: bool
    proposed: ProposedClosure | None
    confirmed: bool

    @property
    def unsure(self) -> bool:
        """Whether the school has to look for the dates itself."""
        return self.proposed is not None and not self.proposed.sure and not self.confirmed


def calendar_for(school: School) -> SchoolCalendar:
    """The days this school is closed: what it confirmed and added itself, and of other years the proposal; beside them
    the days of one group (`for_groups`).

    One query, of both tables: every page about a case asks it.
    """
    return _calendar(tuple(_days_and_years(school.pk)), Region(school.region), school.region_since or date.min)


@prepared
def _days_and_years(school: UUID) -> QuerySet[ClosedDay, tuple[Any, ...]]:
    """The days of this school, and the years that it confirmed, each with its place left empty in the rows of the
    others."""
    none = Value(None, output_field=DateField())
    closures = ClosedDay.objects.filter(school=school).values_list(
        "first_day", "last_day", "weekday", "group_id", Value("")
    )
    years = ConfirmedYear.objects.filter(school=school).values_list(
        Cast(none, DateField()),
        Cast(none, DateField()),
        Cast(none, IntegerField()),
        Cast(none, UUIDField()),
        "school_year",
    )
    return closures.order_by().union(years.order_by(), all=True)


@lru_cache(maxsize=512)
def _calendar(rows: tuple[tuple[Any, ...], ...], region: Region, since: date) -> SchoolCalendar:
    """What these rows say; made once for as long as they are the same."""
    closed: dict[UUID | None, set[date]] = defaultdict(set)
    known: set[str] = set()
    for first, last, weekday, group, year in rows:
        if year:
            known.add(year)
        else:
            closed[group].update(_days(first, last, weekday))
    confirmed = frozenset(known)
    everybody = closed.pop(None, set()) | _proposed_days(region, confirmed, since)
    return SchoolCalendar(
        frozenset(everybody),
        confirmed=tuple(sorted(map(_ends_of, confirmed))),
        closed_for=tuple((group, frozenset(days)) for group, days in closed.items()),
    )


@lru_cache(maxsize=64)
def _proposed_days(region: Region, confirmed: frozenset[str], since: date) -> frozenset[date]:
    """The days that are proposed as closed in the years that are not confirmed; none before a change of region."""
    return frozenset(
        day
        for year in map(_year_from, COUNTED)
        if year not in confirmed
        for closure in proposal(region, year)
        if closure.closed_by_default and closure.first_day and closure.last_day
        for day in _days(closure.first_day, closure.last_day)
        if day >= since
    )


def proposal(region: str, school_year: str) -> list[ProposedClosure]:
    """What the school could confirm for this school year, by date; closures without dates last.

    Of a year that Kring ships no holidays of, the public holidays. Left out: days that fall in a weekend, and public
    holidays inside a holiday that the law sets and that is sure (inside another holiday they are kept, for that one may
    be moved).
    """
    first, last = first_day_of(school_year), last_day_of(school_year)
    holidays = [closure for year, closure in _holidays(Region(region)) if year == school_year]
    certain = {
        day
        for holiday in holidays
        if holiday.binding and holiday.sure and holiday.first_day and holiday.last_day
        for day in _days(holiday.first_day, holiday.last_day)
    }
    public = [
        ProposedClosure(
            key=_key(public.name),
            name=public.name,
            first_day=public.day,
            last_day=public.day,
            source=ClosureSource.PUBLIC,
            binding=public.binding,
            sure=True,
            closed_by_default=public.usually_closed,
        )
        for year in (first.year, last.year)
        for public in public_holidays_of(year)
        if first <= public.day <= last and public.day.weekday() < 5 and public.day not in certain
    ]
    return sorted(holidays + public, key=lambda closure: (closure.first_day or date.max, closure.name))


def school_year_of(d: date) -> str:
    """The school year that a day belongs to: '2026-2027'."""
    first = d.year if d.month >= 8 else d.year - 1
    if first < 2000:
        raise NoSchoolYear(str(d))
    return _year_from(first)


def _year_from(first: int) -> str:
    return f"{first}-{first + 1}"


def first_day_of(school_year: str) -> date:
    """1 August of a school year; `NoSchoolYear` when that is no school year."""
    years = re.fullmatch(r"(2[0-9]{3})-(2[0-9]{3})", school_year)
    if years is None or int(years[2]) != int(years[1]) + 1:
        raise NoSchoolYear(school_year)
    return date(int(years[1]), 8, 1)


def last_day_of(school_year: str) -> date:
    """31 July of a school year; `NoSchoolYear` when that is no school year."""
    return date(first_day_of(school_year).year + 1, 7, 31)


def shipped_years(region: str) -> list[str]:
    """The school years that there is a proposal for, in order."""
    return sorted({year for year, _ in _holidays(Region(region))})


def year_after(school_year: str) -> str:
    """The school year that follows this one."""
    return school_year_of(last_day_of(school_year) + timedelta(days=1))


def known_years(school: School, today: date) -> list[str]:
    """From this school year on those that Kring ships holidays of, and whichever the school confirmed."""
    this_year = school_year_of(today)
    known = set(ConfirmedYear.objects.filter(school=school).values_list("school_year", flat=True))
    return sorted({this_year} | known | {year for year in shipped_years(school.region) if year >= this_year})


def closed_in(school: School, school_year: str) -> list[ClosedDay]:
    """What is closed in a school year, by date."""
    found = ClosedDay.objects.filter(school=school, first_day__range=_ends_of(school_year))
    return list(found.select_related("group"))


def school_days_in(school: School, school_year: str) -> int:
    """How many school days there are in a year."""
    first, last = _ends_of(school_year)
    return calendar_for(school).school_days_between(first - timedelta(days=1), last)


def _ends_of(school_year: str) -> tuple[date, date]:
    return first_day_of(school_year), last_day_of(school_year)


def offered_closures(school: School, school_year: str, *, as_confirmed: bool) -> list[OfferedClosure]:
    """What a school is asked to confirm, by date: the proposal, or in its place what it confirmed before.

    Days of its own are not asked for: those are added and removed one by one. Nor is what had passed when the school
    came to its region: that stays as it was.
    """
    since = school.region_since or date.min
    before_now = [one for one in closed_in(school, school_year) if one.last_day >= since] if as_confirmed else []
    known = {closed.name: closed for closed in before_now if closed.source != ClosureSource.OWN}
    offers = []
    for proposed in proposal(school.region, school_year):
        if proposed.last_day and proposed.last_day < since:
            continue
        before = known.pop(proposed.name, None)
        # A date that is not sure is for the school to fill in: a wrong one would be confirmed unread.
        dates = before or (proposed if proposed.sure else None)
        offers.append(
            OfferedClosure(
                proposed.name,
                proposed.source,
                dates.first_day if dates else None,
                dates.last_day if dates else None,
                is_closed=before is not None if as_confirmed else proposed.closed_by_default,
                proposed=proposed,
                confirmed=before is not None,
            )
        )
    offers += [
        OfferedClosure(
            closed.name,
            ClosureSource(closed.source),
            closed.first_day,
            closed.last_day,
            is_closed=True,
            proposed=None,
            confirmed=True,
        )
        for closed in known.values()
    ]
    return sorted(offers, key=lambda offer: (offer.first_day or date.max, offer.name))


def years_to_confirm(school: School, *, today: date) -> list[str]:
    """This school year, and from May the next, as far as not confirmed: until then terms rest on a proposal.

    A confirmation is one for the region: after a change of region every year from then on is asked again.
    """
    years = [school_year_of(today)]
    following = school_year_of(today + timedelta(days=92))
    if following not in years:
        years.append(following)
    confirmed = set(
        ConfirmedYear.objects.filter(school=school, region=school.region, school_year__in=years).values_list(
            "school_year", flat=True
        )
    )
    return [year for year in years if year not in confirmed]


@cache
def _holidays(region: Region) -> tuple[tuple[str, ProposedClosure], ...]:
    """Every shipped school holiday of a region, with its school year."""
    return tuple(
        (
            row["school_year"],
            ProposedClosure(
                key=_key(row["name"]),
                name=row["name"],
                first_day=_date(row["first_day"]),
                last_day=_date(row["last_day"]),
                source=ClosureSource.HOLIDAY,
                binding=row["binding"] == "yes",
                sure=row["status"] != UNSURE,
                closed_by_default=True,
            ),
        )
        for row in _rows("school_holidays.csv")
        if row["region"] == region
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _key(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", name.lower()).strip("-")


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(first: date, last: date, weekday: int | None = None) -> Iterator[date]:
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if weekday is None or day.weekday() == weekday:
            yield day
