"""After signing out, Back shows nothing, in a browser that keeps whole pages to go back to, as people have it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kring.web.models import Draft
from tests.browser.conftest import FLAGS, PATIENCE
from tests.browser.looking import look_at
from tests.cases.telling import tell
from tests.cast import PASSWORD, Cast, act_of
from tests.conftest import CHROMIUM
from tests.school.plain import change_staff

STORY = "Ze duwen Sem elke pauze bij de kapstokken."


@pytest.fixture
def page(browser: Browser, live_server: Any, everybody: Cast, days: Any) -> Iterator[Page]:
    """Anouk's browser, as it is outside a test: with its back-forward cache."""
    chromium = browser.browser_type.launch(
        executable_path=str(CHROMIUM), args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = chromium.new_context(base_url=live_server.url, locale="nl-NL").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(everybody.anouk.account.email)  # type: ignore[union-attr]
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    yield page
    chromium.close()


def signs_out(page: Page) -> None:
    page.get_by_text("Jouw menu").locator("xpath=..").click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def test_this_browser_keeps_pages_to_go_back_to(page: Page, live_server: Any) -> None:
    """Else the story below could not fail: a page that may be kept comes back as it was left, without a request."""
    page.goto("/static/kring/ground.css")
    page.evaluate("window.left = true")
    page.goto("/static/kring/parts.css")
    page.evaluate("history.back()")  # Playwright's own waits for a page to load, and this one does not
    page.wait_for_function("window.left === true")


def test_after_signing_out_back_shows_nothing_of_a_child(page: Page, everybody: Cast) -> None:
    told = tell(everybody).report(everybody.sem, by=(everybody.daan,))
    for address in ("/vandaag/", f"/zaken/{told.id}/", f"/zaken/{told.id}/dossier/", "/school/", "/wachtwoord/"):
        page.goto(address)
        expect(page.get_by_text("Jouw menu")).to_be_attached()
    page.goto(f"/zaken/{told.id}/dossier/")
    assert "Sem" in page.inner_text("main")
    signs_out(page)
    for _ in range(6):
        page.go_back()
        page.wait_for_load_state()
        assert "Sem" not in page.content()
        assert "Anouk" not in page.content()
        expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def three_tabs(page: Page, everybody: Cast) -> list[Page]:
    """Three tabs, each with a history and each at another page of a case; in the last a text that nobody kept yet."""
    told = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1()
    case = f"/zaken/{told.id}/"
    histories = (
        ("/vandaag/", case, f"{case}dossier/"),
        ("/zaken/", f"{case}mensen/", case),
        ("/vandaag/", "/melding/"),
    )
    tabs = [page, page.context.new_page(), page.context.new_page()]
    for tab, addresses in zip(tabs, histories, strict=True):
        tab.set_default_timeout(PATIENCE)
        for address in addresses:
            tab.goto(address)
            expect(tab.get_by_text("Jouw menu")).to_be_attached()
            assert "Sem" in tab.content() or "Anouk" in tab.content()
    tabs[-1].get_by_label("Wat is er gebeurd?").fill(STORY)
    return tabs


def goes(tab: Page, way: str) -> None:
    """Back or forward, as the buttons of a browser do; who typed something says that the page may go."""
    with tab.expect_event("load"):
        tab.evaluate(f"setTimeout(() => history.{way}())")


NAMES = ("Sem", "Daan", "Anouk", "kapstokken")


def test_back_and_forward_show_nothing_in_any_tab_after_signing_out_in_one_and_the_text_is_kept(
    page: Page, everybody: Cast
) -> None:
    tabs = three_tabs(page, everybody)
    tabs[-1].on("dialog", lambda dialog: dialog.accept())
    leaving = page.context.new_page()
    leaving.goto("/vandaag/")
    signs_out(leaving)
    for tab in (*tabs, leaving):
        for way in ("back", "forward", "back"):
            goes(tab, way)
            expect(tab.get_by_role("heading", name="Inloggen")).to_be_visible()
            assert not [name for name in NAMES if name in tab.content()], f"{way} to {tab.url}"
    arrives(tabs[-1])
    tabs[-1].goto("/melding/")
    tabs[-1].get_by_label("E-mailadres").fill(everybody.anouk.account.email)  # type: ignore[union-attr]
    tabs[-1].get_by_label("Wachtwoord").fill(PASSWORD)
    tabs[-1].get_by_role("button", name="Inloggen").click()
    expect(tabs[-1].get_by_label("Wat is er gebeurd?")).to_have_value(STORY)


def arrives(tab: Page) -> None:
    """What a page sent while it went is with Kring a moment later."""
    for _look in range(100):
        if Draft.objects.filter(taken_over="").exists():
            return
        tab.wait_for_timeout(100)
    raise AssertionError("it never arrived")


def test_who_works_here_no_more_sees_nothing_by_going_back_in_any_tab_and_gets_the_own_text_back(
    page: Page, everybody: Cast
) -> None:
    tabs = three_tabs(page, everybody)
    change_staff(act=act_of(everybody.ada), staff=everybody.anouk, is_active=False)
    for tab in tabs[:-1]:
        for way in ("back", "forward", "back"):
            goes(tab, way)
            expect(tab.get_by_role("heading", name="Je hoort nog bij geen school")).to_be_visible()
            assert not [name for name in NAMES if name in tab.content()], f"{way} to {tab.url}"
    tabs[-1].get_by_role("button", name="Melding bewaren").click()
    expect(tabs[-1].get_by_role("heading", name="Je hoort nog bij geen school")).to_be_visible()
    expect(tabs[-1].get_by_text(STORY)).to_be_visible()
    assert "Daan" not in tabs[-1].content()
    look_at(tabs[-1], 1280)


def test_signing_out_from_a_tab_that_stood_open_while_somebody_signed_in_in_another(
    page: Page, everybody: Cast
) -> None:
    other = page.context.new_page()
    other.goto("/vandaag/")
    page.context.clear_cookies(name="kring_csrf")
    signs_out(other)
    page.reload()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_list_of_devices_is_as_every_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/aangemeld/")
    expect(page.get_by_role("heading", name="Waar je bent ingelogd")).to_be_visible()
    look_at(page, width)
    page.goto("/nog-een-keer/?next=/vandaag/")
    look_at(page, width)
