"""A promise of the school: on which days it is asked of whom, and what is seen when it is not kept (decision 068).

Today is Monday 23 November 2026; the promise is for every school day of this week and next Monday.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.cases.actions import people, promising
from kring.cases.actions.school_changes import add_closed_day, change_teachers
from kring.cases.case_file import read_case_file
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact, Promise, PromiseTold
from kring.cases.promises import OnToday, promises_of, promises_on_today
from kring.protocol.terms import Role
from kring.school.calendars import Closure, calendar_for
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from tests.cases.examples import promise
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, act_of

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (TODAY + timedelta(days=n) for n in range(6))
NEXT_MONDAY = TODAY + timedelta(days=7)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()


def told(case: Telling, on: date, *, kept: bool = True, by: StaffMember | None = None, note: str = "") -> PromiseTold:
    found = Promise.objects.get(case=case.id)
    case.on(max(on, case.today))
    act = case.as_(by or case.cast.anouk).act()
    return promising.tell_promise(act=act, case_id=case.id, promise_id=found.pk, on=on, kept=kept, note=note)


def on_today(staff: StaffMember, today: date, until: date | None = None) -> OnToday:
    return promises_on_today(staff, today, until or today - timedelta(days=1), calendar_for(staff.school))


def asked(staff: StaffMember, today: date) -> list[date]:
    return [day for _one, day in on_today(staff, today).asked]


def missed(staff: StaffMember, today: date, until: date | None = None) -> list[Sequence[date]]:
    return [one.missed for one in on_today(staff, today, until).missed]


def count(case: Telling, today: date) -> tuple[int, int]:
    (one,) = promises_of(case.file, today)
    return one.kept, len(one.days)


def test_it_is_asked_of_who_promised_on_each_of_its_school_days_until_it_is_told(cast: Cast, case: Telling) -> None:
    promise(case, weekdays=(1, 3, 5))
    assert asked(cast.anouk, MONDAY) == [MONDAY]
    assert asked(cast.carla, MONDAY) == asked(cast.bram, MONDAY) == []
    told(case, MONDAY)
    assert asked(cast.anouk, MONDAY) == asked(cast.anouk, TUESDAY) == []
    assert asked(cast.anouk, WEDNESDAY) == [WEDNESDAY]
    assert asked(cast.anouk, SATURDAY) == []


def test_the_promised_day_before_can_still_be_told_on_the_next_school_day(cast: Cast, case: Telling) -> None:
    promise(case)
    assert asked(cast.anouk, TUESDAY) == [MONDAY, TUESDAY]
    told(case, TUESDAY)
    assert asked(cast.anouk, TUESDAY) == [MONDAY]
    told(case, MONDAY)
    assert asked(cast.anouk, TUESDAY) == []


def test_a_closed_day_asks_nothing_and_counts_for_nothing(cast: Cast, case: Telling) -> None:
    promise(case)
    add_closed_day(act=act_of(cast.hein), school=cast.school, closure=Closure(TUESDAY, TUESDAY, "Studiedag"))
    told(case, MONDAY)
    assert asked(cast.anouk, TUESDAY) == []
    assert missed(cast.anouk, WEDNESDAY) == []
    assert count(case, WEDNESDAY) == (1, 1)
    with pytest.raises(Refused, match="niet beloofd"):
        told(case, TUESDAY)


@pytest.mark.parametrize("away", ["sem", "yara"])
def test_it_goes_by_the_days_of_its_own_child_whoever_else_of_the_case_is_away(cast: Cast, away: str) -> None:
    case = tell(cast).report(cast.sem, by=(cast.yara,)).step_1().judged("bullying").step_3()
    promise(case)
    camp = Closure(TUESDAY, TUESDAY, "Kamp")
    group = {"sem": cast.group6, "yara": cast.group5}[away]
    add_closed_day(act=act_of(cast.hein), school=cast.school, closure=camp, groups=[group])
    told(case, MONDAY)
    if away == "sem":
        assert asked(cast.anouk, TUESDAY) == missed(cast.anouk, WEDNESDAY) == []
        assert count(case, WEDNESDAY) == (1, 1)
        with pytest.raises(Refused, match="niet beloofd"):
            told(case, TUESDAY)
    else:
        assert asked(cast.anouk, TUESDAY) == [TUESDAY]
        assert missed(cast.anouk, WEDNESDAY) == [[TUESDAY]]
        assert count(case, WEDNESDAY) == (1, 2)
        told(case, TUESDAY)
        assert count(case, WEDNESDAY) == (2, 2)


def test_a_child_of_another_group_than_that_of_the_case_has_days_of_its_own(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.yara,)).step_1().judged("bullying").step_3()
    promise(case, about=[case.key(cast.yara)])
    camp = Closure(TUESDAY, TUESDAY, "Kamp")
    add_closed_day(act=act_of(cast.hein), school=cast.school, closure=camp, groups=[cast.group6])
    assert asked(cast.anouk, TUESDAY) == [MONDAY, TUESDAY]


def test_the_owner_sees_a_missed_day_and_those_who_lead_two_in_a_row(cast: Cast, case: Telling) -> None:
    promise(case)
    assert missed(cast.anouk, MONDAY) == []
    assert missed(cast.anouk, MONDAY, until=MONDAY) == [[MONDAY]]  # after school
    assert missed(cast.anouk, TUESDAY) == [[MONDAY]]
    assert missed(cast.carla, TUESDAY) == missed(cast.mo, WEDNESDAY) == []
    assert missed(cast.carla, WEDNESDAY) == missed(cast.hein, WEDNESDAY) == [[TUESDAY, MONDAY]]
    told(case, TUESDAY)
    assert missed(cast.anouk, WEDNESDAY) == missed(cast.carla, WEDNESDAY) == []


def test_that_it_did_not_work_out_is_seen_the_same_day(cast: Cast, case: Telling) -> None:
    promise(case)
    told(case, MONDAY, kept=False, note="Ik was ziek.")
    assert asked(cast.anouk, MONDAY) == []
    assert missed(cast.anouk, MONDAY, until=MONDAY) == [[MONDAY]]
    told(case, MONDAY)  # the newest word counts
    assert missed(cast.anouk, MONDAY, until=MONDAY) == []
    assert PromiseTold.objects.count() == 2


def test_the_other_teacher_of_the_group_sees_it_as_the_owner_does(cast: Cast, case: Telling) -> None:
    promise(case)
    change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.anouk, cast.wil])
    assert missed(cast.wil, TUESDAY) == [[MONDAY]]


def test_kept_of_promised_counts_the_days_so_far_and_today_only_when_it_was_told(cast: Cast, case: Telling) -> None:
    promise(case)
    assert count(case, MONDAY) == (0, 0)
    told(case, MONDAY)
    assert count(case, MONDAY) == (1, 1)
    told(case, WEDNESDAY, kept=False)
    assert count(case, WEDNESDAY) == (1, 3)
    assert count(case, date(2027, 3, 1)) == (1, 6)


@pytest.mark.parametrize("how", ["closed", "taken out", "over"])
def test_it_ends_with_the_case_with_the_child_and_on_its_last_day(cast: Cast, how: str) -> None:
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    promise(case, about=[case.key(cast.sem)])
    told(case, MONDAY)
    case.on(TUESDAY).as_(cast.carla)
    if how == "closed":
        case.close()
    elif how == "taken out":
        child = UUID(case.key(cast.sem))
        people.remove_child(act=case.act(), case_id=case.id, involved_id=child, because="Hij doet niet mee.")
    else:
        (fact,) = case.file.of_kind("promise")
        promise(case, act=case.act(corrects=fact.pk), until_on=MONDAY)
    assert asked(cast.anouk, WEDNESDAY) == []
    assert count(case, FRIDAY)[1] == (1 if how == "over" else 2)


def test_it_is_given_to_another_and_what_was_told_stays(cast: Cast, case: Telling) -> None:
    fact = promise(case)
    told(case, MONDAY)
    case.on(TUESDAY)
    given = promise(
        case, act=case.act(corrects=fact.pk), staff_id=cast.mo.pk, weekdays=(1,), on=FRIDAY, until_on=NEXT_MONDAY
    )
    assert (given.on, given.until_on) == (MONDAY, NEXT_MONDAY)  # its first day and its weekdays stay
    assert asked(cast.anouk, TUESDAY) == []
    assert asked(cast.mo, TUESDAY) == [TUESDAY]
    assert count(case, TUESDAY) == (1, 1)


def test_it_is_given_to_the_team_only_once_there_is_a_plan_that_it_reads(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    with pytest.raises(Refused) as refused:
        promise(case, staff_id=cast.mo.pk)
    assert refused.value.field == "staff_id"
    case.step_1().judged("bullying").step_3()
    promise(case, staff_id=cast.mo.pk)
    assert asked(cast.mo, MONDAY) == [MONDAY]
    told(case, MONDAY, by=cast.mo)


def test_who_is_kept_out_of_the_case_loses_it(cast: Cast, case: Telling) -> None:
    promise(case, staff_id=cast.mo.pk)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.mo.pk)
    assert asked(cast.mo, MONDAY) == []
    with pytest.raises(NotAllowed):
        told(case, MONDAY, by=cast.mo)
    assert missed(cast.anouk, TUESDAY) == [[MONDAY]]


def test_only_who_promised_or_works_at_the_case_tells(cast: Cast, case: Telling) -> None:
    promise(case)
    for staff in (cast.bram, cast.mo):
        with pytest.raises(NotAllowed):
            told(case, MONDAY, by=staff)
    told(case, MONDAY, by=cast.carla)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("what", {"what": " "}),
        ("weekdays", {"weekdays": ()}),
        ("weekdays", {"weekdays": (6,)}),
        ("weekdays", {"weekdays": (1, 1)}),
        ("on", {"on": TODAY - timedelta(days=30)}),
        ("until_on", {"until_on": TODAY - timedelta(days=1)}),
        ("until_on", {"until_on": TODAY + timedelta(days=400)}),
    ],
)
def test_it_says_what_and_on_which_days(cast: Cast, case: Telling, field: str, given: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        promise(case, **given)
    assert refused.value.field == field


def test_it_is_for_one_child(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    with pytest.raises(Refused, match="één leerling"):
        promise(case, about=case.keys(Role.TARGET))


def test_eight_weeks_of_ticks_cost_the_file_nothing_and_two_queries_where_they_are_shown(
    cast: Cast, case: Telling
) -> None:
    assert case.file.facts  # with the key of the case at hand, once
    with CaptureQueriesContext(connection) as before:
        assert read_case_file(case.case).facts
    promise(case, until_on=TODAY + timedelta(weeks=8))
    for week in range(3):
        for day in range(5):
            told(case, TODAY + timedelta(weeks=week, days=day))
    with CaptureQueriesContext(connection) as after:
        file = read_case_file(case.case)
        assert len([fact for fact in file.facts if fact.kind == "promise"]) == 1
    assert len(after) == len(before)
    with CaptureQueriesContext(connection) as shown:
        assert count(case, case.today) == (15, 15)
    with CaptureQueriesContext(connection) as without:
        assert case.file.facts
    assert len(shown) - len(without) == 2


def test_no_word_of_it_stands_in_the_clear(cast: Cast, case: Telling) -> None:
    fact = promise(case, what="Elke pauze even langs bij Sem.")
    told(case, MONDAY, kept=False, note="Sem was bij de tandarts.")
    with connection.cursor() as cursor:
        for table in (Promise, PromiseTold, Fact, TrailLine):
            cursor.execute(f"SELECT * FROM {table._meta.db_table}")  # noqa: S608  # the name of a table
            assert not any(word in str(row) for row in cursor.fetchall() for word in ("pauze", "tandarts", "Sem "))
    assert fact.pk
