"""Six weeks of a case in one drawing, with a table that says the same: terms, talks, holidays, incidents per week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.planned_talks import planned_talks
from kring.web.case.path import next_of, visit_title
from kring.web.drawn.axis import Axis, Mark, weeks_around
from kring.web.drawn.strip import ONE_WEEK, Strip, strip_of
from kring.web.road.names import about_words
from kring.web.road.planned_words import when_words, with_words
from kring.web.road.weeks import Week, weeks_of

WEEKS_BEFORE, WEEKS_AFTER = 3, 2
LOOKS = ("due", "today", "late", "held", "to-come")
"""The marks as the key below the drawing names them."""


@dataclass(frozen=True)
class Happening:
    """Something on a day: its mark in the drawing, and in words."""

    on: date
    look: str
    told: str


@dataclass(frozen=True)
class Row:
    """One week in the table: how many incidents, "" where nothing is known of that week, and what was or comes."""

    week: str
    number: str
    told: list[str]


@dataclass(frozen=True)
class SixWeeks:
    """`weeks` stand below the drawing, `looks` are its marks, one of each, `coming` is said beside it, `rows` are the
    table."""

    strip: Strip
    weeks: list[tuple[str, str]]
    looks: list[Mark]
    coming: list[str]
    total: str
    pace: str
    rows: list[Row]


def six_weeks_of(file: CaseFile, today: date) -> SixWeeks:
    """Three weeks back and two ahead; of a closed case its last six."""
    ended = file.case.closed_on
    before, after = (WEEKS_BEFORE + WEEKS_AFTER, 0) if ended else (WEEKS_BEFORE, WEEKS_AFTER)
    axis = weeks_around(ended or today, before, after)
    per_week = weeks_of(file, today)
    terms = [] if ended else list(_terms(file, today))
    talks = list(_talks(file, today))
    free = list(_free(file, axis, today))
    strip = strip_of(
        axis,
        today,
        is_school_day=file.calendar.is_school_day,
        waits=_waits(file, today),
        terms=[(one.on, one.look) for one in terms],
        talks=[(one.on, one.look) for one in talks],
        incidents={week.monday: week.number for week in per_week},
    )
    drawn = {mark.look for mark in (*strip.terms, *strip.talks)}
    return SixWeeks(
        strip=strip,
        weeks=[(tick.x, words.day_in_short(tick.on)) for tick in strip.weeks],
        looks=[Mark("", look) for look in LOOKS if look in drawn],
        coming=[
            one.told
            for one in sorted([*talks, *free], key=lambda one: one.on)
            if one.on >= today and one.look != "held"
        ],
        total=_total(file, per_week, today),
        pace=_pace(per_week),
        rows=list(_rows(axis, per_week, [*terms, *talks, *free], today)),
    )


def _terms(file: CaseFile, today: date) -> Iterator[Happening]:
    """When the step that the case is in must be done, and the next one once its day is known."""
    current, following = file.progress.current, next_of(file)
    for visit in (current, following):
        if visit and visit.due:
            on = visit.due.on
            look = "due" if on > today else "late" if visit is current and visit.is_late(today) else "today"
            said = {"step": visit_title(visit), "day": words.day_and_month(on, today)}
            yield Happening(on, look, _("%(step)s: klaar op %(day)s") % said)


def _talks(file: CaseFile, today: date) -> Iterator[Happening]:
    """The talks that were held with children, each day once, and those that are planned."""
    order = [str(child.pk) for child in file.everyone]
    held: dict[date, set[str]] = {}
    for fact in file.facts:
        if fact.traits.plannable and (with_them := set(fact.about) & set(order)):
            held.setdefault(fact.on, set()).update(with_them)
    for on, about in held.items():
        who = about_words(file, [key for key in order if key in about])
        said = {"who": who, "day": words.day_in_short(on)}
        yield Happening(on, "held", _("Gesprek met %(who)s, %(day)s") % said)
    for talk in planned_talks(file):
        if not talk.is_past(today):
            said = {"what": with_words(file, talk), "when": when_words(talk, today)}
            yield Happening(talk.fact.on, "to-come", _("%(what)s: %(when)s") % said)


def _free(file: CaseFile, axis: Axis, today: date) -> Iterator[Happening]:
    """Weekdays on which these children have no school."""
    for band in axis.bands(lambda on: not file.calendar.is_school_day(on)):
        days = [band.first + n * timedelta(days=1) for n in range((band.last - band.first).days + 1)]
        closed = [on for on in days if on.weekday() < 5]
        if closed:
            yield Happening(
                closed[0], "", _("Geen school: %(days)s") % {"days": words.period(closed[0], closed[-1], today)}
            )


def _waits(file: CaseFile, today: date) -> tuple[date, date] | None:
    """The days without school for which a child waits longer."""
    current = file.progress.current
    due = current.due if current else None
    if due is None or due.stretch is None or due.on < today or due.brought_forward:
        return None
    return due.stretch.first_closed, due.stretch.last_closed


def _rows(axis: Axis, per_week: Sequence[Week], happened: Sequence[Happening], today: date) -> Iterator[Row]:
    """From the first incident on, or the first week that is drawn, to the last one that is drawn."""
    numbers = {week.monday: str(week.number) for week in per_week}
    monday = min([axis.first, *numbers])
    while monday <= axis.last:
        told = [one.told for one in sorted(happened, key=lambda one: one.on) if monday <= one.on < monday + ONE_WEEK]
        yield Row(words.day_and_month(monday, today), numbers.get(monday, ""), told)
        monday += ONE_WEEK


def _total(file: CaseFile, weeks: Sequence[Week], today: date) -> str:
    """`12 voorvallen sinds 3 november`; "" without any."""
    total = sum(week.number for week in weeks)
    if not total:
        return ""
    first = min(fact.on for fact in file.of_kind("incident"))
    since = ngettext("%(n)s voorval sinds %(day)s", "%(n)s voorvallen sinds %(day)s", total)
    return since % {"n": total, "day": words.day_and_month(first, today)}


def _pace(weeks: Sequence[Week]) -> str:
    """`4 tot 5 keer per week`; "" of one week."""
    numbers = [week.number for week in weeks]
    if len(numbers) < 2:
        return ""
    least, most = min(numbers), max(numbers)
    if least == most:
        return ngettext("%(n)s keer per week", "%(n)s keer per week", most) % {"n": most}
    return _("%(least)s tot %(most)s keer per week") % {"least": least, "most": most}
