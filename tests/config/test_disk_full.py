"""A database that is refused more room, for real: what was acknowledged stays, the rest is half of nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from kring.cases.models import Concern
from kring.config import jobs
from kring.config.jobs import JOBS, Rota
from kring.config.rounds import Rounds
from kring.mail.models import State
from kring.trail.models import TrailLine
from tests.cast import make_cast, sign_in
from tests.mail.post import Clock, Postbox, sender, state, write
from tests.web.browsing import fields_of, filled_in, opened
from tests.web.sending import text_of

CONCERN = "/melding/medewerker/"
LONG = "Er werd hard geroepen in de gang. " * 250

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be told to grow no further"),
]


@contextmanager
def no_more_room() -> Iterator[None]:
    """The file of the database may not grow by a page, as on a disk without a free block."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what others left free in the file would be room
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")


def test_a_form_that_does_not_fit_is_given_back_whole_and_goes_once_there_is_room():
    cast = make_cast()
    anouk = sign_in(Client(raise_request_exception=False), cast.anouk)
    form = filled_in(opened(anouk, CONCERN), story=LONG)
    lines = TrailLine.objects.count()
    with no_more_room():
        answer = anouk.post(CONCERN, form)
        assert answer.status_code == 507
        assert "Kring kan nu niets bewaren" in text_of(answer)
        assert (Concern.objects.count(), TrailLine.objects.count()) == (0, lines)
    typed = fields_of(answer.content.decode())
    assert typed["story"] == [LONG]
    assert [anouk.post(CONCERN, typed).status_code for _ in range(2)] == [303, 303]
    assert Concern.objects.get().story.strip() == LONG.strip()


def test_the_worker_waits_for_room_and_sends_what_waits(monkeypatch, settings):
    cast = make_cast()
    letter = write(cast.mo)
    clock, postbox = Clock(), Postbox()
    hand = sender(postbox)
    monkeypatch.setattr(jobs, "letter_sender", lambda: hand)
    rounds = Rounds(Rota(JOBS), now=clock, ticks=lambda: clock() - Clock()())
    with monkeypatch.context() as full, no_more_room():
        # The first write of a round is the one that finds no room.
        full.setattr("kring.config.rounds.take_turn", lambda at: write(cast.mo, "plan:2", text=LONG * 20))
        rounds.go()
    assert (state(letter), postbox.parcels) == (State.WAITING, [])
    rounds.go()
    assert state(letter) == State.SENT
