"""A child of the last year group that has left by the next date is told of in time, once (fault F62)."""

from datetime import date, timedelta

import pytest

from kring.cases.actions.reminding import sweep
from kring.cases.models import Case
from kring.mail.models import Letter
from kring.school.models import Group, Pupil
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast

AFTER = date(2027, 8, 30)
LAST = date(2027, 7, 9)
"""The last school day before the summer of the cast's region."""


@pytest.fixture
def case(cast: Cast) -> Telling:
    Group.objects.filter(pk=cast.group6.pk).update(year_group=8)
    told = tell(cast).report(cast.sem, by=(cast.daan,))
    Case.objects.filter(pk=told.id).update(next_due_on=AFTER, safety_due_on=None)
    return told


def letters_on(cast: Cast, day: date) -> int:
    sweep(school=cast.school, at=NOW + (day - TODAY), today=day)
    return Letter.objects.filter(kind="due_after_they_left").count()


def test_it_is_said_once_in_the_last_weeks_before_the_summer(cast: Cast, case: Telling) -> None:
    assert letters_on(cast, LAST - timedelta(days=42)) == 0
    assert letters_on(cast, LAST - timedelta(days=21)) == 1
    assert letters_on(cast, LAST - timedelta(days=14)) == 1
    assert letters_on(cast, LAST) == 1
    letter = Letter.objects.get(kind="due_after_they_left")
    assert letter.to_staff == cast.anouk
    assert "Kies een dag voor de zomer." in str(letter.text)


def test_nothing_is_said_of_a_day_before_the_summer_or_of_who_stays(cast: Cast, case: Telling) -> None:
    Case.objects.filter(pk=case.id).update(next_due_on=LAST)
    assert letters_on(cast, LAST - timedelta(days=21)) == 0
    Case.objects.filter(pk=case.id).update(next_due_on=AFTER)
    Pupil.objects.filter(pk__in=[cast.sem.pk, cast.daan.pk]).update(left_on=TODAY)
    assert letters_on(cast, LAST - timedelta(days=14)) == 0
    Pupil.objects.update(left_on=None)
    Group.objects.filter(pk=cast.group6.pk).update(year_group=6)
    assert letters_on(cast, LAST - timedelta(days=13)) == 0
