"""The pages that everybody opens every day ask the database the same few questions, with ten cases or with hundreds."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.cases.models import Case
from kring.school import actions
from kring.school.models import Pupil, StaffMember
from kring.vault.keys import forget_keys
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, Cast, sign_in
from tests.web.many import many_like

MOST = 12
FEW, MANY = 10, 300


@pytest.fixture
def pupils(cast: Cast) -> list[Pupil]:
    """Enough children that names are not all the same."""
    return [
        actions.add_pupil(act=ITSELF, school=cast.school, first_name=f"Kind {number}", last_name="", group=cast.group6)
        for number in range(30)
    ]


@pytest.fixture
def late(cast: Cast) -> Telling:
    return tell(cast).on(date(2026, 11, 17)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


@pytest.fixture
def planned(cast: Cast) -> Telling:
    told = tell(cast, cast.bram).on(date(2026, 11, 13)).report(cast.yara, by=(cast.lars,)).step_1().judged("bullying")
    return told.on(date(2026, 11, 16)).step_3()


def asked(staff: StaffMember, url: str) -> list[str]:
    """What a page asks at the second visit; at the first the process still has keys to fetch."""
    browser = sign_in(Client(), staff)
    for _visit in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(url)
        assert response.status_code == 200
    return [query["sql"] for query in queries.captured_queries]


def fill(late: Telling, planned: Telling, pupils: list[Pupil], number: int) -> None:
    many_like(late.case, number, pupils=pupils)
    many_like(planned.case, number, pupils=pupils)


def test_with_hundreds_of_cases_every_page_asks_as_much_as_with_ten(cast, late, planned, pupils):
    pages = ("/vandaag/", "/zaken/", "/zaken/?staat=alle", "/plannen/", "/observatie/", f"/plannen/{planned.id}/")
    visits = [(staff, page) for staff in (cast.anouk, cast.carla, cast.mo) for page in pages]
    fill(late, planned, pupils, FEW // 2)
    few = [asked(staff, page) for staff, page in visits]
    fill(late, planned, pupils, MANY // 2)
    many = [asked(staff, page) for staff, page in visits]
    assert Case.objects.count() == 2 + FEW + MANY
    for (staff, page), before, after in zip(visits, few, many, strict=True):
        assert len(after) == len(before) <= MOST, "\n".join([f"{staff} {page}", *after])


def test_a_process_that_has_just_begun_fetches_all_keys_of_a_page_at_once(cast, late, planned, pupils):
    fill(late, planned, pupils, FEW)
    browser = sign_in(Client(), cast.carla)
    browser.get("/vandaag/")
    warm = len(asked(cast.carla, "/vandaag/"))
    forget_keys()
    with CaptureQueriesContext(connection) as queries:
        browser.get("/vandaag/")
    assert len(queries) <= warm + 2, "one for the keys of the cases, one for that of the school"


def test_the_copies_read_as_the_case_they_were_made_from(cast, late, pupils):
    (copy,) = many_like(late.case, 1)
    told = Telling(cast, cast.anouk, case_id=copy)
    assert [fact.body for fact in told.file.of_kind("incident")] == [
        fact.body for fact in late.file.of_kind("incident")
    ]
    assert (told.step, told.progress.next_due_on) == (late.step, late.progress.next_due_on)
