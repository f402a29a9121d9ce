"""With nothing but the keyboard: a report, from signing in to the case; and the tests of the definition."""

import pytest
from playwright.sync_api import expect

from kring.cases.models import Case
from tests.browser.visitor import DESK, PHONE
from tests.cases.telling import tell


def test_a_report_is_made_without_touching_the_mouse(comes, everybody):
    anouk = comes()
    anouk.opens("/aanmelden/")
    anouk.signs_in_by_keyboard(everybody.anouk)
    anouk.is_at("Goede")

    anouk.tabs_to("Melding")
    anouk.enters()
    anouk.is_at("Nieuwe melding")

    # Past what stands on every page, to the content.
    anouk.tabs_to("Naar de inhoud")
    anouk.enters(leads_on=False)
    anouk.tabs_to("Sem")
    anouk.hits("Space")
    anouk.tabs_to("Wie doet het?")
    anouk.enters(leads_on=False)
    anouk.tabs_to("Daan")
    anouk.hits("Space")
    anouk.tabs_to("Wat is er gebeurd?")
    anouk.types_here("Op het plein werd hij uitgelachen.")
    anouk.tabs_to("Vertelde iemand dit aan jou?")
    anouk.enters(leads_on=False)
    anouk.tabs_to("Ik zelf")
    anouk.hits("ArrowDown", "ArrowUp")
    anouk.tabs_to("Melding bewaren")
    anouk.enters()
    anouk.is_at("Sem en Daan, groep 6")
    assert Case.objects.get().reports.get().story == "Op het plein werd hij uitgelachen."


def test_the_arrows_pass_the_answers_of_a_test_and_none_of_them_folds(comes, everybody):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1()
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/besluit/")
    tests = anouk.page.locator("details.test")
    assert [one.get_attribute("open") is not None for one in tests.all()] == [True, False, False, False]
    anouk.tabs_to("Een aantal keren per week")
    anouk.hits("Space", "ArrowDown", "ArrowDown")
    expect(tests.nth(0).get_by_label("Regelmatig")).to_be_checked()
    assert [one.get_attribute("open") is not None for one in tests.all()] == [True, True, False, False]
    anouk.tabs_to("Het doet pijn vanbinnen")
    anouk.hits("Space")
    assert [one.get_attribute("open") is not None for one in tests.all()] == [True, True, False, True]
    expect(tests.nth(2).locator(".answer")).to_have_text("Eén leerling (zo staat het in de zaak)")
    anouk.looks()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_menu_is_gone_through_as_the_eye_reads_it(comes, everybody, width):
    hein = comes(width)
    hein.signs_in(everybody.hein)
    places = hein.page.evaluate(
        """() => [...document.querySelectorAll(".nav a")].filter((link) => link.getClientRects().length)
          .map((link) => [link.innerText.trim(), link.getBoundingClientRect().left])"""
    )
    assert [name for name, _left in places].count("Melding") == 1
    assert places == sorted(places, key=lambda place: place[1])
