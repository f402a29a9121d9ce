"""The demo's stories: what they tell on which days, whatever protocol the school follows."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from kring.cases.case_file import read_case_file
from kring.cases.models import Case, Fact
from kring.demo import people
from kring.demo.cases import make_cases
from kring.demo.days import Days
from kring.demo.doing import incidents
from kring.demo.doors import tell_by_the_doors
from kring.demo.people import make_school
from kring.protocol.progress import State
from kring.protocol.terms import Protocol
from kring.school.calendars import calendar_for
from tests.cases.telling import tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)

TOLD = {
    "2026-001": "8 talk, 5 verdict, 1 safe_for_now, 2 incident, 1 severity, 5 decision, 1 problem, 2 agreement, "
    "12 informed, 3 plan_issued, 1 observation_request, 2 review, 1 phase_out, 7 finished, 1 closed",
    "2026-002": "9 talk, 4 verdict, 1 safe_for_now, 2 incident, 1 severity, 5 decision, 1 problem, 2 agreement, "
    "1 class_attention, 18 informed, 3 plan_issued, 1 observation_request, 2 review, 1 phase_out, 7 finished",
    "2026-003": "2 talk, 1 verdict, 1 safe_for_now, 1 incident, 1 severity, 1 decision, 2 agreement, 2 finished, "
    "1 closed",
    "2026-004": "6 talk, 2 verdict, 1 safe_for_now, 3 incident, 1 severity, 3 decision, 1 problem, 2 agreement, "
    "12 informed, 3 plan_issued, 1 observation_request, 2 review, 1 phase_out, 5 finished",
    "2026-005": "6 talk, 2 verdict, 1 safe_for_now, 3 incident, 1 severity, 3 decision, 1 problem, 3 agreement, "
    "1 class_attention, 18 informed, 3 plan_issued, 1 observation_request, 1 observation, 2 review, 1 new_approach, "
    "1 outside_expert, 5 finished",
    "2026-006": "3 talk, 1 safe_for_now, 1 talk_planned, 12 incident, 1 severity, 1 decision, 2 finished",
    "2026-007": "4 talk, 1 safe_for_now, 4 incident, 1 severity, 1 decision, 1 problem, 3 agreement, 4 informed, "
    "1 plan_issued, 1 observation_request, 3 observation, 3 finished",
    "2026-008": "4 talk, 1 safe_for_now, 1 incident, 1 severity, 1 decision, 1 problem, 1 agreement, "
    "1 class_attention, 6 informed, 1 plan_issued, 1 observation_request, 3 finished",
    "2026-009": "2 talk, 1 safe_for_now, 3 incident, 1 severity, 1 decision, 2 finished",
    "2026-010": "1 talk, 1 safe_for_now",
    "2026-011": "",
    "2026-012": "",
}
"""What is told in each case."""

DAYS = {
    "2026-001": "23-4 6-5 12-5 13-5 22-5 8-6 17-7 14-9 21-9",
    "2026-005": "2-10 7-10 9-10 15-10 16-10 30-10 13-11 18-11",
    "2026-006": "3-11 4-11 5-11 6-11 9-11 10-11 11-11 12-11 13-11 16-11 17-11 18-11 19-11 24-11",
    "2026-008": "11-11 18-11 19-11",
    "2026-010": "23-11",
}
"""The days of some of them."""


@pytest.fixture(autouse=True)
def _small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PUPILS_IN_A_GROUP", 7)  # those with a part in a case


def tell_them(protocol: Protocol | None = None) -> None:
    demo = make_school(at=datetime(2026, 11, 23, 8, tzinfo=UTC), today=MONDAY, random=Random(6))
    if protocol:
        demo.school.protocol = protocol.key
        demo.school.save()
        for staff in demo.staff.values():
            staff.school.refresh_from_db()
    days = Days(MONDAY, calendar_for(demo.school))
    make_cases(demo, days)
    tell_by_the_doors(demo, days)


def test_each_case_is_told_as_it_always_was() -> None:
    tell_them()
    facts = Fact.objects.select_related("case").order_by("on")
    told = {case.reference: Counter[str]() for case in Case.objects.all()}
    days: dict[str, list[str]] = {}
    for fact in facts:
        told[fact.case.reference][fact.kind] += 1
        day = f"{fact.on.day}-{fact.on.month}"
        if day not in days.setdefault(fact.case.reference, []):
            days[fact.case.reference].append(day)
    wanted = {
        reference: Counter({kind: int(times) for times, kind in (one.split() for one in words.split(", ") if one)})
        for reference, words in TOLD.items()
    }
    assert told == wanted
    assert {reference: " ".join(days[reference]) for reference in DAYS} == DAYS


def test_a_school_that_follows_another_protocol_has_the_same_stories(other_protocol: Protocol) -> None:
    tell_them(other_protocol)
    cases = list(Case.objects.select_related("school", "owner", "stand_in", "group"))
    assert {case.protocol for case in cases} == {other_protocol.key}
    assert len(cases) == len(TOLD)
    standing = Counter[str]()
    for case in cases:
        progress = read_case_file(case).progress
        standing[progress.last.step.key] += 1
        for visit in progress.visits[:-1]:
            assert not [task for task in visit.tasks if task.state is State.OPEN], "a step that was left is done"
    assert set(standing) == {step.key for step in other_protocol.steps}
    assert Case.objects.exclude(closed_on=None).count() == 2


def test_incidents_of_today_can_stand_beside_those_of_so_many_school_days_before_the_report(cast: Cast) -> None:
    case = tell(cast).on(date(2026, 11, 17)).report(cast.sem).on(date(2026, 11, 19))
    happened = ((1, "things", "gym", "Zijn tas was weg."), (None, "verbal", "gym", "Ze lachten hem uit."))
    case.words = replace(case.words, incidents=happened)
    assert [fact.on for fact in incidents(case)] == [date(2026, 11, 16), date(2026, 11, 19)]
