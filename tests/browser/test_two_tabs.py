"""Two tabs of one page, and whoever is signed in meanwhile in the other: each text stays whole, and its writer's."""

import json

from playwright.sync_api import Page, expect

from kring.cases.models import Case
from kring.web.models import Draft
from tests.browser.test_tabs import NO_CHANNEL
from tests.browser.visitor import PHONE

STORY = "Wat is er gebeurd?"
FIRST = "Sem werd bij de kapstokken geduwd."
SECOND = "Noor zei dat ze niet meer mee mag doen."


def kept(page: Page, text: str) -> None:
    """Kring said that it kept the text of this page, and it did."""
    expect(page.locator(".kept")).to_contain_text("Als concept bewaard")
    assert any(text in json.loads(draft.body)["story"][0] for draft in Draft.objects.filter(taken_over=""))


def arrives(page: Page, text: str) -> None:
    """What a page sent while it went is with Kring a moment later."""
    for _look in range(100):
        if any(text in json.loads(draft.body)["story"][0] for draft in Draft.objects.filter(taken_over="")):
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never arrived")


def test_two_reports_in_two_tabs_lose_nothing_and_each_can_be_taken_up(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.fills(STORY, FIRST)
    kept(anouk.page, FIRST)

    second = anouk.another_tab()
    second.opens("/melding/")
    second.reads("Deze tekst staat ook open in een ander tabblad.")
    assert second.typed(STORY) == FIRST
    second.fills(STORY, SECOND)  # over the text of the first tab, without a look
    kept(second.page, SECOND)
    assert {json.loads(draft.body)["story"][0] for draft in Draft.objects.filter(taken_over="")} == {FIRST, SECOND}

    third = anouk.another_tab()
    third.opens("/melding/?concept=leeg")
    assert third.typed(STORY) == ""
    third.reads("Hier wacht nog tekst van je.", FIRST, SECOND)
    third.page.get_by_role("listitem").filter(has_text=FIRST).get_by_role("link").click()
    third.reads("Deze tekst staat ook open in een ander tabblad.")
    assert third.typed(STORY) == FIRST
    for tab in (second, third):
        tab.leave()


def test_a_closed_tab_is_gone_on_with_and_leaves_no_draft_behind(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    first = anouk.another_tab()
    first.opens("/melding/")
    first.fills(STORY, FIRST)
    first.page.goto("about:blank")  # at once, without a pause: the text goes along with the page
    arrives(anouk.page, FIRST)
    first.page.close()  # not sooner: Playwright ends the process of a page, with what that is still sending

    anouk.opens("/melding/")
    assert anouk.typed(STORY) == FIRST
    anouk.ticks("Wie wordt er gepest?", "Sem")
    anouk.presses("Melding bewaren")
    assert Case.objects.get().reports.get().story == FIRST
    assert not Draft.objects.filter(taken_over="").exists()


def test_an_untouched_page_leaves_no_draft(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.fills(STORY, FIRST)
    kept(anouk.page, FIRST)
    anouk.fills(STORY, "")
    expect(anouk.page.locator(".kept")).to_be_empty()
    anouk.opens("/vandaag/")
    assert not Draft.objects.exists()


def test_signing_in_again_in_another_tab_is_told_in_one_line(comes, everybody):
    """In a browser whose tabs cannot tell each other; elsewhere the first hides and comes back (test_tabs.py)."""
    anouk = comes()
    anouk.page.context.add_init_script(NO_CHANNEL)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.fills(STORY, FIRST)
    kept(anouk.page, FIRST)
    anouk.loses_session()
    second = anouk.another_tab()
    second.opens("/aanmelden/")
    second.signs_in(everybody.anouk)

    with anouk.page.expect_response("**/concept/"):
        anouk.fills(STORY, f"{FIRST} {SECOND}")
    kept(anouk.page, SECOND)
    assert anouk.page.locator("header").count() == anouk.page.locator("main form").count() == 1
    anouk.presses("Melding bewaren")
    anouk.reads("Je tekst is bewaard. Controleer en bewaar.")
    assert anouk.typed(STORY) == f"{FIRST} {SECOND}"
    second.leave()


def test_a_colleague_who_signs_in_on_the_same_computer_sees_and_takes_nothing(comes, everybody):
    """In the same browser: elsewhere the first tab shows nothing by then."""
    anouk = comes()
    anouk.page.context.add_init_script(NO_CHANNEL)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.fills(STORY, FIRST)
    kept(anouk.page, FIRST)
    anouk.loses_session()
    bram = anouk.another_tab()
    bram.opens("/aanmelden/")
    bram.signs_in(everybody.bram)

    anouk.fills(STORY, f"{FIRST} {SECOND}")
    expect(anouk.page.locator(".kept")).to_contain_text("iemand anders ingelogd")
    bram.opens("/melding/")
    bram.reads_nowhere(FIRST, SECOND, "Je was hier al bezig")
    assert [(draft.staff, json.loads(draft.body)["story"]) for draft in Draft.objects.filter(taken_over="")] == [
        (everybody.anouk, [f"{FIRST} {SECOND}"])
    ]
    bram.leave()


def test_who_types_without_a_pause_is_kept_every_ten_seconds(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    clock = anouk.page.clock
    clock.install()
    field = anouk.page.get_by_label(STORY)
    for number in range(30):  # a word each second, half a minute
        field.press_sequentially(f"woord{number} ")
        clock.run_for(1_000)
    anouk.page.wait_for_timeout(300)
    told = json.loads(Draft.objects.get().body)["story"][0].split()
    assert len(told) >= 20


def test_what_is_typed_is_with_kring_at_the_moment_the_page_is_hidden(comes, everybody):
    """Another app, or a screen that goes dark: on a telephone a page may never get another moment."""
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.stands_still()
    anouk.fills(STORY, FIRST)
    assert not Draft.objects.exists()
    anouk.page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
          document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        }"""
    )
    arrives(anouk.page, FIRST)


def test_what_a_tool_for_dictation_puts_in_a_field_without_a_key_is_kept(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.stands_still()
    anouk.opens("/melding/")
    story = anouk.page.get_by_label(STORY)
    story.evaluate("(field, text) => { field.value = text; }", FIRST)
    anouk.lets_run(6_000)
    kept(anouk.page, FIRST)
    story.evaluate("(field, text) => { field.value += ` ${text}`; }", SECOND)
    anouk.lets_run(10_000)
    arrives(anouk.page, SECOND)


def test_who_signs_in_after_somebody_finds_nothing_of_them_behind_back(comes, everybody):
    """One browser in the staff room: Chromium fills a form in again that it left, whoever goes back to it."""
    room = comes()
    room.signs_in(everybody.anouk)
    room.opens("/melding/")
    room.fills(STORY, FIRST)
    kept(room.page, FIRST)
    room.follows_menu("Vandaag")
    room.page.locator("details.me summary").click()
    room.page.get_by_role("button", name="Uitloggen").click()
    expect(room.page.get_by_role("heading", level=1)).to_contain_text("Inloggen")
    room.signs_in(everybody.bram)
    for _page in range(6):
        room.page.go_back()
        if room.page.url.endswith("/melding/"):
            break
    else:
        raise AssertionError("Back does not come to the form any more")
    assert room.typed(STORY) == ""
    assert FIRST not in room.page.content()
    assert not Draft.objects.filter(staff=everybody.bram).exists()
