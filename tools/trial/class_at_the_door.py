"""Children at the child's door at once, each in a Chromium of their own: with its script, cookies and lines.

The page never loads anew while a child tells: the door's script sends each form from behind it, and its answer takes
the place of what stood there (decision 147). So what is waited for is another question.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from playwright.async_api import Browser, async_playwright, expect

from tools.screenshots import CHROMIUM, FLAGS

PATIENCE = 120_000
"""Milliseconds that a child waits for the next question."""
SCREENS = 30


@dataclass
class ToldInBrowsers:
    """The six words of each child, how long each question let it wait, and what failed."""

    codes: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0


def class_tells(address: str, door: str, *, children: int) -> ToldInBrowsers:
    """So many children begin at the same moment, and each tells."""
    told = ToldInBrowsers()
    asyncio.run(_all(told, f"{address}/vertel/{door}/", children))
    return told


async def _all(told: ToldInBrowsers, first: str, children: int) -> None:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        began = time.monotonic()
        await asyncio.gather(*(_safely(told, chromium, first, number) for number in range(children)))
        told.seconds = time.monotonic() - began
        await chromium.close()


async def _safely(told: ToldInBrowsers, chromium: Browser, first: str, number: int) -> None:
    try:
        told.codes.append(await _tells(told, chromium, first, number))
    except Exception as error:  # whatever it is: it is counted, and makes the run fail
        told.failed.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")


async def _tells(told: ToldInBrowsers, chromium: Browser, first: str, number: int) -> str:
    """A context has cookies and lines of its own, as a tablet of its own has."""
    context = await chromium.new_context(locale="nl-NL", viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    asked = page.get_by_role("heading", level=1)
    began = time.monotonic()
    await page.goto(first)
    told.took.append(time.monotonic() - began)
    press = "Vertellen"
    for _screen in range(SCREENS):
        before = await asked.inner_text()
        began = time.monotonic()
        await page.get_by_role("button", name=press, exact=True).first.click()
        await expect(asked).not_to_have_text(before, timeout=PATIENCE)
        told.took.append(time.monotonic() - began)
        now = await asked.inner_text()
        if press == "Versturen":
            words = await page.locator(".word").all_inner_texts()
            await context.close()
            return " ".join(words)
        if now == "Vertel het zelf.":
            await page.get_by_label(now).fill(f"In de klas van nummer {number} is het niet leuk voor mij.")
            press = "Verder"
        else:
            press = "Versturen" if now == "Klopt dit?" else "Deze vraag overslaan"
    raise AssertionError(f"no end after {SCREENS} questions: {now}")
