"""A term is spoken of the day before, on the day, and when it passed; never on a day without school."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kring.protocol.calendar import SchoolCalendar
from kring.protocol.reminders import (
    PASSED,
    Reminder,
    asks_to_observe,
    next_asking,
    next_reminder,
    reminders,
)

CHRISTMAS = SchoolCalendar(frozenset(date(2026, 12, 19) + timedelta(days=n) for n in range(16)))
PLAIN = SchoolCalendar()
WEDNESDAY = date(2026, 11, 25)
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def said(due_on: date, today: date, calendar: SchoolCalendar = PLAIN, *, guideline: bool = False) -> list[str]:
    return [reminder.value for reminder in reminders(due_on, today, calendar, guideline=guideline)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-2, []),
        (-1, ["tomorrow"]),
        (0, ["today"]),
        (1, ["late_for_coordinator"]),
        (2, ["late_for_coordinator", "late_for_head"]),
    ],
)
def test_the_day_before_the_day_itself_and_one_and_two_school_days_late(days: int, expected: list[str]) -> None:
    assert said(WEDNESDAY, WEDNESDAY + timedelta(days=days)) == expected


def test_the_day_before_a_monday_is_friday_and_nothing_is_said_in_the_weekend() -> None:
    assert said(MONDAY, FRIDAY) == ["tomorrow"]
    assert said(MONDAY, FRIDAY + timedelta(days=1)) == []
    assert said(FRIDAY, FRIDAY + timedelta(days=1)) == []
    assert said(FRIDAY, MONDAY) == ["late_for_coordinator"]


def test_a_sweep_that_was_down_for_three_days_says_both_and_no_more() -> None:
    assert said(WEDNESDAY, date(2026, 12, 1)) == ["late_for_coordinator", "late_for_head"]


def test_a_guideline_is_reminded_of_and_never_late() -> None:
    assert said(WEDNESDAY, WEDNESDAY, guideline=True) == ["today"]
    assert said(WEDNESDAY, date(2026, 12, 3), guideline=True) == ["guideline_passed"]


@pytest.mark.parametrize(
    ("due_on", "expected"), [(date(2027, 1, 4), True), (date(2027, 1, 5), True), (date(2027, 1, 6), False)]
)
def test_on_the_last_day_before_a_holiday_a_word_about_what_is_due_right_after_it(due_on: date, expected: bool) -> None:
    assert said(due_on, date(2026, 12, 18), CHRISTMAS) == (["after_holiday"] if expected else [])


def test_what_is_said_of_a_term_that_passed_is_told_from_what_is_said_before() -> None:
    days = [WEDNESDAY + timedelta(days=n) for n in range(-7, 8)]
    for guideline in (True, False):
        for day in days:
            now = set(reminders(WEDNESDAY, day, PLAIN, guideline=guideline))
            assert now <= PASSED if day > WEDNESDAY else not now & PASSED


def test_a_long_weekend_is_a_holiday_and_a_plain_one_is_not() -> None:
    free_monday = SchoolCalendar(frozenset({MONDAY}))
    tuesday, thursday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    assert said(tuesday, FRIDAY, free_monday) == ["after_holiday"]
    assert said(tuesday + timedelta(days=1), FRIDAY, free_monday) == ["after_holiday"]
    assert said(thursday, FRIDAY, free_monday) == []
    assert said(tuesday, FRIDAY) == []


def test_a_school_that_is_closed_every_friday_has_a_longer_weekend_and_no_holiday_each_week() -> None:
    fridays = {date(2026, 9, 4) + timedelta(weeks=week) for week in range(40)}
    autumn = {date(2026, 10, 19) + timedelta(days=day) for day in range(5)}
    calendar = SchoolCalendar(frozenset(fridays | autumn))
    for thursday in (date(2026, 11, 19), date(2026, 10, 8), date(2026, 10, 29)):
        monday = thursday + timedelta(days=4)
        assert said(monday, thursday, calendar) == ["tomorrow"]
        assert said(monday + timedelta(days=1), thursday, calendar) == []
    assert said(date(2026, 10, 26), date(2026, 10, 15), calendar) == ["after_holiday"]
    assert said(date(2026, 10, 27), date(2026, 10, 15), calendar) == ["after_holiday"]


@pytest.mark.parametrize(
    ("free", "today", "expected"),
    [
        ((-14, 0, 14), FRIDAY - timedelta(days=1), ["after_holiday"]),
        ((-8, -7, 0), FRIDAY - timedelta(days=1), ["after_holiday"]),
        ((-7, 7), FRIDAY, []),
    ],
    ids=["a free Friday once in two weeks", "a free Friday a week after a free Thursday", "free Fridays beside it"],
)
def test_a_weekend_is_held_against_the_one_before_and_the_one_after(
    free: tuple[int, ...], today: date, expected: list[str]
) -> None:
    calendar = SchoolCalendar(frozenset(FRIDAY + timedelta(days=days) for days in free))
    assert said(MONDAY, today, calendar) == (expected or ["tomorrow"])
    assert said(MONDAY + timedelta(days=1), today, calendar) == expected


def test_during_the_holiday_nothing_is_said() -> None:
    for n in range(16):
        assert said(date(2026, 12, 17), date(2026, 12, 19) + timedelta(days=n), CHRISTMAS) == []
        assert said(date(2027, 1, 4), date(2026, 12, 19) + timedelta(days=n), CHRISTMAS) == []


@given(
    closed=st.frozensets(st.dates(date(2026, 9, 1), date(2027, 3, 1)), max_size=40),
    term=st.dates(date(2026, 10, 1), date(2027, 2, 1)),
    guideline=st.booleans(),
)
def test_before_every_term_a_word_is_said_and_on_the_day_exactly_today(
    closed: frozenset[date], term: date, guideline: bool
) -> None:
    calendar = SchoolCalendar(closed)
    due_on = calendar.on_or_after(term)
    before = calendar.last_before(due_on)
    assert reminders(due_on, due_on, calendar, guideline=guideline) == (Reminder.TODAY,)
    assert reminders(due_on, before, calendar, guideline=guideline) in (
        (Reminder.TOMORROW,),
        (Reminder.AFTER_HOLIDAY,),
    )


def test_colleagues_are_asked_twice_in_the_week() -> None:
    until_on = WEDNESDAY + timedelta(days=7)
    asked = {day: asks_to_observe(WEDNESDAY, until_on, day, PLAIN) for day in (WEDNESDAY, FRIDAY, MONDAY, until_on)}
    assert asked == {WEDNESDAY: 1, FRIDAY: 0, MONDAY: 2, until_on: 2}
    assert asks_to_observe(WEDNESDAY, until_on, until_on + timedelta(days=1), PLAIN) == 0


CALENDARS = st.builds(
    lambda weekly, holidays: SchoolCalendar(
        frozenset(
            {MONDAY + timedelta(weeks=n, days=weekly) for n in range(-6, 30)}
            | {MONDAY + timedelta(days=first + n) for first, length in holidays for n in range(length)}
        )
    ),
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(-20, 60), st.integers(1, 20)), max_size=3),
)


@given(due=st.integers(0, 40), first=st.integers(0, 50), calendar=CALENDARS, guideline=st.booleans())
def test_nothing_new_is_said_of_a_term_before_the_day_that_was_foretold(
    due: int, first: int, calendar: SchoolCalendar, guideline: bool
) -> None:
    due_on, today = MONDAY + timedelta(days=due), calendar.on_or_after(MONDAY + timedelta(days=first))
    foretold = next_reminder(due_on, today, calendar, guideline=guideline)
    until = foretold or due_on + timedelta(days=60)
    between = [today + timedelta(days=n) for n in range((until - today).days)]
    said_by_now = set(reminders(due_on, today, calendar, guideline=guideline))
    assert all(set(reminders(due_on, day, calendar, guideline=guideline)) <= said_by_now for day in between)
    assert foretold is None or foretold > today


@given(length=st.integers(0, 30), first=st.integers(0, 40), calendar=CALENDARS)
@example(length=1, first=0, calendar=SchoolCalendar(frozenset()))  # until tomorrow: halfway is today itself
def test_nobody_is_asked_a_second_time_before_the_day_that_was_foretold(
    length: int, first: int, calendar: SchoolCalendar
) -> None:
    until_on, today = MONDAY + timedelta(days=length), MONDAY + timedelta(days=first)
    foretold = next_asking(MONDAY, until_on, today, calendar)
    days = [today + timedelta(days=n) for n in range(1, 60)]
    asked = [day for day in days if asks_to_observe(MONDAY, until_on, day, calendar) == 2]
    if asks_to_observe(MONDAY, until_on, today, calendar) != 2:
        assert all(foretold is not None and foretold <= day for day in asked)
