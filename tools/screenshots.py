"""makes the pictures of docs/screenshots anew, from a demo school on Monday 23 November 2026

    ./dev screenshots               all of them
    ./dev screenshots zaak plan     only these pages

Each page at 390 px (a phone) and at 1280, in light and in dark. Needs Chromium.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.trial import installation, served

HERE = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
CHROMIUM = os.environ.get("KRING_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--hide-scrollbars"]
WIDTHS = {390: 844, 1280: 900}
TALLEST = 1700  # more of a page than this tells nothing new
COLOURS = 128

# Debian's Chromium carries American English only, and would write 11/23/2026 in a field for a day.
AS_A_DUTCH_BROWSER = """() => document.querySelectorAll("input[type=date]").forEach((field) => {
  const day = field.value;
  field.dataset.day = day;
  field.type = "text";
  field.value = day.split("-").reverse().join("-");
})"""

# Before it goes, so that it is nobody's text to be kept.
AS_IT_WAS = """() => document.querySelectorAll("input[data-day]").forEach((field) => {
  field.type = "date";
  field.value = field.dataset.day;
})"""


@dataclass(frozen=True)
class Picture:
    """One page: as whom, and how to get there from Vandaag."""

    name: str
    who: str
    go: Callable[[Page], None]


def main(wanted: list[str]) -> int:
    """Make the pictures that are asked for, or all."""
    unknown = set(wanted) - {picture.name for picture in PICTURES}
    if unknown:
        print(f"No such page: {', '.join(sorted(unknown))}. There are: {', '.join(p.name for p in PICTURES)}.")
        return 2
    chosen = [picture for picture in PICTURES if not wanted or picture.name in wanted]
    HERE.mkdir(parents=True, exist_ok=True)
    with installation():
        from django.core.management import call_command

        call_command("demo_school")
        with served() as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for picture in chosen:
                for width in WIDTHS:
                    take(chromium, address, picture, width)
            chromium.close()
    return 0


def take(chromium: Browser, address: str, picture: Picture, width: int) -> None:
    """One page in light and in dark, by somebody who has just come in."""
    context = chromium.new_context(
        base_url=address,
        viewport={"width": width, "height": WIDTHS[width]},
        locale="nl-NL",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/aanmelden/")
    if picture.who:
        page.get_by_role("button", name=f"Kies {picture.who}").click()
        page.wait_for_load_state("networkidle")
    picture.go(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(tall, WIDTHS[width])})
    page.evaluate(AS_A_DUTCH_BROWSER)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    shown: tuple[tuple[Literal["light", "dark"], str], ...] = (("light", ""), ("dark", "-dark"))
    for colours, ending in shown:
        page.emulate_media(color_scheme=colours)
        file = HERE / f"{picture.name}-{width}{ending}.png"
        file.write_bytes(smaller(page.screenshot()))
        print(f"{file.name}  {file.stat().st_size // 1000} kB")
    page.evaluate(AS_IT_WAS)
    context.close()


def smaller(png: bytes) -> bytes:
    """The same picture with as many colours as it needs: a third of the size."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    drawn = picture.quantize(colors=COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small = io.BytesIO()
    drawn.save(small, "PNG", optimize=True)
    return small.getvalue()


# ── How to get there ────────────────────────────────────────────────────────────────────────────────────────────────


def stays(page: Page) -> None:
    """Where signing in has led."""


def at(address: str) -> Callable[[Page], None]:
    """Straight to an address."""

    def go(page: Page) -> None:
        page.goto(address)

    return go


def case_of(child: str, *, then: str = "") -> Callable[[Page], None]:
    """The case with this child, out of the list; `then` the button of the duty with these words."""

    def go(page: Page) -> None:
        page.goto("/zaken/")
        page.get_by_role("main").get_by_role("link", name=child).first.click()
        page.wait_for_load_state("networkidle")
        if then:
            page.get_by_role("main").get_by_role("link", name=f": {then}").last.click()

    return go


def call(page: Page) -> None:
    """What to say to the first guardian of Sem, with the number and the form."""
    case_of("Sem", then="Ouders informeren")(page)
    page.get_by_role("main").get_by_role("link", name="Naar ").first.click()


def plan_of(child: str) -> Callable[[Page], None]:
    """The plan about this child, as the team reads it."""

    def go(page: Page) -> None:
        page.goto("/plannen/")
        page.get_by_role("main").get_by_role("link", name=child).first.click()

    return go


def decision(page: Page) -> None:
    """Teasing or bullying: what is still to be done in step 1 is done first."""
    case_of("Jens")(page)
    case = page.url
    for duty, address, label, text in (
        (
            "Praten met de leerling die pest",
            "taak/talk_instigator/",
            "Wat is er gezegd?",
            "Tygo vindt dat Jens niet kan voetballen.",
        ),
        ("Voorvallen opschrijven", "voorval/", "Wat gebeurde er?", "Jens werd weggestuurd bij het voetballen."),
        ("De ernst inschatten", "taak/severity/", "Waarom schat je het zo in?", "Jens blijft nu binnen in de pauze."),
    ):
        page.goto(case)
        if page.get_by_role("main").get_by_role("link", name=f": {duty}").count() == 0:
            continue  # done for the picture before this one
        days = ("2026-11-03", "2026-11-10", "2026-11-12", "2026-11-17", "2026-11-18", "2026-11-19")
        for day in days if duty == "Voorvallen opschrijven" else [""]:
            page.goto(case + address)
            page.get_by_label(label).first.fill(text)
            if day:
                page.get_by_label("Op welke dag?").first.fill(day)
            for level in page.get_by_role("radio", name="Ernstig").all():
                level.check()
            page.get_by_role("main").get_by_role("button", name="bewaren").last.click()
            page.wait_for_load_state("networkidle")
    page.goto(case)
    page.get_by_role("main").get_by_role("link", name=": Is dit plagen of pesten?").last.click()


def report(page: Page) -> None:
    """A report, filled in."""
    page.goto("/melding/")
    afresh = page.get_by_role("button", name="Weggooien en opnieuw beginnen")
    if afresh.count():  # what the picture before this one typed
        afresh.click()
        page.get_by_role("main").get_by_role("button", name="Weggooien", exact=True).click()
        page.wait_for_url("**/melding/**")
    for question, name in (("Wie wordt er gepest?", "Jens"), ("Wie doet het?", "Tygo")):
        if name == "Tygo" and page.locator("#doing:not([open])").count():
            page.locator("#doing > summary").click()  # one question asks at a time
        page.get_by_role("group", name=question).get_by_role("checkbox", name=name, exact=True).first.check()
    page.get_by_label("Wat is er gebeurd?").fill(
        "In de pauze wordt Jens weggestuurd bij het voetballen, elke dag weer."
    )


def evaluation(page: Page) -> None:
    """Talk, agreements and question of an evaluation on one page."""
    case_of("Noor")(page)
    page.get_by_role("main").get_by_role("link", name="Alles in één keer").first.click()


def practice(page: Page) -> None:
    """The first page of a practice."""
    page.goto("/oefenen/")
    page.get_by_role("main").get_by_role("button", name="oefenen").click()


PICTURES = (
    Picture("aanmelden", "", stays),
    Picture("vandaag", "Anouk Vermeer", stays),
    Picture("zaken", "Carla Jansen", at("/zaken/")),
    Picture("zaak", "Anouk Vermeer", case_of("Sem")),
    Picture("gesprek", "Anouk Vermeer", case_of("Sem", then="Het gezamenlijke gesprek voeren")),
    Picture("bellen", "Anouk Vermeer", call),
    Picture("agenda", "Carla Jansen", at("/agenda/")),
    Picture("besluit", "Carla Jansen", decision),
    Picture("plan", "Dirk Vos", plan_of("Lieke")),
    Picture("plannen", "Dirk Vos", at("/plannen/")),
    Picture("observatie", "Dirk Vos", at("/observatie/")),
    Picture("melding", "Anouk Vermeer", report),
    Picture("school", "Hein Smit", at("/school/")),
    Picture("kalender", "Hein Smit", at("/school/kalender/")),
    Picture("server", "Ada Kok", at("/school/server/")),
    Picture("evaluatie", "Anouk Vermeer", evaluation),
    Picture("oefenen", "Anouk Vermeer", practice),
    Picture("hoe", "Anouk Vermeer", at("/hoe-werkt-kring/")),
    Picture("protocol", "Anouk Vermeer", at("/protocol/")),
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
