"""The page sets what the file says beside the answer, asks why, and tells who leads."""

import re
from dataclasses import replace

import pytest

from kring.cases.bodies import Decision, Kept, Stopped
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast, sign_in
from tests.web.browsing import it_is_now
from tests.web.sending import send, text_of

CLAIMS = {"outcome": "positive", "reasons": "Het gaat goed."}


@pytest.fixture
def second(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """The second evaluation, in which the child says that it goes on and an agreement was broken."""
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.evaluate("yes").until_due().feeling(1).hear(stopped=Stopped.SAME, feels=1)
    case.words = replace(case.words, kept=Kept.NOT)
    case.do_the_rest()
    it_is_now(monkeypatch, case.today)
    return case


def test_the_facts_stand_beside_the_question_and_a_reason_is_asked(client, cast, second):
    browser, url = sign_in(client, cast.anouk), f"/zaken/{second.id}/besluit/"
    page = text_of(browser.get(url))
    for words in (
        "Wat er in het dossier staat",
        "Sem zegt zelf: hetzelfde.",
        "Sem voelt zich niet veilig.",
        "1 afspraak is niet nagekomen.",
        "Waarom toch, ondanks wat hierboven staat?",
    ):
        assert words in page
    answer = send(browser, url, **CLAIMS, on=second.today.isoformat())
    assert answer.status_code == 422
    assert "Schrijf op waarom je dit toch kiest" in text_of(answer)
    assert (
        send(browser, url, **CLAIMS, on=second.today.isoformat(), although="Sem was boos om iets anders.").status_code
        == 303
    )
    fact = second.file.of(Decision)[-1].fact
    told = text_of(browser.get(f"/zaken/{second.id}/regel/{fact.pk}/"))
    assert "Een kind zei zelf dat het niet gestopt was" in told
    assert "Sem was boos om iets anders." in told
    assert "Anders dan wat er in het dossier staat" in text_of(browser.get(f"/zaken/{second.id}/"))


def test_another_answer_asks_no_such_reason(client, cast, second):
    browser = sign_in(client, cast.anouk)
    answer = send(
        browser,
        f"/zaken/{second.id}/besluit/",
        outcome="negative",
        reasons="Het is er nog.",
        on=second.today.isoformat(),
    )
    assert answer.status_code == 303
    assert second.file.of(Decision)[-1].body.although is None


def test_where_nothing_speaks_against_it_nothing_is_asked(client, cast, monkeypatch):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().until_due()
    case.feeling(5).do_the_rest()
    it_is_now(monkeypatch, case.today)
    page = text_of(sign_in(client, cast.anouk).get(f"/zaken/{case.id}/besluit/"))
    assert "Waarom toch" not in page
    assert "Wat er in het dossier staat" not in page


def test_who_leads_has_it_on_vandaag_until_the_case_is_looked_at_again(client, cast, second, monkeypatch):
    second.words = replace(second.words, although="Sem was boos om iets anders.")
    second.decide("positive").do_the_rest()
    line = "Lees even mee: Sem en Daan, groep 6"
    for person in (cast.carla, cast.hein):
        page = sign_in(client, person).get("/vandaag/")
        assert line in text_of(page)
        assert f'href="/zaken/{second.id}/"' in page.content.decode()
    assert line not in text_of(sign_in(client, cast.anouk).get("/vandaag/"))
    second.until_due().feeling(5).hear(stopped=Stopped.STOPPED, feels=5).do_the_rest().decide("well")
    assert line not in text_of(sign_in(client, cast.carla).get("/vandaag/"))


def test_the_path_says_the_sooner_day_of_what_comes_as_the_column_beside_it(client, cast, second):
    second.words = replace(second.words, although="Sem was boos om iets anders.")
    second.decide("positive")
    page = text_of(sign_in(client, cast.anouk).get(f"/zaken/{second.id}/"))
    assert "zes weken" not in page
    assert len(re.findall(r"vrijdag(?! \d)", page)) == 2, "the days without school apart"


def test_the_plan_says_that_there_were_other_facts_and_not_which(client, cast, second):
    second.words = replace(second.words, although="Sem was boos om iets anders.")
    second.decide("positive").do_the_rest()
    page = text_of(sign_in(client, cast.mo).get(f"/plannen/{second.id}/"))
    assert "Er waren ook feiten die een ander antwoord gaven." in page
    for words in ("boos om iets anders", "zegt zelf", "niet veilig"):
        assert words not in page


def test_closing_against_the_child_is_for_the_head_and_says_so(client, cast, second):
    url = f"/zaken/{second.id}/afsluiten/"
    page = text_of(sign_in(client, cast.carla).get(url))
    assert "Dan kan alleen de directeur deze zaak afsluiten." in page
    assert client.post(url, {"reason": "Klaar."}).status_code == 404
    hein = sign_in(client, cast.hein)
    assert "Sem zegt zelf: hetzelfde." in text_of(hein.get(url))
    assert send(hein, url, reason="Verhuisd.").status_code == 422
    assert send(hein, url, reason="Verhuisd.", although="Op de nieuwe school kijken ze mee.").status_code == 303
    assert second.case.closed_on is not None


def test_a_day_that_was_chosen_is_moved_back_with_a_reason(client, cast, monkeypatch):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3().hear(stopped=Stopped.WORSE)
    browser, url = sign_in(client, cast.anouk), f"/zaken/{case.id}/datum/"
    it_is_now(monkeypatch, TODAY)
    assert "Waarom toch later" not in text_of(browser.get(url))
    assert send(browser, url, on="2026-11-24").status_code == 303
    assert "Waarom toch later dan je eerst koos?" in text_of(browser.get(url))
    assert send(browser, url, on="2026-11-26").status_code == 422
    assert send(browser, url, on="2026-11-26", although="Sem is ziek.").status_code == 303
