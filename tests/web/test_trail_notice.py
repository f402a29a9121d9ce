"""A trail that was changed behind Kring's back is said in words on the pages of who keeps the school."""

import pytest
from django.urls import reverse

from kring.trail.models import LastCheck
from tests.cast import NOW, sign_in
from tests.web.sending import text_of

WRONG = "Het spoor klopt niet: er is iets in veranderd buiten Kring om."
FIRST = "Regel 3, van maandag 23 november om 10.00 uur, is veranderd of verplaatst."
TO_DO = "Vraag wie de server beheert om het na te kijken, en om nu een kopie van de database te bewaren."


@pytest.fixture
def wrong(cast):
    return LastCheck.objects.create(ended_at=NOW, lines=9, faults=2, kind="changed", number=3, line_at=NOW)


@pytest.mark.parametrize(("who", "page"), [("hein", "today"), ("hein", "school"), ("ada", "school")])
def test_head_and_administrator_read_which_line_it_is(client, cast, wrong, who, page):
    said = text_of(sign_in(client, getattr(cast, who)).get(reverse(page)))
    assert f"{WRONG} {FIRST} {TO_DO}" in said
    assert "kring trail" not in said, "a command is for whoever runs the server: it stands in gezond/ and README"


@pytest.mark.parametrize(("who", "page"), [("carla", "today"), ("anouk", "school"), ("mo", "today")])
def test_nobody_else_does(client, cast, wrong, who, page):
    assert WRONG not in text_of(sign_in(client, getattr(cast, who)).get(reverse(page)))


def test_of_a_whole_trail_nothing_is_said(client, cast, wrong):
    LastCheck.objects.update(faults=0)
    assert WRONG not in text_of(sign_in(client, cast.ada).get(reverse("school")))
