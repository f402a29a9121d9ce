"""The colleague's door on a phone: in half a minute, also where the connection comes and goes."""

from playwright.sync_api import expect

from kring.cases import bodies
from kring.cases.models import Case, Report
from kring.web.models import Draft
from tests.browser.kept import kept
from tests.browser.thumb import Thumb
from tests.browser.visitor import PHONE, Visitor
from tests.cases.telling import tell

STORY = "Daan schopte Sem achter het hek."
MORE = " En Lars lachte."
SECONDS = 30
WAITS = "Dit wordt vanzelf verstuurd zodra er verbinding is. Laat deze pagina open, en kijk daarna of het gelukt is"


def test_between_two_lessons_a_colleague_reports_within_half_a_minute_and_it_goes_into_step_1(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    thumb = Thumb(anouk)
    thumb.taps, thumb.pages = 1, 2  # the icon on the home screen; the form, and what follows it
    anouk.opens(anouk.page.request.get("/kring.webmanifest").json()["start_url"])
    thumb.tap("radio", "Nee", within="Is er nu gevaar?")
    thumb.tap("checkbox", "Sem", within="Wie wordt er gepest?")
    thumb.tap("textbox", "Wat is er gebeurd?")
    thumb.types(STORY)
    thumb.tap("radio", "Plein", within="Waar gebeurde het?")
    thumb.tap("button", "Melden")
    anouk.is_at("Dank je, je melding is bewaard")
    anouk.looks()
    assert thumb.seconds <= SECONDS, f"{thumb.seconds:.0f} s"

    # The rest, later: the case asks the day with the incident, and who does it.
    anouk.reads("Nog niet bekend: op welke dag het was en wie het doet.")
    anouk.follows("Naar de zaak")
    anouk.reads("De melding staat al ingevuld: vul de dag aan, lees na en bewaar.")
    anouk.does("Voorvallen opschrijven")
    anouk.fills("Op welke dag?", "2026-11-23")
    anouk.presses("Voorval bewaren")
    case = tell(everybody)
    case.case_id = Case.objects.get().pk
    (incident,) = kept(case, bodies.Incident)
    assert (incident.what, incident.place) == (STORY, "playground")


def test_danger_shows_whom_to_call_at_once_and_after_sending_again(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/snel/")
    numbers = anouk.page.locator(".if-danger")
    expect(numbers).to_be_hidden()
    anouk.chooses("Is er nu gevaar?", "Geweld of bedreiging")
    expect(numbers).to_be_visible()
    anouk.looks()
    anouk.ticks("Wie wordt er gepest?", "Sem")
    anouk.fills("Wat is er gebeurd?", STORY)
    anouk.presses("Melden")
    anouk.is_at("Bel nu. De rest kan even wachten.")


def fills_in(visitor: Visitor) -> None:
    visitor.opens("/snel/")
    visitor.chooses("Is er nu gevaar?", "Nee")
    visitor.ticks("Wie wordt er gepest?", "Sem")


def sends_without_connection(visitor: Visitor) -> None:
    fills_in(visitor)
    visitor.loses_connection()
    visitor.fills("Wat is er gebeurd?", STORY)
    visitor.tries("Melden")
    expect(visitor.page.locator(".kept")).to_contain_text(WAITS)


def test_on_a_dying_connection_it_waits_sealed_goes_by_itself_and_comes_in_once(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    sends_without_connection(anouk)
    anouk.tries("Melden")  # pressed again by who does not believe it
    expect(anouk.page.locator(".kept")).to_contain_text(WAITS)
    anouk.looks()
    held = anouk.on_device()
    assert "kring.text" in held
    # Three letters such as "Sem" may stand by chance in what is sealed.
    assert not any(word in held for word in ("schopte", str(everybody.sem.pk), "story"))
    assert not Report.objects.exists()
    anouk.finds_connection()
    anouk.is_at("Dank je, je melding is bewaard")
    anouk.page.go_back()
    anouk.page.go_forward()
    anouk.is_at("Dank je, je melding is bewaard")
    assert Report.objects.get().story == STORY
    assert not Draft.objects.exists()
    anouk.page.wait_for_function("!localStorage.length")
    anouk.follows("Naar de zaak")
    anouk.reads("Stap 1")


def test_meer_invullen_without_a_connection_never_goes_by_itself(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    fills_in(anouk)
    anouk.loses_connection()
    anouk.fills("Wat is er gebeurd?", STORY)
    anouk.tries("Meer invullen")
    line = anouk.page.locator(".kept")
    expect(line).to_contain_text("Nog niet verstuurd.")
    expect(line).not_to_contain_text("vanzelf")
    anouk.finds_connection()
    expect(line).to_contain_text("Als concept bewaard om")
    anouk.is_at("Snel melden")
    anouk.presses("Meer invullen")
    anouk.is_at("Nieuwe melding")
    assert anouk.typed("Wat is er gebeurd?") == STORY
    assert not Report.objects.exists()


def test_who_looks_for_a_child_after_sending_without_a_connection_sends_it_again(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    sends_without_connection(anouk)
    anouk.tries("Zoek")
    line = anouk.page.locator(".kept")
    expect(line).not_to_contain_text("vanzelf")
    expect(line).to_contain_text("Nog niet verstuurd.")
    anouk.finds_connection()
    expect(line).to_contain_text("Als concept bewaard om")
    anouk.is_at("Snel melden")
    assert not Report.objects.exists()
    anouk.presses("Melden")
    assert Report.objects.get().story == STORY


def test_while_it_waits_the_page_goes_on_saying_so(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    sends_without_connection(anouk)
    with anouk.page.expect_event("requestfailed", predicate=lambda request: "/concept/" in request.url):
        pass  # the next try, five seconds later
    expect(anouk.page.locator(".kept")).to_contain_text("op slot op dit apparaat")
    expect(anouk.page.locator(".kept")).to_contain_text(WAITS)


def test_who_writes_on_after_sending_without_a_connection_sends_it_again(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    sends_without_connection(anouk)
    anouk.fills("Wat is er gebeurd?", STORY + MORE)
    anouk.finds_connection()
    expect(anouk.page.locator(".kept")).to_contain_text("Als concept bewaard om")
    anouk.is_at("Snel melden")
    assert not Report.objects.exists()
    anouk.presses("Melden")
    assert Report.objects.get().story == STORY + MORE


def test_when_the_session_ended_meanwhile_it_waits_behind_the_sign_in_page_and_is_sent_by_hand(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    sends_without_connection(anouk)
    anouk.loses_session()
    anouk.finds_connection()
    anouk.is_at("Inloggen")
    assert not Report.objects.exists()
    anouk.signs_in(everybody.anouk)
    anouk.is_at("Snel melden")
    assert anouk.typed("Wat is er gebeurd?") == STORY
    anouk.presses("Melden")
    assert Report.objects.get().story == STORY
