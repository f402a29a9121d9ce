"""Whatever is done to the trail behind Kring's back is found, and said with its number and its moment."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.trail import verifying
from kring.trail.faults import SHOWN, Noted, Wrong
from kring.trail.models import ChainHead, ChainKey, ChainLink, TrailLine
from kring.trail.outside import end_of_chain
from kring.trail.record import Key, record
from kring.trail.verbs import Verb
from kring.trail.verifying import Verifier, verify
from tests.cast import NOW, Cast
from tests.trail.chaining import faults, meddle, sentences, set_column, settle

MINUTE = timedelta(minutes=1)
LINK, LINE, HEAD = "trail_chainlink", "trail_trailline", "trail_chainhead"


def write(cast: Cast, minutes: int = 0) -> TrailLine:
    return record(
        verb=Verb.CASE_READ,
        school_id=cast.school.id,
        at=NOW + minutes * MINUTE,
        by=cast.anouk,
        case_id=cast.sem.id,  # an id like any other
        subject_id=cast.daan.id,
        kind=Key("talk"),
    )


@pytest.fixture
def whole(cast: Cast) -> Cast:
    """A trail in which seven lines are the last."""
    for minute in range(7):
        write(cast, minute)
    settle()
    assert verify().is_whole
    return cast


def last(back: int = 0) -> ChainLink:
    """A link, counted from the end."""
    return ChainLink.objects.order_by("-number")[back]


OTHERS: dict[str, Any] = {
    "school_id": uuid.UUID(int=1),
    "at": NOW - timedelta(microseconds=1),
    "by_id": None,
    "verb": "case.closed",
    "case_id": None,
    "subject_id": uuid.UUID(int=2),
    "detail": {"kind": "visit"},
}


def test_every_column_of_a_line_is_tried():
    assert set(OTHERS) | {"id"} == {field.column for field in TrailLine._meta.concrete_fields}


@pytest.mark.parametrize("column", sorted(OTHERS))
def test_a_line_of_which_one_column_was_changed_is_named(whole: Cast, column: str):
    link = last(3)
    set_column(TrailLine, link.line_id, column, OTHERS[column])
    assert [(fault.kind, fault.number) for fault in faults()] == [(Wrong.CHANGED, link.number)]


def test_it_says_the_number_and_the_moment(whole: Cast):
    link = last(3)
    set_column(TrailLine, link.line_id, "verb", "case.closed")
    assert sentences() == [f"Regel {link.number}, van maandag 23 november om 10.03 uur, is veranderd of verplaatst."]


@pytest.mark.parametrize("detail", [{}, {"kind": "talk", "more": 1}, {"kind": None}, {"Wrong": "talk"}])
def test_of_what_a_line_tells_beside_its_ids_everything_counts(whole: Cast, detail: dict[str, object]):
    set_column(TrailLine, last().line_id, "detail", detail)
    assert [fault.kind for fault in faults()] == [Wrong.CHANGED]


def test_a_line_with_another_id_is_gone_and_added(whole: Cast):
    link = last(2)
    meddle(f"UPDATE {LINE} SET id = 900000 WHERE id = %s", link.line_id)  # noqa: S608
    assert {(fault.kind, fault.number) for fault in faults()} == {
        (Wrong.MISSING, link.number),
        (Wrong.ADDED, 900000),
    }
    leave()


@pytest.mark.parametrize("column", ["mac", "number"])
def test_a_link_of_which_one_column_was_changed_is_found(whole: Cast, column: str):
    link = last(3)
    set_column(ChainLink, link.number, column, {"mac": bytes(32), "number": 700_000}[column])
    assert link.number in {fault.number for fault in faults()}


def test_two_lines_that_changed_places_are_both_named(whole: Cast):
    one, other = last(4), last(2)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {LINK} SET line_id = -1 WHERE number = %s", [one.number])  # noqa: S608
        cursor.execute(f"UPDATE {LINK} SET line_id = %s WHERE number = %s", [one.line_id, other.number])  # noqa: S608
        cursor.execute(f"UPDATE {LINK} SET line_id = %s WHERE number = %s", [other.line_id, one.number])  # noqa: S608
    assert [(fault.kind, fault.number) for fault in faults()] == [
        (Wrong.CHANGED, one.number),
        (Wrong.CHANGED, other.number),
    ]


def remove(first: int, to: int) -> None:
    """Takes these numbers out, with their lines."""
    ids = list(ChainLink.objects.filter(number__range=(first, to)).values_list("line_id", flat=True))
    meddle(f"DELETE FROM {LINK} WHERE number BETWEEN %s AND %s", first, to)  # noqa: S608
    for line_id in ids:
        meddle(f"DELETE FROM {LINE} WHERE id = %s", line_id)  # noqa: S608


def test_a_line_that_was_taken_out_is_named(whole: Cast):
    gone = last(3).number
    remove(gone, gone)
    assert sentences() == [f"Regel {gone} is weg."]


def test_lines_that_were_taken_out_are_one_sentence(whole: Cast):
    end = last().number
    remove(end - 4, end - 2)
    assert sentences() == [f"De regels {end - 4} tot en met {end - 2} zijn weg."]


def leave() -> None:
    """So that the checks of the database, at the end of the test, are content."""
    meddle(f"DELETE FROM {LINK} WHERE line_id NOT IN (SELECT id FROM {LINE})")  # noqa: S608


def test_a_line_that_is_gone_while_its_link_is_there_is_named(whole: Cast):
    link = last(3)
    meddle(f"UPDATE {LINK} SET line_id = 900000 WHERE number = %s", link.number)  # noqa: S608
    meddle(f"DELETE FROM {LINE} WHERE id = %s", link.line_id)  # noqa: S608
    assert sentences() == [f"Regel {link.number} is weg."]
    leave()


def test_a_line_that_kring_did_not_write_is_named(whole: Cast):
    added = TrailLine.objects.create(school_id=whole.school.id, at=NOW, by=whole.anouk, verb="case.read")
    assert [(fault.kind, fault.number) for fault in faults()] == [(Wrong.ADDED, added.id)]
    assert "van maandag 23 november om 10.00 uur" in sentences()[0]


def test_a_line_that_was_put_in_with_a_made_up_link_is_found(whole: Cast):
    added = TrailLine.objects.create(school_id=whole.school.id, at=NOW, by=whole.anouk, verb="case.read")
    ChainLink.objects.create(number=last().number + 1, line=added, mac=bytes(32))
    assert {fault.kind for fault in faults()} == {Wrong.CHANGED, Wrong.ADDED}


def test_a_trail_that_was_cut_off_is_found_by_its_end(whole: Cast):
    end = last().number
    remove(end - 1, end)
    assert sentences() == [f"Het spoor is afgebroken: de regels {end - 1} tot en met {end} zijn weg."]


def test_who_cuts_it_off_and_makes_the_end_fit_is_found_by_its_seal(whole: Cast):
    end = last().number
    remove(end - 1, end)
    meddle(f"UPDATE {HEAD} SET number = %s, mac = %s", end - 2, bytes(last().mac))  # noqa: S608
    assert [fault.kind for fault in faults()] == [Wrong.END]


def test_and_kring_going_on_does_not_make_it_good(whole: Cast):
    end = last().number
    remove(end - 1, end)
    meddle(f"UPDATE {HEAD} SET number = %s, mac = %s", end - 2, bytes(last().mac))  # noqa: S608
    write(whole)
    settle()
    write(whole)
    settle()
    assert [fault.kind for fault in faults()] == [Wrong.END]


@pytest.mark.parametrize("back", [5, 1])
def test_who_puts_back_an_older_end_is_found_by_what_was_noted_elsewhere(whole: Cast, back: int):
    noted = end_of_chain()
    assert noted is not None
    old = ChainHead.objects.get()
    for minute in range(back):
        write(whole, minute)
    settle()
    later = end_of_chain()
    assert later is not None
    remove(noted.number + 1, later.number)
    old.save()
    assert verify([noted]).is_whole
    assert [(fault.kind, fault.number, fault.to) for fault in faults(later)] == [
        (Wrong.CUT_OFF, noted.number + 1, later.number)
    ]
    write(whole)  # and whatever is written over it since
    settle()
    assert not verify([later]).is_whole


def test_a_chain_that_was_made_anew_is_found_by_what_was_noted_elsewhere(whole: Cast):
    noted = end_of_chain()
    assert noted is not None
    ChainLink.objects.all().delete()
    ChainHead.objects.all().delete()
    ChainKey.objects.all().delete()
    assert [fault.kind for fault in faults(noted)] == [Wrong.CUT_OFF]
    settle()
    assert verify().is_whole
    assert [fault.kind for fault in faults(noted)] == [Wrong.ANOTHER]


@pytest.mark.parametrize("column", [field.column for field in ChainHead._meta.concrete_fields if field.name != "id"])
def test_an_end_of_which_one_column_was_changed_is_found(whole: Cast, column: str):
    before = getattr(ChainHead.objects.get(), column)
    others: dict[str, Any] = {"key_id": None, "mac": bytes(32), "seal": bytes(32)}
    set_column(ChainHead, 1, column, others.get(column, before + 1 if isinstance(before, int) else None))
    assert not verify().is_whole


@pytest.mark.parametrize("column", ["wrapped", "after"])
def test_a_key_of_which_one_column_was_changed_is_found_and_kring_works_on(whole: Cast, column: str):
    key = ChainKey.objects.get()
    set_column(ChainKey, key.pk, column, {"wrapped": bytes(60), "after": 1}[column])
    assert Wrong.KEY in {fault.kind for fault in faults()}
    write(whole)
    settle()
    assert Wrong.KEY in {fault.kind for fault in faults()}


def test_an_end_that_was_taken_away_is_found_and_kring_works_on(whole: Cast):
    meddle(f"DELETE FROM {HEAD}")  # noqa: S608
    assert [fault.kind for fault in faults()] == [Wrong.END]
    write(whole)
    settle()
    assert [fault.kind for fault in faults()] == [Wrong.END]


def test_lines_that_are_added_meanwhile_are_no_fault(whole: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying, "LINKS", 2)
    monkeypatch.setattr(verifying, "LINES", 2)
    verifier = Verifier()
    parts = 0
    while verifier.some():
        parts += 1
        if parts < 12:
            write(whole, parts)
            settle()
    assert verifier.result.is_whole
    assert verifier.result.lines > 12


def test_of_a_thousand_faults_it_tells_the_first_and_counts_the_others(whole: Cast):
    TrailLine.objects.bulk_create(
        TrailLine(school_id=whole.school.id, at=NOW, by=whole.anouk, verb="case.read") for _ in range(SHOWN + 9)
    )
    result = verify()
    assert (len(result.faults), result.not_told) == (SHOWN, 9)


CHANGES = st.lists(
    st.tuples(st.sampled_from(["edit", "delete", "insert", "swap", "cut"]), st.integers(0, 6), st.integers(0, 6)),
    min_size=1,
    max_size=4,
)


@given(changes=CHANGES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_it_is_found(whole: Cast, changes: list[tuple[str, int, int]]):
    with transaction.atomic():
        before = state()
        for what, one, other in changes:
            do(whole, what, one, other)
        assert verify().is_whole is (state() == before)
        transaction.set_rollback(True)


def state() -> list[object]:
    lines = list(TrailLine.objects.order_by("id").values_list())
    return [lines, list(ChainLink.objects.order_by("number").values_list("number", "line_id"))]


def do(cast: Cast, what: str, one: int, other: int) -> None:
    links = list(ChainLink.objects.order_by("-number")[:7])
    if not links:
        return
    first, second = links[one % len(links)], links[other % len(links)]
    match what:
        case "edit":
            set_column(TrailLine, first.line_id, "at", NOW + timedelta(days=1 + other))
        case "delete":
            remove(first.number, first.number)
        case "insert":
            TrailLine.objects.create(school_id=cast.school.id, at=NOW, by=cast.anouk, verb="case.read")
        case "swap" if first.number != second.number:
            for number, line_id in [(first.number, -1), (second.number, first.line_id), (first.number, second.line_id)]:
                with connection.cursor() as cursor:
                    cursor.execute(f"UPDATE {LINK} SET line_id = %s WHERE number = %s", [line_id, number])  # noqa: S608
        case "cut":
            remove(first.number, links[0].number)


@pytest.mark.parametrize("text", ["", "12", "12:", "0:" + "a" * 64, "12:zz", "12:" + "a" * 62, "x:" + "a" * 64])
def test_what_was_noted_is_read_strictly(text: str):
    with pytest.raises(ValueError):
        Noted.read(text)


def test_what_was_noted_is_read_as_it_was_written():
    noted = Noted(812, bytes(range(32)))
    assert Noted.read(f"{noted}\n") == noted
