"""What the whole team is asked, read from the cases."""

from datetime import date, timedelta

import pytest

from kring.cases.actions import people, promising, recording
from kring.cases.actions.issuing import read_plan
from kring.cases.bodies import Observation
from kring.cases.models import Promise
from kring.cases.plan import newest_version
from kring.cases.queries import plan_lines
from kring.cases.team import asked_of, days_without_eyes, requests_without_answer, watch_requests
from kring.school.act import Act
from kring.school.models import StaffMember
from tests.cases.examples import promise
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast


@pytest.fixture
def told(cast: Cast) -> Telling:
    """A plan of 16 November, with a request to watch until today."""
    told = tell(cast).on(date(2026, 11, 13)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    return told.on(date(2026, 11, 16)).step_3()


def note(told: Telling, by: StaffMember, on: date) -> None:
    recording.observe(act=told.as_(by).on(on).act(), case_id=told.id, observation=Observation(seen=False), on=on)


def read(told: Telling, by: StaffMember) -> None:
    version = newest_version(told.case)
    assert version is not None
    read_plan(act=Act(by=by, at=NOW, today=TODAY), version=version)


def test_a_colleague_is_asked_to_watch_until_they_answer_and_to_read_until_they_read(cast, told):
    (asked,) = asked_of(cast.mo, TODAY, 10)
    assert (asked.watch_until, asked.asked_by, asked.wants_an_answer, asked.read) == (
        TODAY,
        "Anouk Vermeer",
        True,
        False,
    )
    note(told, cast.mo, TODAY)
    (asked,) = asked_of(cast.mo, TODAY, 10)
    assert (asked.wants_an_answer, asked.read) == (False, False)
    read(told, cast.mo)
    assert asked_of(cast.mo, TODAY, 10) == []


def test_the_answer_of_one_is_not_the_answer_of_another(cast, told):
    note(told, cast.mo, TODAY)
    (asked,) = asked_of(cast.bram, TODAY, 10)
    assert asked.wants_an_answer


def test_who_answered_need_not_answer_again_when_the_words_of_the_request_are_put_right(cast, told):
    note(told, cast.mo, TODAY)
    (request,) = told.file.of_kind("observation_request")
    recording.ask_observations(
        act=told.as_(cast.anouk).act(corrects=request.pk),
        case_id=told.id,
        watch_for="Let op het plein en de gang.",
        until_on=TODAY,
    )
    (asked,) = asked_of(cast.mo, TODAY, 10)
    assert (asked.watch_until, asked.wants_an_answer) == (TODAY, False)
    assert [one.answered for one in watch_requests(cast.mo, TODAY, 10)] == [True]
    assert [line.observed for line in plan_lines(cast.mo, TODAY)[0]] == [True]
    assert requests_without_answer(cast.mo, TODAY) == []
    assert len(requests_without_answer(cast.bram, TODAY)) == 1


def test_an_observation_that_was_taken_back_is_no_answer(cast, told):
    note(told, cast.mo, TODAY)
    fact = told.file.of_kind("observation")[0]
    recording.withdraw(act=told.as_(cast.anouk).act(), case_id=told.id, fact_id=fact.pk, reason="Verkeerd kind.")
    (asked,) = asked_of(cast.mo, TODAY, 10)
    assert asked.wants_an_answer


def test_who_asked_and_who_issued_is_asked_nothing(cast, told):
    assert asked_of(cast.anouk, TODAY, 10) == []
    (request,) = watch_requests(cast.anouk, TODAY, 10)
    assert request.asked_by_me


def test_after_its_last_day_a_request_asks_nothing(cast, told):
    tomorrow = TODAY + timedelta(days=1)
    read(told, cast.mo)
    assert asked_of(cast.mo, tomorrow, 10) == []
    assert watch_requests(cast.mo, tomorrow, 10) == []


def test_who_is_excluded_the_administrator_and_another_school_are_asked_nothing(cast, told):
    people.exclude(act=told.as_(cast.hein).on(TODAY).act(), case_id=told.id, staff_id=cast.wil.pk)
    for nobody in (cast.wil, cast.ada, cast.linde.head):
        assert asked_of(nobody, TODAY, 10) == []
        assert watch_requests(nobody, TODAY, 10) == []


def test_before_an_evaluation_it_is_known_on_which_school_days_nobody_looked(cast, told):
    """Asked on Monday 16 November; the evaluation is on Monday 23."""
    days = {name: date(2026, 11, 16 + n) for n, name in enumerate(("mo", "tu", "we", "th", "fr"))}
    assert days_without_eyes(told.file, days["mo"]) == days_without_eyes(told.file, days["tu"]) == []
    assert days_without_eyes(told.file, TODAY) == [days["tu"], days["we"], days["th"], days["fr"]]
    note(told, cast.mo, days["tu"])  # who saw nothing has looked
    told.as_(cast.anouk).on(days["we"]).incident()
    assert days_without_eyes(told.file, TODAY) == [days["th"], days["fr"]]
    promise(told.on(days["th"]), until_on=TODAY)
    kept = Promise.objects.get(case=told.id)
    for day, was_kept in ((days["th"], True), (days["fr"], False)):
        promising.tell_promise(act=told.on(day).act(), case_id=told.id, promise_id=kept.pk, on=day, kept=was_kept)
    assert days_without_eyes(told.file, TODAY) == [days["fr"]]
    assert days_without_eyes(told.file, TODAY + timedelta(days=1)) == [], "nobody is asked to watch any more"
