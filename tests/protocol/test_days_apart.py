"""Groups that are not at school on the same days, days that are only proposed, and coming back from a holiday."""

from datetime import date, timedelta

from kring.protocol.calendar import LONGEST_APART, LONGEST_CLOSURE, SchoolCalendar

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
PLAIN = SchoolCalendar()


def weekdays(first: date, count: int) -> frozenset[date]:
    """So many days from this one on, weekends left out."""
    days = (first + timedelta(days=n) for n in range(2 * count + 2))
    return frozenset([day for day in days if day.weekday() < 5][:count])


def away(days: frozenset[date]) -> SchoolCalendar:
    """The calendar of a school of which group 6 is away on these days."""
    return SchoolCalendar(closed_for=(("6", days),))


# One group


def test_the_days_of_one_group_are_the_schools_without_its_own_and_not_without_those_of_another() -> None:
    tuesday, wednesday, thursday = (frozenset({MONDAY + timedelta(days=n)}) for n in (1, 2, 3))
    year = ((date(2026, 8, 1), date(2027, 7, 31)),)
    calendar = SchoolCalendar(tuesday, year, (("6", wednesday), ("7", thursday)))
    assert calendar.without("6") == SchoolCalendar(tuesday | wednesday, year)
    assert calendar.without("8") == SchoolCalendar(tuesday, year)


def test_a_group_is_waited_for_as_long_as_it_is_away_no_longer_than_four_weeks_in_a_row() -> None:
    assert LONGEST_APART == 4 * 5
    just = away(weekdays(MONDAY, LONGEST_APART)).for_groups({"6"})
    assert just.on_or_after(MONDAY) == MONDAY + timedelta(weeks=4)
    longer = away(weekdays(MONDAY, LONGEST_APART + 1))
    assert longer.for_groups({"6"}) is longer


def test_after_one_day_together_it_is_counted_anew_how_long_they_are_apart() -> None:
    once = MONDAY + timedelta(weeks=4)
    twice = weekdays(MONDAY, LONGEST_APART) | weekdays(once + timedelta(days=1), LONGEST_APART)
    assert away(twice).for_groups({"6"}).on_or_after(MONDAY) == once


# What is only proposed


def test_a_day_rests_on_a_proposal_outside_the_years_that_the_school_confirmed() -> None:
    first, last = date(2026, 8, 1), date(2027, 7, 31)
    calendar = SchoolCalendar(confirmed=((first, last), (date(2028, 8, 1), date(2029, 7, 31))))
    assert not any(map(calendar.rests_on_proposal, (first, MONDAY, last, date(2028, 8, 1))))
    assert all(map(calendar.rests_on_proposal, (first - timedelta(days=1), last + timedelta(days=1))))
    assert SchoolCalendar(confirmed=()).rests_on_proposal(MONDAY), "nothing was confirmed yet"


def test_nothing_rests_on_a_proposal_where_nothing_was_proposed() -> None:
    assert PLAIN.rests_on_proposal(MONDAY) is False


# Back from a holiday


def test_after_a_whole_week_without_school_a_child_is_back_on_the_first_school_day() -> None:
    calendar = SchoolCalendar(weekdays(MONDAY, 5))
    assert calendar.back_at_school(date(2026, 11, 2)) == date(2026, 11, 30)
    assert calendar.back_at_school(date(2026, 11, 20)) == date(2026, 11, 30), "the last day before it"


def test_a_week_of_which_one_day_is_a_school_day_is_no_holiday() -> None:
    four = weekdays(MONDAY, 4)
    assert SchoolCalendar(four).back_at_school(date(2026, 11, 19)) is None
    christmas = weekdays(date(2026, 12, 21), 10)
    assert SchoolCalendar(four | christmas).back_at_school(date(2026, 11, 19)) == date(2027, 1, 4)


def test_without_a_holiday_within_a_year_a_child_comes_back_on_no_day() -> None:
    assert PLAIN.back_at_school(MONDAY) is None
    last = MONDAY + timedelta(days=LONGEST_CLOSURE)
    begins = PLAIN.on_or_after(last + timedelta(days=1))
    assert SchoolCalendar(weekdays(begins, 5)).back_at_school(MONDAY) == begins + timedelta(weeks=1)
    later = begins + timedelta(days=1)
    assert SchoolCalendar(weekdays(later, 5)).back_at_school(MONDAY) is None
