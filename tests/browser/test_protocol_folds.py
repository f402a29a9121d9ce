"""Het protocol on a phone: its steps as seven lines to tap, and all of it on paper."""

from tests.browser.visitor import PHONE

LONGEST = 3_000
"""Pixels of the page with each step folded; with all of them open it is some 18,000."""


def test_the_protocol_is_seven_lines_to_tap_and_a_link_opens_its_step(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/protocol/")
    page = anouk.page
    parts = page.locator("details.part")
    assert parts.count() == 7
    assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST
    definition = page.get_by_text("Pesten is het systematisch uitoefenen")
    assert not definition.is_visible()

    page.locator("summary", has_text="Stap 2").click()
    assert definition.is_visible()

    page.goto(f"{page.url}#stap-3")
    assert parts.nth(2).evaluate("part => part.open")
    assert page.locator("#stap-3").bounding_box()["y"] < 200


def test_on_paper_every_step_is_open(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/protocol/")
    assert anouk.page.evaluate("document.querySelectorAll('details.part[open]').length") == 0
    anouk.page.emulate_media(media="print")
    for place in ("stap-1", "stap-3", "afsluiten"):
        assert anouk.page.locator(f"#{place}").bounding_box()["height"] > 50
