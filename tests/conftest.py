"""What every test stands on. The people in the tests are in tests/cast.py."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.test import Client
from django.utils import translation

from kring.prepared import forget_prepared
from kring.protocol.editions import PROTOCOLS
from kring.protocol.terms import Protocol
from tests.protocol.other_edition import OTHER
from tests.swept import EACH, sweep
from tests.web.sending import shown_by

pytest_plugins = ["tests.cast"]

CHANGE_THE_CODE = (
    "cases/test_access.py",
    "cases/test_recipients.py",
    "cases/test_teachers.py",
    "cases/test_trailing.py",
    "cases/test_who_gets_a_page.py",
    "school/test_rights.py",
    "school/test_second_step.py",
    "web/test_role_without_rights.py",
    "web/test_second_step.py",
    "web/test_today.py",
)
"""Tests that change rights or limits while they run: questions that were put into SQL before are put anew."""

# Playwright keeps an event loop running in the thread of the test, where Django refuses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# How long an example takes says how busy the machine is, and nothing about Kring.
hypothesis.settings.register_profile("kring", deadline=None)
hypothesis.settings.load_profile("kring")

CHROMIUM = Path(os.environ.get("KRING_CHROMIUM", "/usr/bin/chromium"))
HERE = Path(__file__).parent
BROWSER_TESTS = HERE / "browser"
SLOW = (
    "browser",  # they drive Chromium
    "kept",  # walks through whole databases, in processes of their own
    "web/cases",  # the pages of a case that runs: a school, a case and a browser in each
    "cases/test_any_order.py",  # random walks
    "protocol/test_random_walks.py",
    "config/test_start.py",  # started servers
    "config/test_database_away.py",  # a database that is stopped and started
    "mail/test_killed.py",  # killed workers
    "mail/test_worker.py",
    "mail/test_sending.py",  # a mail server, dead or slow
    "mail/test_plan_attached.py",  # a plan that is printed in each
    "demo",  # whole schools
    "simulate",  # weeks of two schools
    "web/test_query_counts.py",  # hundreds of cases
    "web/test_role_without_rights.py",  # every address, letter and list, for a role after another
    "cases/test_whole_protocol.py",  # a whole protocol, told from report to closing or reopening
    "cases/test_other_edition.py",
    "web/test_other_edition.py",
    "cases/test_trailing.py",  # steps and steps, told to who hears of them later
    "web/test_kinds.py",  # every page for each kind of fact
    "cases/test_repeated.py",  # every verb there is
    "cases/test_trail_of_verbs.py",
    "cases/test_who_may_be_named.py",
    "cases/test_plan_kinds.py",  # each kind of fact, in each part of the plan
    "names/test_finding.py",  # every way in which a name is written, in every text
    "cases/test_names_kept_out.py",
    "cases/test_former_names.py",
    "cases/test_same_name.py",  # every text about two children of one name
    "cases/test_digest.py",  # weeks, day by day
    "cases/test_recipients.py",  # every letter, as everybody who may have caused it
    "web/test_recipients.py",
    "web/test_marker_word.py",  # every form
    "web/test_reads_once.py",
    "web/test_mail_away.py",  # weeks without a mail server
    "web/test_own_word.py",  # every page, letter and paper in a school's own word
    "web/test_school_variation.py",  # cases under one school's protocol after another
    "cases/test_together.py",  # a joint talk, with each of its conditions missing
    "cases/test_more_care.py",  # whole cases up to their after-care
    "cases/test_plan_in_force.py",  # a plan, and everything that makes it untrue
)
"""Files and folders that `./dev test --quick` leaves out. A single slow test elsewhere is marked where it stands."""

WITHOUT_DATABASE = ("protocol", "docs", "paper", "teeth", "names", "phone", "cases", "school", "web")
"""Folders in which a test that asks for no database touches none, not even in a process of its own."""

OWN_DATABASES = (
    "backup/test_bucket.py",
    "backup/test_copies.py",
    "backup/test_moving.py",
    "backup/test_owned.py",
    "config/test_database_away.py",
)
"""Files in which Kring runs in processes of its own, on databases that the test makes and names: always the same."""


def pytest_collection_finish() -> None:
    """What was loaded by now stays till the end; looking through it for garbage takes an eighth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def asks_no_database(item: pytest.Item) -> bool:
    """Whether this test runs the same whatever the database is: it asks for none, nor does a Kring that it starts."""
    asks = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    file = item.path.relative_to(HERE)
    alone = file.parts[0] in WITHOUT_DATABASE or file.as_posix() in OWN_DATABASES
    return alone and not asks and item.get_closest_marker("django_db") is None


def same_everywhere(item: pytest.Item) -> bool:
    """Whether PostgreSQL would say what SQLite has said."""
    return asks_no_database(item) or item.get_closest_marker("looks") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """No test begins with settings that another left behind: it would try another installation than it says."""
    assert not isinstance(settings._wrapped, UserSettingsHolder), (  # type: ignore[misc]  # no setting, what holds them
        "settings that were put in the place of the real ones for a test have to go with it"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what is slow, and what drives a browser. On PostgreSQL leaves out what is the same on any database.

    What drives a browser is skipped where there is none, unless KRING_REQUIRE_BROWSER says it must run.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        config.hook.pytest_deselected(items=[item for item in items if same_everywhere(item)])
        items[:] = [item for item in items if not same_everywhere(item)]
    wanting = not CHROMIUM.exists() and not os.environ.get("KRING_REQUIRE_BROWSER")
    for item in items:
        if item.path.relative_to(HERE).as_posix().startswith(SLOW):
            item.add_marker("slow")
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("browser")
            if wanting:
                item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} is missing: sudo apt install chromium"))


DATABASE = pytest.StashKey[Any]()
"""What lets one at the test database, once there is one and it has to be swept."""
TESTS = pytest.StashKey[int]()
"""How many tests there were since."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """After each so many tests, when the last has taken back what it wrote, the room of that is given back."""
    done = yield
    if (database := item.config.stash.get(DATABASE, None)) is not None:
        item.config.stash[TESTS] = tests = item.config.stash.get(TESTS, 0) + 1
        if tests % EACH == 0:
            with database.unblock():
                sweep()
    return done


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, in which PostgreSQL counts nothing.

    Every test takes back what it wrote. Who counts after that finds pages without rows, and plans the next three
    hundred cases as if there were one: a question about them once took a quarter of an hour. The room of what was taken
    back is given back between tests (tests/swept.py).
    """
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for table in connection.introspection.table_names(cursor):
                    cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET (autovacuum_enabled = off)")
            request.config.stash[DATABASE] = django_db_blocker
    yield
    request.config.stash[DATABASE] = None


@pytest.fixture(autouse=True)
def _pages_as_shown(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test reads a page as it is shown: the words that wait in a template stand on every page, and prove nothing.

    Those about the whole of a page, templates and all, are `whole_pages`. By a patch of its own: with that of the test
    every case would be told afresh (tests/told_once.py).
    """
    if request.node.get_closest_marker("whole_pages") is not None:
        yield
        return
    ask = Client.request

    def shown(self: Client, **environment: Any) -> Any:
        answer = ask(self, **environment)
        if not answer.streaming and b"<template" in answer.content:
            answer.content = shown_by(answer).encode()
        return answer

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Client, "request", shown)
        yield


@pytest.fixture(autouse=True)
def _in_dutch() -> None:
    """A test before this one may have asked for a page in English; its language stays with the thread."""
    translation.deactivate()


@pytest.fixture
def other_protocol(monkeypatch: pytest.MonkeyPatch) -> Protocol:
    """The invented protocol of tests/protocol/other_edition.py, for a school to follow."""
    monkeypatch.setitem(PROTOCOLS, OTHER.key, (OTHER,))
    return OTHER


@pytest.fixture(autouse=True)
def _questions_put_anew(request: pytest.FixtureRequest) -> Iterator[None]:
    changes = request.path.relative_to(HERE).as_posix() in CHANGE_THE_CODE
    if changes:
        forget_prepared()
    yield
    if changes:
        forget_prepared()
