"""What one character is when names are compared."""

import sys
import unicodedata
from collections.abc import Iterator

import pytest

from kring.names.letters import (
    bare,
    comparable,
    folded,
    is_letter,
    is_space,
    is_unseen,
    same,
    without_unseen,
    words_in,
)


def every_character() -> Iterator[str]:
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


@pytest.mark.slow
def test_every_letter_of_every_alphabet_matches_itself_whatever_its_case_or_composition() -> None:
    for mark in every_character():
        compared = comparable(mark)
        for form in (mark.upper(), mark.lower(), mark.title(), mark.casefold()):
            assert comparable(form) == compared, (mark, form)
        if mark.isalpha():
            for way in ("NFC", "NFD", "NFKC", "NFKD"):
                assert comparable(unicodedata.normalize(way, mark)) == compared, (mark, way)


@pytest.mark.slow
def test_what_is_comparable_stays_as_it_is() -> None:
    assert [mark for mark in every_character() if comparable(comparable(mark)) != comparable(mark)] == []


def test_two_letters_without_an_accent_are_never_the_same_in_one_alphabet() -> None:
    """Small plain letters, of which none is written with a sign added to another."""
    plain = (
        "abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψωابتثجحخدذرزسشصضطظعغفقلمنوي"
    )
    assert len({comparable(mark) for mark in plain}) == len(plain)


@pytest.mark.parametrize(
    ("mark", "compared"),
    [
        *(("é", "e"), ("Ș", "s"), ("ệ", "e"), ("ł", "l"), ("Ø", "o"), ("đ", "d"), ("ħ", "h"), ("ı", "i"), ("İ", "i")),
        *(("Æ", "ae"), ("œ", "oe"), ("ß", "ss"), ("ẞ", "ss"), ("Þ", "th"), ("ð", "d"), ("Ĳ", "ij"), ("ĳ", "ij")),
        *(("ﬁ", "fi"), ("Ａ", "a"), ("ⓐ", "a"), ("𝓐", "a"), ("ª", "a"), ("ᴀ", "a"), ("ſ", "s"), ("ŉ", "'n")),
        *(("\u0301", ""), ("\u20dd", ""), ("\u05b8", ""), ("\u064e", ""), ("\u0640", ""), ("\u0345", "ι")),
        *(("\u200b", ""), ("\u00ad", ""), ("\u200f", ""), ("\ufeff", ""), ("\ufe0f", ""), ("\x00", ""), ("\x9f", "")),
        *((" ", " "), ("\u00a0", " "), ("\u2007", " "), ("\u3000", " "), ("\u2800", " "), ("\t", " ")),
        *(("\n", "\n"), ("\r", "\n"), ("\u2028", "\n"), ("\x85", "\n")),
        *(("-", "-"), ("–", "-"), ("\u2011", "-"), ("\u2212", "-"), ("_", "-"), ("\u05be", "-"), ("\uff0d", "-")),
        *(("'", "'"), ("’", "'"), ("‘", "'"), ("`", "'"), ("´", "'"), ("ʼ", "'"), ("ʻ", "'"), ("\uff07", "'")),
        *((".", "."), ("·", "."), ("…", "..."), (",", ","), ("@", "@"), ("!", "!"), ("😀", "😀")),
        *(("٣", "3"), ("３", "3"), ("²", "2"), ("ё", "е"), ("й", "и"), ("ґ", "г"), ("ς", "σ"), ("ی", "ي"), ("ک", "ك")),
        *(("आ", "आ"), ("\u093f", "\u093f"), ("\u0e38", "\u0e38"), ("王", "王"), ("ȷ", "j"), ("ə", "e"), ("ʉ", "u")),
    ],
)
def test_a_character_is_compared_as_what_a_reader_takes_it_for(mark: str, compared: str) -> None:
    assert folded(mark) == comparable(mark) == compared


def test_a_text_is_compared_whole() -> None:
    assert comparable("Ștefan\u200b DE\u00a0Wít – Q") == "stefan de wit - q"
    assert bare("Jan-Willem 2") == "janwillem2"
    assert bare("Sem") == "sem"
    assert bare("- '") == ""
    assert words_in("Shay O’Neil-Bos 2") == ["shay", "o", "neil", "bos", "2"]
    assert words_in("") == []


def test_two_names_are_the_same_when_a_reader_takes_them_for_the_same() -> None:
    assert same("D'Angelo", "D’ANGELO")
    assert same("Ĳsbrand", "IJsbrand")
    assert not same("Sem", "Sam")
    assert same("Noor", "N\u043eor"), "a Cyrillic letter that nobody sees among the Latin ones"
    assert not same("Anna", "\u0410\u043d\u043d\u0430"), "a whole name in another alphabet is that name"
    assert same("Sem", "S\u0336e\u0336m\u0336"), "struck through"
    assert same("👩", " 👩")
    assert not same("👩", "👧"), "without a letter they are as they are drawn"


def test_a_letter_belongs_to_a_word() -> None:
    assert all(map(is_letter, "a1é王\u093f"))
    assert not any(map(is_letter, " -'.@\n"))


def test_nobody_sees_a_mark_that_only_says_how_its_neighbours_are_written() -> None:
    assert all(map(is_unseen, "\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u206f\ufeff"))
    assert all(map(is_unseen, "\ufff9\ufe0f\U000e0020\x00\x1b\x7f"))
    assert not any(map(is_unseen, "a -\t\n\r\u2028\u00a0\u0301\u0350\u2800😀"))
    assert is_unseen("\ud800")
    ranges = (
        *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
        *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3)),
        *((0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
    )
    for first, last in ranges:
        assert not is_unseen(chr(first - 1))
        assert is_unseen(chr(first))
        assert is_unseen(chr(last))
        assert not is_unseen(chr(last + 1))


def test_a_space_is_a_space_of_any_kind() -> None:
    assert all(map(is_space, " \t\n\u00a0\u2003\u202f\u3000\u2800"))
    assert not any(map(is_space, "a\u200b"))


def test_a_text_as_a_reader_sees_it() -> None:
    assert without_unseen("Rene\u0301\u00ade\u200d") == "Renée"
