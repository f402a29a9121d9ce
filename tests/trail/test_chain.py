"""Every line of the trail has its place in one chain: made with the fact, or not at all."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from kring.school.models import School
from kring.trail import chain
from kring.trail.models import ChainHead, ChainKey, ChainLink, TrailLine
from kring.trail.record import record, record_reads
from kring.trail.verbs import Verb
from kring.trail.verifying import verify
from kring.vault.installation import InstallationKeyUnusable
from tests.cast import NOW, Cast, make_cast
from tests.trail.chaining import settle

MINUTE = timedelta(minutes=1)


class Broken(Exception):
    """Something that went wrong after a line was written."""


@pytest.fixture
def really(transactional_db: None) -> Cast:
    """The cast, in transactions that do commit."""
    return make_cast()


def write(cast: Cast, verb: Verb = Verb.CASE_READ) -> TrailLine:
    return record(verb=verb, school_id=cast.school.id, at=NOW, by=cast.anouk)


@transaction.atomic
def rename_with_a_line(cast: Cast) -> None:
    write(cast)
    School.objects.filter(pk=cast.school.pk).update(name="Een andere naam")


def breaks_after(act: Callable[[], object]) -> None:
    """Does it in a transaction that goes wrong before its end."""
    with pytest.raises(Broken), transaction.atomic():
        _raise_after(act)


def _raise_after(act: Callable[[], object]) -> None:
    act()
    raise Broken


def numbers() -> list[int]:
    return list(ChainLink.objects.order_by("number").values_list("number", flat=True))


def linked() -> list[int]:
    """The ids of the lines, in the order of the chain."""
    return list(ChainLink.objects.order_by("number").values_list("line_id", flat=True))


def test_a_line_joins_the_chain_when_its_transaction_commits(really: Cast):
    before = len(numbers())
    with transaction.atomic():
        first, second = write(really), write(really, Verb.CASE_CLOSED)
        assert len(numbers()) == before
    assert linked()[-2:] == [first.id, second.id]
    assert numbers() == list(range(1, before + 3))
    assert ChainHead.objects.get().number == before + 2


def test_a_line_that_is_written_by_itself_joins_at_once(really: Cast):
    before = len(numbers())
    line = write(really)
    assert (linked()[-1], len(numbers())) == (line.id, before + 1)


def test_lines_about_many_cases_join_together(really: Cast):
    before = len(numbers())
    cases = [really.sem.id, really.daan.id, really.lars.id]  # ids like any other
    record_reads(cases, verb=Verb.CASE_SHOWN, school_id=really.school.id, at=NOW, by=really.anouk)
    assert len(numbers()) == before + 3
    assert verify().is_whole


def test_what_is_rolled_back_leaves_no_hole(really: Cast):
    before = len(numbers())
    with transaction.atomic():
        kept = write(really)
        breaks_after(lambda: write(really))
        also_kept = write(really)
    breaks_after(lambda: write(really))
    assert linked()[before:] == [kept.id, also_kept.id]
    assert verify().is_whole


def test_a_line_that_cannot_join_takes_its_fact_with_it(really: Cast, monkeypatch: pytest.MonkeyPatch):
    before = TrailLine.objects.count()

    def broken(*args: object) -> None:
        raise Broken

    monkeypatch.setattr(chain, "mac_of", broken)
    with pytest.raises(Broken):
        rename_with_a_line(really)
    assert TrailLine.objects.count() == before
    assert School.objects.get(pk=really.school.pk).name != "Een andere naam"
    monkeypatch.undo()
    write(really)
    assert verify().is_whole


def test_two_who_write_at_once_leave_one_chain_without_holes(really: Cast):
    before, ready = len(numbers()), Barrier(2)

    def go(_who: int) -> None:
        try:
            ready.wait()
            for _ in range(15):
                write(really)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, range(2)))
    assert len(numbers()) == before + 30
    assert numbers() == list(range(1, before + 31))
    assert verify().is_whole


def test_the_first_two_lines_of_all_that_are_written_at_once_make_one_chain(really: Cast):
    ChainLink.objects.all().delete()
    ChainHead.objects.all().delete()
    ChainKey.objects.all().delete()
    ready = Barrier(2)

    def go(_who: int) -> None:
        try:
            ready.wait()
            write(really)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, range(2)))
    assert ChainKey.objects.count() == 1
    while chain.link_former():
        pass
    assert verify().is_whole
    assert len(numbers()) == TrailLine.objects.count()


@pytest.mark.django_db(transaction=True)
def test_who_wrote_a_line_and_is_not_ready_yet_keeps_nobody_waiting(really: Cast):
    if connection.vendor == "sqlite":
        return  # one writes at a time there, whatever it writes
    written, done = Event(), Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                write(really, Verb.CASE_OPENED)
                written.set()
                assert done.wait(20)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(slow)
        assert written.wait(20)
        quick = write(really)
        assert linked()[-1] == quick.id
        done.set()
        busy.result(20)
    assert TrailLine.objects.get(pk=linked()[-1]).verb == "case.opened"
    assert verify().is_whole


def test_lines_of_before_there_was_a_chain_join_some_at_a_time_and_go_on_after_a_kill(cast: Cast):
    for minute in range(7):
        record(verb=Verb.CASE_READ, school_id=cast.school.id, at=NOW + minute * MINUTE, by=cast.anouk)
    connection.run_on_commit.clear()  # as if there had been no chain when they were written
    former = TrailLine.objects.count()
    write(cast)
    waiting: Any = connection.run_on_commit[-1][1]
    waiting.before_commit([waiting])
    assert verify().former == former
    assert verify().is_whole
    assert chain.link_former(3) is True
    breaks_after(lambda: chain.link_former(3))
    assert verify().former == former - 3
    while chain.link_former(3):
        pass
    result = verify()
    assert (result.former, result.lines, result.is_whole) == (0, former + 1, True)
    assert chain.link_former(3) is False


def test_an_empty_trail_makes_no_chain(db: None):
    assert chain.link_former() is False
    assert not ChainHead.objects.exists()
    assert verify().is_whole


def test_another_key_goes_on_where_the_one_before_stopped(cast: Cast):
    write(cast)
    settle()
    before = verify().lines
    chain.change_key()
    write(cast)
    settle()
    assert list(ChainKey.objects.order_by("after").values_list("after", flat=True)) == [0, before]
    result = verify()
    assert (result.lines, result.is_whole) == (before + 1, True)


def test_with_a_key_that_is_not_of_these_data_no_line_joins_and_the_chain_stays_as_it_is(really: Cast, settings):
    write(really)
    before = ChainHead.objects.values().get()
    chain._key.cache_clear()  # as in a process of its own
    with_its_key, settings.KRING_KEY = settings.KRING_KEY, base64.b64encode(b"another".ljust(32, b".")).decode()
    with pytest.raises(InstallationKeyUnusable):
        write(really)
    settings.KRING_KEY = with_its_key
    chain._key.cache_clear()
    assert ChainHead.objects.values().get() == before
    assert verify().is_whole
