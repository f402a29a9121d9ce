"""writes reports in a browser over a line that breaks 1,000 times: nothing may be lost, nothing doubled

    ./dev cuts              1,000 cuts
    ./dev cuts 200 7        200 cuts, seed 7

Somebody types, presses Save, presses again when the page says that it was not sent, opens the page anew when the
browser shows its own error, or has the tab closed under them. What was found stands in docs/reliability.md. Needs
Chromium.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from tools.screenshots import CHROMIUM, FLAGS
from tools.trial import MONDAY, installation, served
from tools.trial.cutting import Line, breaking

PAGE = "/melding/medewerker/"
MOST_TRIES = 60
KEPT = ("Als concept bewaard", "op slot op dit apparaat")


class NotSound(AssertionError):
    """A text was lost or doubled."""


@dataclass
class Writer:
    """Somebody who writes one report after another. `stored` says which texts were recorded, which wait as drafts."""

    context: BrowserContext
    line: Line
    chance: random.Random
    recorded: Callable[[], list[str]]
    drafts: Callable[[], list[str]]
    written: list[str] = field(default_factory=list)
    closed: int = 0

    def write(self) -> None:
        """One report, until it is recorded."""
        text = f"Verslag {len(self.written)}: het begon bij de kapstokken, en {self.chance.random()} keer daarna."
        page = self._opened(blank=True)
        half = len(text) // 2
        self._field(page).press_sequentially(text[:half])
        if self.chance.random() < 0.3:
            page.wait_for_timeout(2_300)  # a pause, in which it is kept
        self._field(page).press_sequentially(text[half:])
        for _try in range(MOST_TRIES):
            page = self._loses_tab(page, text) if self.chance.random() < 0.1 else self._saves(page)
            if not self._is_form(page) or self._field(page).input_value() == "":
                break
            if (now := self._field(page).input_value()) != text:
                raise NotSound(f"{text!r} became {now!r}")
        if self.recorded().count(text) != 1:
            raise NotSound(f"{text!r} was recorded {self.recorded().count(text)} times; drafts: {self.drafts()}")
        self.written.append(text)
        page.close()

    def _field(self, page: Page) -> Locator:
        return page.get_by_label("Wat is er gezien of verteld?")

    def _is_form(self, page: Page) -> bool:
        return urlsplit(page.url).path == PAGE

    def _opened(self, *, blank: bool = False) -> Page:
        page = self.context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{PAGE}?concept=leeg" if blank else PAGE)
        return page

    def _saves(self, page: Page) -> Page:
        """Presses Save: the report is recorded, or the page stays, or the browser shows its own error."""
        page.locator(".form-end button").click()
        with suppress(BrowserError):  # the page went meanwhile
            page.wait_for_function(
                f"""() => location.pathname !== "{PAGE}"
                  || document.querySelector(".kept")?.textContent.startsWith("Nog niet verstuurd.")
                     && !document.querySelector("[aria-busy]")""",
                timeout=10_000,
            )
        page.wait_for_load_state()
        if page.url.startswith("chrome-error:") or page.locator("main").count() == 0:
            page.close()
            return self._opened()
        return page

    def _loses_tab(self, page: Page, text: str) -> Page:
        """The tab is closed, once the page had said where the text is; then any page is opened, and the form."""
        page.wait_for_timeout(3_000)  # what the line says is of the last key
        page.wait_for_function(
            f"""() => {{
              const line = document.querySelector(".kept"), words = line.textContent;
              return {json.dumps(KEPT)}.some((kept) => words.includes(kept)) || line.dataset.filled && !words;
            }}""",
            timeout=30_000,
        )
        self.closed += 1
        page.goto("about:blank")
        page.close()
        for _try in range(MOST_TRIES):
            page = self._opened()
            if self._field(page).input_value() == text or text in self.recorded():
                return page
            page.wait_for_timeout(300)  # what waits on the device is being sent
            page.close()
        raise NotSound(f"{text!r} is nowhere; drafts: {self.drafts()}")


def told(writer: Writer, seconds: float) -> str:
    """What was found, in lines."""
    cuts = writer.line.cuts
    lines = [f"{sum(cuts.values())} connections cut in {seconds:.0f} s:"]
    lines += [f"  {count:5} {way}" for way, count in sorted(cuts.items())]
    lines += [f"{len(writer.written)} texts, {writer.closed} tabs closed; each recorded once, no draft left."]
    return "\n".join(lines)


def carried_on(writer: Writer, cuts: int) -> None:
    """Writes until the line broke so often; each text is there once, and no draft waits any more."""
    while sum(writer.line.cuts.values()) < cuts:
        writer.write()
    if sorted(writer.recorded()) != sorted(writer.written):
        raise NotSound(f"recorded: {len(writer.recorded())}, written: {len(writer.written)}")
    if writer.drafts():
        raise NotSound(f"drafts that nobody waits for: {writer.drafts()}")


def stored() -> tuple[Callable[[], list[str]], Callable[[], list[str]]]:
    """How to ask for the texts that are recorded, and for those that wait."""
    from kring.cases.models import Concern
    from kring.web.models import Draft

    return (
        lambda: [concern.story for concern in Concern.objects.all()],
        lambda: [json.loads(draft.body)["story"][0] for draft in Draft.objects.filter(taken_over="")],
    )


def _line_to(address: str, seed: int) -> AbstractContextManager[Line]:
    return breaking(urlsplit(address).port or 0, seed=seed, share=0.0)


def main(cuts: int, seed: int) -> int:
    """Cut, and say what was found."""
    began = time.monotonic()
    with installation():
        from django.core.management import call_command

        from kring.cases.models import Concern
        from kring.web.request import clock

        call_command("demo_school")
        Concern.objects.all().delete()
        clock.now = lambda: MONDAY + timedelta(seconds=time.monotonic() - began)
        with served() as address, _line_to(address, seed) as line, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = chromium.new_context(base_url=f"http://127.0.0.1:{line.port}", locale="nl-NL")
            page = context.new_page()
            page.goto("/aanmelden/")
            page.get_by_role("button", name="Kies Anouk Vermeer").click()
            page.wait_for_load_state("networkidle")
            page.close()
            line.share = 0.6
            writer = Writer(context, line, random.Random(seed), *stored())
            try:
                carried_on(writer, cuts)
            except NotSound as broken:
                print(f"Seed {seed}, after {sum(line.cuts.values())} cuts: {broken}")
                return 1
            chromium.close()
    print(told(writer, time.monotonic() - began))
    return 0


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*asked) if len(asked) == 2 else main(asked[0] if asked else 1_000, 1))
