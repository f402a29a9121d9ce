"""One line that was typed is kept without what nobody sees, and is never refused for it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.names.letters import bare, is_unseen
from kring.names.typed import address, has_control, one_line

KEPT = [
    # typed, kept
    ("Jan\u00a0Willem", "Jan Willem"),
    ("de\u00a0Vries", "de Vries"),
    ("de\u2009Vries", "de Vries"),
    ("de\u3000Vries", "de Vries"),
    ("de\u2800Vries", "de Vries"),
    ("de\tVries", "de Vries"),
    ("de\nVries", "de Vries"),
    ("de\u2028Vries", "de Vries"),
    ("\u200bSem", "Sem"),
    ("\ufeffSem\u2060", "Sem"),
    ("S\u00adem", "Sem"),
    ("S\u200dem", "Sem"),
    ("S\u200cem", "Sem"),
    ("Se\ufe0fm", "Sem"),
    ("Sem\ufe0f", "Sem"),
    ("Se\x00m", "Sem"),
    ("Se\x1b\x9bm", "Sem"),
    ("\u200eSem\u200f", "Sem"),
    ("\u2066Sem\u2069", "Sem"),
    ("Se\U000e0061m", "Sem"),
    (" \u200b Sem \u200b ", "Sem"),
    ("\u202a+31 6 00001234\u202c", "+31 6 00001234"),
    ("06\u00a00000\u00a01234", "06 0000 1234"),
    ("06 00001234\u200b", "06 00001234"),
    ("👩\u200d👧", "👩\u200d👧"),
    ("👩🏽\u200d🚀", "👩🏽\u200d🚀"),
    ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
    ("❤\ufe0f", "❤\ufe0f"),
    ("‼\ufe0f", "‼\ufe0f"),
    ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
    ("1\ufe0f", "1"),
    ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
    ("\U0001f3f4\U000e0067", "\U0001f3f4"),
    ("👩\u200d", "👩"),
    ("!\ufe0f", "!"),
    ("–\ufe0f", "–"),
    ("С\u200dем", "Сем"),
    ("Ν\u200dίκος", "Νίκος"),
    ("ש\u200dם", "שם"),
    ("Ｓ\u200dｅｍ", "Ｓｅｍ"),
    ("\u200d👩", "👩"),
    ("👩\u200d\u200d👧", "👩\u200d👧"),
    ("a\ufe0f\u200d👧", "a👧"),
    ("👩\u200d\ufe0fa", "👩\ufe0fa"),
    ("👩\u200b\u200d👧", "👩\u200d👧"),
    ("👩\u200d Sem", "👩 Sem"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("می\u200c خواهم", "می خواهم"),
    ("क्\u200dष", "क्\u200dष"),
    ("葛\U000e0100", "葛\U000e0100"),
    ("Rene\u0301e", "Rene\u0301e"),
    ("Ștefan’s", "Ștefan’s"),
    ("a  b", "a  b"),
    ("", ""),
    ("\u200b", ""),
    ("\u00a0\u200b\n", ""),
    ("\u200d", ""),
]


@pytest.mark.parametrize(("typed", "kept"), KEPT, ids=[ascii(typed) for typed, _kept in KEPT])
def test_of_one_line_everything_that_is_seen_is_kept(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@given(st.text(st.characters(), max_size=30))
def test_what_is_kept_is_kept_again_as_it_is(typed: str) -> None:
    kept = one_line(typed)
    assert one_line(kept) == kept
    assert not has_control(kept)
    assert not {"\n", "\t", "\u00a0"} & set(kept)
    assert bare(kept) == bare(typed.replace("\x00", ""))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), max_size=30))
def test_nothing_that_is_seen_is_lost(typed: str) -> None:
    seen = "".join(mark for mark in typed if not is_unseen(mark) and not mark.isspace() and mark != "\u2800")
    kept = "".join(mark for mark in one_line(typed) if not is_unseen(mark) and mark != " ")
    assert kept == seen


def test_an_address_ends_where_it_seems_to_end() -> None:
    assert address("ouder@voorbeeld.example\u200b") == "ouder@voorbeeld.example"
    assert address(" \u202aouder@voorbeeld.example\u00a0\u202c") == "ouder@voorbeeld.example"
    assert address("👩\u200d👧@voorbeeld.example") == "👩👧@voorbeeld.example"


def test_control_is_what_no_database_keeps() -> None:
    assert all(map(has_control, ("a\x00", "\x1b", "\ud800", "\x9b")))
    assert not any(map(has_control, ("a\n\t\r", "\u200b\u00a0", "\x85", "")))
    assert unicodedata.category("\u200b") == "Cf"
