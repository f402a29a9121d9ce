"""A name is found in running text however it is written, and nothing else is."""

import sys
import unicodedata
from types import FrameType

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kring.names.finding import Mention, Sought, Text, apart, cut_at, lines_with, unbroken
from kring.names.letters import bare, is_letter
from tests.names.examples import OTHER, PERHAPS, SAME
from tests.names.found import names_in

DUTCH = (
    "In de pauze liepen ze samen naar het plein. Vanochtend zei de juf dat iedereen mee mag doen, ook wie later kwam. "
    "Gisteren was er ruzie om een bal; elke groep heeft nu een eigen dag. Zo'n afspraak werkt voor- en achteraf.\n"
    "Jullie letten op elkaar, foto's en ma's auto's zijn thuis. 's Middags is er om 14.30 uur tijd voor een gesprek."
)


@pytest.mark.parametrize(("registered", "written"), SAME)
@pytest.mark.parametrize("around", ["{}", "Hij zag {}.", "«{}», zei ze", "({})", "met\n{}\nen", "8 {} 9"])
def test_a_name_is_found_however_it_is_written(registered: str, written: str, around: str) -> None:
    [found] = Sought([registered]).in_text(around.format(written))
    assert found.sure
    assert (found.name, found.ending) == (registered, "")
    assert bare(found.written)


@pytest.mark.parametrize(("registered", "written"), PERHAPS)
def test_what_only_may_be_the_name_is_found_and_said_to_be_no_more_than_that(registered: str, written: str) -> None:
    [found] = Sought([registered]).in_text(f"Hij zag {written} lopen.")
    assert not found.sure


@pytest.mark.parametrize(("registered", "written"), OTHER)
def test_what_only_looks_like_the_name_is_not_found(registered: str, written: str) -> None:
    assert Sought([registered]).in_text(f"Hij zag {written} lopen.") == []


@pytest.mark.parametrize(
    ("text", "written", "ending"),
    [
        ("Sems tas", "Sem", "s"),
        ("Sem's tas", "Sem", "'s"),
        ("SEM’S tas", "SEM", "’S"),
        ("Se\u0301ms tas", "Sém", "s"),
        ("Sem s tas", "Sem", ""),
        ("Sem-s tas", "Sem", ""),
        ("Semst", None, None),
        ("Sems", "Sem", "s"),
    ],
)
def test_what_is_theirs_names_them_too(text: str, written: str | None, ending: str | None) -> None:
    found = Sought(["Sem"]).in_text(text)
    assert [(one.written, one.ending, one.theirs) for one in found] == (
        [(written, ending, bool(ending))] if written else []
    )


def test_an_accent_by_itself_goes_with_its_name() -> None:
    text = Text("Rene\u0301e\u0301 en Q\u0307li\u0307\u0307 lopen")
    assert [text.shown[one.start : one.end] for one in Sought(["Renee", "Qli"]).in_text(text)] == [
        unicodedata.normalize("NFC", "Rene\u0301e\u0301"),
        "Q\u0307li\u0307\u0307",
    ]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Lot", "lot Lot LOT Lots lotje Lotje", ["LOT", "Lot", "Lotje"]),
        ("De Wit", "De wit geverfde muur van de Wit, De Wit en DE WIT", ["DE WIT", "De Wit", "de Wit"]),
        ("de Wit", "de wit geverfde muur van De Wit", ["De Wit"]),
        ("Iris de Een", "iris de een, Iris de een", ["Iris de een"]),
        ("De", "de De", ["De"]),
        ("Bo Wit", "bo Wit, Bo Wit", ["Bo Wit"]),
        ("Van Dam", "van dam, van Dam", ["van Dam"]),
        ("D’Angelo", "d'angelo d'Angelo D'angelo", ["d'Angelo"]),
        ("lot", "lot Lot", ["Lot", "lot"]),
        ("王伟", "他是王伟吗", ["王伟"]),
        ("Ĳs", "ijs IJs", ["IJs"]),
        ("McBeer", "mcbeer McBeer Mc beer", ["McBeer"]),
    ],
)
def test_a_name_that_may_be_a_word_is_found_with_its_capitals_only(name: str, text: str, found: list[str]) -> None:
    assert names_in(text, [name], as_written=True) == found


def test_of_two_ways_to_register_one_name_the_one_without_capitals_is_found_in_small_letters() -> None:
    assert names_in("lot", ["Lot", "lot"], as_written=True) == ["lot"]
    assert names_in("lot", ["lot", "Lot"], as_written=True) == ["lot"]


@pytest.mark.parametrize("names", [["Lot", "LOT"], ["LOT", "Lot"], ["lót", "lot"], ["lot", "lót"]])
def test_of_two_ways_to_register_one_name_the_first_is_meant(names: list[str]) -> None:
    [found] = Sought(names).in_text("Lot")
    assert found.name == names[0]


@pytest.mark.parametrize("names", [["Sem", "Semm"], ["Semm", "Sem"]])
def test_of_two_names_that_it_only_may_be_the_first_is_meant(names: list[str]) -> None:
    [found] = Sought(names).in_text("Semmie")
    assert (found.name, found.sure) == (names[0], False)


def test_a_name_is_found_right_after_letters_that_begin_as_it_does() -> None:
    [found] = Sought(["Ooo"]).in_text("o ooo")
    assert (found.start, found.end) == (2, 5)
    assert [one.start for one in Sought(["Sem"]).in_text("Sem Sem")] == [0, 4]


def test_a_name_of_one_pupil_does_not_hide_that_of_another() -> None:
    found = Sought(["Sem", "Sem Bakker", "Bakker"]).in_text("Sem Bakker")
    assert [one.written for one in found] == ["Sem Bakker", "Sem", "Bakker"]


def test_of_mentions_that_overlap_the_first_and_longest_is_taken() -> None:
    text = "Anna Visser-Bos kwam met Anna."
    assert [one.written for one in apart(Sought(["Anna", "Visser", "Anna Visser", "Visser Bos"]).in_text(text))] == [
        "Anna Visser",
        "Anna",
    ]


def test_what_is_sure_comes_before_what_is_not() -> None:
    perhaps, sure = Mention(0, 6, "Semmie", "Sem", sure=False), Mention(0, 6, "Semmie", "Semmie")
    assert apart([perhaps], [sure]) == [sure]


@pytest.mark.parametrize("names", [["Sem", "Semmie"], ["Semmie", "Sem"]])
def test_a_name_is_surely_that_name_though_it_may_be_a_pet_form_too(names: list[str]) -> None:
    [found] = Sought(names).in_text("Semmie")
    assert found.sure


def test_names_that_touch_are_two() -> None:
    assert [one.written for one in apart(Sought(["王伟", "李娜"]).in_text("王伟李娜"))] == ["王伟", "李娜"]


def test_a_part_of_a_name_that_is_let_through_is_let_through() -> None:
    text = "Juf Anouk en Anouk, Anouk Bos en juf Anouks tas."
    let_through = Sought(["juf Anouk"]).in_text(text)
    found = apart(Sought(["Anouk", "Anouk Bos"]).in_text(text), but=let_through)
    assert [one.written for one in found] == ["Anouk", "Anouk Bos"]


def test_a_pet_form_of_a_name_that_is_let_through_does_not_hide_a_name() -> None:
    text = "Semmie"
    assert apart(Sought(["Semmie"]).in_text(text), but=Sought(["Sem"]).in_text(text))
    assert not apart(Sought(["Sem"]).in_text(text), but=Sought(["Semmie"]).in_text(text))
    assert not apart(Sought(["Sem"]).in_text(text), but=Sought(["Sem"]).in_text(text))


def test_no_name_without_a_letter_is_sought() -> None:
    assert Sought(["", "-", "👩‍👧", " ' "]).in_text("- 👩‍👧 '") == []
    assert Sought([]).in_text("Sem") == []


def test_a_number_is_found_with_what_is_dialled_before_it() -> None:
    text = Text("Bel 0031 (0)6 - 12.34.56.78 of 0612345678, niet 06, 12345678.")
    found = [text.shown[one.start : one.end] for one in Sought(["+31612345678"]).in_text(text)]
    assert found == ["0031 (0)6 - 12.34.56.78", "0612345678"]
    assert names_in("Bel 112.", ["112"]) == ["112"]
    assert names_in("0031 6 12345678", ["0612345678"]) == ["0031 6 12345678"]
    assert names_in("Bel 06 1234 5678 of 06 8765 4321.", ["0612345678", "0687654321"]) == [
        "06 1234 5678",
        "06 8765 4321",
    ]
    assert names_in("Bel 06  1234\u200b5678.", ["0612345678"]) == ["06 12345678"]


def test_a_name_over_two_lines_is_made_whole() -> None:
    text = "Da-\nan kwam. Da\nans tas. Sem\nliep."
    assert unbroken(text, ["Daan", "Sem"]) == "Daan kwam. Daans tas. Sem\nliep."
    assert unbroken("Hij zag DAAN en Da-\nan.", ["Daan"]) == "Hij zag DAAN en Daan."


def test_a_text_is_cut_at_its_names() -> None:
    text = "Sem en Sem Bakker."
    assert cut_at(text, Sought(["Sem", "Sem Bakker"]).in_text(text)) == [
        ("Sem", True),
        (" en ", False),
        ("Sem Bakker", True),
        (".", False),
    ]
    assert cut_at("", []) == []


def test_only_the_lines_with_a_name_are_shown_and_a_name_keeps_two_together() -> None:
    text = "Sem speelt.\nNiemand.\nMet Daan\nBakker."
    named = Sought(["Sem", "Daan\nBakker"]).in_text(text)
    assert lines_with(text, named) == [
        [("Sem", True), (" speelt.", False)],
        [("Met ", False), ("Daan\nBakker", True), (".", False)],
    ]
    assert lines_with("Niemand.", []) == []


def test_a_line_with_a_name_begins_where_the_line_begins() -> None:
    text = "Eerst.\nSem liep.\nNiemand.\n\nHij zag Sem"
    assert lines_with(text, Sought(["Sem"]).in_text(text)) == [
        [("Sem", True), (" liep.", False)],
        [("Hij zag ", False), ("Sem", True)],
    ]


def test_two_letters_of_one_character_are_not_parted() -> None:
    assert not Sought(["I", "Jsbrand"]).in_text("Ĳsbrand")
    assert not Sought(["J", "Joe"]).in_text("Jörg")


LETTERS = st.characters(categories=["Lu", "Ll", "Lt", "Lo"])
WORDS = st.text(LETTERS, min_size=3, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
UNSEEN = st.sampled_from("\u00ad\u200b\u200f\u2060\ufeff\u202a\U000e0020")


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A name of any letters, and a way in which it is written."""
    name = draw(NAMES)
    assume(all(len(bare(word)) > 2 for word in name.split()))
    way = draw(
        st.sampled_from(["as it is", "capitals", "small", "NFD", "NFKC", "hyphen", "unseen", "broken", "spaced"])
    )
    split = draw(st.integers(1, len(name.split()[0]) - 1))
    text = {
        "as it is": name,
        "capitals": name.upper(),
        "small": name.lower(),
        "NFD": unicodedata.normalize("NFD", name),
        "NFKC": unicodedata.normalize("NFKC", name),
        "hyphen": name.replace(" ", "-"),
        "unseen": name[:split] + draw(UNSEEN) + name[split:],
        "broken": name[:split] + "-\n" + name[split:],
        "spaced": " ".join(name),
    }[way]
    return name, text


@settings(max_examples=300, deadline=None)
@given(written(), st.sampled_from(["{}", "Dat is {}.", "({})", "“{}”!", "x {} y"]))
@example(("IJsbrand", "IJSBRAND"), "{}")
@example(("ᾀᾀᾀ", "ΑΙΑΙΑΙ"), "{}")
@example(("AÖE", "AÖ-\nE"), "{}")
@example(("AA\u0a33", "A A \u0a33"), "{}")  # which no text keeps as one character
@example(("\u0930\u093e\u092e\u0926", "\u0930\u093e \u092e \u0926"), "{}")
def test_a_name_of_any_letters_is_found_in_each_way_to_write_it(name: tuple[str, str], around: str) -> None:
    registered, text = name
    found = Sought([registered]).in_text(around.format(text))
    assert {one.name for one in found} == {registered}, (registered, text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=["L", "M", "N", "P", "Z", "Cf"]), max_size=80), NAMES)
def test_what_is_found_has_the_letters_of_the_name(text: str, name: str) -> None:
    read = Text(text)
    for one in Sought([name]).in_text(read):
        assert 0 <= one.start < one.end <= len(read.shown)
        assert bare(read.shown[one.start : one.end])


@settings(max_examples=200, deadline=None)
@given(NAMES)
@example("Vooren")
@example("Mas")
@example("Jul")
def test_in_ordinary_dutch_stands_no_name(name: str) -> None:
    own = {bare(word) for word in DUTCH.split()}
    assume(not own & {bare(name), *(bare(part) for part in name.split())})
    assume(any(map(is_letter, bare(name))))
    assert names_in(DUTCH, [name], as_written=True) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (f"Jan {'-' * 180} Wim", f"Jan {'-' * 20_000}"),
        (f"Jan {'-' * 180} Wim", "Jan -" * 4_000),
        ("a" * 200, "a" * 20_000),
        ("a" * 200, "a " * 10_000),
        ("a-" * 100, "a-" * 10_000),
        ("Sem", "-" * 20_000),
        ("Sem", "Sem " * 5_000),
        ("Sem", "Sem\u0301" * 5_000),
        ("0612345678", "06" * 10_000),
        ("0612345678", "6-" * 10_000),
        ("0612345678", " " * 20_000 + "12345678"),
    ],
    ids=range(11),
)
def test_a_hostile_text_takes_work_that_grows_with_its_length_only(name: str, text: str) -> None:
    """Counted in calls, of Python and of C; a pattern that tries every way would make millions."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sought = Sought([name])
    sys.setprofile(count)
    try:
        apart(found := sought.in_text(text), but=found)
    finally:
        sys.setprofile(None)
    assert calls < 60 * len(text)
