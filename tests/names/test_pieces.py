"""What Dutch does with names: parts by which somebody is meant, and pet forms."""

import pytest

from kring.names.pieces import parts_of, short_form


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Petra de Wit", {"Petra", "Wit"}),
        ("De Vries", {"Vries"}),
        ("Fatima El Amrani", {"Fatima", "Amrani"}),
        ("Een klasgenoot", set()),
        ("Moeder van Sem", {"Sem"}),
        ("Inge Bakker-Visser", {"Inge", "Bakker-Visser", "Bakker", "Visser"}),
        ("Shay O’Neil", {"Shay", "O’Neil", "Neil"}),
        ("J. Bos", {"Bos"}),
        ("'t Hart", {"Hart"}),
        ("王伟", {"王伟"}),
        ("", set()),
    ],
)
def test_a_word_that_only_stands_in_names_is_no_name(name: str, parts: set[str]) -> None:
    assert parts_of(name) == parts


@pytest.mark.parametrize(
    ("name", "endings"),
    [
        ("sem", ["mie", "ie", "my", "y", "metje", "etje", "je", "pje", "ke", "meke", "mies", "jes", "tje", "eke"]),
        ("noa", ["atje", "tje", "tjes", "ke", "ie"]),
        ("anne", ["ke", "tje", "etje"]),
        ("bo", ["otje", "tje"]),
    ],
)
def test_an_ending_makes_a_pet_form(name: str, endings: list[str]) -> None:
    assert [ending for ending in endings if short_form(name, ending)] == endings


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        *(("sem", "ester"), ("sem", "s"), ("sem", ""), ("sem", "x"), ("noa", "aie"), ("bob", "aatje"), ("al", "ke")),
        *(
            ("jul", "lie"),
            ("an", "y"),
            ("jo", "ke"),
            ("el", "ke"),
            ("mo", "oie"),
            ("act", "ie"),
            ("bee", "tje"),
            ("an", "eke"),
            ("wel", "ke"),
            ("zul", "ke"),
            ("nat", "ie"),
            ("be", "etje"),
        ),
    ],
)
def test_another_ending_makes_another_word(name: str, ending: str) -> None:
    assert not short_form(name, ending)
