"""No page, form, round of the worker or feed reads the rows of other schools."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kring.cases.models import Case, Fact
from kring.config import jobs, trail_jobs
from kring.config.jobs import JOBS
from kring.school import actions
from kring.web.request import clock
from tests.cases.telling import tell
from tests.cast import ITSELF, NOW, TODAY, Cast, sign_in
from tests.mail.post import Postbox, sender
from tests.web.any_form import sent, through_forms
from tests.web.browsing import early
from tests.web.flat.country import know_anew, more_schools
from tests.web.flat.plans import Plans, plans
from tests.web.many import many_like
from tests.web.sending import send
from tests.web.test_access_table import EVERYWHERE, WHO, asked
from tests.web.test_report import filled
from tests.web.world import World, make_world
from tests.whole_job import done_whole

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of the plans of PostgreSQL"),
]

SCHOOLS = 300
ELSEWHERE = 30
"""Cases of each of the other schools."""
RUNNING, OWN, CLOSED = 211, 9, 200
"""Cases of the school that asks, a large one, and those of them of one teacher. What is true of the middle of all
schools is far from true of it, and by that PostgreSQL chooses (docs/performance.md)."""
DEAREST = 20_000
"""By PostgreSQL's own estimate. Some questions look by index at four things of each running case of their school."""
MOST_TOUCHED = 6_000
"""Rows that one question looks at: no more than half of what this school has of facts, and a fortieth of all."""


@pytest.fixture
def world(cast: Cast, settings) -> World:
    settings.KRING_MAIL = True
    world = make_world(cast, elsewhere=True)
    pupils = [
        actions.add_pupil(act=ITSELF, school=cast.school, first_name=f"Kind {number}", last_name="", group=cast.group6)
        for number in range(100)
    ]
    running = many_like(world.running.case, ELSEWHERE, pupils=pupils)
    more_schools(SCHOOLS)
    running += many_like(world.running.case, RUNNING - ELSEWHERE, pupils=pupils, days_apart=1)
    Case.objects.filter(pk__in=running[OWN:]).update(owner=cast.bram)
    ended = many_like(world.running.case, CLOSED, pupils=pupils)
    Case.objects.filter(pk__in=ended).update(closed_on=TODAY - timedelta(weeks=4), next_due_on=None)
    know_anew()
    return world


def too_much(seen: Plans) -> list[str]:
    return [
        f"{one.asked_by}: costs {one.cost:.0f}, looks at {one.touched} rows, "
        f"reads {', '.join(one.read_whole) or 'nothing'} whole: {one.sql}"
        for one in sorted(seen.found.values(), key=lambda one: -one.cost)
        if one.read_whole or one.cost > DEAREST or one.touched > MOST_TOUCHED
    ]


def test_among_so_many_schools_it_is_seen_when_one_reads_the_rows_of_others(world):
    """What the tests below would miss, they could not fail for."""
    with plans() as seen:
        list(Fact.objects.filter(step="step_1"))
        list(Case.objects.order_by("opened_at").exclude(number=1))
    assert [one.read_whole for one in seen.found.values()] == [("cases_fact",), ("cases_case",)]


def test_no_page_and_no_form_reads_the_rows_of_other_schools(world):
    with plans() as seen:
        for who in WHO:
            client = Client() if who == "N" else sign_in(Client(), world.who[who])
            for row in EVERYWHERE:
                seen.asked_by = f"{who} {row.how} {row.face}"
                asked(client, row.how, world.url(row.face))
    assert not too_much(seen), "\n".join(too_much(seen))


@pytest.mark.usefixtures("ticking")
def test_no_verb_from_report_to_closing_reads_the_rows_of_other_schools(world, cast, monkeypatch):
    bram, earlier = sign_in(Client(), cast.bram), list(Case.objects.values_list("pk", flat=True))
    with plans() as seen:
        seen.asked_by = "the report"
        answer = send(bram, "/melding/", **filled(cast, bullied=[cast.yara.pk], bullies=[cast.lars.pk]))
    assert answer.status_code == 303
    case = early(tell(cast, cast.bram))
    case.case_id = Case.objects.exclude(pk__in=earlier).get().pk
    with connection.execute_wrapper(seen.looks_on):
        for act in through_forms(bram, case, monkeypatch):
            seen.asked_by = f"after {act}"
        seen.asked_by = "closing"
        sent(sign_in(Client(), cast.carla), reverse("close", args=[case.id]), reason="Het is rustig.")
    assert case.progress.current is None
    assert not too_much(seen), "\n".join(too_much(seen))


ON_PURPOSE = {"go through the trail", "let former lines join the trail", "note where the trail ends", "copy"}
"""Rounds over the one trail of the installation, and over the whole database; the first once a day, in parts."""


def test_no_round_of_the_worker_reads_what_is_not_due(world, monkeypatch, tmp_path):
    monkeypatch.setattr(trail_jobs, "noted_in", lambda: tmp_path / "trail.noted")
    hand = sender(Postbox())
    monkeypatch.setattr(jobs, "letter_sender", lambda: hand)
    with plans() as seen:
        for ahead in (0, 1, 8, 40):
            at = NOW + timedelta(days=ahead)
            monkeypatch.setattr(clock, "now", lambda at=at: at)
            for job in JOBS:
                seen.asked_by = job.name
                if job.name not in ON_PURPOSE:
                    done_whole(job.run, at)
    assert not too_much(seen), "\n".join(too_much(seen))
