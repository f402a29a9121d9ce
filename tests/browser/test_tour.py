"""README's tour, walked by its own words: what it tells somebody to press is what stands on the screen.

Every word that the tour sets apart, as *this* or **this**, is pressed or read here, in the order of its steps. A word
that the tour does not have cannot be used, and one that nobody used fails the test: text and screen agree.
"""

import re
from pathlib import Path
from random import Random

import pytest
from django.conf import LazySettings

from kring.config.jobs import letter_sender
from kring.demo import people
from kring.demo.build import build_demo
from kring.web.request import clock
from tests.browser import protocol
from tests.browser.calendar import Calendar
from tests.browser.visitor import Visitor

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
TOUR = README.split("## A first tour of five minutes")[1].split("\nOther cases in the demo")[0]
STEPS = [re.sub(r"\s+", " ", step) for step in re.split(r"\n\d+\. ", TOUR)[1:]]
SET_APART = re.compile(r"\*\*([^*]+)\*\*|\*([^*]+)\*")


class Tour:
    """The tour in hand: step by step, with the words of each that were not met yet."""

    def __init__(self) -> None:
        self.number = 0
        self.left: list[str] = []

    def goes_to(self, number: int) -> None:
        """On to the next step, with all words of the former one met."""
        assert self.left == [], f"step {self.number} says {self.left}, and nobody met that on the screen"
        assert number == self.number + 1
        self.number = number
        self.left = [strong or plain for strong, plain in SET_APART.findall(STEPS[number - 1])]

    def word(self, word: str) -> str:
        """A word as this step of the tour has it."""
        assert word in self.left, f"step {self.number} says {self.left}, and not {word!r}"
        self.left.remove(word)
        return word


@pytest.fixture
def tour(
    transactional_db: None, settings: LazySettings, days: Calendar, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Tour:
    """The demo as `./dev run` shows it, with the children that have a part in a case."""
    settings.KRING_DEMO = True
    settings.KRING_DATA = tmp_path
    monkeypatch.setattr(people, "PUPILS_IN_A_GROUP", 7)
    build_demo(at=days.now(), today=days.today, random=Random(6))
    return Tour()


def goes_round() -> None:
    """The worker takes the letters out of the outbox: in a demo they go to Post."""
    while letter_sender().send_some(clock.now):
        pass


def is_somebody(visitor: Visitor, name: str) -> None:
    visitor.presses(f"Kies {name}")


def becomes(visitor: Visitor, name: str) -> None:
    in_bar(visitor, "Wissel van rol")
    is_somebody(visitor, name)


def in_bar(visitor: Visitor, link: str) -> None:
    """A link in the demo's own bar, at the top."""
    visitor.changes_role(link)


def saves(visitor: Visitor) -> None:
    """Keeps it, and goes back to the case."""
    visitor.presses_exactly("Bewaren")


def test_the_tour_of_the_readme_can_be_walked_word_for_word(comes, tour: Tour) -> None:
    visitor = comes()

    tour.goes_to(1)
    visitor.opens("/aanmelden/")
    visitor.reads(tour.word("Kijk rond als"))
    is_somebody(visitor, tour.word("Anouk Vermeer"))
    visitor.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=tour.word("Vandaag")).wait_for()
    title = tour.word("Sem en Daan")

    tour.goes_to(2)
    visitor.follows(title)
    visitor.is_at(f"{title}, groep 6")
    card = tour.word("Nu")
    with visitor.within(card):
        visitor.page.get_by_role("button", name=tour.word("Verzet naar vandaag")).or_(
            visitor.page.get_by_role("link", name="Verzet naar vandaag")
        ).first.wait_for()

    tour.goes_to(3)
    once = visitor.page.get_by_role("main").get_by_role("link", name=tour.word("Alles in één keer"))
    visitor.unfolds(tour.word("Iets anders"))
    visitor.page.get_by_role("main").get_by_role("link", name=tour.word("Alleen dit")).first.wait_for()
    once.first.click()
    visitor.chooses("Was het gesprek samen of apart?", tour.word("Samen"))
    protocol.says_how_safe(visitor, "Sem, hoe veilig voel je je?", "Een beetje veilig")
    visitor.fills("Wat is er gezegd?", "Ze luisterden naar elkaar.")
    visitor.fills("Het probleem in één alinea", "Sem wordt in de pauze uitgelachen.")
    visitor.fills("Wat spreken jullie af?", "Daan laat de spullen van Sem met rust.")
    visitor.ticks("Wie houdt zich eraan?", "Daan")
    visitor.presses(tour.word("Bewaren en verder"))
    visitor.is_at(tour.word("In de klas bespreken"))
    visitor.chooses("Welke methode of werkvorm gebruikte je?", "Kringgesprek")
    saves(visitor)
    case = visitor.page.url

    tour.goes_to(4)
    visitor.reads(tour.word("Ouders informeren"))
    visitor.follows(tour.word("Bellijst"))
    visitor.follows(tour.word("Naar …").removesuffix("…"))
    visitor.chooses("Heb je deze ouder gesproken?", "Ja, gesproken")
    visitor.chooses("Hoe?", "Gebeld")
    saves(visitor)

    tour.goes_to(5)
    visitor.opens(case)
    visitor.reads(tour.word("Het plan delen met het team"))
    visitor.follows(tour.word("Plan bekijken"))
    visitor.fills("Waar letten collega’s op?", "Let in de pauze op het plein.")
    visitor.presses(tour.word("Versie 1 naar het team"))
    visitor.reads("Eerste evaluatie")
    goes_round()
    in_bar(visitor, tour.word("Post"))
    visitor.reads("Er is een nieuw handelingsplan")
    visitor.reads_nowhere("Sem", "Daan")
    becomes(visitor, tour.word("Hein Smit"))
    visitor.follows_menu(tour.word("School"))
    visitor.follows(tour.word("Schoolgegevens"))
    visitor.reads("Een mail met het plan als bijlage")

    tour.goes_to(6)
    visitor.opens(case)
    visitor.reads(tour.word("Ouders informeren, nog van stap 3"))
    in_bar(visitor, tour.word("Wissel van rol"))
    is_somebody(visitor, tour.word("Carla Jansen"))
    visitor.opens(case)
    visitor.reads(tour.word("Iets hoeft niet…"))

    tour.goes_to(7)
    becomes(visitor, tour.word("Dirk Vos"))
    visitor.follows_menu(tour.word("Plannen"))
    visitor.follows("Sem")
    visitor.stumbles()
    answer = visitor.page.goto(case)
    assert answer is not None
    assert answer.status == 404, "the case itself is not there for him"
    becomes(visitor, "Anouk Vermeer")
    visitor.opens(case)
    visitor.reads(tour.word("Wie weet het"))

    tour.goes_to(8)
    in_bar(visitor, "Wissel van rol")
    for name in (tour.word("Carla"), tour.word("Hein")):
        visitor.reads(name)
    is_somebody(visitor, tour.word("Anouk"))
    later = tour.word("Een week later")
    visitor.lets_go_by(later)
    visitor.presses(later)
    goes_round()
    in_bar(visitor, tour.word("Post"))
    visitor.reads("Vandaag: Eerste evaluatie")
    visitor.opens(case)
    visitor.unfolds(tour.word("Wat altijd kan"))
    visitor.follows(tour.word("Vraag het Sem zelf"))
    protocol.hears(visitor, "Sem")
    visitor.opens(case)
    visitor.follows("Alles in één keer")
    question = tour.word("Is het gelukt om de afspraken na te komen?")
    visitor.reads(question)
    for given in (tour.word("Nee"), tour.word("Ja")):
        visitor.chooses("Wat besluit je?", given)

    tour.goes_to(9)
    visitor.opens(case)
    visitor.page.get_by_role("main").get_by_role("link", name=tour.word("Gesprek plannen")).first.wait_for()
    visitor.page.locator("details.me summary").click()
    visitor.page.locator("details.me").get_by_role("link", name=tour.word("Kring in je agenda")).click()
    visitor.is_at("Kring in je agenda")

    tour.goes_to(10)
    becomes(visitor, tour.word("Carla"))
    visitor.opens(case)
    visitor.unfolds(tour.word("En verder"))
    visitor.follows(tour.word("Spoor"))
    visitor.is_at("Spoor")
    becomes(visitor, tour.word("Ada Kok"))
    menu = visitor.page.get_by_role("navigation", name="Hoofdmenu")
    assert menu.get_by_role("link", name="School").count() == 1
    assert menu.get_by_role("link", name="Zaken").count() == 0

    tour.goes_to(11)
    in_bar(visitor, tour.word("Wissel van rol"))
    visitor.follows(tour.word("Een kind dat iets wil vertellen"))
    visitor.page.get_by_role("button", name=tour.word("Vertellen"), exact=True).click()
    visitor.page.get_by_role("button", name="Over mij", exact=True).wait_for()
    visitor.opens("/vandaag/")
    becomes(visitor, tour.word("Carla"))
    visitor.page.get_by_role("main").get_by_role("link", name=tour.word("Binnengekomen")).last.click()
    visitor.is_at("Binnengekomen")
    assert tour.left == []
    assert tour.number == len(STEPS)
