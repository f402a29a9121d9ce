"""What a child reads at its door is short, easy, and about what it can tap; its colours are those of everywhere."""

import re
from pathlib import Path

import pytest

from kring.cases.wording import PLACES, SORTS
from kring.web.door import wording
from tests.web.door.reading import reading_ease, sentences, syllables
from tools.messages import sentences as marked

HOME = Path(__file__).parents[3]
MOST_WORDS, EASY = 8, 80
WORDS_OF_THE_FIELD = {"Vertellen is geen klikken."}
"""Said so in every school (evidence, E6.6); by its syllables it scores 68."""
NAMES = {"names": "Jan", "name": "Jan"}


def said() -> list[str]:
    """Every text of the child's door, with something short where a name, a number or a day comes."""
    texts = [
        text
        for sentence, places in marked().items()
        if any("web/door/" in str(place) or "kring/door/" in str(place) for place in places)
        for text in (sentence.text, sentence.plural)
        if text
    ]
    return [re.sub(r"%\((\w+)\)[sd]", lambda gap: NAMES.get(gap[1], "dag"), text) for text in texts]


@pytest.mark.parametrize(
    ("word", "how_many"),
    [
        ("vertellen", 3),
        ("nooit", 1),
        ("112", 1),
        ("antwoord", 2),
        ("naar", 1),
        ("bezig", 2),
        ("directeur", 3),
        ("ideeën", 3),
        ("foto’s", 2),
    ],
)
def test_syllables_are_counted_by_what_sounds_together(word: str, how_many: int) -> None:
    assert syllables(word) == how_many


def test_a_hard_sentence_scores_lower_than_an_easy_one() -> None:
    easy, hard = "De kat zit op de mat.", "De vertrouwensinspecteur onderzoekt onregelmatigheden."
    assert reading_ease(easy) > 100
    assert reading_ease(hard) < 0


def test_there_is_much_to_read() -> None:
    assert len(said()) > 150


def test_no_sentence_at_the_door_has_more_than_eight_words() -> None:
    assert [text for text in said() if any(len(one) > MOST_WORDS for one in sentences(text))] == []


def test_every_sentence_at_the_door_is_for_who_just_learned_to_read() -> None:
    whole = [text for text in said() if re.search(r"[.?!]$", text) and text not in WORDS_OF_THE_FIELD]
    assert len(whole) > 80
    assert [text for text in whole if reading_ease(text) < EASY] == []


def test_the_door_never_says_what_is_not_said_to_a_child() -> None:
    never = re.compile(
        r"\b(dader|slachtoffer|pester|incident|melding|melden|aangifte|verhoor|geheim|beloven|beloofd)\w*",
        re.IGNORECASE,
    )
    assert [text for text in said() if never.search(text)] == []


OF_THE_BUTTON = {"Dan ben je snel op een ander blad.", "Dat het stopt"}
"""What a button does at once, and what a child can wish for: neither is promised by anybody."""


def test_nothing_is_promised_that_nobody_can_keep() -> None:
    """Not how fast, not that it stops, not that nobody will know (E6.4)."""
    promises = re.compile(r"\b(snel|meteen|direct|zo terug|altijd|nooit|niemand|zeker|stopt|lost)\b", re.IGNORECASE)
    found = {text for text in said() if promises.search(text)}
    assert found == OF_THE_BUTTON | {"In de nacht leest hier niemand mee."}


def test_every_sort_and_every_place_can_be_tapped() -> None:
    assert (list(wording.HAPPENS), list(wording.PLACE)) == (list(SORTS), list(PLACES))


def test_the_doors_colours_are_those_of_the_ground() -> None:
    styles = HOME / "kring/web/static/kring"
    ground, door = ((styles / name).read_text("utf-8") for name in ("ground.css", "door.css"))

    def tokens(css: str) -> list[dict[str, str]]:
        blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
        return [dict(re.findall(r"(--[\w-]+): (#[0-9A-F]{6})", block)) for block in blocks]

    light, dark = tokens(door)
    assert len(light) == len(dark) > 10
    assert light.items() <= tokens(ground)[0].items()
    assert dark.items() <= tokens(ground)[1].items()


def test_an_old_tablet_reads_the_doors_style() -> None:
    css = (HOME / "kring/web/static/kring/door.css").read_text("utf-8")
    assert re.findall(r"@layer|inline-size|block-size|inset:|:has\(|:is\(|clamp\(|\bgap:|color-mix", css) == []
