"""What a school may call its coordinator, and how that word stands in a sentence."""

import pytest

from kring.protocol.called import LONGEST, STANDARD, called, problem_of, written


def test_the_word_stands_where_the_sentence_leaves_room_and_begins_it_with_a_capital() -> None:
    assert called("Vraag het de {coordinator} of de directeur.", "intern begeleider") == (
        "Vraag het de intern begeleider of de directeur."
    )
    assert called("{Coordinator} en directeur weten ervan.", "intern begeleider") == (
        "Intern begeleider en directeur weten ervan."
    )
    assert called("{Coordinator} of {coordinator}", "één-meldpersoon") == "Één-meldpersoon of één-meldpersoon"


def test_a_school_that_chose_nothing_hears_the_documents_word() -> None:
    assert called("De {coordinator} ziet het.") == f"De {STANDARD} ziet het."


def test_a_quotation_of_the_document_keeps_the_documents_word() -> None:
    quote = "De leerkracht informeert de Seo-coördinator, directie en team"
    assert called(quote, "intern begeleider") == quote


@pytest.mark.parametrize(
    "word",
    [
        STANDARD,
        "intern begeleider",
        "IB’er",
        "coördinator sociale veiligheid",
        "MT-lid zorg/gedrag (bovenbouw)",
        "aandachts­functionaris".replace("­", ""),
        "Ægir-begeleider 2",
        "i" * LONGEST,
    ],
)
def test_a_word_that_can_follow_de_is_taken(word: str) -> None:
    assert problem_of(word) is None


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("", "Vul in hoe jullie deze collega noemen"),
        (" ", "Vul in hoe jullie deze collega noemen"),
        ("...", "Vul in hoe jullie deze collega noemen"),
        ("x" * 41, "Gebruik hoogstens 40 tekens."),
        ("de intern begeleider", "Laat het lidwoord weg"),
        ("Het aanspreekpunt", "Laat het lidwoord weg"),
        ("<b>ib</b>", "Gebruik alleen letters"),
        ("ib & zo", "Gebruik alleen letters"),
        ("100%(x)s ib", "Gebruik alleen letters"),
        ("{coordinator} ib", "Gebruik alleen letters"),
        ('ib "Carla"', "Gebruik alleen letters"),
        ("ib\nBcc: een@ander.example", "Gebruik alleen letters"),
    ],
)
def test_a_word_that_no_sentence_or_page_could_hold_is_refused_with_the_reason(word: str, says: str) -> None:
    assert says in (problem_of(word) or "")


def test_an_apostrophe_is_curved_and_letters_with_marks_are_one_letter() -> None:
    assert written(" IB'er ") == "IB’er"
    assert written("coo\u0308rdinator") == "coördinator"
