"""A parent tells it at the school's door, in a mail that scanners read first, and it becomes a case that is begun."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kring.reports.actions.settling import settle
from kring.reports.models import By, Incoming, Link
from kring.reports.told import Named, Teller, Told, Who
from tests.browser.incoming import makes_a_case
from tests.browser.test_childs_door import everything_in_the_database, taps
from tests.browser.visitor import PHONE
from tests.cast import NOW, Cast
from tests.reports.outside import link_in, mailed
from tests.reports.telling import doors_of, somebody_tells

WORDS = ("Zwaluwnest", "Pannenkoek", "vuurtorenwachter@example.org")
"""What the parent writes: in the story, as its name, as its address; words that stand nowhere else."""


def tells(page: Page, look: Any) -> None:
    """The whole road by name, with a look at every screen."""
    page.goto("/vertel/de-wilg/ouder/")
    look()
    taps(page, "Vertel het")
    page.get_by_text("Mijn kind wordt gepest").click()
    page.get_by_label("Naam van uw kind").fill("Sem")
    page.get_by_label("Groep").fill("6")
    look()
    goes_on(page)
    page.get_by_label("Vertel het in uw eigen woorden").fill(f"Ze roepen {WORDS[0]} naar hem.")
    page.get_by_text("Schelden, uitlachen").click()
    page.get_by_label("Naam").fill("Daan")
    page.get_by_role("button", name="Nog iemand").click()
    expect(page.get_by_label("Naam 2")).to_be_visible()
    look()
    goes_on(page)
    page.get_by_text("Op het plein").click()
    page.get_by_text("Elke week").click()
    look()
    goes_on(page)
    page.get_by_label("Wat is er al geprobeerd?").fill("Met juf gepraat.")
    page.get_by_text("Het kind is nu in gevaar").click()
    look()
    goes_on(page)
    look()
    goes_on(page)
    page.get_by_label("Uw naam").fill(WORDS[1])
    page.get_by_label("Uw e-mailadres").fill("vuurtorenwachter@")
    page.get_by_role("button", name="Verder", exact=True).last.click()
    expect(page.get_by_role("alert").first).to_contain_text("Dit e-mailadres klopt niet.")
    look()
    page.get_by_label("Uw e-mailadres").fill(WORDS[2])
    goes_on(page)
    look()
    taps(page, "Versturen")
    look()


def goes_on(page: Page) -> None:
    before = page.get_by_role("heading", level=1).inner_text()
    page.locator("main").get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)


def scanned(browser: Browser, home: str, path: str) -> None:
    """A scanner of mail: HEAD, GET, and a browser that runs the scripts and follows every link of the page."""
    context = browser.new_context(base_url=home)
    for _time in range(2):
        assert context.request.head(path).status == 200
        assert WORDS[0] not in context.request.get(path).text()
    page = context.new_page()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    links = [link.get_attribute("href") for link in page.get_by_role("link").all()]
    for link in links:
        page.goto(link or "/")
    context.close()


@pytest.mark.parametrize("java_script", [True, False])
def test_a_parent_tells_it_by_name_and_reads_the_answer_by_a_link_that_was_scanned_first(
    comes: Any, everybody: Cast, browser: Browser, live_server: Any, caplog: Any, java_script: bool
) -> None:
    doors_of(everybody)
    parent = comes(PHONE, java_script=java_script)
    tells(parent.page, parent.looks)
    kept = Incoming.objects.get()
    settle(school=kept.school, at=NOW)
    (letter,) = mailed(kept.school)
    path = link_in(letter)
    scanned(browser, live_server.url, path)
    assert Link.objects.get().opened_with == ""

    parent.opens(path)
    goes_on(parent.page)
    parent.looks()
    parent.page.get_by_label("Wilt u iets zeggen of vragen?").fill("Vandaag weer.")
    parent.page.get_by_role("button", name="Versturen").click()
    expect(parent.page.get_by_text("Het is verstuurd.")).to_be_visible()
    parent.looks()
    taps(parent.page, "Ik ben klaar")
    parent.looks()
    parent.opens(path)
    goes_on(parent.page)
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("Deze link is al gebruikt, of te oud")
    parent.looks()
    taps(parent.page, "Mail mij een nieuwe link")
    parent.looks()
    everything = everything_in_the_database()
    assert [word for word in (*WORDS, path) if word.encode() in everything or word in caplog.text] == []


def test_what_a_parent_told_becomes_a_case_and_goes_into_step_1(comes: Any, everybody: Cast) -> None:
    what = Told(who=Who.ME, story="Ze lachen hem uit.", bullied=(Named("Sem", "6"),), doing=(Named("Daan", "6"),))
    teller = Teller(name="Ilse", child="Sem", phone="06 12345678")
    kept = somebody_tells(doors_of(everybody), what, by=By.PARENT, teller=teller)
    carla = comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens("/verteld/")
    carla.follows("Verteld door een ouder")
    expect(carla.page.get_by_role("link", name="Ilse 06 12345678")).to_have_attribute("href", "tel:0612345678")
    carla.page.get_by_label("Jouw antwoord").fill("Fijn dat u belt. Wij kijken mee.")
    carla.page.get_by_text("Ik heb gebeld").click()
    carla.page.get_by_role("button", name="Antwoord klaarzetten").click()
    expect(carla.page.get_by_text("De ouder kan het ook met de code lezen.")).to_be_visible()
    carla.looks()
    makes_a_case(carla, kept)
