"""By which day a step must be done: a chosen day, a day that has been, a day that was chosen as the term began."""

from datetime import date, timedelta

from kring.protocol.calendar import SchoolCalendar
from kring.protocol.due import ChosenDay, Due, due_of, end_of
from kring.protocol.facts import Facts, Planned
from kring.protocol.terms import Anchor, Term

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
SATURDAY = date(2026, 11, 28)
PLAIN = SchoolCalendar()
TWO_DAYS = Term(Anchor.REPORT, school_days=2)


def planned(*days: date, since: date = MONDAY) -> date:
    facts = Facts(MONDAY, planned=tuple(Planned("approach", 1, day) for day in days))
    return due_of("approach", 1, TWO_DAYS, since=since, facts=facts, calendar=PLAIN).on


def test_of_a_chosen_day_the_end_is_that_day_or_the_first_school_day_after_it() -> None:
    assert end_of(ChosenDay(TUESDAY), MONDAY, PLAIN) == TUESDAY
    assert end_of(ChosenDay(SATURDAY), MONDAY, PLAIN) == date(2026, 11, 30)


def test_a_day_that_a_person_chose_for_after_care_is_a_guideline() -> None:
    assert due_of("after_care", 1, ChosenDay(TUESDAY), since=MONDAY, facts=Facts(MONDAY), calendar=PLAIN).guideline


def test_a_day_chosen_on_the_day_that_the_term_begins_counts_and_one_from_before_it_does_not() -> None:
    assert planned() == date(2026, 11, 25)
    assert planned(MONDAY) == MONDAY
    assert planned(MONDAY, since=TUESDAY) == date(2026, 11, 26)


def test_what_is_planned_for_today_or_later_is_still_possible_on_its_own_day() -> None:
    due = Due(TUESDAY, TUESDAY, guideline=False)
    assert due.still_possible(MONDAY, PLAIN) == TUESDAY
    assert due.still_possible(TUESDAY, PLAIN) == TUESDAY


def test_what_was_due_before_today_is_planned_for_the_next_school_day() -> None:
    due = Due(TUESDAY, TUESDAY, guideline=False)
    assert due.still_possible(date(2026, 11, 25), PLAIN) == date(2026, 11, 26)
    assert due.still_possible(date(2026, 11, 27), PLAIN) == date(2026, 11, 30)
