"""A text as a row of letters: where words begin and end in it."""

import pytest

from kring.names.row import SAME, Row, letters_of, without_spaces


def test_each_letter_knows_where_it_stands_and_what_stands_before_it() -> None:
    row = Row("\u200bĲs – e\u0301!")
    assert row.letters == "ijse"
    assert row.before == ["", SAME, "", " - "]
    assert row.start == [1, 1, 2, 6]
    assert row.end == [2, 2, 3, 8]


def test_one_character_can_be_spelled_as_two_letters() -> None:
    row = Row("Jörg", {ord("ö"): "oe"})
    assert row.letters == "joerg"
    assert row.before == ["", "", SAME, "", ""]
    assert row.start == [0, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "begin"),
    [("ab", [0, 2]), ("a b", [0, 1, 2]), ("a-b", [0, 1, 2]), ("a1b", [0, 1, 2, 3]), ("王a", [0, 1, 2]), ("ĳa", [0, 3])],
)
def test_a_word_begins_and_ends_where_letters_do_not_touch(text: str, begin: list[int]) -> None:
    row = Row(text)
    assert [at for at in range(len(row.letters) + 1) if row.begins_word(at)] == begin


def test_a_word_is_followed_for_a_few_letters_only() -> None:
    row = Row("abcdef gh")
    assert row.end_of_word(1, most=2) == 3
    assert row.end_of_word(1, most=9) == 6
    assert row.end_of_word(6, most=9) == 6
    assert row.end_of_word(8, most=9) == 8


@pytest.mark.parametrize(
    ("text", "how"),
    [
        *(("abc", True), ("a-bc", True), ("a'bc", True), ("ab- c", True), ("a b c", True), ("a.b.c", True)),
        *(("ab\nc", False), ("a\nb\nc", False), ("ab c", None), ("ab.c", None), ("a,b,c", None), ("ab - c", None)),
        *(("ab’s", None), ("a’sb", True), ("x- en", None), ("x- of", None), ("x- enz", True), ("x-en", True)),
    ],
)
def test_letters_are_one_word_surely_perhaps_or_not(text: str, how: bool | None) -> None:
    row = Row(text)
    assert row.one_word(0, len(row.letters)) is how


def test_two_letters_by_themselves_are_perhaps_one_word() -> None:
    assert Row("a b").one_word(0, 2) is False
    assert Row("a").one_word(0, 1) is True


@pytest.mark.parametrize(
    ("first", "last"),
    [
        *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x312F), (0x3400, 0x9FFF)),
        (0x20000, 0x3FFFF),
    ],
)
def test_some_scripts_write_words_against_each_other(first: int, last: int) -> None:
    assert without_spaces(chr(first))
    assert without_spaces(chr(last))
    assert not without_spaces(chr(first - 1))
    assert not without_spaces(chr(last + 1))
    assert not without_spaces("a")


def test_a_letter_that_looks_latin_is_read_so() -> None:
    assert [letters_of(mark) for mark in "СеΑ"] == ["c", "e", "a"]
