"""SQLite does ten times as much for ten times as many children and cases, and not a hundred times as much.

Counted is what its machine does, step by step: the same on every machine, whatever else that does. The number of
questions says nothing of one that takes a second; the plans of PostgreSQL (tests/web/flat) nothing of how SQLite
carries it out. One list that was made anew for each child cost Vandaag 0.8 s in a school of 1,200.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client

from kring.school.models import Group, Guardian, Guardianship, Pupil, Relation
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.many import many_like
from tests.web.test_access_table import STAFF
from tests.web.test_query_counts import pages
from tests.web.world import World, make_world

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of PostgreSQL tests/web/flat sees the plans")

FEW, TIMES = 30, 10
EACH = 100
"""Steps of SQLite's machine for each time it says so."""
ANYWAY = 20_000
"""Steps that a page may take whatever there is: the smallest pages are not judged by chance."""


@dataclass
class Steps:
    taken: int = 0

    def more(self) -> None:
        self.taken += EACH


@contextmanager
def counted() -> Iterator[Steps]:
    """What SQLite's machine does within it."""
    steps = Steps()
    connection.ensure_connection()
    connection.connection.set_progress_handler(steps.more, EACH)
    try:
        yield steps
    finally:
        connection.connection.set_progress_handler(None, EACH)


def work_of(browser: Client, url: str) -> int:
    """The steps of a page at its second visit."""
    browser.get(url)
    with counted() as steps:
        assert browser.get(url).status_code == 200, url
    return steps.taken


def more_of_everything(cast: Cast, told: Telling, world: World, number: int) -> None:
    """So many children more, each with two parents, in groups of some ten, and as many cases of them."""
    year, before = cast.group6.school_year, Group.objects.count()
    groups = Group.objects.bulk_create(
        Group(school=cast.school, school_year=year, name=f"6-{before + one}", year_group=6)
        for one in range(max(1, number // 10))
    )
    pupils = Pupil.objects.bulk_create(
        Pupil(school=cast.school, first_name=f"Kind {one}", last_name="Jansen", group=groups[one % len(groups)])
        for one in range(number)
    )
    parents = Guardian.objects.bulk_create(
        Guardian(school=cast.school, name=f"Ouder {one}") for one in range(2 * number)
    )
    Guardianship.objects.bulk_create(
        Guardianship(school=cast.school, pupil=pupils[one // 2], guardian=parent, relation=Relation.OTHER)
        for one, parent in enumerate(parents)
    )
    for one in (told, world.running):
        many_like(one.case, number // 2, pupils=pupils)


@pytest.mark.parametrize("who", STAFF)
def test_with_ten_times_as_much_no_page_asks_sqlite_for_more_than_some_ten_times_the_work(
    cast: Cast, settings, who: str
) -> None:
    settings.KRING_MAIL = True
    late = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    world = make_world(cast)
    browser = sign_in(Client(), world.who[who])
    to_open = pages(world)[who]
    more_of_everything(cast, late, world, FEW)
    few = [work_of(browser, url) for _face, url in to_open]
    more_of_everything(cast, late, world, FEW * (TIMES - 1))
    many = [work_of(browser, url) for _face, url in to_open]
    told = {
        face: f"{before:,} steps, then {after:,}"
        for (face, _url), before, after in zip(to_open, few, many, strict=True)
        if after > ANYWAY + TIMES * 1.5 * before
    }
    assert told == {}


def test_a_question_that_does_more_for_each_is_seen(cast: Cast) -> None:
    """The list within it is made anew for each child: what the test above is there for."""
    world = make_world(cast)
    late = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    asked = """SELECT COUNT(*) FROM school_pupil AS p WHERE p.id NOT IN
        (SELECT g.pupil_id FROM school_guardianship AS g WHERE g.school_id = p.school_id)"""
    taken = []
    for number in (FEW, FEW * (TIMES - 1)):
        more_of_everything(cast, late, world, number)
        with counted() as steps, connection.cursor() as cursor:
            cursor.execute(asked)
            cursor.fetchone()
        taken.append(steps.taken)
    assert taken[1] > ANYWAY + TIMES * 1.5 * taken[0]
