"""The demo school: invented people, and a case in every state, whatever day a visitor comes in."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from kring.cases.case_file import read_case_files
from kring.cases.models import Case
from kring.demo import build, people
from kring.demo.build import NotHere, build_demo
from kring.mail.models import Letter
from kring.protocol.progress import Progress
from kring.reports.access import visible_to
from kring.reports.models import By, Incoming, State
from kring.reports.told import Subject
from kring.reports.waiting import Asks, waits_for
from kring.school.models import Custody, Group, Guardianship, Pupil, School, StaffMember

pytestmark = pytest.mark.django_db


def built_on(day: date) -> School:
    return build_demo(at=datetime.combine(day, time(8), UTC), today=day, random=Random(6))


def positions(school: School) -> dict[str, Progress]:
    cases = list(Case.objects.select_related("school", "owner", "stand_in", "group").order_by("year", "number"))
    files = read_case_files(cases)
    return {
        next(child.pupil.first_name for child in files[case.pk].people) + f"/{case.reference}": files[case.pk].progress
        for case in cases
    }


def test_eight_groups_two_hundred_children_a_team_of_fifteen_every_kind_of_custody_and_only_one_school(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(build, "make_cases", lambda demo, days: None)  # the tests below have them
    monkeypatch.setattr(build, "tell_by_the_doors", lambda demo, days: None)
    school = built_on(date(2026, 11, 23))
    assert Group.objects.filter(school=school).count() == 8
    assert Pupil.objects.filter(school=school).count() == 200
    assert StaffMember.objects.filter(school=school).count() == 15
    custody = Counter(Guardianship.objects.values_list("custody", flat=True))
    assert set(custody) == set(Custody.values)
    with pytest.raises(NotHere):
        built_on(date(2026, 11, 23))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 23),  # an ordinary Monday
        date(2026, 12, 29),  # in the Christmas holiday: the demo opens after it
        date(2027, 1, 6),  # the first Wednesday after it: no talk a week before can be
        date(2027, 8, 31),  # the first days of a school year
    ],
)
def test_there_is_a_case_in_every_state_on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PUPILS_IN_A_GROUP", 7)  # those with a part in a case: the others have no state
    school = built_on(day)
    today = max(day, day.fromordinal(day.toordinal() + school.clock_ahead_days))
    standing = [
        (position.last.step.key, position.last.round, position.closed_on is not None)
        for position in positions(school).values()
    ]
    assert ("signal", 1, False) in standing
    assert ("approach", 1, False) in standing
    assert ("first_evaluation", 1, False) in standing
    assert ("second_evaluation", 2, False) in standing
    assert ("after_care", 1, False) in standing
    assert ("close", 1, False) in standing
    assert standing.count(("close", 1, True)) == 2
    late = Case.objects.filter(closed_on=None, due_is_guideline=False, next_due_on__lt=today)
    assert [case.owner.name for case in late] == ["Anouk Vermeer"]
    assert all(case.next_due_on for case in Case.objects.filter(closed_on=None))
    assert not Letter.objects.waiting().exists()
    if day == date(2026, 11, 23):
        assert Case.objects.filter(current_step="first_evaluation", next_due_on=day).count() == 1


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 12, 29), date(2027, 8, 31)])
def test_by_its_doors_something_came_in_every_state_on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PUPILS_IN_A_GROUP", 7)
    monkeypatch.setattr(build, "make_cases", lambda demo, days: None)
    school = built_on(day)
    today = day + timedelta(days=school.clock_ahead_days)
    carla, hein = (StaffMember.objects.get(school=school, name=name) for name in ("Carla Jansen", "Hein Smit"))
    assert {one.state for one in visible_to(carla)} == set(State.values)
    assert {one.came_by for one in visible_to(carla)} == set(By.values)
    assert visible_to(carla).filter(held=True).count() == 1
    assert visible_to(carla).filter(danger=True).exclude(taken_up_by=None).count() == 1
    assert [one.subject for one in set(visible_to(hein)) - set(visible_to(carla))] == [Subject.STAFF]
    assert {waits.asks for waits in waits_for(carla, today)} == {Asks.NEW, Asks.NEWS}
    assert not Incoming.objects.filter(settled=False).exists()
