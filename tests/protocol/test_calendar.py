"""Counting in school days, by the worked examples and by properties that hold for every calendar."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.protocol.calendar import NoSchoolDay, SchoolCalendar, Stretch
from kring.protocol.due import Due
from kring.school.public_holidays import public_holidays_of

SHIPPED_DATES = Path(__file__).parents[2] / "kring" / "school" / "data"
WEEKENDS_ONLY = SchoolCalendar()


def rows(name: str) -> list[dict[str, str]]:
    with (SHIPPED_DATES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def calendar_of(region: str) -> SchoolCalendar:
    """A school that takes over every holiday of its region, also the unsure ones, and every day off that is usual."""
    closed: set[date] = set()
    for row in rows("school_holidays.csv"):
        if row["region"] == region and row["first_day"]:
            first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
            closed.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    closed.update(
        public.day for year in range(2024, 2031) for public in public_holidays_of(year) if public.usually_closed
    )
    return SchoolCalendar(frozenset(closed))


@pytest.mark.parametrize(
    ("region", "decided", "approach", "first_evaluation", "second_evaluation"),
    [
        ("midden", date(2026, 11, 23), date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 16)),
        ("midden", date(2026, 10, 8), date(2026, 10, 12), date(2026, 10, 26), date(2026, 11, 9)),
        ("noord", date(2026, 10, 8), date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 9)),
        ("zuid", date(2026, 12, 17), date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 25)),
        ("midden", date(2028, 5, 23), date(2028, 5, 29), date(2028, 6, 6), date(2028, 6, 20)),
        ("noord", date(2029, 7, 17), date(2029, 7, 19), date(2029, 9, 3), date(2029, 9, 17)),
    ],
)
def test_the_worked_examples_of_the_calendar(
    region: str, decided: date, approach: date, first_evaluation: date, second_evaluation: date
) -> None:
    calendar = calendar_of(region)
    assert calendar.after(decided, school_days=2) == approach
    assert calendar.weeks_after(approach, weeks=1) == first_evaluation
    assert calendar.weeks_after(first_evaluation, weeks=2) == second_evaluation


def test_the_christmas_holiday_makes_a_child_wait_18_days_and_the_friday_before_it_is_offered() -> None:
    zuid, decided = calendar_of("zuid"), date(2026, 12, 17)
    due = zuid.after(decided, school_days=2)
    assert zuid.stretched(decided, WEEKENDS_ONLY.after(decided, school_days=2), due) == Stretch(
        first_closed=date(2026, 12, 19),
        last_closed=date(2027, 1, 3),
        last_school_day_before=date(2026, 12, 18),
        wait_days=18,
    )


def test_an_evaluation_that_falls_in_the_autumn_holiday_can_be_held_on_the_friday_before() -> None:
    midden, talked = calendar_of("midden"), date(2026, 10, 12)
    assert midden.stretched(talked, talked + timedelta(weeks=1), midden.weeks_after(talked, weeks=1)) == Stretch(
        first_closed=date(2026, 10, 17),
        last_closed=date(2026, 10, 25),
        last_school_day_before=date(2026, 10, 16),
        wait_days=14,
    )


def test_whit_monday_moves_an_evaluation_by_one_day() -> None:
    midden, talked = calendar_of("midden"), date(2028, 5, 29)
    assert midden.stretched(talked, date(2028, 6, 5), date(2028, 6, 6)) == Stretch(
        first_closed=date(2028, 6, 4),
        last_closed=date(2028, 6, 5),
        last_school_day_before=date(2028, 6, 2),
        wait_days=8,
    )


def test_ascension_stretches_two_school_days_and_the_day_before_it_is_offered() -> None:
    midden, decided = calendar_of("midden"), date(2028, 5, 23)
    assert midden.stretched(decided, WEEKENDS_ONLY.after(decided, school_days=2), date(2028, 5, 29)) == Stretch(
        first_closed=date(2028, 5, 25),
        last_closed=date(2028, 5, 26),
        last_school_day_before=date(2028, 5, 24),
        wait_days=6,
    )


def test_the_summer_moves_an_evaluation_into_the_new_school_year() -> None:
    noord, talked = calendar_of("noord"), date(2029, 7, 19)
    stretch = noord.stretched(talked, date(2029, 7, 26), date(2029, 9, 3))
    assert stretch is not None
    assert (stretch.first_closed, stretch.last_closed) == (date(2029, 7, 21), date(2029, 9, 2))
    assert stretch.last_school_day_before == date(2029, 7, 20)


def test_a_holiday_inside_a_term_of_weeks_that_ends_on_its_own_day_stretches_nothing() -> None:
    midden, talked = calendar_of("midden"), date(2026, 10, 13)
    due = midden.weeks_after(talked, weeks=2)
    assert due == date(2026, 10, 27)
    assert midden.stretched(talked, talked + timedelta(weeks=2), due) is None


def test_a_holiday_inside_a_term_of_weeks_is_not_blamed_for_a_closed_day_at_its_end() -> None:
    free_tuesday, free_monday = date(2026, 11, 3), date(2026, 11, 9)
    calendar = SchoolCalendar(frozenset({free_tuesday, free_monday}))
    talked = date(2026, 11, 2)
    stretch = calendar.stretched(talked, date(2026, 11, 9), calendar.weeks_after(talked, weeks=1))
    assert stretch is not None
    assert (stretch.first_closed, stretch.last_closed) == (free_monday, free_monday)


def test_of_two_closures_in_a_term_of_school_days_the_longest_is_told() -> None:
    tuesday, thursday, friday = date(2026, 11, 3), date(2026, 11, 5), date(2026, 11, 6)
    calendar = SchoolCalendar(frozenset({tuesday, thursday, friday}))
    reported = date(2026, 11, 2)
    due = calendar.after(reported, school_days=3)
    assert due == date(2026, 11, 10)
    assert calendar.stretched(reported, WEEKENDS_ONLY.after(reported, school_days=3), due) == Stretch(
        first_closed=thursday, last_closed=friday, last_school_day_before=date(2026, 11, 4), wait_days=8
    )


def test_a_closure_that_was_over_when_the_term_began_stretched_nothing() -> None:
    thursday, friday, tuesday = date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 10)
    calendar = SchoolCalendar(frozenset({thursday, friday, tuesday}))
    reported = date(2026, 11, 9)
    stretch = calendar.stretched(reported, date(2026, 11, 11), calendar.after(reported, school_days=2))
    assert stretch is not None
    assert (stretch.first_closed, stretch.last_closed) == (tuesday, tuesday)
    assert stretch.last_school_day_before == reported, "the day it began is a school day, and can be offered"


def test_a_closure_after_the_end_of_a_term_stretched_nothing() -> None:
    tuesday, friday, monday = date(2026, 11, 3), date(2026, 11, 6), date(2026, 11, 9)
    calendar = SchoolCalendar(frozenset({tuesday, friday, monday}))
    stretch = calendar.stretched(date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 5))
    assert stretch is not None
    assert (stretch.first_closed, stretch.last_closed) == (tuesday, tuesday)


def test_of_two_closures_that_are_as_long_the_later_is_told() -> None:
    tuesday, thursday = date(2026, 11, 3), date(2026, 11, 5)
    calendar = SchoolCalendar(frozenset({tuesday, thursday}))
    stretch = calendar.stretched(date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 9))
    assert stretch is not None
    assert stretch.first_closed == thursday


def test_a_closure_is_told_whole_and_without_the_weekend_around_it() -> None:
    monday, tuesday, thursday = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 5)
    calendar = SchoolCalendar(frozenset({monday, tuesday, thursday}))
    stretch = calendar.stretched(date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 4))
    assert stretch is not None
    assert (stretch.first_closed, stretch.last_closed) == (monday, tuesday)


def test_a_term_that_ends_on_the_last_sunday_of_a_holiday_is_moved_by_the_weekend_alone() -> None:
    holiday = SchoolCalendar(frozenset(date(2026, 10, 17) + timedelta(days=n) for n in range(9)))
    assert holiday.stretched(date(2026, 10, 11), date(2026, 10, 25), date(2026, 10, 26)) is None
    assert holiday.stretched(date(2026, 10, 9), date(2026, 10, 23), date(2026, 10, 26)) is not None


def test_a_weekend_alone_is_no_stretch() -> None:
    saturday = date(2026, 11, 28)
    assert calendar_of("midden").stretched(date(2026, 11, 21), saturday, date(2026, 11, 30)) is None


def test_a_term_that_begins_inside_the_holiday_has_no_school_day_before_it_to_offer() -> None:
    zuid, reported = calendar_of("zuid"), date(2026, 12, 22)
    stretch = zuid.stretched(reported, date(2026, 12, 24), zuid.after(reported, school_days=2))
    assert stretch is not None
    assert stretch.last_school_day_before is None


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert WEEKENDS_ONLY.months_after(date(2027, 8, 31), months=6) == date(2028, 2, 29)
    assert WEEKENDS_ONLY.months_after(date(2026, 11, 30), months=3) == date(2027, 3, 1), "28 February 2027 is a Sunday"
    assert WEEKENDS_ONLY.months_after(date(2026, 12, 9), months=3) == date(2027, 3, 9)


def test_school_days_are_counted_back_over_weekends_and_holidays() -> None:
    monday_after_christmas = date(2027, 1, 4)
    assert calendar_of("zuid").before(monday_after_christmas, school_days=2) == date(2026, 12, 17)
    assert WEEKENDS_ONLY.before(date(2026, 11, 28), school_days=1) == date(2026, 11, 27)
    assert WEEKENDS_ONLY.before(date(2026, 11, 28), school_days=0) == date(2026, 11, 28)


def test_no_school_days_ahead_is_the_day_itself_or_the_first_one_after() -> None:
    assert WEEKENDS_ONLY.after(date(2026, 11, 27), school_days=0) == date(2026, 11, 27)
    assert WEEKENDS_ONLY.after(date(2026, 11, 28), school_days=0) == date(2026, 11, 30)
    with pytest.raises(ValueError, match="-1 school days"):
        WEEKENDS_ONLY.after(date(2026, 11, 27), school_days=-1)


def test_a_calendar_that_is_closed_for_ever_says_so_instead_of_counting_on() -> None:
    always_closed = SchoolCalendar(frozenset(date(2025, 1, 1) + timedelta(days=n) for n in range(1500)))
    for ask in (
        lambda: always_closed.on_or_after(date(2026, 11, 23)),
        lambda: always_closed.after(date(2026, 11, 23), school_days=2),
        lambda: always_closed.weeks_after(date(2026, 11, 23), weeks=1),
        lambda: always_closed.months_after(date(2026, 11, 23), months=3),
        lambda: always_closed.last_before(date(2028, 1, 3)),
    ):
        with pytest.raises(NoSchoolDay, match="closed for too long"):
            ask()


def test_the_day_before_a_holiday_is_offered_as_long_as_it_is_to_come_and_brings_something_forward() -> None:
    friday, monday = date(2026, 12, 18), date(2027, 1, 4)
    christmas = Stretch(date(2026, 12, 19), date(2027, 1, 3), friday, wait_days=18)
    due = Due(monday, monday, guideline=False, stretch=christmas)
    assert due.before_holiday(date(2026, 12, 17)) == friday
    assert due.before_holiday(friday) == friday
    assert due.before_holiday(date(2026, 12, 19)) is None, "it has passed"
    assert Due(friday, monday, guideline=False, stretch=christmas).before_holiday(date(2026, 12, 17)) is None
    assert Due(monday, monday, guideline=False).before_holiday(friday) is None, "no holiday"
    inside = Stretch(date(2026, 12, 19), date(2027, 1, 3), None, wait_days=12)
    assert Due(monday, monday, guideline=False, stretch=inside).before_holiday(friday) is None


# What holds for every calendar

days = st.dates(min_value=date(2024, 8, 1), max_value=date(2030, 7, 31))
counts = st.integers(min_value=1, max_value=60)


@st.composite
def calendars(draw: st.DrawFn) -> SchoolCalendar:
    """A region's own calendar, or one with closures anywhere, up to eight weeks each."""
    if draw(st.booleans()):
        return calendar_of(draw(st.sampled_from(["noord", "midden", "zuid"])))
    closures = draw(st.lists(st.tuples(days, st.integers(min_value=1, max_value=56)), max_size=8))
    return SchoolCalendar(frozenset(first + timedelta(days=n) for first, length in closures for n in range(length)))


@given(calendars(), days, counts)
def test_a_term_never_ends_on_a_closed_day(calendar: SchoolCalendar, d: date, n: int) -> None:
    for end in (
        calendar.on_or_after(d),
        calendar.last_before(d),
        calendar.after(d, school_days=n),
        calendar.weeks_after(d, weeks=n % 10),
        calendar.months_after(d, months=n % 12),
    ):
        assert calendar.is_school_day(end)
        assert end.weekday() < 5
        assert end not in calendar.closed


@given(calendars(), days, days, counts)
def test_a_later_beginning_never_gives_an_earlier_end(calendar: SchoolCalendar, d: date, e: date, n: int) -> None:
    first, second = sorted((d, e))
    assert calendar.on_or_after(first) <= calendar.on_or_after(second)
    assert calendar.last_before(first) <= calendar.last_before(second)
    assert calendar.after(first, school_days=n) <= calendar.after(second, school_days=n)
    assert calendar.weeks_after(first, weeks=n) <= calendar.weeks_after(second, weeks=n)
    assert calendar.months_after(first, months=n) <= calendar.months_after(second, months=n)


@given(calendars(), days, counts)
def test_a_longer_term_ends_later(calendar: SchoolCalendar, d: date, n: int) -> None:
    assert d < calendar.after(d, school_days=n) < calendar.after(d, school_days=n + 1)
    assert d > calendar.before(d, school_days=n) > calendar.before(d, school_days=n + 1)
    assert calendar.after(calendar.before(d, school_days=n), school_days=n) == calendar.on_or_after(d)
    assert calendar.weeks_after(d, weeks=n) <= calendar.weeks_after(d, weeks=n + 1)


@given(calendars(), days, counts)
def test_after_passes_exactly_that_many_school_days(calendar: SchoolCalendar, d: date, n: int) -> None:
    end = calendar.after(d, school_days=n)
    passed = [d + timedelta(days=k) for k in range(1, (end - d).days + 1)]
    assert sum(calendar.is_school_day(day) for day in passed) == n


@given(calendars(), days, counts)
def test_counting_back_is_the_inverse_of_counting_ahead(calendar: SchoolCalendar, d: date, n: int) -> None:
    end = calendar.after(d, school_days=n)
    assert calendar.school_days_between(d, end) == n
    assert calendar.school_days_between(end, d) == -n


@given(calendars(), days, days, days)
def test_school_days_between_add_up(calendar: SchoolCalendar, a: date, b: date, c: date) -> None:
    between = calendar.school_days_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(calendars(), days, st.integers(min_value=0, max_value=13))
def test_a_stretch_in_weeks_names_the_closure_just_before_the_new_date(
    calendar: SchoolCalendar, d: date, weeks: int
) -> None:
    plain, due = d + timedelta(weeks=weeks), calendar.weeks_after(d, weeks=weeks)
    stretch = calendar.stretched(d, plain, due)
    moved = any(day.weekday() < 5 for day in (plain + timedelta(days=n) for n in range((due - plain).days)))
    assert (stretch is not None) == moved
    if stretch is None:
        return
    assert stretch.first_closed <= stretch.last_closed < due
    assert stretch.last_closed >= plain, "a closure that was over by then moved nothing"
    assert stretch.wait_days == (due - d).days
    if stretch.last_school_day_before is not None:
        assert d <= stretch.last_school_day_before < stretch.first_closed
        assert calendar.is_school_day(stretch.last_school_day_before)


def test_groups_that_are_never_at_school_together_do_not_make_a_child_wait() -> None:
    monday = date(2026, 11, 23)
    weeks = [monday + timedelta(weeks=n) for n in range(30)]
    first_half = frozenset(day + timedelta(days=n) for day in weeks for n in range(3))
    second_half = frozenset(day + timedelta(days=n) for day in weeks for n in range(3, 5))
    calendar = SchoolCalendar(closed_for=(("a", first_half), ("b", second_half)))
    assert calendar.for_groups(("a",)).on_or_after(monday) == monday + timedelta(days=3)
    assert calendar.for_groups(("b",)).is_school_day(monday)
    assert calendar.for_groups(("a", "b")) == calendar


def test_a_group_that_is_away_for_a_week_is_waited_for() -> None:
    monday = date(2026, 11, 23)
    calendar = SchoolCalendar(closed_for=(("a", frozenset(monday + timedelta(days=n) for n in range(5))),))
    assert calendar.for_groups(("a", "b")).on_or_after(monday) == date(2026, 11, 30)
    assert calendar.for_groups(("b",)) is calendar
