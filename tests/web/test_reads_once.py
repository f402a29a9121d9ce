"""One POST about a case reads its file once, whatever the form, and a form that is refused has written nothing."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from kring.cases.held import locked
from kring.cases.models import Fact
from kring.config.urls import urlpatterns
from kring.protocol.progress import State, Task
from kring.protocol.terms import Kind, Role, Whom
from kring.protocol.variation import ExtraDuty, Variation
from kring.trail.models import TrailLine
from kring.web.forms import DayField, LongText, SafetyField, ShortText, TimeField
from kring.web.models import Draft, Submission
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.sending import hidden

ANSWERS = {
    ("analyse", 1): "bullying",
    ("first_evaluation", 1): "no",
    ("second_evaluation", 1): "negative",
    ("second_evaluation", 2): "positive",
}
"""The answers that bring every kind of duty."""


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Two who bully, and a duty of the school's own: so that every kind of duty is asked for."""
    cast.school.variation = Variation(duties=(ExtraDuty("extra_1", "signal", "Maatje", whom=Whom.ONCE),)).to_dict()
    cast.school.save()
    cast.anouk.school.refresh_from_db()
    return tell(cast).report(cast.sem, by=(cast.daan, cast.noor))


@pytest.fixture
def carla(cast: Cast) -> Client:
    return sign_in(Client(), cast.carla)


def readings(queries: CaptureQueriesContext) -> int:
    """How often the facts of a case were read, stories and all."""
    return sum('FROM "cases_fact"' in one["sql"] and "sealed_body" in one["sql"] for one in queries.captured_queries)


def an_answer(field: forms.Field, initial: object) -> Any:
    """Something that may be filled in: what stands there at first, or the first that comes to mind."""
    if initial not in (None, "", [], ()):
        return initial
    if isinstance(field, SafetyField):
        return "3"
    if choices := [str(value) for value, _label in getattr(field, "choices", ()) if str(value)]:
        return choices if isinstance(field, forms.MultipleChoiceField) else choices[0]
    if isinstance(field, DayField):
        return TODAY
    if isinstance(field, TimeField):
        return time(14, 30)
    if isinstance(field, LongText | ShortText):
        return "Zo is het gegaan."
    return "on"


def as_sent(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(getattr(one, "value", one)) for one in value]
    if isinstance(value, bool):
        return ["ja" if value else "nee"]
    if isinstance(value, time):
        return [f"{value:%H:%M}"]
    return [value.isoformat() if isinstance(value, date) else str(getattr(value, "value", value))]


def filled_in(page: Any, **instead: Any) -> dict[str, list[str]]:
    """Every field of the form on this page with an answer; a child that was chosen is not typed as well."""
    form = page.context["form"]
    typed = {"first_name", "last_name", "typed_group"} if hasattr(form, "of_child") else set()
    sent = {"token": [hidden(page, "token")], "seen": [hidden(page, "seen")]}
    for bound in (one for one in form if one.name not in typed):
        sent[bound.html_name] = as_sent(instead.get(bound.name, an_answer(bound.field, bound.initial)))
    for group in form.rows.values():
        sent[group.count_name] = [str(len(group))]
        for row in group:
            for bound in row:
                sent[bound.html_name] = as_sent(an_answer(bound.field, bound.initial))
    return sent


def press(browser: Client, url: str, **instead: Any) -> Any:
    """Opens the form, fills it in and sends it; the file was read once."""
    page = browser.get(url)
    assert page.status_code == 200, url
    sent = filled_in(page, **instead)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(url, sent)
    assert answer.status_code == 303, (url, {name: list(e) for name, e in answer.context["form"].errors.items()})
    assert readings(queries) == 1, url
    return answer


def do(browser: Client, case: Telling, task: Task) -> None:
    """Carries out one duty on its page, as often as it is asked for."""
    duty = reverse("duty", args=[case.id, task.duty.key])
    if task.duty.kind is Kind.ISSUE_PLAN:
        press(browser, reverse("issue_plan", args=[case.id]))
    elif task.duty.kind is Kind.INFORM_GUARDIANS:
        for key in task.missing:
            press(browser, reverse("inform", args=[case.id, key]), custody_unknown="Hij woont daar.")
    elif task.duty.kind is Kind.TALK and task.duty.whom in (Whom.EACH_TARGET, Whom.EACH_INSTIGATOR):
        for key in task.missing:
            press(browser, f"{duty}?kind={key}", with_whom=key)
    elif task.duty.kind is Kind.TALK:
        for key in case.keys(Role.TARGET) if task.duty.own_verdict else ():
            press(browser, reverse("ask_child", args=[case.id, key]))
        press(browser, duty, with_whom=case.keys(Role.TARGET, Role.INSTIGATOR), together="together")
    else:
        press(browser, duty)


def walk(browser: Client, case: Telling) -> Iterator[Kind]:
    """Every duty of the current step on its page, and its question; says which kinds there were."""
    current = case.progress.current
    while current and not current.step.ends_case and current.step.key != "after_care":
        place = current.place
        while current and current.place == place:
            task = next((task for task in current.tasks if task.state is State.OPEN), None)
            if task:
                yield task.duty.kind
                do(browser, case, task)
            elif current.may_decide:
                press(browser, reverse("decide", args=[case.id]), outcome=ANSWERS[place])
            else:
                raise AssertionError(f"{place} asks for nothing that can be done")
            current = case.progress.current


@pytest.mark.slow
def test_every_duty_and_every_question_is_carried_out_with_one_reading(carla, case):
    assert set(walk(carla, case)) == set(Kind) - {Kind.OBSERVE}  # that is asked with the plan


@pytest.mark.slow
def test_everything_that_can_be_put_right_or_taken_back_is_with_one_reading(carla, case):
    for _kind in walk(carla, case):
        pass
    facts = case.file.facts
    corrected = {fact.kind for fact in facts if correct(carla, case, fact)}
    withdrawn = {fact.kind for fact in case.file.facts if withdraw(carla, case, fact)}
    assert corrected == {
        "agreement", "analysis", "class_attention", "consultation", "extra", "incident", "informed", "new_approach",
        "observation_request", "phase_out", "problem", "review", "severity", "talk",
    }  # fmt: skip
    assert withdrawn == {fact.kind for fact in facts if fact.traits.withdrawable}


def correct(browser: Client, case: Telling, fact: Fact) -> bool:
    """Puts a fact right; False for one of a kind without a form, or whose step does not run any more."""
    url = reverse("correct", args=[case.id, fact.pk])
    page = browser.get(url)
    if page.status_code == 404 or "form" not in (page.context or {}):
        return False
    press(browser, url)
    return True


def withdraw(browser: Client, case: Telling, fact: Fact) -> bool:
    url = reverse("withdraw", args=[case.id, fact.pk])
    if browser.get(url).status_code == 404:
        return False
    press(browser, url)
    return True


def test_every_other_form_about_a_case_takes_one_reading(carla, cast, case):
    def at(name: str, *args: object) -> str:
        return reverse(name, args=[case.id, *args])

    [daan] = [child for child in case.file.everyone if child.pupil == cast.daan]
    [sem] = [child for child in case.file.everyone if child.pupil == cast.sem]
    press(carla, at("incident"))
    press(carla, at("agree"))
    press(carla, at("home_notes"))
    press(carla, at("plan_talk", "talk_target"), begins=time(14, 30))
    [planned] = case.file.of_kind("talk_planned")
    press(carla, at("correct", planned.pk))
    press(carla, at("withdraw", case.file.of_kind("talk_planned")[0].pk))
    press(carla, at("correct", case.file.of_kind("home_note")[0].pk))
    press(carla, at("waive", "talk_instigator"))
    press(carla, at("add_child"), pupil=str(cast.yara.pk), role="witness")
    press(carla, at("change_role", daan.pk), role="follower")
    press(carla, at("swap_child", daan.pk), pupil=str(cast.jens.pk))
    [jens] = [child for child in case.file.people if child.pupil == cast.jens]
    press(carla, at("remove_child", jens.pk))
    press(carla, at("include"), staff=str(cast.mo.pk))
    press(carla, at("stand_in"), staff=str(cast.bram.pk))
    press(carla, at("hand_over"), staff=str(cast.bram.pk))
    press(carla, at("exclude"), staff=str(cast.anouk.pk))
    press(carla, at("lift_exclusion", cast.anouk.pk))
    press(carla, at("ask_child", sem.pk))
    press(carla, at("close"), check_on=TODAY + timedelta(days=14))
    press(carla, at("check_back"), quiet=True)
    press(carla, at("reopen"))
    press(carla, at("duty", "extra_1"))
    case.as_(cast.carla).step_1()
    case.judged("bullying")
    press(carla, at("plan_step"))
    case.step_3()
    press(
        carla, at("parent_copy", sem.pk), problem="Er is iets op het plein.", agreements="Iedereen helpt.", approach=""
    )
    press(sign_in(Client(), cast.mo), at("observation"), saw="nothing")


def test_no_form_about_a_case_goes_by_another_road(carla):
    some = {"uuid": uuid4(), "int": 1, "slug": "iets"}
    of_a_case = [one for one in urlpatterns if isinstance(one, URLPattern) and "case_id" in one.pattern.converters]
    takes_posts = set()
    for one in of_a_case:
        about = {
            name: some[type(kind).__name__.removesuffix("Converter").lower()]
            for name, kind in one.pattern.converters.items()
        }
        if carla.post(reverse(one.name, kwargs=about)).status_code != 405:
            takes_posts.add(one.name)
    held = {one.name for one in of_a_case if getattr(one.callback, "holds_case", False)}
    assert takes_posts - held == {"add_phone"}, "it writes a guardian's number, and nothing of the case"


def test_a_form_that_is_refused_has_written_nothing_and_its_text_is_kept(carla, case):
    case.incident()
    url = reverse("duty", args=[case.id, "severity"])
    sent = filled_in(carla.get(url), reasons="") | {"danger": ["self_harm"]}
    before = Fact.objects.count(), TrailLine.objects.count(), Submission.objects.count()
    with CaptureQueriesContext(connection) as queries:
        answer = carla.post(url, sent)
    assert answer.status_code == 422
    assert readings(queries) == 1
    assert (Fact.objects.count(), TrailLine.objects.count(), Submission.objects.count()) == before
    assert "self_harm" in Draft.objects.get().body


def test_a_second_click_that_waited_leads_where_the_first_one_led(carla, case, monkeypatch):
    case.incident()
    url = reverse("duty", args=[case.id, "severity"])
    sent = filled_in(carla.get(url))
    first: list[Any] = []

    def waited(*args: Any) -> Any:
        monkeypatch.setattr("kring.web.road.case_form.locked", locked)  # as it was; the clock stays
        first.append(carla.post(url, sent))
        return locked(*args)

    monkeypatch.setattr("kring.web.road.case_form.locked", waited)
    second = carla.post(url, sent)
    assert first[0].status_code == second.status_code == 303
    assert first[0]["Location"] == second["Location"]
    assert len(case.file.of_kind("severity")) == 1
