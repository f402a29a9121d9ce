"""A parent who cannot be reached for weeks: the child's clock goes on, and the parent stays a task until told."""

from datetime import date

from tests.browser import protocol
from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def tries(teacher, guardian, outcome, *, said=""):
    """Calls this parent from the call list."""
    teacher.does(guardian)
    teacher.chooses("Heb je deze ouder gesproken?", outcome)
    if said:
        teacher.chooses("Hoe?", "Gebeld")
        teacher.fills("Wat zei deze ouder?", said)
    teacher.presses("Bewaren")


def test_a_parent_who_is_not_reached_for_three_weeks_holds_up_no_evaluation(comes, everybody, post):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying")
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    anouk, carla = comes(PHONE), comes()
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/")
    protocol.asks_beforehand(anouk, "Sem")
    protocol.talks_together(anouk, "Het gezamenlijke gesprek voeren", "Sem")
    protocol.formulates(anouk)
    protocol.agrees(anouk)
    protocol.calls_guardians(anouk, "Inge Bakker", "Karin Visser")
    tries(anouk, "Tom Bakker", "Nee, nog niet bereikt")
    anouk.opens(f"/zaken/{case.id}/")
    protocol.issues_plan(anouk, 1, "Het plan delen met het team")
    anouk.reads("De eerste evaluatie is maandag", "Ouders informeren, nog van stap 3: aanpak")

    # The call stays: on the day itself with her, a day late with the coordinator.
    post.brings("Er is een nieuw handelingsplan", to=team(everybody, but=everybody.anouk))
    post.days_pass_until(date(2026, 11, 26))
    anouk.follows_menu("Vandaag")
    anouk.reads("Ouders van Sem", "Met moeder is gesproken, met vader nog niet. Dit moest woensdag gedaan zijn.")
    carla.signs_in(everybody.carla)
    carla.reads("Sem")
    assert "Te laat: Aanpak" in [mail.subject for mail in post.to(everybody.carla)]

    # The evaluation after a week goes on all the same, and is written up as a whole.
    post.days_pass_until(date(2026, 11, 30))
    assert "Vandaag: Eerste evaluatie" in [mail.subject for mail in post.to(everybody.anouk)]
    anouk.opens(f"/zaken/{case.id}/")
    protocol.evaluates_first(anouk, "Ja")
    protocol.calls_guardians(anouk, "Inge Bakker", "Karin Visser")
    tries(anouk, "Tom Bakker", "Nee, nog niet bereikt")
    anouk.opens(f"/zaken/{case.id}/")
    protocol.issues_plan(anouk, 2)
    anouk.reads("Stap 4 afgerond. De tweede evaluatie is maandag 14 december.")

    # Closing waits for him, unless who leads says why not.
    carla.opens(f"/zaken/{case.id}/afsluiten/")
    carla.follows("Vraag het aan Sem")
    protocol.hears(carla, "Sem")
    carla.fills("Waarom kan de zaak worden afgesloten?", "Sem verhuist.")
    carla.presses("Zaak afsluiten")
    carla.reads("Er is nog een ouder die over een eerdere stap moet horen.")

    # After three weeks he answers: told once, it settles both steps.
    post.days_pass_until(date(2026, 12, 11))
    anouk.opens(f"/zaken/{case.id}/")
    anouk.does("Ouders informeren")
    tries(anouk, "Tom Bakker", "Ja, gesproken", said="Hij was op zee, en is blij dat we bleven bellen.")
    anouk.opens(f"/zaken/{case.id}/")
    anouk.reads_nowhere("nog van stap 3", "nog van stap 4")
    carla.opens(f"/zaken/{case.id}/afsluiten/")
    carla.fills("Waarom kan de zaak worden afgesloten?", "Sem verhuist.")
    carla.presses("Zaak afsluiten")
    carla.reads("De zaak is afgesloten.")
