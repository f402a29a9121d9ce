"""A child tells something at its school's door, and nothing of it stays on the tablet, in the log or in the open."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kring.reports.models import Incoming
from tests.browser.conftest import FLAGS, PATIENCE
from tests.browser.visitor import PHONE
from tests.cast import Cast
from tests.conftest import CHROMIUM
from tests.reports.telling import doors_of

WORDS = ("Zwaluwnest", "Pannenkoek", "Toverlantaarn")
"""What the child writes: a story, a name and its own; words that stand nowhere else."""


MM = 96 / 25.4
"""Pixels on paper."""


def taps(page: Page, name: str) -> None:
    """Presses what is called so, and waits for the next question."""
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)


def tells(page: Page, look: Any) -> str:
    """The whole road, with a look at every screen; the six words."""
    page.goto("/vertel/de-wilg/")
    look()
    for tap in ("Vertellen", "Over mij"):
        taps(page, tap)
        look()
    page.get_by_text("Niet mee mogen doen").click()
    taps(page, "Verder")
    page.get_by_label("Vertel het zelf.").fill(f"Ze roepen {WORDS[0]} naar mij.")
    look()
    taps(page, "Verder")
    page.get_by_label("Naam").fill(WORDS[1])
    page.get_by_role("button", name="Nog iemand").click()
    expect(page.get_by_label("Naam")).to_have_count(2)
    look()
    for tap in ("Verder", "Verder", "Elke week", "Een paar weken"):
        taps(page, tap)
        look()
    taps(page, "Naar")
    page.get_by_text("Ik ben nu bang").click()
    taps(page, "Verder")
    look()
    for tap in ("Ik wil nog meer vertellen", "Verder", "Ja, dat mag", "Mijn juf of meester", "In de pauze"):
        taps(page, tap)
        look()
    page.get_by_label("Naam").fill(WORDS[2])
    taps(page, "Verder")
    look()
    taps(page, "Versturen")
    look()
    return " ".join(page.locator(".word").all_inner_texts())


def has_a_card(page: Page) -> None:
    """On paper the six words stand alone, on a card that fits a pocket, with where they are typed: it is the page that
    prints itself, so no word leaves it."""
    page.emulate_media(media="print", color_scheme="dark")
    card = page.locator(".card")
    assert [one.is_visible() for one in page.locator("main > *").all()].count(True) == 1
    expect(card.locator(".word")).to_have_count(6)
    expect(card).to_contain_text(f" · {urlsplit(page.url).netloc}/vertel/de-wilg/code/")
    expect(page.get_by_text("Weg hier")).to_be_hidden()
    box = card.bounding_box()
    assert box is not None
    assert box["width"] <= MM * 86
    assert box["height"] <= MM * 80
    assert card.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    assert page.url.endswith("/vertel/de-wilg/") or page.url.endswith("/vragen/")
    page.emulate_media(media="screen", color_scheme="light")


@pytest.mark.parametrize("java_script", [True, False])
def test_a_child_tells_it_and_comes_back_with_its_code(comes: Any, everybody: Cast, java_script: bool) -> None:
    doors_of(everybody)
    child = comes(PHONE, java_script=java_script)
    code = tells(child.page, child.looks)
    has_a_card(child.page)
    taps(child.page, "Ik heb ze opgeschreven")
    child.looks()
    child.opens("/vertel/de-wilg/code/")
    child.page.get_by_label("Wat zijn je zes woorden?").fill(code.upper())
    taps(child.page, "Verder")
    child.looks()
    child.page.get_by_label("Wil je nog iets zeggen?").fill("Vandaag weer.")
    child.page.get_by_role("button", name="Versturen").click()
    expect(child.page.get_by_text("Het is verstuurd.")).to_be_visible()
    child.looks()
    assert Incoming.objects.get().said.get().text == "Vandaag weer."


def test_with_the_keyboard_alone(comes: Any, everybody: Cast) -> None:
    doors_of(everybody)
    page = comes(PHONE).page
    page.goto("/vertel/de-wilg/")
    for asked in ("Over wie gaat het?", "Wat gebeurt er?", "Vertel het zelf."):
        button = {"Over wie gaat het?": "Vertellen", "Wat gebeurt er?": "Over mij"}.get(asked, "Verder")
        for _tab in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == button:
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(asked)


def test_enter_in_a_field_goes_on_and_not_back(comes: Any, everybody: Cast) -> None:
    doors_of(everybody)
    page = comes(PHONE).page
    page.goto("/vertel/de-wilg/")
    for tap in ("Vertellen", "Over mij", "Verder"):
        taps(page, tap)
    page.get_by_label("Vertel het zelf.").fill("Iets.")
    taps(page, "Verder")
    page.get_by_label("Naam").fill("Daan")
    page.get_by_label("Naam").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Waar gebeurt het?")


def test_without_a_line_nothing_that_was_typed_is_lost(comes: Any, everybody: Cast) -> None:
    doors_of(everybody)
    child = comes(PHONE)
    page = child.page
    page.goto("/vertel/de-wilg/")
    for tap in ("Vertellen", "Over mij", "Verder"):
        taps(page, tap)
    page.get_by_label("Vertel het zelf.").fill("Dit blijft staan.")
    child._cut_off = True
    page.context.set_offline(True)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is nu geen internet.")
    expect(page.get_by_label("Vertel het zelf.")).to_have_value("Dit blijft staan.")
    page.context.set_offline(False)
    taps(page, "Verder")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie doet het?")


@pytest.fixture
def tablet(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, everybody: Cast, days: Any, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A tablet of the class, with all that a browser keeps: history, cache, sessions, and pages to go back to."""
    doors_of(everybody)
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path / "profile"),
        executable_path=str(CHROMIUM),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
        java_script_enabled=getattr(request, "param", True),
        base_url=live_server.url,
        locale="nl-NL",
        viewport={"width": 820, "height": 1100},
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_weg_hier_and_back_show_the_next_child_nothing(tablet: BrowserContext) -> None:
    page = tablet.new_page()
    page.goto("/weetjes/")
    page.goto("/vertel/de-wilg/")
    for tap in ("Vertellen", "Over mij", "Verder"):
        taps(page, tap)
    page.get_by_label("Vertel het zelf.").fill(WORDS[0])
    page.get_by_role("link", name="Weg hier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vijf weetjes over dieren")
    for step in (page.go_back, page.go_back, page.go_forward, page.go_forward):
        step()
        page.wait_for_load_state()
        assert WORDS[0] not in page.content()
        assert page.get_by_role("textbox").count() == 0


@pytest.mark.parametrize("tablet", [True, False], indirect=True, ids=["with script", "without script"])
def test_nothing_of_what_a_child_told_is_found_afterwards(
    tablet: BrowserContext, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = tablet.new_page()
    code = tells(page, lambda: None)
    taps(page, "Ik heb ze opgeschreven")
    page.get_by_role("link", name="Weg hier").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vijf weetjes over dieren")
    page.goto("/weetjes/?vuurtorenwachter")  # that it is searched well: this is found
    page.wait_for_load_state()
    tablet.close()
    assert found_in(tmp_path / "profile", "vuurtorenwachter")
    words = [*WORDS, *code.split()[:2]]
    assert {word for word in WORDS if found_in(tmp_path / "profile", word)} == set()
    assert not found_in(tmp_path / "profile", code)
    kept = Incoming.objects.get().told
    assert WORDS[0] in kept.story
    assert [word for word in words if word in caplog.text] == []
    assert [word for word in WORDS if word.encode() in everything_in_the_database()] == []


def found_in(folder: Path, word: str) -> list[Path]:
    """The files in which these letters stand, one after another, in whatever way a browser writes letters."""
    ways = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    assert files
    return [file for file in files if any(way in file.read_bytes() for way in ways)]


def everything_in_the_database() -> bytes:
    """Every value of every table, as it stands there."""
    parts: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names of our own tables
            for row in cursor.fetchall():
                parts += [bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row]
    return b"\n".join(parts)
