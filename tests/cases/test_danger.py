"""Danger waits until somebody says what was done: what was seen, what answers it, and who is reminded of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.cases import bodies
from kring.cases.actions import closing, opening, people, recording
from kring.cases.actions.answering import answer_danger
from kring.cases.actions.reminding import sweep
from kring.cases.bodies import Danger, Level
from kring.cases.cannot_wait import Why
from kring.cases.case_file import reports_of
from kring.cases.danger import danger_now
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.mail.models import Letter
from kring.school.models import StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import NOW, TODAY, Cast


def reported(cast: Cast, *signs: Danger, by: StaffMember | None = None) -> Telling:
    case = tell(cast, by or cast.anouk)
    told = replace(case.report_of(cast.sem, by=(cast.daan,)), dangers=signs)
    case.opens(told)
    return case


def joined(case: Telling, *signs: Danger) -> None:
    told = replace(case.report_of(case.cast.sem), dangers=signs)
    opening.join_case(act=case.act(), case_id=case.id, report=told)


def estimated(case: Telling, *signs: Danger, **act: Any) -> Fact:
    severity = bodies.Severity(level=Level.GRAVE, reasons="Hij zegt nare dingen.", danger=signs)
    return recording.estimate_severity(act=case.act(**act), case_id=case.id, severity=severity)


def answered(case: Telling, *, over: bool = False, called: str = "113", done: str = "Hij is nu thuis.") -> Fact:
    told = bodies.DangerAnswered(called=called, done=done, over=over)
    return answer_danger(act=case.act(), case_id=case.id, on=case.today, answered=told)


def asked(case: Telling) -> set[str]:
    """On whose Vandaag it stands."""
    cast = case.cast
    everybody = (cast.anouk, cast.bram, cast.wil, cast.carla, cast.hein, cast.mo, cast.ada)
    return {staff.name.split()[0] for staff in everybody if case.waits_for(staff, Why.DANGER)}


def test_danger_in_a_report_asks_owner_stand_in_coordinator_and_head_and_nobody_else(cast: Cast) -> None:
    case = reported(cast, Danger.SELF_HARM, by=cast.mo)
    assert asked(case) == {"Anouk", "Carla", "Hein"}
    people.set_stand_in(act=case.as_(cast.anouk).act(), case_id=case.id, to=cast.bram.pk)
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.wil.pk)  # takes part, and need not be asked
    assert asked(case) == {"Anouk", "Bram", "Carla", "Hein"}
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.hein.pk)
    assert asked(case) == {"Anouk", "Bram", "Carla"}


def test_whose_case_it_is_reads_one_letter_about_danger_and_none_that_says_to_begin_with_step_1(cast: Cast) -> None:
    case = reported(cast, Danger.SELF_HARM, by=cast.mo)
    to_anouk = Letter.objects.filter(to_staff=cast.anouk, about=case.id)
    assert [letter.kind for letter in to_anouk] == ["danger"]
    assert "bij een zaak van Anouk Vermeer" in (to_anouk[0].text or "")


def test_one_answer_is_enough_for_all_and_says_who_did_it(cast: Cast) -> None:
    case = reported(cast, Danger.SELF_HARM)
    answered(case.as_(cast.carla))
    assert asked(case) == set()
    now = danger_now(case.file, reports_of(case.case))
    assert now.signs == (Danger.SELF_HARM,)  # not over: the case goes on saying whom to call
    assert [one.fact.by for one in now.answers] == [cast.carla]


def test_danger_that_is_over_is_gone_until_a_new_sign(cast: Cast) -> None:
    case = reported(cast, Danger.SELF_HARM)
    answered(case, over=True)
    assert danger_now(case.file, reports_of(case.case)).signs == ()
    joined(case, Danger.HOME)
    assert danger_now(case.file, reports_of(case.case)).signs == (Danger.HOME,)
    assert danger_now(case.file, reports_of(case.case)).answers == []
    assert asked(case) == {"Anouk", "Carla", "Hein"}


@pytest.mark.parametrize("raise_again", [joined, lambda case, sign: estimated(case, sign)], ids=["report", "estimate"])
def test_a_sign_after_the_answer_asks_anew_even_the_same_one(
    cast: Cast, raise_again: Callable[[Telling, Danger], object]
) -> None:
    case = reported(cast, Danger.VIOLENCE)
    answered(case)
    assert asked(case) == set()
    case.incident()
    raise_again(case, Danger.VIOLENCE)
    assert asked(case) == {"Anouk", "Carla", "Hein"}


def test_putting_an_estimate_right_is_no_new_danger_and_a_sign_that_is_added_is(cast: Cast) -> None:
    case = reported(cast)
    case.incident()
    first = estimated(case, Danger.HOME)
    answered(case)
    second = estimated(case, Danger.HOME, corrects=first.pk)
    assert asked(case) == set()
    estimated(case, Danger.HOME, Danger.SELF_HARM, corrects=second.pk)
    assert asked(case) == {"Anouk", "Carla", "Hein"}


def test_who_still_sees_it_after_it_was_called_over_makes_it_new(cast: Cast) -> None:
    case = reported(cast)
    case.incident()
    first = estimated(case, Danger.HOME)
    answered(case, over=True)
    assert asked(case) == set()
    estimated(case, Danger.HOME, seen=first.pk)
    assert asked(case) == {"Anouk", "Carla", "Hein"}


def test_an_estimate_that_was_wrong_takes_its_sign_away(cast: Cast) -> None:
    case = reported(cast)
    case.incident()
    first = estimated(case, Danger.HOME)
    estimated(case, corrects=first.pk)
    assert asked(case) == set()
    assert danger_now(case.file, reports_of(case.case)).signs == ()


def test_that_staff_are_involved_stands_on_the_case_and_on_no_list_of_leaders(cast: Cast) -> None:
    case = reported(cast)
    case.incident()
    estimated(case, Danger.STAFF)
    assert asked(case) == set()
    now = danger_now(case.file, reports_of(case.case))
    assert now.signs == (Danger.STAFF,)
    assert now.waits


@pytest.mark.parametrize(
    ("called", "done", "field"), [(" ", "Hij is thuis.", "called"), ("113", "\n", "done")], ids=["nobody", "nothing"]
)
def test_an_answer_says_who_was_called_and_what_was_done(cast: Cast, called: str, done: str, field: str) -> None:
    case = reported(cast, Danger.SELF_HARM)
    with pytest.raises(Refused) as refused:
        answered(case, called=called, done=done)
    assert refused.value.field == field
    assert asked(case) == {"Anouk", "Carla", "Hein"}


def test_where_there_is_no_danger_there_is_nothing_to_answer(cast: Cast) -> None:
    case = reported(cast)
    with pytest.raises(Refused):
        answered(case)
    case = reported(cast, Danger.HOME)
    answered(case, over=True)
    with pytest.raises(Refused):
        answered(case)


def test_who_does_not_work_at_the_case_cannot_answer_for_it(cast: Cast) -> None:
    case = reported(cast, Danger.HOME)
    for staff in (cast.mo, cast.bram, cast.ada):
        with pytest.raises(NotAllowed):
            answered(case.as_(staff))


def test_an_answer_is_put_right_also_when_the_danger_is_over(cast: Cast) -> None:
    case = reported(cast, Danger.HOME)
    first = answered(case, over=True)
    told = bodies.DangerAnswered(called="Veilig Thuis", done="Advies gevraagd.", over=True)
    answer_danger(act=case.act(corrects=first.pk), case_id=case.id, on=case.today, answered=told)
    assert danger_now(case.file, reports_of(case.case)).signs == ()
    reopened = bodies.DangerAnswered(called="Veilig Thuis", done="Advies gevraagd.", over=False)
    newest = case.file.of(bodies.DangerAnswered)[-1].fact
    answer_danger(act=case.act(corrects=newest.pk), case_id=case.id, on=case.today, answered=reopened)
    assert danger_now(case.file, reports_of(case.case)).signs == (Danger.HOME,)


@pytest.mark.parametrize("over", [False, True], ids=["not over", "over"])
def test_putting_an_old_answer_right_does_not_answer_what_came_after_it(cast: Cast, over: bool) -> None:
    case = reported(cast, Danger.HOME)
    first = answered(case)
    joined(case, Danger.SELF_HARM)
    told = bodies.DangerAnswered(called="Veilig Thuis", done="Advies gevraagd.", over=over)
    answer_danger(act=case.act(corrects=first.pk), case_id=case.id, on=case.today, answered=told)
    assert Danger.SELF_HARM in danger_now(case.file, reports_of(case.case)).signs
    assert asked(case) == {"Anouk", "Carla", "Hein"}


def test_a_case_is_not_closed_over_a_danger_that_nobody_answered(cast: Cast) -> None:
    case = reported(cast, Danger.HOME).as_(cast.carla)
    with pytest.raises(Refused, match="nog niemand schreef op wat er is gedaan"):
        closing.close_case(act=case.act(), case_id=case.id, reason="Verhuisd.")
    answered(case)
    case.hear()
    closing.close_case(act=case.act(), case_id=case.id, reason="Verhuisd.")
    assert case.case.closed_on
    assert case.case.danger_since is None


def waiting_letters(day: date) -> list[str]:
    found = Letter.objects.filter(kind="danger_waits", key__contains=day.isoformat()).select_related("to_staff")
    return sorted(letter.to_staff.name.split()[0] for letter in found if letter.to_staff)


@pytest.mark.parametrize("days", [1, 5, 33], ids=["the next day", "on saturday", "in the Christmas holiday"])
def test_every_day_without_an_answer_is_said_also_when_there_is_no_school(cast: Cast, days: int) -> None:
    reported(cast, Danger.SELF_HARM)
    day = TODAY + timedelta(days=days)
    for _twice in range(2):
        sweep(school=cast.school, at=NOW + timedelta(days=days), today=day)
    assert waiting_letters(day) == ["Anouk", "Carla", "Hein"]


def test_on_its_own_day_the_first_letter_is_enough_and_after_the_answer_there_is_none(cast: Cast) -> None:
    case = reported(cast, Danger.SELF_HARM)
    sweep(school=cast.school, at=NOW + timedelta(hours=4), today=TODAY)
    assert waiting_letters(TODAY) == []
    answered(case)
    sweep(school=cast.school, at=NOW + timedelta(days=1), today=TODAY + timedelta(days=1))
    assert waiting_letters(TODAY + timedelta(days=1)) == []


ACTS: dict[str, Callable[[Telling], object]] = {
    "report": joined,
    "report in danger": lambda case: joined(case, Danger.HOME),
    "estimate": estimated,
    "estimate in danger": lambda case: estimated(case, Danger.VIOLENCE, Danger.STAFF),
    "answer": answered,
    "over": lambda case: answered(case, over=True),
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=False)
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=7))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_in_any_order_it_waits_exactly_while_a_sign_came_after_the_last_answer(cast: Cast, acts: list[str]) -> None:
    case = reported(cast)
    case.incident()
    by_report = by_estimate = known = False
    for act in acts:
        try:
            ACTS[act](case)
        except Refused:
            assert act in ("answer", "over")
            continue
        if act == "report in danger":
            by_report = True
        elif act == "estimate in danger":
            by_estimate, known = by_estimate or not known, True
        elif act == "estimate":
            by_estimate = known = False
        elif act in ("answer", "over"):
            by_report = by_estimate = False
            known = known and act == "answer"
    assert (case.case.danger_since is not None) == (by_report or by_estimate)
    assert case.case.danger_since == danger_now(case.file, reports_of(case.case)).since
