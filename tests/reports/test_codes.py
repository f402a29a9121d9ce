"""The code of six words: the same again from the same, read however it is written, and never shown by accident."""

import copy
import logging
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.reports.codes import WORDS, Code, code_of, digest_of, how_many, read, wrong_words

SECRET = bytes(range(32))
OTHER_SECRET = bytes(range(1, 33))
CODE = code_of(SECRET, b"a form that was opened")
SPOKEN = CODE.spoken()

codes = st.tuples(*[st.integers(0, len(WORDS) - 1)] * 6).map(Code)


def code(spoken: str) -> Code:
    return Code(tuple(WORDS.index(word) for word in spoken.split()))


def test_the_same_form_gives_the_same_code_and_another_form_another():
    assert code_of(SECRET, b"a form that was opened") == CODE
    assert code_of(SECRET, b"another form") != CODE
    assert code_of(OTHER_SECRET, b"a form that was opened") != CODE


def test_every_word_comes_by_at_each_place():
    seen: list[set[int]] = [set() for _place in range(6)]
    for number in range(20_000):
        for place, which in enumerate(code_of(SECRET, number.to_bytes(4, "big")).numbers):
            seen[place].add(which)
    assert all(len(places) > 2040 for places in seen)


@pytest.mark.parametrize("numbers", [(), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 2048), (1, 2, 3, 4, 5, -1)])
def test_only_six_words_of_the_list_are_a_code(numbers):
    with pytest.raises(ValueError, match="six words"):
        Code(numbers)


# --- What is kept of it ---------------------------------------------------------------------------


def test_what_is_kept_is_the_same_again_at_the_same_door_and_says_no_word():
    kept = digest_of(CODE, secret=SECRET)
    assert kept == digest_of(code(SPOKEN), secret=SECRET)
    assert len(kept) == 64
    assert set(kept) <= set("0123456789abcdef")


def test_another_door_or_another_code_keeps_something_else():
    others = (digest_of(CODE, secret=OTHER_SECRET), digest_of(code_of(SECRET, b"another form"), secret=SECRET))
    assert len({digest_of(CODE, secret=SECRET), *others}) == 3


def test_a_secret_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        code_of(b"short", b"a form that was opened")
    with pytest.raises(ValueError, match="32 bytes"):
        digest_of(CODE, secret=bytes(31))


def test_nothing_shows_the_words_unless_it_asks_for_them(caplog):
    caplog.set_level("DEBUG")
    logging.getLogger("kring").info("came back with %s %r", CODE, CODE)
    shown = f"{CODE} {CODE!r} {[CODE]} {caplog.text} %s" % CODE
    assert "code of six words" in shown
    assert not any(word in shown for word in CODE.words())
    assert not any(str(number) in repr(CODE) for number in CODE.numbers)


@pytest.mark.parametrize("keep", [copy.copy, copy.deepcopy, lambda code: code.__reduce__()])
def test_a_code_goes_into_no_session_or_cache(keep):
    with pytest.raises(TypeError, match="kept only as its digest"):
        keep(CODE)


# --- How it may be written ------------------------------------------------------------------------


def full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in text)


WAYS = {
    "as it is": lambda words: " ".join(words),
    "in capitals": lambda words: " ".join(words).upper(),
    "with a phone's own capital and full stop": lambda words: " ".join(words).capitalize() + ". ",
    "a capital each": lambda words: " ".join(words).title(),
    "with commas": lambda words: ", ".join(words),
    "with dots": lambda words: ".".join(words),
    "with hyphens": lambda words: "-".join(words),
    "with long hyphens": lambda words: "–".join(words),
    "a word a line": lambda words: "\r\n".join(words),
    "a line with a number each": lambda words: "\n".join(f"{place}. {word}" for place, word in enumerate(words, 1)),
    "numbers against the words": lambda words: " ".join(f"{place}{word}" for place, word in enumerate(words, 1)),
    "the first four letters": lambda words: " ".join(word[:4] for word in words),
    "the first four letters in capitals": lambda words: " ".join(word[:4] for word in words).upper(),
    "without spaces": lambda words: "".join(words),
    "one space missing": lambda words: " ".join(words[:3]) + " ".join(words[3:]),
    "spaces within": lambda words: "\u00a0 ".join(words) + "\t",
    "a space in a long word": lambda words: " ".join([*words[:5], f"{words[5][:4]} {words[5][4:]}"]),
    "in full width": lambda words: full_width(" ".join(words)),
    "with accents": lambda words: " ".join(words).replace("e", "é").replace("a", "ä"),
    "with accents of their own": lambda words: unicodedata.normalize("NFD", " ".join(words).replace("o", "ö")),
    "with an ij of one letter": lambda words: " ".join(words).replace("ij", "ĳ"),
    "with a y for an ij": lambda words: " ".join(words).replace("ij", "y"),
    "with a soft hyphen": lambda words: " ".join(word[:2] + "\u00ad" + word[2:] for word in words),
    "with a fifth letter that is wrong": lambda words: " ".join(
        w[:4] + "q" + w[5:] if len(w) > 4 else w for w in words
    ),
    "a letter too many": lambda words: " ".join(word + "s" if len(word) > 3 else word for word in words),
    "a letter too few": lambda words: " ".join(word[:-1] if len(word) > 4 else word for word in words),
}


@pytest.mark.parametrize("way", WAYS)
@given(meant=codes)
def test_it_is_read_however_it_is_written(way, meant):
    assert read(WAYS[way](meant.words())) == meant


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("ij", "ei"),
        ("ei", "ij"),
        ("ij", "y"),
        ("ou", "au"),
        ("au", "ou"),
        ("v", "f"),
        ("f", "v"),
        ("z", "s"),
        ("cht", "gt"),
    ],
)
def test_every_word_may_be_written_by_ear(written, heard):
    differ = [word for word in WORDS if written in word]
    assert len(differ) > 10
    for word in differ:
        assert read(f"kat kat kat kat kat {word.replace(written, heard)}") == code(f"kat kat kat kat kat {word}")


def test_every_word_may_end_as_it_sounds():
    for word in WORDS:
        if word.endswith("d"):
            assert read(f"kat kat kat kat kat {word[:-1]}t") == code(f"kat kat kat kat kat {word}")


@given(meant=codes, ways=st.tuples(*[st.sampled_from(["as it is", "in capitals", "the first four letters"])] * 6))
def test_each_word_may_be_written_another_way(meant, ways):
    assert read(", ".join(WAYS[way]([word]) for way, word in zip(ways, meant.words(), strict=True))) == meant


@given(meant=codes)
def test_four_letters_each_without_spaces_are_the_code_or_nothing(meant):
    assert read("".join(word[:4] for word in meant.words())) in (meant, None)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "nothing"),
        ("   \n", "nothing"),
        ("kat boom fiets hond vogel", "five words"),
        ("kat boom fiets hond vogel appel egel", "seven words"),
        ("kat boom fiets hond vogel xylofoon", "a word that is not ours"),
        ("kat boom fites hond vogel appel", "two letters that changed places"),
        ("kat boom fiets hond vogel дом", "another script"),
        ("1 2 3 4 5 6", "numbers"),
        ("🐱 🌳 🚲 🐶 🐦 🍎", "pictures"),
        ("kat " * 100, "far too much"),
        ("k a t b o o m", "letters apart, of two words"),
    ],
)
def test_what_is_no_code_is_none(typed, why):
    assert read(typed) is None, why


@given(typed=st.text(max_size=400))
def test_whatever_is_typed_is_read_or_is_none(typed):
    meant = read(typed)
    assert meant is None or meant == read(meant.spoken())
    assert all(1 <= place <= how_many(typed) for place in wrong_words(typed))


# --- What to say of a wrong one -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "places", "many"),
    [
        ("kat boom xylofoon hond vogel appel", (3,), 6),
        ("kat boom fiets hond vogel appel", (), 6),
        ("KAT, BOOM, fietz, Hond", (), 4),
        ("katboom qq fiets", (3,), 4),
        ("", (), 0),
        ("blorp kat blerp", (1, 3), 3),
    ],
)
def test_the_page_can_say_which_word_it_does_not_know_and_how_many_there_are(typed, places, many):
    assert wrong_words(typed) == places
    assert how_many(typed) == many


def test_a_word_that_is_known_by_ear_is_not_wrong():
    assert read("kat boom fiets hont fogel appel") == code("kat boom fiets hond vogel appel")


def test_no_word_without_its_last_letter_is_another_word():
    """All of them are asked: a chance of one in two thousand is a child that does not come in."""
    ways = {word: read(" ".join([word[:-1] if len(word) > 4 else word] * 6)) for word in WORDS}
    assert [word for word, code in ways.items() if code is None or code.words() != (word,) * 6] == []


def test_five_words_in_full_are_never_read_as_six() -> None:
    assert read("barnsteen nerts repen knoop kopbal") is None
    assert how_many("barnsteen nerts repen knoop kopbal") == 5
