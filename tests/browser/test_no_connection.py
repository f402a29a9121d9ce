"""Without a connection: the page says so, keeps the text, and sends it once when it can; the device tells nobody."""

import json
from datetime import timedelta

from playwright.sync_api import Page, expect

from kring.cases.models import Case
from kring.web.models import Draft
from tests.browser.visitor import PHONE, Visitor
from tests.cases.telling import tell
from tests.web.browsing import early

STORY = "Wat is er gebeurd?"
FIRST = "Sem werd bij de kapstokken geduwd."
MORE = "Noor zag het ook en haalde mij."


def says(page: Page, *sentences: str) -> None:
    for sentence in sentences:
        expect(page.locator(".kept")).to_contain_text(sentence)


def writes_without_connection(visitor: Visitor) -> None:
    visitor.opens("/melding/")
    visitor.loses_connection()
    visitor.fills(STORY, FIRST)
    says(visitor.page, "Er is nu geen verbinding met Kring.", "op slot op dit apparaat")


def test_what_is_written_without_a_connection_is_kept_once_when_it_is_back(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    writes_without_connection(anouk)
    anouk.looks()
    assert not Draft.objects.exists()
    anouk.fills(STORY, f"{FIRST} {MORE}")
    anouk.finds_connection()
    says(anouk.page, "Er is weer verbinding. Als concept bewaard om")
    assert json.loads(Draft.objects.get().body)["story"] == [f"{FIRST} {MORE}"]
    assert "kring.text" not in anouk.on_device()


def test_saving_without_a_connection_keeps_the_page_and_saves_one_fact_afterwards(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.ticks("Wie wordt er gepest?", "Sem")
    anouk.fills(STORY, FIRST)
    says(anouk.page, "Als concept bewaard")
    anouk.loses_connection()
    anouk.tries("Melding bewaren")
    says(anouk.page, "Nog niet verstuurd.", "Er is nu geen verbinding met Kring.")
    anouk.is_at("Nieuwe melding")
    assert anouk.typed(STORY) == FIRST
    anouk.finds_connection()
    says(anouk.page, "Er is weer verbinding.")
    anouk.presses("Melding bewaren")
    assert Case.objects.get().reports.get().story == FIRST
    assert not Draft.objects.exists()


def test_a_page_that_was_closed_without_a_connection_comes_back_from_the_device(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    tab = anouk.another_tab()
    writes_without_connection(tab)
    tab.closes()
    assert not Draft.objects.exists()
    anouk.finds_connection()
    with anouk.page.expect_response("**/concept/"):
        anouk.opens("/vandaag/")
    expect(anouk.page.get_by_role("main")).to_be_visible()
    anouk.page.wait_for_function("!localStorage.length")
    anouk.opens("/melding/")
    anouk.reads("Je was hier al bezig.")
    assert anouk.typed(STORY) == FIRST


def test_the_form_that_was_closed_without_a_connection_has_its_text_when_it_is_opened_again(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    tab = anouk.another_tab()
    writes_without_connection(tab)
    tab.closes()
    anouk.finds_connection()
    anouk.page.goto("/melding/")  # which sends what waited, and is loaded anew with it
    expect(anouk.page.locator("main")).to_contain_text("Je was hier al bezig.")
    anouk.looks()
    assert anouk.typed(STORY) == FIRST


def test_what_stands_on_the_device_is_read_by_nobody_and_is_gone_after_signing_out(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    tab = anouk.another_tab()
    writes_without_connection(tab)
    held = tab.on_device()
    assert "kring.text" in held
    assert not any(word in held for word in ("kapstokken", "geduwd", "story", "melding"))
    assert tab.page.locator("meta[name=kring-seal]").get_attribute("content") is None
    tab.closes()

    # Whoever took a copy of the device gets no key for it any more.
    anouk.finds_connection()
    anouk.page.locator("details.me summary").click()
    anouk.page.get_by_role("button", name="Uitloggen").click()
    expect(anouk.page.get_by_role("heading", level=1)).to_contain_text("Inloggen")
    assert "kring.text" not in anouk.on_device()
    anouk.page.evaluate(
        "(held) => { for (const [name, value] of JSON.parse(held)[0]) localStorage.setItem(name, value); }", held
    )
    anouk.signs_in(everybody.anouk)
    anouk.page.wait_for_function("!localStorage.length")
    assert not Draft.objects.exists()
    anouk.page.go_back()
    anouk.reads_nowhere(FIRST)


def test_what_was_closed_without_a_connection_is_there_again_when_a_child_gave_the_phone_back(comes, everybody):
    case = early(tell(everybody).report(everybody.sem, by=(everybody.daan,)))
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/zelf/{case.key(everybody.sem)}/")
    number = anouk.page.locator("strong.number").inner_text()
    tab = anouk.another_tab()
    writes_without_connection(tab)
    tab.closes()
    anouk.finds_connection()
    anouk.presses("Geef de telefoon aan Sem")
    assert "kring.text" in anouk.on_device()
    anouk.opens("/terug/")
    anouk.fills("Het getal van daarnet", number)
    with anouk.page.expect_response("**/concept/"):
        anouk.presses("Verder")
    assert json.loads(Draft.objects.get().body)["story"] == [FIRST]


def test_what_cannot_be_read_keeps_nothing_else_on_the_device(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    tab = anouk.another_tab()
    writes_without_connection(tab)
    tab.page.evaluate("""() => {
        localStorage.setItem("kring.text.half", '{"at": 17');
        localStorage.setItem("kring.text.none", "null");
    }""")
    tab.closes()
    anouk.finds_connection()
    anouk.page.locator("details.me summary").click()
    anouk.page.get_by_role("button", name="Uitloggen").click()
    expect(anouk.page.get_by_role("heading", level=1)).to_contain_text("Inloggen")
    assert "kring.text" not in anouk.on_device()


def test_after_a_quarter_of_an_hour_alone_nothing_is_left_on_the_device(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    tab = anouk.another_tab()
    tab.page.clock.install()
    writes_without_connection_by(tab)
    assert "kring.text" in tab.on_device()
    tab.page.clock.run_for(timedelta(minutes=16).seconds * 1000)
    tab.page.wait_for_function("!localStorage.length")
    says(tab.page, "Je tekst staat alleen nog op deze pagina")
    assert tab.typed(STORY) == FIRST


def writes_without_connection_by(visitor: Visitor) -> None:
    """The same, by a clock that the test moves on."""
    visitor.opens("/melding/")
    visitor.loses_connection()
    visitor.fills(STORY, FIRST)
    visitor.page.clock.run_for(5_000)
    says(visitor.page, "op slot op dit apparaat")


def test_what_kring_cannot_take_is_said_and_stays_on_the_page(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.page.route("**/concept/", lambda route: route.fulfill(status=500, body="<h1>Er ging iets mis</h1>"))
    anouk.stumbles()
    anouk.fills(STORY, FIRST)
    says(anouk.page, "Kring kan je tekst nu niet aannemen.")
    anouk.tries("Melding bewaren")
    says(anouk.page, "Nog niet verstuurd.")
    assert anouk.typed(STORY) == FIRST
    anouk.page.unroute("**/concept/")
    says(anouk.page, "Als concept bewaard om")


def reports(visitor: Visitor) -> None:
    """A report that wants only to be saved."""
    visitor.opens("/melding/")
    visitor.ticks("Wie wordt er gepest?", "Sem")
    visitor.fills(STORY, FIRST)


def test_a_fault_of_keeping_alone_stops_nobody_from_saving(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.page.route("**/concept/", lambda route: route.fulfill(status=500, body="<h1>Er ging iets mis</h1>"))
    anouk.stumbles()
    reports(anouk)
    anouk.tries("Melding bewaren")
    says(anouk.page, "Nog niet verstuurd.", "Druk nog een keer om het formulier toch te versturen.")
    anouk.presses("Melding bewaren")
    assert Case.objects.get().reports.get().story == FIRST


def test_keeping_that_never_answers_stops_nobody_from_saving(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    reports(anouk)
    anouk.page.clock.install()
    anouk.page.route("**/concept/", lambda route: None)
    anouk.stumbles()
    anouk.fills(STORY, f"{FIRST} {MORE}")
    anouk.page.get_by_role("button", name="Melding bewaren").click()
    anouk.page.clock.fast_forward(16_000)
    says(anouk.page, "Nog niet verstuurd.", "Druk nog een keer om het formulier toch te versturen.")
    assert anouk.typed(STORY) == f"{FIRST} {MORE}"
    anouk.page.get_by_role("button", name="Melding bewaren").click()
    anouk.page.clock.fast_forward(16_000)
    expect(anouk.page.get_by_role("heading", level=1)).to_contain_text("Sem, groep 6")
    assert Case.objects.get().reports.get().story == f"{FIRST} {MORE}"


def test_on_a_full_disk_saving_gives_the_form_back_with_its_text(comes, everybody, settings):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    reports(anouk)
    says(anouk.page, "Als concept bewaard om")
    floor, settings.KRING_DISK_FLOOR = settings.KRING_DISK_FLOOR, 10**9
    anouk.stumbles()
    anouk.fills(STORY, f"{FIRST} {MORE}")
    says(anouk.page, "Kring kan je tekst nu niet aannemen.", "op slot op dit apparaat")
    anouk.tries("Melding bewaren")
    anouk.is_at("Kring kan nu niets bewaren")
    assert anouk.typed("Je tekst") == f"{FIRST} {MORE}"
    settings.KRING_DISK_FLOOR = floor
    with anouk.page.expect_response("**/concept/"):  # the device sends what it has, and Kring has it already
        anouk.presses("Nog een keer proberen")
    assert Case.objects.get().reports.get().story == f"{FIRST} {MORE}"
    assert not Draft.objects.exists()


def test_more_than_kring_can_receive_is_said_and_stays_on_the_page(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.stumbles()
    anouk.fills(STORY, "é" * 600_000)
    says(anouk.page, "meer dan Kring in één keer kan ontvangen")
    anouk.tries("Melding bewaren")
    says(anouk.page, "Nog niet verstuurd.")
    assert len(anouk.typed(STORY)) == 600_000


def test_who_signs_out_without_a_connection_is_told_so_sees_nothing_more_and_leaves_no_text(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    writes_without_connection(anouk)
    page = anouk.page
    assert "kring.text" in anouk.on_device()
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Je bent nog niet uitgelogd")).to_be_visible()
    assert FIRST not in page.content()
    assert "kring.text" not in anouk.on_device()
    anouk.looks()
    anouk.finds_connection()
    page.get_by_role("button", name="Opnieuw uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()
    page.goto("/vandaag/")
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def test_who_ends_other_sessions_keeps_the_text_of_this_one(comes, everybody):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    tab = anouk.another_tab()
    writes_without_connection(tab)
    page = anouk.page
    page.evaluate(
        """() => {
          const form = document.createElement("form");
          Object.assign(form, { method: "post", action: "/aangemeld/afmelden/" });
          document.body.append(form);
          form.addEventListener("submit", (event) => event.preventDefault());
          form.requestSubmit();
        }"""
    )
    assert "kring.text" in anouk.on_device()
