"""A clock that leapt or went back is noticed, and believed again by what it says itself or by a person."""

from datetime import datetime, timedelta

import pytest

from kring.school.errors import NotAllowed, Refused
from kring.school.models import School, StaffMember, WorkerClock
from kring.school.worker_clock import take_turn
from kring.trail.models import TrailLine
from kring.trail.record import record
from kring.trail.verbs import Verb
from tests.cast import NOW, Cast, act_of
from tests.school import plain as actions

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def believed(at: datetime) -> bool:
    return take_turn(at).doubted_from is None


def says_right(who: StaffMember, at: datetime) -> None:
    """From a page that was just opened."""
    actions.say_clock_is_right(act=act_of(who, at=at), shown=at)


@pytest.fixture(autouse=True)
def _a_round_was_done_now(cast: Cast) -> None:
    assert believed(NOW)


def test_a_clock_that_goes_on_is_believed():
    assert all(believed(NOW + count * 3 * MINUTE) for count in range(5))
    assert WorkerClock.objects.get().believed_at == NOW + 12 * MINUTE


def test_a_server_that_was_off_for_a_weekend_goes_on_by_itself():
    assert believed(NOW + 48 * HOUR)


def test_a_leap_of_more_than_two_days_is_doubted_until_the_clock_is_back():
    assert not believed(NOW + 48 * HOUR + MINUTE)
    assert not believed(NOW + 40 * DAY)
    assert WorkerClock.objects.get().doubted_from == NOW
    assert believed(NOW + MINUTE)


def test_a_leap_that_lasts_is_still_one():
    assert not any(believed(NOW + 40 * DAY + count * HOUR) for count in range(100))


def test_a_clock_that_went_back_is_doubted_until_it_is_there_again():
    assert believed(NOW + HOUR)
    assert not believed(NOW)
    assert believed(NOW + HOUR)


def test_the_few_minutes_that_a_time_server_puts_right_are_none():
    assert believed(NOW - 9 * MINUTE)


def test_a_clock_before_the_newest_line_of_the_trail_is_doubted(cast):
    record(verb=Verb.CASE_READ, school_id=cast.school.pk, at=NOW + DAY, by=cast.hein)
    assert not believed(NOW + 2 * MINUTE)
    assert WorkerClock.objects.get().doubted_from == NOW + DAY


def test_the_first_turn_of_all_is_held_against_the_trail(cast):
    record(verb=Verb.CASE_READ, school_id=cast.school.pk, at=NOW + DAY, by=cast.hein)
    WorkerClock.objects.all().delete()
    assert not believed(NOW)


def test_a_demo_whose_date_runs_ahead_says_nothing_about_the_clock(cast):
    School.objects.filter(pk=cast.school.pk).update(is_demo=True, clock_ahead_days=30)
    record(verb=Verb.CASE_READ, school_id=cast.school.pk, at=NOW + 30 * DAY, by=cast.hein)
    assert believed(NOW + 2 * MINUTE)


def test_once_somebody_says_that_it_is_right_the_clock_is_believed(cast):
    later = NOW + 40 * DAY
    assert not believed(later)
    says_right(cast.ada, later)
    assert believed(later + 2 * MINUTE)
    line = TrailLine.objects.get(verb="clock.confirmed")
    assert (line.by, line.detail) == (cast.ada, {"leap": 40})


@pytest.mark.parametrize("shown", [None, NOW + 40 * DAY, NOW + 120 * DAY])
def test_who_saw_another_moment_said_nothing_of_this_one(cast, shown):
    """The clock leapt once more after the page was opened, or back again."""
    later = NOW + 80 * DAY
    assert not believed(later)
    with pytest.raises(Refused):
        actions.say_clock_is_right(act=act_of(cast.ada, at=later), shown=shown)
    assert not believed(later + MINUTE)


def test_who_looks_for_a_while_before_they_say_it_is_believed(cast):
    later = NOW + 40 * DAY
    assert not believed(later)
    actions.say_clock_is_right(act=act_of(cast.ada, at=later + 50 * MINUTE), shown=later)
    assert believed(later + HOUR)


def test_lines_that_are_ahead_of_a_clock_that_somebody_called_right_are_passed_over(cast):
    record(verb=Verb.CASE_READ, school_id=cast.school.pk, at=NOW + DAY, by=cast.hein)
    assert not believed(NOW + 2 * MINUTE)
    says_right(cast.hein, NOW + 2 * MINUTE)
    assert believed(NOW + 4 * MINUTE)
    record(verb=Verb.CASE_READ, school_id=cast.school.pk, at=NOW + 2 * DAY, by=cast.hein)
    assert not believed(NOW + 6 * MINUTE)


def test_in_a_demo_what_is_said_is_about_the_clock_of_the_server(cast):
    School.objects.filter(pk=cast.school.pk).update(is_demo=True, clock_ahead_days=30)
    cast.ada.school.refresh_from_db()
    assert not believed(NOW + 3 * DAY)
    actions.say_clock_is_right(act=act_of(cast.ada, at=NOW + 33 * DAY), shown=NOW + 3 * DAY)
    assert WorkerClock.objects.get().believed_at == NOW + 3 * DAY


def test_what_somebody_says_is_not_written_over_by_a_turn_that_had_begun(cast, monkeypatch):
    later = NOW + 40 * DAY

    def meanwhile(clock: WorkerClock, at: datetime) -> datetime:
        monkeypatch.undo()
        take_turn(at)
        says_right(cast.ada, at)
        return NOW

    monkeypatch.setattr("kring.school.worker_clock._held_against", meanwhile)
    take_turn(later)
    assert believed(later + MINUTE)


@pytest.mark.parametrize("who", ["anouk", "carla", "mo"])
def test_who_does_not_keep_the_school_may_not_say_it(cast, who):
    assert not believed(NOW + 40 * DAY)
    with pytest.raises(NotAllowed):
        says_right(getattr(cast, who), NOW)
