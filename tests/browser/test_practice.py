"""The practice on a phone: from a report to after-care, in the ten minutes that its page promises."""

from kring.cases.models import Case, PlanVersion
from kring.mail.models import Letter
from kring.protocol.terms import Stage
from kring.school.models import Practice
from tests.browser import protocol
from tests.browser.protocol import ON
from tests.browser.thumb import KEY, PAGE, TAP, THINKS
from tests.browser.visitor import PHONE, Visitor, Work

TEN_MINUTES = 600


def calls_everybody(teacher: Visitor) -> None:
    """Both parents of Bo in one call, and the mother of Kim."""
    for name, also in (("Gerrit van Oefenen", "Marja van Oefenen"), ("Anneke van Oefenen", "")):
        teacher.is_at(name)
        teacher.chooses("Heb je deze ouder gesproken?", "Ja, gesproken")
        if also:
            teacher.ticks("Wie hoort er ook bij dit gesprek?", f"Ook met {also}")
            teacher.chooses("Hoe?", "Gebeld")
        teacher.presses(ON)


def hears_bo(teacher: Visitor, *, feels: str = "Best veilig") -> None:
    """On the page of the talk with all that belongs to it, which asks Bo first."""
    teacher.follows("Alles in één keer")
    teacher.follows("Vraag het aan Bo")
    protocol.hears(teacher, "Bo", feels=feels)


def evaluates(teacher: Visitor) -> None:
    """Bo says itself how it goes; then talk, agreement and question on one page."""
    hears_bo(teacher)
    teacher.chooses("Was het gesprek samen of apart?", "Samen")
    teacher.fills("Wat is er gezegd?", "Het gaat goed in de pauze.")
    teacher.chooses("Is het gelukt?", "Nagekomen")
    teacher.chooses("Wat besluit je?", "Ja")
    teacher.presses(ON)


def test_from_a_report_to_after_care_in_ten_minutes_with_nobody_told(comes, everybody, days):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/oefenen/")
    anouk.work = Work()
    anouk.presses("Begin met oefenen")
    anouk.follows_menu("Melding")
    anouk.ticks("Wie wordt er gepest?", "Bo")
    anouk.unfolds("Wie doet het?")
    anouk.ticks("Wie doet het?", "Kim")
    anouk.fills("Wat is er gebeurd?", "Kim verstopte de tas van Bo.")
    anouk.chooses("Wanneer gebeurde het?", "Vandaag")
    anouk.presses("Melding bewaren")
    protocol.signals_at_once(anouk, "Bo")
    protocol.talks_and_agrees_at_once(anouk, "Bo", "Kim")
    anouk.presses(ON)
    calls_everybody(anouk)
    anouk.fills("Waar letten collega’s op?", "Op het plein.")
    anouk.presses("Versie 1 naar het team")
    case = anouk.page.url

    anouk.lets_practice_go_on()
    evaluates(anouk)
    calls_everybody(anouk)
    anouk.presses("Versie 2 naar het team")
    anouk.lets_practice_go_on()
    evaluates(anouk)
    anouk.is_at("Voortzetten en afbouwen")
    anouk.chooses("Hoe gaat deze afspraak verder?", "Stopt")
    anouk.presses(ON)
    calls_everybody(anouk)
    anouk.presses("Versie 3 naar het team")
    anouk.lets_practice_go_on()
    hears_bo(anouk, feels="Heel veilig")
    anouk.fills("Wat is er gezegd?", "Het blijft rustig.")
    anouk.chooses("Wat besluit je?", "Ja, het blijft goed")
    anouk.presses("Alles bewaren")

    # By the keystroke-level model: whoever reads each page for the first time takes longer.
    done = anouk.work
    acts = done.taps + done.texts
    seconds = acts * THINKS + done.taps * TAP + done.keys * KEY + done.pages * PAGE
    assert seconds <= TEN_MINUTES, f"{seconds:.0f} s: {done}"
    practice = Practice.objects.get(of=everybody.anouk)
    case = Case.objects.get(school=practice.school)
    assert case.stage == Stage.AFTER_CARE
    assert PlanVersion.objects.filter(case=case).count() == 3
    assert not Letter.objects.filter(school=practice.school).exists()
    anouk.stops_practising()
    anouk.reads("Je oefent niet meer")
