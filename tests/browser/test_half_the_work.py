"""From a report to the end of step 3 with five parents, on a phone: pages, taps and texts are counted (issue 10)."""

from kring.cases import bodies
from kring.cases.models import Case, PlanVersion
from tests.browser.kept import kept
from tests.browser.protocol import ON, signals_at_once, talks_and_agrees_at_once
from tests.browser.visitor import PHONE, Work
from tests.cases.telling import Telling

MOST = Work(pages=18, taps=40, texts=9)
LONGEST_FORM = 1_800
"""Pixels of the page on which a talk of three children, the problem and an agreement are written up."""


def test_from_report_to_the_end_of_step_3_with_five_parents_takes_half_the_work(comes, everybody, days):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.work = Work()

    anouk.follows_menu("Melding")
    anouk.ticks("Wie wordt er gepest?", "Sem")
    anouk.unfolds("Wie doet het?")
    anouk.ticks("Wie doet het?", "Daan", "Noor")
    anouk.fills("Wat is er gebeurd?", "Daan en Noor pakten in de pauze de tas van Sem. Niemand hielp zoeken.")
    anouk.chooses("Wanneer gebeurde het?", "Gisteren")
    anouk.chooses("Waar gebeurde het?", "Plein")
    anouk.presses("Melding bewaren")

    signals_at_once(anouk, "Sem", others=2)
    talks_and_agrees_at_once(anouk, "Sem", "Daan", "Noor")
    length = anouk.page.locator("form.form").bounding_box()["height"]
    assert length <= LONGEST_FORM, f"{length:.0f} px"
    anouk.presses(ON)
    anouk.is_at("In de klas bespreken")
    anouk.chooses("Welke methode of werkvorm gebruikte je?", "Kringgesprek")
    anouk.presses(ON)
    for name, also in (("Inge Bakker", "Tom Bakker"), ("Karin Visser", ""), ("Karim Haddad", "Samira Haddad")):
        anouk.is_at(name)
        anouk.chooses("Heb je deze ouder gesproken?", "Ja, gesproken")
        if also:
            anouk.ticks("Wie hoort er ook bij dit gesprek?", f"Ook met {also}")
        if name == "Inge Bakker":  # of those who follow it stands there
            anouk.chooses("Hoe?", "Gebeld")
        anouk.presses(ON)
    anouk.fills("Waar letten collega’s op?", "Op het plein bij het fietsenhok, in de kleine pauze.")
    anouk.presses("Versie 1 naar het team")

    done, most = anouk.work, MOST
    assert (done.pages <= most.pages, done.taps <= most.taps, done.texts <= most.texts) == (True, True, True), done
    case = Telling(everybody, everybody.anouk, case_id=Case.objects.get().pk)
    assert case.step == "first_evaluation"
    assert len({key for fact in case.file.of_kind("informed") for key in fact.about}) == 5
    assert PlanVersion.objects.count() == 1
    assert [one.what for one in kept(case, bodies.Incident)]
