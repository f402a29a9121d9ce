"""A child of the last year group has left the school by a day after the summer: that is said in time."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring import words
from kring.school.models import Group
from tests.cases.any_protocol import acts
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web import sending
from tests.web.browsing import it_is_now, opened


@pytest.fixture
def in_group_8(cast: Cast) -> None:
    Group.objects.filter(pk=cast.group6.pk).update(year_group=8, name="8")


def in_june(cast: Cast) -> Telling:
    """A case that comes to after-care before the summer; its second talk is asked for after it."""
    case = tell(cast).on(date(2027, 4, 19)).report(cast.sem, by=(cast.daan,))
    for _act in acts(case, 1):
        if case.step == "after_care" and case.progress.last.round == 2:
            break
    return case


def page_of(client: Client, cast: Cast, case: Telling) -> str:
    return sending.text_of(sign_in(client, cast.anouk).get(reverse("case", args=[case.id])))


@pytest.mark.usefixtures("in_group_8")
def test_a_day_after_the_summer_says_that_they_have_left_and_a_day_before_it_is_offered(client, cast, monkeypatch):
    case = in_june(cast)
    due = case.progress.last.due
    assert due
    assert due.on > date(2027, 8, 1)
    it_is_now(monkeypatch, case.today)
    page = page_of(client, cast, case)
    assert f"Op {words.day(due.on, case.today)} zitten Sem en Daan niet meer op deze school." in page
    assert "De laatste schooldag is vrijdag 16 juli." in page
    assert "Kies een dag vóór de zomer" in page
    assert opened(client, reverse("plan_step", args=[case.id]))["on"] == ["2027-07-16"]


@pytest.mark.usefixtures("in_group_8")
def test_a_day_before_the_summer_says_nothing_of_it(client, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert "op deze school" not in page_of(client, cast, case)


def test_of_children_of_another_year_group_nothing_is_said(client, cast, monkeypatch):
    case = in_june(cast)
    it_is_now(monkeypatch, case.today)
    assert "op deze school" not in page_of(client, cast, case)


@pytest.mark.usefixtures("in_group_8")
def test_in_the_summer_it_is_asked_who_takes_it_over(client, cast, monkeypatch):
    case = in_june(cast)
    it_is_now(monkeypatch, date(2027, 7, 20))
    assert "Spreek met de nieuwe school af wie het overneemt." in page_of(client, cast, case)
