"""Dates, spans, lists and counts as they are read aloud, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from kring import words
from kring.protocol.calendar import SchoolCalendar

MONDAY = date(2026, 11, 23)
CALENDAR = SchoolCalendar(frozenset({date(2026, 12, 21) + timedelta(days=n) for n in range(14)}))


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def test_a_day_is_said_with_its_weekday_and_without_its_year():
    assert words.day(MONDAY) == "maandag 23 november"
    assert words.short_day(MONDAY) == "ma 23 nov"
    assert words.day_and_month(MONDAY) == "23 november"


def test_another_year_is_said():
    assert words.day(date(2027, 1, 4), MONDAY) == "maandag 4 januari 2027"
    assert words.day_and_month(date(2025, 6, 2), MONDAY) == "2 juni 2025"
    assert words.full_day(MONDAY) == "maandag 23 november 2026"


@pytest.mark.parametrize(
    ("days", "near", "on"),
    [
        (-2, "zaterdag 21 november", "op zaterdag 21 november"),
        (-1, "gisteren", "gisteren"),
        (0, "vandaag", "vandaag"),
        (1, "morgen", "morgen"),
        (4, "vrijdag", "op vrijdag"),
        (6, "zondag", "op zondag"),
        (7, "maandag 30 november", "op maandag 30 november"),
    ],
)
def test_a_near_day_is_said_as_people_say_it(days, near, on):
    there = MONDAY + timedelta(days=days)
    assert words.near_day(there, MONDAY) == near
    assert words.on_day(there, MONDAY) == on


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 11, 19), "2 schooldagen te laat"),
        (date(2026, 11, 20), "1 schooldag te laat"),
        (date(2026, 11, 23), "vandaag"),
        (date(2026, 11, 24), "morgen"),
        (date(2026, 11, 25), "nog 2 schooldagen"),
        (date(2026, 11, 30), "nog 5 schooldagen"),
        (date(2027, 1, 4), "nog 20 schooldagen"),
    ],
)
def test_a_deadline_is_counted_in_school_days(on, said):
    assert words.due(on, MONDAY, CALENDAR) == said


def test_a_deadline_that_passed_is_late_also_when_the_school_was_closed_since():
    saturday = date(2026, 11, 21)
    assert words.due(date(2026, 11, 20), saturday, CALENDAR) == "1 schooldag te laat"


def test_from_friday_the_coming_monday_is_one_school_day():
    assert words.due(date(2026, 11, 30), date(2026, 11, 27), CALENDAR) == "nog 1 schooldag"


def test_a_moment_is_told_in_the_time_of_the_netherlands():
    at = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    assert words.clock(at) == "14.05"
    assert words.moment(at, MONDAY) == "vandaag om 14.05 uur"
    assert words.moment(at) == "maandag 23 november om 14.05 uur"
    just_after_midnight_here = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert words.moment(just_after_midnight_here) == "donderdag 2 juli om 0.30 uur"


def test_a_period_is_said_with_its_last_day_included():
    assert words.period(MONDAY, MONDAY) == "maandag 23 november"
    assert words.period(MONDAY, date(2026, 11, 27)) == "maandag 23 november tot en met vrijdag 27 november"


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["Sem"], "Sem"), (["Sem", "Daan"], "Sem en Daan"), (["Sem", "Daan", "Lars"], "Sem, Daan en Lars")],
)
def test_names_are_listed(names, said):
    assert words.listed(names) == said


def test_numbers_are_letters_up_to_twelve():
    assert [words.number(n) for n in (0, 1, 3, 12, 13, 10_000)] == ["nul", "één", "drie", "twaalf", "13", "10.000"]


def test_in_english_the_same_is_said_in_english(english):
    assert words.day(MONDAY) == "Monday 23 November"
    assert words.short_day(MONDAY) == "Mon 23 Nov"
    assert words.near_day(date(2026, 11, 24), MONDAY) == "tomorrow"
    assert words.on_day(date(2026, 11, 27), MONDAY) == "on Friday"
    assert words.due(date(2026, 11, 25), MONDAY, CALENDAR) == "2 school days left"
    assert words.due(date(2026, 11, 20), MONDAY, CALENDAR) == "1 school day late"
    assert words.listed(["Sem", "Daan", "Lars"]) == "Sem, Daan and Lars"
    assert words.moment(datetime(2026, 11, 23, 13, 5, tzinfo=UTC)) == "Monday 23 November at 14:05"
    assert words.figure(10_000) == "10,000"


def test_templates_say_the_same():
    page = Template("{% load words %}{{ on|near_day:today|capital }}, {{ on|short_day }}: {{ names|listed }}")
    context = Context({"on": MONDAY, "today": MONDAY, "names": ["Sem", "Daan"]})
    assert page.render(context) == "Vandaag, ma 23 nov: Sem en Daan"


def test_a_sentence_that_begins_with_a_number_begins_as_dutch_is_spelled():
    assert words.capital("één ding vraagt om jou") == "Eén ding vraagt om jou"
    assert words.capital("twee dingen vragen om jou") == "Twee dingen vragen om jou"
