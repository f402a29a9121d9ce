"""A browser of some years ago lacks what keeps typed text best: every form is kept with Kring and sent all the same."""

import pytest
from playwright.sync_api import expect

from kring.cases.models import Case
from kring.web.models import Draft
from tests.browser.visitor import PHONE

STORY = "Wat is er gebeurd?"
TEXT = "Sem werd bij de kapstokken geduwd."
SINCE_SAFARI_15_4 = """
delete Navigator.prototype.locks;
Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined });
Object.defineProperty(SubmitEvent.prototype, "submitter", { get: () => undefined });
"""
SINCE_SAFARI_16 = """
delete AbortSignal.timeout;
delete HTMLFormElement.prototype.requestSubmit;
"""


@pytest.mark.parametrize("lacks", [SINCE_SAFARI_16, SINCE_SAFARI_15_4 + SINCE_SAFARI_16], ids=["of 2021", "of 2020"])
def test_a_form_is_kept_and_sent(comes, everybody, lacks):
    anouk = comes(PHONE)
    anouk.page.add_init_script(lacks)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.ticks("Wie wordt er gepest?", "Sem")
    anouk.fills(STORY, TEXT)
    expect(anouk.page.locator(".kept")).to_contain_text("Als concept bewaard om")
    assert TEXT in Draft.objects.get().body
    anouk.presses("Melding bewaren")
    assert Case.objects.get().reports.get().story == TEXT
    assert not Draft.objects.exists()


def test_without_a_connection_the_text_stays_on_the_page_and_goes_when_it_is_back(comes, everybody):
    anouk = comes(PHONE)
    anouk.page.add_init_script(SINCE_SAFARI_15_4 + SINCE_SAFARI_16)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.loses_connection()
    anouk.fills(STORY, TEXT)
    expect(anouk.page.locator(".kept")).to_contain_text("Je tekst staat alleen nog op deze pagina")
    anouk.finds_connection()
    expect(anouk.page.locator(".kept")).to_contain_text("Als concept bewaard om")
    assert anouk.typed(STORY) == TEXT
