"""On a phone a case says at once who it is about, what is to be done and by when, with one button that does it.

Measured over every running case of the demo school, with the demo's own bar on top, which a school does not have.
"""

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from kring.cases.models import Case
from kring.demo.build import build_demo
from kring.school.models import School
from tests.browser.visitor import PHONE, Visitor
from tests.cast import NOW, TODAY

MOST_WORDS = 40
LOWEST_ROW = 56

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
  for (let text = walker.nextNode(); text && !filled[0]?.contains(text); text = walker.nextNode())
    if (seen(text.parentElement)) words += text.textContent.split(/\\s+/).filter(Boolean).length;
  const rows = shown(".step-card .task:has(.task-go)");
  return {
    filled: filled.map((one) => one.innerText),
    bottom: filled[0]?.getBoundingClientRect().bottom,
    words,
    bar: document.querySelector(".nav").getBoundingClientRect().top,
    low: rows.filter((row) => row.getBoundingClientRect().height < LOWEST_ROW).map((row) => row.innerText),
  };
}""".replace("LOWEST_ROW", str(LOWEST_ROW))


@pytest.fixture
def demo(transactional_db: None, settings: Any) -> School:
    """The demo school, alone in its database."""
    settings.KRING_DEMO = True
    return build_demo(at=NOW, today=TODAY, random=Random(6))


def comes_as(visitor: Visitor, name: str) -> Page:
    visitor.opens("/")
    visitor.presses(f"Kies {name}")
    return visitor.page


def test_the_first_screen_of_every_running_case_has_the_one_button_that_comes_first(demo, comes):
    carla = comes(PHONE)
    page = comes_as(carla, "Carla Jansen")
    running = Case.objects.filter(closed_on=None).order_by("year", "number")
    wrong = []
    for case in running:
        page.goto(f"/zaken/{case.pk}/")
        seen = page.evaluate(FIRST_SCREEN)
        if len(seen["filled"]) != 1 or seen["bottom"] > seen["bar"] or seen["words"] > MOST_WORDS or seen["low"]:
            wrong.append(f"{case.reference}: {seen}")
    assert len(running) >= 10, "the demo has a case in every state"
    assert not wrong, "\n".join(wrong)


def test_nothing_that_waits_or_can_be_let_go_stands_between_what_can_be_done(demo, comes):
    carla = comes(PHONE)
    page = comes_as(carla, "Carla Jansen")
    for case in Case.objects.filter(closed_on=None):
        page.goto(f"/zaken/{case.pk}/")
        locked = page.locator(".step-card > .tasks > .task.blocked")
        assert locked.count() <= 1, case.reference
        assert page.get_by_role("link", name="Iets hoeft niet").count() <= 1, case.reference
        assert page.get_by_role("link", name="Hoeft niet:").count() == 0, case.reference
