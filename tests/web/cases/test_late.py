"""A case that is late proposes no day that has been: not in a form, in the plan, or in what is said after saving."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions.releasing import release_copy
from kring.cases.parent_copy import content_of as text_of_copy
from kring.cases.plan import Plan, What, newest_version
from kring.cases.plan_in_force import next_plan
from kring.cases.plan_words import plan_on_screen
from kring.protocol.progress import State
from kring.protocol.terms import Kind
from kring.web.road.afterwards import coming
from tests.cases.any_protocol import acts
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import Fields, it_is_now, opened, text_of

LATE = date(2027, 7, 6)
"""A Tuesday, months after every term of a case that began in November."""
PASSED_BY_NATURE = re.compile(r"(^|-)(on|from_on)(_|$)")
"""A day on which something was or began: what was agreed before is shown as it was agreed."""


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


def along_the_way(cast: Cast) -> Iterator[Telling]:
    """One case after each of its acts."""
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    yield case
    for _act in acts(case, 1):  # bullying
        yield case


def to_issue(case: Telling, today: date = LATE) -> Plan:
    return next_plan(case.file, case.by, today, newest_version(case.case))


def days_in(form: Fields) -> Iterator[tuple[str, date]]:
    for name, values in form.items():
        for value in values:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                yield name, date.fromisoformat(value)


@pytest.mark.slow
def test_no_form_comes_with_a_day_that_has_been(anouk, cast, monkeypatch):
    asked = set()
    for case in along_the_way(cast):
        current = case.progress.last
        it_is_now(monkeypatch, LATE)
        for task in current.tasks:
            if task.state is not State.OPEN or task.duty.kind is Kind.INFORM_GUARDIANS:
                continue
            of_plan = task.duty.kind is Kind.ISSUE_PLAN  # with what colleagues are asked to watch for, and until when
            url = reverse("issue_plan", args=[case.id]) if of_plan else reverse("duty", args=[case.id, task.duty.key])
            form = opened(anouk, url)
            asked.add(task.duty.kind)
            past = [(name, day) for name, day in days_in(form) if day < LATE and not PASSED_BY_NATURE.search(name)]
            assert past == [], task.duty.key
    assert {Kind.ISSUE_PLAN, Kind.REVIEW, Kind.AGREE} <= asked


@pytest.mark.slow
def test_no_plan_and_no_sentence_after_saving_names_one(cast):
    passed = 0
    for case in along_the_way(cast):
        plan, current = to_issue(case), case.progress.last
        assert plan.coming_on is None or plan.coming_on >= LATE, current.step.key
        passed += plan.next_can_on is not None
        if current.due and not current.step.ends_case:
            said = coming(current, LATE)
            assert any(words in said for words in ("moest", "De richttermijn was", "Nu de vraag")), said
    assert passed > 10


def test_a_plan_that_is_late_says_when_the_term_ended_and_the_first_day_that_can_be(cast):
    case = told_to_the_plan(cast)
    plan = to_issue(case)
    assert (plan.next_title, plan.next_on, plan.coming_on) == (
        "Eerste evaluatie",
        date(2026, 12, 2),
        date(2027, 7, 7),
    )
    assert plan_on_screen(plan).coming == (
        "Eerste evaluatie: woensdag 7 juli 2027. "
        "Dat is de eerste dag die nog kan: de termijn liep tot en met woensdag 2 december 2026."
    )


def test_a_day_later_the_plan_has_not_changed_by_that(cast):
    case = told_to_the_plan(cast)
    case.on(LATE).issue_plan()
    again = to_issue(case, date(2027, 7, 8))
    assert again.coming_on == date(2027, 7, 9)
    assert What.NEXT not in {change.what for change in again.changes}


def test_the_copy_for_guardians_names_no_day_that_has_been_either(cast):
    case = told_to_the_plan(cast)
    case.issue_plan()
    case.on(LATE)
    sem = next(child for child in case.file.everyone if child.pupil_id == cast.sem.pk)
    copy = release_copy(
        act=case.act(token=uuid4()),
        case_id=case.id,
        involved_id=sem.pk,
        problem="Er werd gelachen.",
        agreements=[],
        approach="",
    )
    assert text_of_copy(copy).next_on == date(2027, 7, 7)


def test_an_earlier_day_is_not_asked_when_the_term_is_over(anouk, cast, monkeypatch):
    case = told_to_the_plan(cast)
    it_is_now(monkeypatch, LATE)
    answer = anouk.get(reverse("plan_step", args=[case.id]))
    assert "De termijn van deze stap liep tot en met" in text_of(answer)
    assert 'name="on"' not in text_of(answer)


def told_to_the_plan(cast: Cast) -> Telling:
    """Step 3 up to the plan."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    for _act in acts(case):
        if case.task("issue_plan").state is State.OPEN:
            break
    return case
