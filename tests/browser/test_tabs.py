"""What is open in every other tab is gone at the moment its reader is out: nobody has to touch it first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from kring.cases.models import Promise, Report
from kring.web.models import Draft
from tests.browser.looking import look_at
from tests.browser.visitor import PHONE, Visitor
from tests.cases.examples import promise
from tests.cases.telling import tell
from tests.web.browsing import early

STORY = "Wat is er gebeurd?"
TEXT = "Sem werd bij de kapstokken geduwd."
NAMES = ("Sem", "Daan", "Anouk", "kapstokken")
OUT, OTHER = "Je bent uitgelogd", "Hier is nu iemand anders ingelogd"
STILL = """() => {
  const later = setTimeout;
  globalThis.setTimeout = (does, wait) => wait < 60_000 ? 0 : later(does, wait);
}"""
"""A page of which no timer goes off: what is typed is not with Kring before something else brings it there."""
NO_CHANNEL = "delete globalThis.BroadcastChannel;"


def unseen(visitor: Visitor) -> Visitor:
    """Pages on the way, which other stories look at."""
    visitor._sees_through = False
    return visitor


def signs_out(visitor: Visitor) -> None:
    visitor.page.locator("details.me summary").click()
    visitor.page.get_by_role("button", name="Uitloggen").click()


def shows_nothing(page: Page, heading: str) -> None:
    """Nobody touched it: what stood there is gone, not covered."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page).to_have_title(f"{heading} · Kring")
    body = page.locator("body").inner_html()
    assert not [name for name in NAMES if name in body], page.url


def three_tabs(anouk: Visitor, cast) -> tuple[Visitor, Visitor, Visitor]:
    """Vandaag, the file of a case, and a report that is being written: Kring has none of its text yet."""
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1()
    anouk.signs_in(cast.anouk)
    file, report = anouk.another_tab(), anouk.another_tab()
    file.opens(f"/zaken/{told.id}/dossier/")
    file.reads("Sem")
    report.opens("/melding/")
    report.page.evaluate(STILL)
    report.fills(STORY, TEXT)
    assert not Draft.objects.exists()
    return anouk, file, report


def test_signing_out_in_one_tab_hides_every_other_at_once_and_signing_in_brings_all_back(comes, everybody):
    leaving, file, report = three_tabs(unseen(comes()), everybody)
    signs_out(leaving)
    expect(leaving.page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    for tab in (file, report):
        shows_nothing(tab.page, OUT)
    report.reads("Wat je typte, is bewaard.")
    look_at(file.page, PHONE)
    assert "kring.text" not in report.on_device()
    assert TEXT in Draft.objects.get().body

    leaving.signs_in(everybody.anouk)
    file.page.bring_to_front()
    file.reads("Sem")
    report.page.bring_to_front()
    expect(report.page.get_by_label(STORY)).to_have_value(TEXT)
    for tab in (file, report):
        tab.leave()


def test_signing_out_without_a_connection_hides_them_too_and_the_text_is_there_when_its_writer_is_back(
    comes, everybody
):
    leaving, file, report = three_tabs(unseen(comes(PHONE)), everybody)
    for tab in (leaving, file, report):
        tab.loses_connection()
    signs_out(leaving)
    expect(leaving.page.get_by_role("heading", level=1)).to_have_text("Je bent nog niet uitgelogd")
    for tab in (file, report):
        shows_nothing(tab.page, "Je logt uit")
    report.reads("Wat je typte, is nog niet bewaard.")
    look_at(file.page, PHONE)
    assert TEXT not in report.on_device()
    assert "kring.text" not in report.on_device()

    for tab in (leaving, file, report):
        tab.finds_connection()
    with file.page.expect_response("**/nog-ingelogd/"):
        file.page.evaluate("dispatchEvent(new Event('online'))")
    shows_nothing(file.page, "Je logt uit")  # who left and is still in: nothing comes back by itself
    leaving.page.goto("/vandaag/")
    file.reads("Sem")
    report.page.bring_to_front()
    expect(report.page.get_by_label(STORY)).to_have_value(TEXT)
    for tab in (file, report):
        tab.leave()


def test_a_colleague_who_signs_in_at_the_same_computer_finds_no_tab_that_shows_anything(comes, everybody):
    _anouk, file, report = three_tabs(unseen(comes()), everybody)
    file.loses_session()
    bram = file.another_tab()
    bram.opens("/aanmelden/")
    for tab in (file, report):
        shows_nothing(tab.page, OUT)
    bram.signs_in(everybody.bram)
    for tab in (file, report):
        shows_nothing(tab.page, OTHER)
    report.reads("Wat hier getypt was, is bewaard voor wie het typte.")
    look_at(file.page, PHONE)
    assert Draft.objects.get().staff == everybody.anouk
    for tab in (file, report, bram):
        tab.leave()


def test_a_page_that_nobody_touched_for_half_an_hour_hides_by_itself_also_without_a_connection(comes, everybody, days):
    anouk = unseen(comes(PHONE))
    anouk.signs_in(everybody.anouk)
    anouk.page.clock.install()
    anouk.opens("/melding/")
    anouk.fills(STORY, TEXT)
    days.lets_pass(timedelta(minutes=31))
    anouk.loses_connection()
    anouk.page.clock.fast_forward(31 * 60_000)
    shows_nothing(anouk.page, OUT)
    anouk.reads("Wat je typte, is nog niet bewaard.")
    anouk.finds_connection()
    anouk.reads("Wat je typte, is bewaard.")
    assert TEXT in Draft.objects.get().body


def test_who_reads_on_in_one_tab_keeps_what_stands_in_the_other(comes, everybody, days):
    anouk = unseen(comes())
    anouk.signs_in(everybody.anouk)
    anouk.page.clock.install()
    other = anouk.another_tab()
    other.opens("/vandaag/")
    days.lets_pass(timedelta(minutes=20))
    anouk.opens("/zaken/")
    days.lets_pass(timedelta(minutes=11))
    with other.page.expect_response("**/nog-ingelogd/"):
        other.page.clock.fast_forward(31 * 60_000)
    expect(other.page.get_by_role("heading", level=1)).not_to_have_text(OUT)
    other.reads("Anouk")
    other.leave()


def test_what_a_teacher_was_reading_is_gone_from_the_device_that_a_child_gets(comes, everybody):
    case = early(tell(everybody).report(everybody.sem, by=(everybody.daan,)))
    anouk = unseen(comes(PHONE))
    anouk.signs_in(everybody.anouk)
    file = anouk.another_tab()
    file.opens(f"/zaken/{case.id}/dossier/")
    anouk.opens(f"/zaken/{case.id}/zelf/{case.key(everybody.sem)}/")
    number = anouk.page.locator("strong.number").inner_text()
    anouk.presses("Geef de telefoon aan Sem")
    shows_nothing(file.page, "Kring is hier even dicht")
    look_at(file.page, PHONE)
    anouk.opens("/terug/")
    anouk.fills("Het getal van daarnet", number)
    anouk.presses("Verder")
    file.page.bring_to_front()
    file.reads("Sem")
    file.leave()


def test_in_a_browser_whose_tabs_cannot_speak_a_page_asks_when_it_is_looked_at_again(comes, everybody):
    anouk = unseen(comes())
    anouk.page.context.add_init_script(NO_CHANNEL)
    leaving, file, report = three_tabs(anouk, everybody)
    signs_out(leaving)
    expect(leaving.page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    file.reads("Sem")
    for tab in (file, report):
        tab.page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
        shows_nothing(tab.page, OUT)
        tab.leave()


def test_a_report_that_was_to_go_by_itself_goes_when_its_writer_is_back_in_a_tab_that_was_hidden(comes, everybody):
    leaving = unseen(comes(PHONE))
    leaving.signs_in(everybody.anouk)
    report = leaving.another_tab()
    report.opens("/snel/")
    report.chooses("Is er nu gevaar?", "Nee")
    report.ticks("Wie wordt er gepest?", "Sem")
    report.fills(STORY, TEXT)
    for tab in (leaving, report):
        tab.loses_connection()
    report.tries("Melden")
    report.reads("Dit wordt vanzelf verstuurd zodra er verbinding is.")
    signs_out(leaving)
    shows_nothing(report.page, "Je logt uit")
    for tab in (leaving, report):
        tab.finds_connection()
    report.reads("Wat je typte, is bewaard.")
    shows_nothing(report.page, "Je logt uit")
    assert TEXT in Draft.objects.get().body
    assert not Report.objects.exists()

    leaving.page.goto("/vandaag/")
    report.page.bring_to_front()
    report.is_at("Dank je, je melding is bewaard")
    assert Report.objects.get().story == TEXT
    assert not Draft.objects.exists()
    report.leave()


def learns(tab: Visitor, who: str) -> None:
    """As when another tab of this browser says who is in."""
    tab.page.evaluate("(who) => new BroadcastChannel('kring.who').postMessage({ who })", who)


@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [
        pytest.param({"status": 200, "json": {"kept": False, "says": "Te lang."}}, 1, 1, id="refused"),
        pytest.param({"status": 413, "body": ""}, 1, 1, id="too much"),
        pytest.param({"status": 500, "body": ""}, 4, 7, id="broken"),
    ],
)
def test_what_kring_refuses_goes_once_and_what_gets_no_answer_goes_ever_more_rarely(
    comes, everybody, answer, least, most
):
    anouk = unseen(comes())
    anouk.signs_in(everybody.anouk)
    anouk.stumbles()
    anouk.stands_still()
    anouk.opens("/melding/")
    asked: list[str] = []

    def answers(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(**answer)

    anouk.page.route("**/concept/", answers)
    anouk.fills(STORY, TEXT)
    learns(anouk, "")
    shows_nothing(anouk.page, OUT)
    anouk.reads("Wat je typte, is nog niet bewaard.")
    for _five_seconds in range(48):
        anouk.lets_run(5_000)
    assert least <= len(asked) <= most


def test_what_was_typed_in_a_form_without_a_draft_stays_in_the_memory_of_its_tab(comes, everybody):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    promise(case)
    anouk = unseen(comes(PHONE))
    anouk.signs_in(everybody.anouk)
    anouk.opens(reverse("promise_told", args=[case.id, Promise.objects.get().pk]))
    anouk.fills("Wil je er iets bij zeggen?", TEXT)
    learns(anouk, "")
    shows_nothing(anouk.page, OUT)
    anouk.reads("Wat je typte, is nog niet bewaard.")
    learns(anouk, anouk.page.locator("meta[name=kring-who]").get_attribute("content") or "")
    anouk.is_at("Elke pauze even langs.")
    assert anouk.typed("Wil je er iets bij zeggen?") == TEXT
