"""A fault that somebody looked into is told no more, for as long as what stands there is what stood there then."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kring.cases.actions.known_fault import fault_is_known
from kring.mail.models import Letter
from kring.trail.faults import Fault, Wrong
from kring.trail.models import ChainLink, TrailLine
from kring.trail.verbs import Verb, WhyKnown
from kring.trail.verifying import verify
from tests.cast import NOW, Cast
from tests.trail.chaining import faults, meddle, set_column, settle
from tests.trail.test_verifying import LINE, LINK, last, leave, remove, write

LATER = NOW + timedelta(days=3)


@pytest.fixture
def whole(cast: Cast) -> Cast:
    """A trail in which seven lines are the last."""
    for minute in range(7):
        write(cast, minute)
    settle()
    return cast


def is_known(*found: Fault, why: WhyKnown = WhyKnown.MENDED) -> None:
    for fault in found:
        fault_is_known(fault=fault, why=why, at=LATER)
    settle()


def changed(cast: Cast) -> None:
    set_column(TrailLine, last(3).line_id, "verb", "case.closed")


def link_changed(cast: Cast) -> None:
    set_column(ChainLink, last(3).number, "mac", bytes(32))


def taken_out(cast: Cast) -> None:
    remove(last(4).number, last(3).number)


def line_gone(cast: Cast) -> None:
    meddle(f"UPDATE {LINK} SET line_id = 900000 WHERE number = %s", last(3).number)  # noqa: S608
    meddle(f"DELETE FROM {LINE} WHERE id NOT IN (SELECT line_id FROM {LINK})")  # noqa: S608


def added(cast: Cast) -> None:
    TrailLine.objects.create(school_id=cast.school.id, at=NOW, by=cast.anouk, verb="case.read")


@pytest.mark.parametrize("meddles", [changed, link_changed, taken_out, line_gone, added])
def test_what_somebody_looked_into_is_told_no_more_and_counted(whole: Cast, meddles: Callable[[Cast], None]):
    meddles(whole)
    found = faults()
    assert found
    is_known(*found)
    result = verify()
    assert (result.is_whole, result.known) == (True, len(found))
    added(whole)
    assert [fault.kind for fault in faults()] == [Wrong.ADDED], "and what is new is told as always"
    leave()


def test_changed_once_more_it_is_told_again(whole: Cast):
    changed(whole)
    is_known(*faults())
    set_column(TrailLine, last(5).line_id, "verb", "case.joined")  # two lines by now say that it is known
    assert [(fault.kind, fault.number) for fault in faults()] == [(Wrong.CHANGED, last(5).number)]


def test_the_line_after_a_gap_that_is_known_is_still_watched(whole: Cast):
    """By its hash it cannot be judged: what it was made from is gone."""
    gone = last(4).number, last(3).number
    taken_out(whole)
    is_known(*faults())
    after = ChainLink.objects.get(number=gone[1] + 1)
    set_column(TrailLine, after.line_id, "verb", "case.closed")
    assert [(fault.kind, fault.number, fault.to) for fault in faults()] == [(Wrong.MISSING, *gone)]


def test_a_gap_that_grew_is_told_whole(whole: Cast):
    first, to = last(4).number, last(3).number
    taken_out(whole)
    is_known(*faults())
    remove(to + 1, to + 1)
    assert [(fault.kind, fault.number, fault.to) for fault in faults()] == [(Wrong.MISSING, first, to + 1)]


def test_a_line_that_was_added_and_is_known_may_not_become_another(whole: Cast):
    added(whole)
    is_known(*faults())
    unlinked = TrailLine.objects.get(link=None)
    set_column(TrailLine, unlinked.pk, "verb", "case.closed")
    assert [fault.kind for fault in faults()] == [Wrong.ADDED]


def test_the_word_that_it_is_known_counts_only_in_its_own_right_place(whole: Cast):
    changed(whole)
    [fault] = faults()
    is_known(fault)
    for line in TrailLine.objects.filter(verb=Verb.TRAIL_FAULT_KNOWN):
        set_column(TrailLine, line.pk, "by_id", whole.hein.pk)
    assert {one.kind for one in faults()} == {Wrong.CHANGED}
    assert fault.number in {one.number for one in faults()}


@pytest.mark.parametrize("linked", [False, True])
def test_who_has_only_the_database_says_in_vain_that_it_is_known(whole: Cast, linked: bool):
    changed(whole)
    [fault] = faults()
    detail = {"kind": "changed", "number": fault.number, "to": 0, "why": "mended", "stands": fault.digest}
    line = TrailLine.objects.create(school_id=whole.school.id, at=NOW, verb=Verb.TRAIL_FAULT_KNOWN, detail=detail)
    if linked:
        ChainLink.objects.create(number=last().number + 1, line=line, mac=bytes(32))
    assert fault in faults()


def test_of_the_end_of_the_trail_it_is_never_said_that_it_is_known(whole: Cast):
    remove(last(1).number, last().number)
    [fault] = faults()
    assert (fault.kind, fault.code) == (Wrong.CUT_OFF, "")
    with pytest.raises(ValueError, match="only lines"):
        fault_is_known(fault=fault, why=WhyKnown.BROKE, at=LATER)


def test_every_school_has_it_in_its_trail_and_every_head_a_letter(whole: Cast):
    changed(whole)
    [fault] = faults()
    is_known(fault, why=WhyKnown.MEDDLED)
    lines = TrailLine.objects.filter(verb=Verb.TRAIL_FAULT_KNOWN)
    assert {line.school_id for line in lines} == {whole.school.pk, whole.linde.school.pk}
    letters = {letter.address: letter for letter in Letter.objects.filter(kind="trail_fault_known")}
    assert set(letters) == {"hein@dewilg.example", "kees@delinde.example"}
    text = letters["hein@dewilg.example"].text or ""
    assert f"Regel {fault.number}, van maandag 23 november om 10.03 uur, is veranderd of verplaatst." in text
    assert "Reden: iemand deed het met opzet. Het is uitgezocht." in text
    assert "/school/spoor/" in text
