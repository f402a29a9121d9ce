"""A colleague in the corridor: what was seen, or that nothing was seen, in ten seconds on a phone (row S3h)."""

from datetime import date

from playwright.sync_api import expect

from kring.cases.bodies import Observation
from tests.browser.kept import kept
from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_colleague_notes_that_nothing_was_seen_with_one_press_and_what_was_seen_in_one_sentence(
    comes, everybody, post
):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    post.days_pass_until(date(2026, 11, 24))
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    post.brings("Er is een nieuw handelingsplan", to=team(everybody, but=everybody.anouk))
    post.brings_nothing_else()

    mo, bram = comes(PHONE), comes(PHONE)
    mo.follows_mail(post.to(everybody.mo)[0], signing_in=everybody.mo)
    mo.follows("Noteer wat je zag")
    mo.presses("Niets gezien")
    mo.reads("Dank je. Ook weten dat er niets was, helpt.")

    # Halfway who noted nothing yet is asked once more.
    post.days_pass_until(date(2026, 11, 26))
    asked_again = [everybody.bram, everybody.wil, everybody.carla, everybody.hein]
    post.brings("Heb je al iets gezien?", to=asked_again)
    bram.follows_mail(post.to(everybody.bram)[0], signing_in=everybody.bram)
    bram.reads("Let op het plein.")
    bram.unfolds("Ik zag iets")
    bram.fills("Wat zag je?", "Sem stond de hele pauze alleen bij het hek.")
    bram.unfolds("Waar en wanneer?")
    bram.fills("Waar was het?", "Bij het hek")
    bram.presses("Bewaren")
    bram.reads("Dank je. Anouk Vermeer leest het meteen in de zaak.")
    bram.opens("/observatie/")
    bram.reads("Nog iets noteren")
    assert [one.seen for one in kept(case, Observation)] == [False, True]

    # On Vandaag one press answers. What is told of it, for ears too, holds one link to put it right.
    wil = comes(PHONE)
    wil.signs_in(everybody.wil)
    wil.opens("/vandaag/")
    wil.presses("Niets gezien")
    expect(wil.page.locator(".messages [role=status]")).to_contain_text("Dank je.")
    assert wil.page.get_by_role("link", name="Tikte je mis?").count() == 1

    # Of the case itself a team member sees nothing.
    mo.opens(f"/plannen/{case.id}/")
    mo.reads_nowhere("Ze doen het elke pauze.", "Inge Bakker")
