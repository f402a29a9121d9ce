"""A form that no page of Kring sent changes nothing at any address, and no other site is let in."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.test_access_table import EVERYWHERE, come_in, world
from tests.web.world import World

__all__ = ["world"]

pytestmark = pytest.mark.slow

ENDS_ONLY = ("account_logout",)
"""Leaving asks no token: a browser sends no cookie of ours along with a form of another site."""
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")
ELSEWHERE = "https://elders.example"


@pytest.mark.parametrize("who", ["H", "N"])
def test_a_form_that_no_page_of_kring_sent_changes_nothing_at_any_address(world: World, who: str) -> None:
    """Signed in or not, with no token or with one of somebody's own making, from a page of another site."""
    inside = come_in(world, who)
    differences = []
    for row in EVERYWHERE:
        if row.address in ENDS_ONLY:
            continue
        browser = Client(enforce_csrf_checks=True)
        browser.cookies.update(inside.cookies)
        for sent in ({}, {"csrfmiddlewaretoken": "a" * 64, "sure": "1", "text": "x", "onward": "1"}):
            with transaction.atomic(), CaptureQueriesContext(connection) as asked:
                answer: Any = browser.post(world.url(row.face), sent, headers={"origin": ELSEWHERE})
                transaction.set_rollback(True)
            wrote = [one["sql"][:80] for one in asked.captured_queries if one["sql"].startswith(WRITES)]
            if wrote:
                differences.append(f"{row.face}: {wrote}")
            if answer.status_code not in (200, 302, 303, 403, 404, 405, 422):
                differences.append(f"{row.face}: {answer.status_code}")
            if any(name.lower().startswith("access-control-") for name in answer.headers):
                differences.append(f"{row.face} lets another site in")
    assert not differences, "\n".join(differences)
