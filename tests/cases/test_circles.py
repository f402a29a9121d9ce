"""A school that changes while somebody writes in a case: neither waits for the other for ever (architecture: Locks)."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kring.cases.actions import opening, people, school_changes
from kring.cases.actions.second_step import let_back_in
from kring.cases.held import locked
from kring.cases.models import Case
from kring.school.actions import second_step as of_step
from kring.school.actions import staff as of_staff
from kring.school.calendars import proposal
from kring.school.errors import Refused
from kring.school.models import Guardianship, Role, StaffMember
from kring.school.second_yes import waiting
from tests.cases.meeting import ON_POSTGRESQL, Meeting, together
from tests.cases.telling import Telling, tell
from tests.cast import SCHOOL_YEAR, Cast, act_of, make_cast, sign_in
from tests.school import plain
from tests.web.browsing import filled_in, opened

pytestmark = [ON_POSTGRESQL, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


def pressed(browser: Client, url: str, **typed: Any) -> Any:
    """What presses the button of this page, opened before; 500 of it is told as what it was."""
    form = filled_in(opened(browser, url), **typed)

    def press() -> None:
        answer = browser.post(url, form)
        assert answer.status_code == 303, answer.status_code

    return press


def holding(case: Telling, meeting: Meeting, work: Any) -> Any:
    """What is done to a case by somebody who holds it already when they meet."""

    @transaction.atomic
    def held() -> None:
        locked(case.id, case.cast.school.pk).get()
        meeting.here()
        work()

    return held


def test_a_calendar_is_confirmed_while_somebody_writes_in_a_case(cast, meeting, monkeypatch):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    closures = [one.closure() for one in proposal("midden", SCHOOL_YEAR) if one.closed_by_default]
    monkeypatch.setattr(school_changes, "_refresh_due_dates", meeting.before(school_changes._refresh_due_dates))

    def confirm() -> None:
        school_changes.confirm_calendar(
            act=act_of(cast.hein), school=cast.school, school_year=SCHOOL_YEAR, closures=closures
        )

    assert together(confirm, holding(case, meeting, case.incident)) == []
    assert len(case.file.of_kind("incident")) == 1


def test_a_group_gets_a_teacher_while_a_case_comes_to_be_of_that_group(cast, meeting, monkeypatch):
    case = tell(cast).report(cast.yara, cast.sem)
    yara = next(child for child in case.file.people if child.pupil_id == cast.yara.pk)
    before = meeting.before(school_changes._running_cases_of)
    url = reverse("school_group_teachers", args=[cast.group6.pk])
    press = pressed(sign_in(Client(), cast.hein), url, teachers=[cast.anouk.pk, cast.wil.pk])
    monkeypatch.setattr(school_changes, "_running_cases_of", before)

    def leave() -> None:
        people.remove_child(act=case.act(), case_id=case.id, involved_id=yara.pk, because="Niet erbij.")

    assert together(press, holding(case, meeting, leave)) == []
    assert case.case.group == cast.group6


def test_pupils_move_up_while_a_report_brings_one_of_them_into_a_case(cast, meeting, monkeypatch):
    case = tell(cast).report(cast.sem)
    act, report = case.as_(cast.mo).act(), case.report_of(cast.sem, by=(cast.noor,))
    monkeypatch.setattr(school_changes, "_running_cases_of", meeting.before(school_changes._running_cases_of))
    monkeypatch.setattr(opening, "_join_people", meeting.before(opening._join_people))

    def move() -> None:
        school_changes.move_pupils(act=act_of(cast.hein), pupils=[cast.sem, cast.noor], group=cast.group5)

    def join() -> None:
        opening.join_case(act=act, case_id=case.id, report=report)

    assert together(move, join) == []
    assert {child.pupil_id for child in case.file.people} == {cast.sem.pk, cast.noor.pk}


def test_a_pupil_gets_another_name_while_a_case_about_this_pupil_is_opened(cast, meeting, monkeypatch):
    case = tell(cast)
    url = reverse("school_pupil_change", args=[cast.sem.pk])
    press = pressed(sign_in(Client(), cast.hein), url, first_name="Samuel")
    monkeypatch.setattr(school_changes, "change_pupil", meeting.before(school_changes.change_pupil))
    monkeypatch.setattr(opening, "_kept", meeting.before(opening._kept))

    assert together(press, lambda: case.report(cast.sem)) == []
    assert [child.pupil.first_name for child in case.file.people] == ["Samuel"]


def test_nobody_is_given_a_case_while_they_leave(cast, meeting, monkeypatch):
    case = tell(cast).report(cast.sem)
    act = case.as_(cast.carla).act()
    monkeypatch.setattr(people, "_need_who_can_own", meeting.after(people._need_who_can_own))

    def leave() -> None:
        meeting.here()
        school_changes.change_colleague(act=act_of(cast.hein), staff=cast.bram, is_active=False)

    def hand_over() -> None:
        people.hand_over(act=act, case_id=case.id, to=cast.bram.pk)

    [refused] = together(leave, hand_over)
    assert isinstance(refused, Refused)
    assert StaffMember.objects.get(pk=cast.bram.pk).is_active
    assert Case.objects.get(pk=case.id).owner == cast.bram


@pytest.mark.parametrize("how", ["hand_over", "set_stand_in"])
def test_a_case_is_given_by_its_page_while_its_colleague_leaves(cast, meeting, monkeypatch, how):
    case = tell(cast).report(cast.sem)
    url, verb = {"hand_over": ("hand_over", people.hand_over), "set_stand_in": ("stand_in", people.set_stand_in)}[how]
    press = pressed(sign_in(Client(), cast.carla), reverse(url, args=[case.id]), staff=cast.bram.pk, reason="Ziek.")
    monkeypatch.setattr(people, how, meeting.before(verb))

    def leave() -> None:
        meeting.here()
        school_changes.change_colleague(act=act_of(cast.hein), staff=cast.bram, is_active=False)

    [refused] = together(leave, press)
    assert isinstance(refused, Refused)
    stored = Case.objects.get(pk=case.id)
    assert cast.bram in (stored.owner, stored.stand_in)


def test_who_lets_a_colleague_in_and_changes_the_address_at_once_does_one_of_the_two(cast, meeting, monkeypatch):
    monkeypatch.setattr(of_step, "_take_all_away", meeting.before(of_step._take_all_away))
    monkeypatch.setattr(of_staff, "carry_out", meeting.before(of_staff.carry_out))
    failed = together(
        lambda: let_back_in(act=act_of(cast.ada), staff=cast.mo),
        lambda: plain.change_staff(act=act_of(cast.ada), staff=cast.mo, email="een.ander@x.example"),
    )
    assert [type(error) for error in failed] == [Refused]


def leaves(cast: Cast) -> None:
    school_changes.change_colleague(act=act_of(cast.hein), staff=cast.mo, is_active=False)


def sees_no_case_any_more(cast: Cast) -> None:
    school_changes.change_colleague(act=act_of(cast.hein), staff=cast.mo, role=Role.ADMINISTRATOR)


def is_given_a_role(cast: Cast) -> None:
    school_changes.say_yes(act=act_of(cast.hein), proposal=waiting(cast.mo).get())


@pytest.mark.parametrize("changes", [leaves, sees_no_case_any_more, is_given_a_role])
def test_a_colleague_who_is_family_changes_while_somebody_writes_in_that_case(cast, meeting, monkeypatch, changes):
    """What that means for the case of their child is worked out in the act that has the school with its key."""
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    school_changes.say_who_on_staff(act=act_of(cast.hein), guardianship=inge, staff=cast.mo)
    if changes is is_given_a_role:
        sees_no_case_any_more(cast)
        plain.change_staff(act=act_of(cast.ada), staff=cast.mo, role=Role.TEACHER)
    before = StaffMember.objects.get(pk=cast.mo.pk)
    monkeypatch.setattr(school_changes, "_running_cases_of", meeting.before(school_changes._running_cases_of))

    assert together(lambda: changes(cast), holding(case, meeting, case.incident)) == []
    assert len(case.file.of_kind("incident")) == 1
    now = StaffMember.objects.get(pk=cast.mo.pk)
    assert (now.role, now.is_active) != (before.role, before.is_active)
