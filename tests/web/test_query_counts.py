"""Every page asks the database the same few questions, with ten cases or with hundreds.

The pages come from the table of who gets what (tests/web/test_access_table.py), so a new page is measured by itself.
"""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.cases.models import Case
from kring.school import actions
from kring.school.models import Pupil
from kring.vault.keys import forget_keys
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, Cast, sign_in
from tests.web.many import many_like
from tests.web.test_access_table import ROWS, STAFF
from tests.web.world import World, make_world

MOST = 10
MORE = {
    "inform": 16,
    "parent_copy": 14,
    "talk_summary": 12,
    "add_child": 10,
    "defender": 10,
    "swap_child": 11,
    "today": 15,
    "school": 11,
    "case": 11,
    "issue_plan": 13,
}
"""Forms about one child that ask a few questions more than any other page may; Vandaag and School, which read each of
what is seldom there, for in this world all of it is; and a case in which something was promised, with its plan, which
asks first whether a colleague is family."""
FEWER = {"trail": 8, "cases": 9, "cases?staat=alle": 9, "plans": 9}
"""Pages of which fewer are promised (docs/performance.md). A page that writes in the trail asks three more when that is
committed, which it never is here."""
NARROWED = {"cases": "staat=alle"}
"""A list that is longer when its address asks for more."""
FEW, MANY = 10, 300
ORDINARY = 9
"""On Vandaag, where nothing is there of what seldom is."""


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


def asked(browser: Client, url: str) -> list[str]:
    """What a page asks at the second visit; at the first the process still has keys to fetch."""
    for _visit in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(url)
        assert response.status_code == 200, url
        assert not response.streaming, url
    return [query["sql"] for query in queries.captured_queries]


def fill(late: Telling, planned: Telling, pupils: list[Pupil], number: int) -> None:
    many_like(late.case, number, pupils=pupils)
    many_like(planned.case, number, pupils=pupils)


def pages(world: World) -> dict[str, list[tuple[str, str]]]:
    """Every page there is as (face, url), by who opens it: a list by each that may, one about a case by the first."""
    found: dict[str, list[tuple[str, str]]] = {who: [] for who in STAFF}
    for row in ROWS:
        able = [who for who in STAFF if row.how == "GET" and row.gets[who] == "yes"]
        for who in able[:1] if world.known(row.face) else able:
            found[who].append((row.face, world.url(row.face)))
            if row.face in NARROWED:
                found[who].append((f"{row.face}?{NARROWED[row.face]}", f"{world.url(row.face)}?{NARROWED[row.face]}"))
    return found


@pytest.mark.parametrize("who", STAFF)
def test_with_hundreds_of_cases_every_page_asks_as_much_as_with_ten(cast, late, pupils, settings, who):
    settings.KRING_MAIL = True
    world = make_world(cast)
    browser = sign_in(Client(), world.who[who])
    to_open = pages(world)[who]
    for face, url in to_open:  # what was passed on is read: from then on Vandaag asks nothing more of it
        if face.startswith("told_one"):
            browser.get(url)
    fill(late, world.running, pupils, FEW // 2)
    few = [asked(browser, url) for _face, url in to_open]
    before = Case.objects.count()
    fill(late, world.running, pupils, MANY // 2)
    assert Case.objects.count() == before + MANY
    for (face, url), asked_of_few in zip(to_open, few, strict=True):
        asked_of_many = asked(browser, url)
        assert len(asked_of_many) == len(asked_of_few), "\n".join([f"{who} {face}", *asked_of_many])
        most = FEWER.get(face) or MORE.get(face, MOST)
        assert len(asked_of_many) <= most, "\n".join([f"{who} {face}", *asked_of_many])


@pytest.mark.parametrize("who", ["anouk", "bram", "carla", "hein", "mo"])
def test_on_an_ordinary_day_vandaag_asks_nine_questions(cast, late, planned, pupils, who):
    """Whoever it is for: the session with who it is, the calendar, their cases, the plans they are asked about, what
    cannot wait; of all of these at once the children, and of their own the facts and the guardians; and what is seldom
    there.
    """
    fill(late, planned, pupils, MANY // 2)
    questions = asked(sign_in(Client(), getattr(cast, who)), "/vandaag/")
    assert len(questions) <= ORDINARY, "\n".join(questions)


def test_a_process_that_has_just_begun_fetches_all_keys_of_a_page_at_once(cast, late, planned, pupils):
    fill(late, planned, pupils, FEW)
    browser = sign_in(Client(), cast.carla)
    browser.get("/vandaag/")
    warm = len(asked(browser, "/vandaag/"))
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
