"""A colleague in the corridor: what was seen, or that nothing was seen, in ten seconds on a phone (row S3h)."""

from datetime import date

from kring.cases.bodies import Observation
from tests.browser.kept import kept
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_colleague_notes_that_nothing_was_seen_with_one_press_and_what_was_seen_in_one_sentence(
    comes, everybody, days
):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    days.go_to(date(2026, 11, 24))
    mo = comes(PHONE)
    mo.signs_in(everybody.mo)
    mo.presses("Niets gezien")
    mo.reads("Dank je. Ook weten dat er niets was, helpt.")

    mo.opens("/observatie/")
    mo.follows("Nog iets noteren")
    mo.reads("Let op het plein.")
    mo.unfolds("Ik zag iets")
    mo.fills("Wat zag je?", "Sem stond de hele pauze alleen bij het hek.")
    mo.fills("Waar was het?", "Bij het hek")
    mo.presses("Bewaren")
    mo.reads("Dank je. Anouk Vermeer leest het meteen in de zaak.")
    assert [one.seen for one in kept(case, Observation)] == [False, True]

    # Of the case itself a team member sees nothing.
    mo.opens(f"/plannen/{case.id}/")
    mo.reads_nowhere("Ze doen het elke pauze.", "Inge Bakker")
