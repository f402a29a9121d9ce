"""What is saved asks the database the same few questions, however many children it is about and colleagues there are.

Counted as `./dev bench` does: without what begins and ends a transaction. Which questions these are, and why each has
to be asked, stands in docs/performance.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kring.cases.models import CaseStaff, Fact, Involved
from kring.mail.models import Letter
from kring.protocol.terms import Kind
from kring.reports.models import Incoming
from kring.school import actions
from kring.school.models import Pupil, Role, StaffMember
from kring.trail.models import ChainLink, TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, Cast, make_cast, sign_in
from tests.reports.telling import doors_of
from tests.web.door.road import Child
from tests.web.sending import hidden
from tests.web.test_reads_once import filled_in
from tests.web.test_report import filled

OF_TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")

REPORT, DANGER, FACT, DOOR, SCREEN = 20, 24, 15, 7, 3


def most(asked: int) -> int:
    """PostgreSQL writes the link of the trail and the new end of its chain in one."""
    return asked - (connection.vendor == "postgresql")


pytestmark = pytest.mark.django_db(transaction=True)
"""Lines of the trail join their chain when a transaction commits, and that is counted too."""


@pytest.fixture
def cast(settings: Any) -> Cast:
    settings.KRING_MAIL = True
    return make_cast()


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield asked
    asked += [one["sql"] for one in queries.captured_queries if not one["sql"].startswith(OF_TRANSACTIONS)]


def colleagues(cast: Cast, number: int) -> None:
    """So many more who work at the school, each with an account: teachers, and a coordinator in every five."""
    for one in range(number):
        seats = StaffMember.objects.count()
        actions.add_staff(
            act=ITSELF,
            school=cast.school,
            name=f"Collega {seats}",
            role=Role.COORDINATOR if one % 5 == 0 else Role.TEACHER,
            email=f"collega{seats}@dewilg.example",
        )


def classmates(cast: Cast, number: int) -> list[Pupil]:
    return [
        actions.add_pupil(act=ITSELF, school=cast.school, first_name=f"Kind {one}", last_name="", group=cast.group6)
        for one in range(number)
    ]


def reports(browser: Client, cast: Cast, bullied: UUID, others: list[UUID], **other: Any) -> list[str]:
    """What a report asks that is saved."""
    page = browser.get("/melding/")
    sent = filled(cast, bullied=[bullied], bullies=others, **other) | {"token": hidden(page, "token"), "seen": ""}
    with counted() as asked:
        answer = browser.post("/melding/", sent)
    assert answer.status_code == 303, answer.content.decode()
    return asked


@pytest.mark.parametrize(("signs", "at_most"), [([], REPORT), (["violence"], DANGER)], ids=["a report", "danger"])
def test_a_report_of_five_children_with_thirty_colleagues_asks_as_much_as_of_one_with_three(cast, signs, at_most):
    few, many = classmates(cast, 2), classmates(cast, 6)
    browser = sign_in(Client(), cast.anouk)
    reports(browser, cast, cast.yara.pk, [])  # the process has its keys and its questions from here on
    colleagues(cast, 3)
    with_one = reports(browser, cast, few[0].pk, [], dangers=signs)
    colleagues(cast, 27)
    lines, letters, children = TrailLine.objects.count(), Letter.objects.count(), Involved.objects.count()
    with_five = reports(browser, cast, many[0].pk, [one.pk for one in many[1:5]], dangers=signs)
    assert len(with_five) == len(with_one), "\n".join(with_five)
    assert len(with_one) <= most(at_most), "\n".join(with_one)
    assert Involved.objects.count() == children + 5
    assert Letter.objects.count() >= letters + 7, "each who leads hears of it"
    assert TrailLine.objects.count() == lines + 1
    assert ChainLink.objects.count() == TrailLine.objects.count()


def test_a_report_of_children_of_two_groups_asks_one_thing_more(cast):
    """Who teaches the other group takes part too, and is told in the same letters."""
    browser = sign_in(Client(), cast.anouk)
    reports(browser, cast, cast.jens.pk, [])
    of_two = reports(browser, cast, cast.sem.pk, [cast.yara.pk])
    assert len(of_two) <= most(REPORT) + 1, "\n".join(of_two)
    assert CaseStaff.objects.filter(staff=cast.bram, part=CaseStaff.Part.TAKES_PART).count() == 1
    assert Letter.objects.filter(kind="joined").count() == 1


def saves_an_incident(browser: Client, case: Telling) -> list[str]:
    """What an incident asks that is saved; the second of two, when the process has its keys and its questions."""
    (duty,) = (task.duty.key for task in case.progress.last.tasks if task.duty.kind is Kind.INCIDENTS)
    url = reverse("duty", args=[case.id, duty])
    each: list[list[str]] = []
    for _time in range(2):
        sent = filled_in(browser.get(url))
        with counted() as asked:
            answer = browser.post(url, sent)
        assert answer.status_code == 303, answer.content.decode()
        each.append(asked)
    return each[-1]


def test_a_fact_asks_as_much_in_a_case_of_five_children_with_thirty_colleagues_as_of_one_with_three(cast):
    browser = sign_in(Client(), cast.anouk)
    colleagues(cast, 3)
    of_one = saves_an_incident(browser, tell(cast).report(cast.sem))
    colleagues(cast, 27)
    large = tell(cast).report(cast.noor, by=(cast.daan, cast.lars, cast.jens, cast.sem))
    of_five = saves_an_incident(browser, large)
    assert len(of_five) == len(of_one), "\n".join(of_five)
    assert len(of_one) <= most(FACT), "\n".join(of_one)
    assert Fact.objects.filter(case=large.id, kind="incident").count() == 2
    assert ChainLink.objects.count() == TrailLine.objects.count()


@pytest.mark.parametrize(
    "answers", [{}, {"Vertel je dit voor jezelf?": {"for_whom": "other"}}], ids=["in a few words", "of another child"]
)
def test_a_child_that_sends_what_it_told_asks_as_much_with_thirty_colleagues_as_with_three(cast, answers):
    doors_of(cast)
    Child().opens().tells()
    sent = []
    for more in (3, 27):
        colleagues(cast, more)
        child = Child().opens()
        screens: list[list[str]] = []
        child.client = Counting(child.client, screens)
        child.tells(**answers)
        *asked, last = screens
        assert max(map(len, asked)) <= SCREEN, asked
        sent.append(last)
    assert len(sent[0]) == len(sent[1]), "\n".join(sent[1])
    assert len(sent[1]) <= DOOR, "\n".join(sent[1])
    assert Incoming.objects.count() == 3


class Counting(Client):
    """A browser that counts what each of its forms asks."""

    def __init__(self, browser: Client, screens: list[list[str]]) -> None:
        super().__init__()
        self.cookies, self.screens = browser.cookies, screens

    def post(self, *args: Any, **more: Any) -> Any:
        with counted() as asked:
            answer = super().post(*args, **more)
        self.screens.append(asked)
        return answer
