"""What tests of pages stand on: the cast, on the Monday morning that it lives on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache

from kring.web.request import clock
from kring.web.way_in import store, untranslated
from tests.cast import NOW
from tests.web.bench import Bench
from tests.web.browsing import let_tick


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _second_step_taken(password_alone: None) -> None:
    """These tests are about other pages; those about the second step are marked `both_steps`."""


@pytest.fixture(autouse=True)
def _sessions_go_on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests go on to another day without signing in again; those about sessions are marked `sessions_end`."""
    if request.node.get_closest_marker("sessions_end") is None:
        for limit in ("IDLE", "IN_ALL"):
            monkeypatch.setattr(store, limit, timedelta(days=3650))


@pytest.fixture(autouse=True)
def _names_unmarked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests read the words of a page as they were put together; those of a page's markup are `names_marked`."""
    if request.node.get_closest_marker("names_marked") is None:
        monkeypatch.setattr(untranslated, "marked", lambda page, names: page)


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a second later: what is sent later, is newer."""
    let_tick(monkeypatch, NOW)


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    cache.clear()
    Bench.clear()
    yield
    cache.clear()
