"""A case says at once who it is about, what is to be done and by when, with one button that does it; and it is short.

Measured over every running case of the demo school, with the demo's own bar on top, which a school does not have; and
over the states that the demo lacks on its first day (tests/browser/states.py).
"""

import re
from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any

import pytest
from pikepdf import Pdf
from playwright.sync_api import Page, expect

from kring.cases.models import Case
from kring.demo.build import build_demo
from kring.school.models import School
from tests.browser.states import NAMES, STATES, Told
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.looks

MOST_WORDS, MOST_WORDS_OF_FIVE = 40, 50
"""Of more children than a title names, their names alone are longer."""
LOWEST_ROW = 56
LONGEST = 1300
FIRST_CASE, FIRST_TO_DO, HIGHEST_BAR = 420, 420, 64
"""Pixels on a phone of 844, the demo's own bar among them: where the first case of Zaken and the first thing to do on
Vandaag begin at the latest, and how high the bar of a practice is."""
MOST_LINKS, MOST_LINKS_LATE = 16, 19
"""To the second an evaluation that is asked anew comes, and after-care with more talks that can be planned: five steps
to look back at, three ways on the card Nu, and each agreement."""

# Where the filled buttons are, how many words an eye passes before the first, and where the bar of the menu is.
FIRST_SCREEN = """() => {
  const main = document.querySelector("main");
  const seen = (element) => {
    if (element.closest(".unseen, [aria-hidden=true]") || !element.getClientRects().length) return false;
    if (element.closest("details:not([open])") && !element.closest("summary")) return false;
    for (let one = element; one && one !== main; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.clipPath !== "none" || style.opacity === "0") return false;
    }
    return true;
  };
  const shown = (query) => [...main.querySelectorAll(query)].filter((one) => one.getClientRects().length);
  const filled = shown(".button:not(.outline, .text)");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  let words = 0;
  const first = shown(".danger .call")[0] ?? filled[0];
  for (let text = walker.nextNode(); text && !first?.contains(text); text = walker.nextNode())
    if (seen(text.parentElement))
      words += text.textContent.split(/\\s+/).filter((one) => /[\\p{L}\\p{N}]/u.test(one)).length;
  const rows = shown(".step-card .task:has(.task-go)");
  return {
    call: shown(".danger .call")[0]?.getBoundingClientRect().bottom,
    filled: filled.map((one) => one.innerText),
    bottom: filled[0]?.getBoundingClientRect().bottom,
    words,
    who: main.querySelector("h1")?.innerText,
    what: shown("#nu").map((one) => one.innerText).join(),
    when: shown(".now-head .badge, .now-when").map((one) => one.innerText).join(),
    bar: document.querySelector(".nav").getBoundingClientRect().top,
    low: rows.filter((row) => row.getBoundingClientRect().height < LOWEST_ROW).map((row) => row.innerText),
  };
}""".replace("LOWEST_ROW", str(LOWEST_ROW))

# Where the first thing to do is, and where it can be done: its button, or the whole row where that is the link.
FIRST_ROW = """() => {
  const first = document.querySelector("main :is(.row.whole, .danger .button)");
  return {
    top: first.getBoundingClientRect().top,
    bottom: (first.querySelector(".row-action .button") ?? first).getBoundingClientRect().bottom,
    bar: document.querySelector(".nav").getBoundingClientRect().top,
  };
}"""

# How high the page is without the demo's bar, and how many links and buttons of it can be seen.
LENGTH = """() => ({
  high: document.documentElement.scrollHeight - document.querySelector(".demo").offsetHeight,
  links: [...document.querySelectorAll("main a, main button")].filter(
    (one) => one.getClientRects().length && !(one.closest("details:not([open])") && !one.closest("summary"))).length,
})"""


@pytest.fixture
def demo(transactional_db: None, settings: Any) -> School:
    """The demo school, alone in its database."""
    settings.KRING_DEMO = True
    return build_demo(at=NOW, today=TODAY, random=Random(6))


def comes_as(visitor: Visitor, name: str) -> Page:
    visitor.opens("/")
    visitor.presses(f"Kies {name}")
    return visitor.page


def who_reads(case: Case, doors: set[str]) -> list[str]:
    """The teacher whose case it is, the coordinator and the head, as far as the demo has a door for them: each has
    another page of it."""
    return [name for name in dict.fromkeys([case.owner.name, "Carla Jansen", "Hein Smit"]) if name in doors]


def names_in(case: Case) -> list[str]:
    """What the children are called after whom this case is called."""
    return [child.pupil.first_name for child in case.involved.select_related("pupil")]


def doors_of(visitor: Visitor) -> set[str]:
    """Who can be chosen at the door of the demo."""
    visitor.opens("/")
    buttons = visitor.page.get_by_role("button", name="Kies ")
    return {" ".join(text.split()).removeprefix("Kies ") for text in buttons.all_inner_texts()}


def test_the_first_screen_of_every_running_case_has_the_one_button_that_comes_first(demo, comes):
    running = Case.objects.filter(closed_on=None).select_related("owner").order_by("year", "number")
    doors = doors_of(comes(PHONE))
    readers = {case.pk: who_reads(case, doors) for case in running}
    pages = {
        name: comes_as(comes(PHONE), name) for name in sorted({one for names in readers.values() for one in names})
    }
    wrong = []
    for case in running:
        for name in readers[case.pk]:
            page = pages[name]
            page.goto(f"/zaken/{case.pk}/")
            seen = page.evaluate(FIRST_SCREEN)
            if not seen["filled"] and page.get_by_text("sluit deze zaak af").count():
                continue  # who may not close it reads who does
            told = [seen["who"] and any(name in seen["who"] for name in names_in(case)), seen["what"], seen["when"]]
            if (
                not all(told)
                or len(seen["filled"]) != 1
                or seen["bottom"] > seen["bar"]
                or seen["words"] > MOST_WORDS
                or seen["low"]
            ):
                wrong.append(f"{case.reference} as {name}: {seen}")
    assert len(running) >= 10, "the demo has a case in every state"
    assert len(pages) >= 4, doors
    assert not wrong, "\n".join(wrong)


OF_WHOM = {"after care done": "carla", "colleague takes part": "mo", "first evaluation waits for a holiday": "bram"}
"""Who looks at it, where that is not the teacher of these children."""


def test_so_has_every_state_that_the_demo_lacks_on_its_first_day(comes, everybody):
    cases = {name: make(Told(everybody, names)) for names in [iter(NAMES)] for name, make in STATES.items()}
    pages = {}
    for name in ("anouk", *OF_WHOM.values()):
        visitor = comes(PHONE)
        visitor.signs_in(getattr(everybody, name))
        pages[name] = visitor.page
    wrong = []
    for name, case in cases.items():
        page = pages[OF_WHOM.get(name, "anouk")]
        page.goto(f"/zaken/{case.id}/")
        wrong += [f"{name}: {fault}: {seen}" for seen in [page.evaluate(FIRST_SCREEN)] for fault in faults(name, seen)]
    assert len(cases) >= 50
    assert not wrong, "\n".join(wrong)


def faults(state: str, seen: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the first screen of a case in this state."""
    first = seen["call"] if state in ("danger", "danger of every sort") else seen["bottom"]
    if state.startswith("closed") and not seen["filled"]:
        return  # nothing is to be done any more: a way to look back or to open it again is enough
    if len(seen["filled"]) != 1:
        yield "not one filled button"
    if first is None or first > seen["bar"]:
        yield "its first button is below the first screen"
    if seen["words"] > (MOST_WORDS_OF_FIVE if "of five" in state else MOST_WORDS):
        yield "too many words"
    if seen["low"]:
        yield "a row is too low for a thumb"
    if not (seen["who"] and (seen["call"] or (seen["what"] and seen["when"]))):
        yield "who, what or when is missing"


def test_on_vandaag_the_first_thing_to_do_can_be_done_on_the_first_screen(demo, comes):
    for name in ("Anouk Vermeer", "Carla Jansen", "Hein Smit"):
        seen = comes_as(comes(PHONE), name).evaluate(FIRST_ROW)
        assert seen["bottom"] <= seen["bar"], f"{name}: {seen}"
        assert seen["top"] <= FIRST_TO_DO, f"{name}: {seen}"


def test_two_cases_of_the_list_stand_on_the_first_screen_and_the_choosing_one_tap_behind_it(demo, comes):
    for name in ("Anouk Vermeer", "Carla Jansen"):
        visitor = comes(PHONE)
        page = comes_as(visitor, name)
        page.goto("/zaken/")
        first, second = [page.locator("main table tbody tr").nth(place).bounding_box() for place in (0, 1)]
        assert first, name
        assert second, name
        assert first["y"] <= FIRST_CASE, f"{name}: {first}"
        bar = page.locator(".nav").bounding_box()
        assert bar, name
        assert second["y"] + second["height"] <= bar["y"], f"{name} does not see two whole cases: {second}, {bar}"
        visitor.unfolds("Welke zaken: lopend")
        visitor.follows("Afgesloten")
        visitor.reads("Welke zaken: afgesloten")
        visitor.looks()


def test_a_row_of_vandaag_has_one_button_and_what_else_can_be_done_with_a_talk_one_tap_behind_it(demo, comes):
    visitor = comes(PHONE)
    page = comes_as(visitor, "Anouk Vermeer")
    late = page.locator("main .row", has=page.locator(".planned-when")).first
    ways = late.locator("a:visible, button:visible, summary:visible")
    expect(ways).to_have_text([re.compile("Sem en Daan"), re.compile("Verzet naar vandaag"), re.compile("Iets anders")])
    late.locator("summary").click()
    for way in ("Verzetten", "Afzeggen", "In mijn agenda zetten", "Waarom later"):
        expect(late.get_by_role("link", name=way)).to_be_visible()
    visitor.looks()


def test_the_bar_of_a_practice_is_one_line_and_says_what_is_learned_behind_it(demo, comes):
    visitor = comes(PHONE)
    page = comes_as(visitor, "Anouk Vermeer")
    page.goto("/oefenen/")
    page.get_by_role("main").get_by_role("button", name="oefenen").first.click()
    bar = page.get_by_role("complementary", name="Oefening")
    seen = bar.bounding_box()
    assert seen
    assert seen["height"] <= HIGHEST_BAR, seen
    bar.locator("summary").click()
    expect(bar.get_by_text("Bo vertelt dat Kim al weken zijn tas verstopt.")).to_be_visible()
    visitor.looks()
    bar.get_by_role("button", name="Stop met oefenen").click()
    visitor.reads("Je oefent niet meer.")


def test_on_a_desktop_every_running_case_is_short_and_has_few_links(demo, comes):
    carla = comes(DESK)
    page = comes_as(carla, "Carla Jansen")
    measured = {}
    for case in Case.objects.filter(closed_on=None).order_by("year", "number"):
        page.goto(f"/zaken/{case.pk}/")
        measured[case.reference] = page.evaluate(LENGTH)
    assert max(one["high"] for one in measured.values()) <= LONGEST, measured
    assert max(one["links"] for one in measured.values()) <= MOST_LINKS_LATE, measured
    assert sum(one["links"] > MOST_LINKS for one in measured.values()) <= 2, measured


def test_nothing_that_waits_or_can_be_let_go_stands_between_what_can_be_done(demo, comes):
    carla = comes(PHONE)
    page = comes_as(carla, "Carla Jansen")
    for case in Case.objects.filter(closed_on=None):
        page.goto(f"/zaken/{case.pk}/")
        locked = page.locator(".step-card > .tasks > .task.blocked")
        assert locked.count() <= 1, case.reference
        assert page.get_by_role("link", name="Iets hoeft niet").count() <= 1, case.reference
        assert page.get_by_role("link", name="Hoeft niet:").count() == 0, case.reference


def test_how_kring_works_is_one_sheet_of_paper(demo, comes):
    page = comes_as(comes(DESK), "Anouk Vermeer")
    page.goto("/hoe-werkt-kring/")
    printed = page.pdf(prefer_css_page_size=True)
    with Pdf.open(BytesIO(printed)) as sheet:
        assert len(sheet.pages) == 1
