"""Next year's groups are made and filled before the summer, and begin on their first day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kring.cases.access import standing
from kring.cases.actions import school_changes
from kring.config.jobs import begin_school_years
from kring.mail.models import Letter
from kring.school.groups import pupils_of
from kring.school.models import Group, Pupil
from kring.school.rights import Standing
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, NOW, Cast, act_of
from tests.school import plain as actions
from tests.whole_job import done_whole

JUNE = date(2027, 6, 21)
FIRST = date(2027, 8, 1)


@pytest.fixture
def group7(cast: Cast) -> Group:
    """Next year's group 7, taught by Bram."""
    group = actions.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    actions.change_teachers(act=act_of(cast.hein), group=group, teachers=[cast.bram])
    return group


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def settle(cast: Cast, group: Group, *pupils: Pupil, today: date = JUNE) -> None:
    school_changes.move_pupils(act=replace(act_of(cast.hein), today=today), pupils=pupils, group=group)


def begin(cast: Cast, today: date) -> int:
    at = datetime(today.year, today.month, today.day, 6, tzinfo=UTC)
    return school_changes.begin_groups(school=cast.school, at=at, today=today)


def test_until_its_first_day_nothing_changes_for_the_child_its_teachers_and_its_case(cast, group7, case):
    settle(cast, group7, cast.sem)
    assert begin(cast, date(2027, 7, 31)) == 0
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (cast.group6, group7)
    assert cast.sem in pupils_of(cast.group6)
    assert cast.sem in pupils_of(group7)
    assert standing(cast.bram, case.case) is Standing.TEAM
    assert case.case.group == cast.group6


def test_on_its_first_day_the_child_is_in_it_and_its_teacher_takes_part_in_the_case_and_is_told(cast, group7, case):
    settle(cast, group7, cast.sem)
    assert begin(cast, FIRST) == 1
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (group7, None)
    assert standing(cast.bram, case.case) is Standing.TAKES_PART
    assert case.case.group == group7
    assert Letter.objects.filter(kind="joined", to_staff=cast.bram).count() == 1
    assert begin(cast, FIRST) == 0


def test_a_worker_that_stood_still_makes_up_for_it_later(cast, group7):
    settle(cast, group7, cast.sem, cast.daan)
    done_whole(begin_school_years, datetime(2027, 9, 6, 6, tzinfo=UTC))
    assert set(Pupil.objects.filter(group=group7)) == {cast.sem, cast.daan}


def test_who_left_in_the_meantime_goes_nowhere(cast, group7):
    settle(cast, group7, cast.sem)
    school_changes.change_pupil(act=act_of(cast.hein), pupil=cast.sem, left_on=date(2026, 11, 20))
    begin(cast, FIRST)
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (cast.group6, None)


def test_after_its_first_day_a_child_is_moved_at_once(cast, group7):
    settle(cast, group7, cast.sem, today=date(2027, 9, 1))
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (group7, None)


def test_sent_back_to_the_group_of_now_a_child_stays(cast, group7):
    settle(cast, group7, cast.sem)
    settle(cast, cast.group6, cast.sem)
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (cast.group6, None)


def test_a_move_of_today_does_not_forget_where_the_child_goes(cast, group7):
    settle(cast, group7, cast.sem)
    settle(cast, cast.group5, cast.sem)
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (cast.group5, group7)


def test_the_case_may_not_be_read_by_the_new_teacher_before(cast, group7, case):
    """Also not when the teachers are named after the children."""
    settle(cast, group7, cast.sem)
    school_changes.change_teachers(act=replace(act_of(cast.hein), at=NOW), group=group7, teachers=[cast.wil])
    assert standing(cast.wil, case.case) is Standing.TEAM
