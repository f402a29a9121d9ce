"""Nothing on a page moves by itself while somebody presses: what was pressed is what is done.

A page that moved took a press away now and then, and a story in a browser then waited twenty seconds for a page that
nobody had asked for; a teacher would have tapped once more, or beside it.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from kring.cases.models import Case
from tests.browser.visitor import DESK, PHONE
from tests.cases.telling import tell

STORY = "Sem werd bij de kapstokken geduwd, en niemand zei er iets van."


def place(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box is not None
    return box["x"], box["y"]


def finger_down_on(page: Page, what: Locator) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_message_that_is_read_aloud_moves_nothing(comes, everybody, width):
    told = tell(everybody).report(everybody.sem, by=(everybody.daan,))
    anouk = comes(width)
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{told.id}/")
    anouk.does("Voorvallen opschrijven")
    with anouk.within("Voorval"):
        anouk.fills("Op welke dag?", "2026-11-20")
        anouk.fills("Wat gebeurde er?", STORY)
        anouk.ticks("Wie waren erbij betrokken?", "Sem", "Daan")
    anouk.stands_still()
    anouk.page.get_by_role("button", name="Voorval bewaren").click()
    message = anouk.page.locator(".messages .notice")
    expect(message).to_be_visible()
    dossier = anouk.page.get_by_role("main").get_by_role("link", name="Dossier", exact=True).first
    heard = anouk.page.locator(".messages").get_by_role("status")
    words = message.inner_text()

    expect(heard).to_have_text("")
    finger_down_on(anouk.page, dossier)
    before = place(dossier)
    anouk.lets_run(1_000)
    expect(heard).to_have_text(words)
    expect(message).to_be_visible()
    assert place(dossier) == before
    anouk.page.mouse.up()
    expect(anouk.page.get_by_role("heading", level=1, name="Dossier")).to_be_visible()


def test_a_line_that_says_how_far_kring_has_a_text_waits_until_the_finger_is_lifted(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.stands_still()
    anouk.fills("Wat is er gebeurd?", STORY)
    saves = anouk.page.get_by_role("button", name="Melding bewaren")
    finger_down_on(anouk.page, saves)
    before = place(saves)
    with anouk.page.expect_response("**/concept/**"):
        anouk.lets_run(3_000)
    expect(anouk.page.locator(".kept")).to_contain_text("Als concept bewaard")
    assert place(saves) == before
    assert anouk.page.locator(".kept-to").count() == 0
    anouk.page.mouse.move(2, 2)  # the finger slides away, and presses nothing
    anouk.page.mouse.up()
    anouk.lets_run(1_000)
    expect(anouk.page.locator(".kept-to")).to_contain_text("Bewaard tot en met")
    assert not Case.objects.exists()
