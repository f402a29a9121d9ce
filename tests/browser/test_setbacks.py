"""When it does not work yet: a no at step 4, and a no at step 5 with a new round (rows S4c to S4e, S5c to S5f)."""

from datetime import date

from tests.browser import protocol
from tests.cases.telling import tell


def test_a_no_at_step_4_asks_for_an_analysis_the_coordinator_and_a_new_plan(comes, everybody, days):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    days.go_to(date(2026, 11, 30))
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.follows("Sem")
    protocol.evaluates_first(anouk, "Nee", kept="Niet nagekomen", feels="Niet veilig")
    anouk.reads("Waardoor is het misgegaan?", "Overleg met de Seo-coördinator", "Plan voor de komende twee weken")

    protocol.analyses(anouk)
    protocol.consults(anouk)
    protocol.agrees(anouk, "Plan voor de komende twee weken", "Daan speelt tot de kerst op het voorplein.")
    protocol.tells_everybody(anouk, 2)
    anouk.reads("Stap 4 is klaar. De tweede evaluatie is maandag 14 december.")

    # The whole team reads what changed since the last version.
    anouk.opens(f"/plannen/{case.id}/")
    anouk.reads("De kleine pauze had geen toezicht.", "Daan speelt tot de kerst op het voorplein.")


def test_a_no_at_step_5_brings_a_new_approach_and_comes_round_until_it_is_good(comes, everybody, days):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    case.until_due().evaluate("yes")
    days.go_to(date(2026, 12, 14))
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.follows("Sem")
    protocol.evaluates_again(anouk, "Nee", kept="Deels nagekomen", feels="Een beetje veilig")
    protocol.finds_another_way(anouk)
    protocol.agrees(anouk, "Acties en afspraken bij de nieuwe aanpak", "Een steungroep van vijf kinderen om Sem heen.")
    protocol.tells_everybody(anouk, 3)

    # Two weeks later school is closed for Christmas: the page says so, and offers a day before.
    anouk.reads("vakantie")
    days.go_to(date(2027, 1, 4))
    anouk.opens(f"/zaken/{case.id}/")
    anouk.reads("ronde 2")
    protocol.evaluates_again(anouk, "Ja", feels="Heel veilig")
    protocol.phases_out(anouk)
    protocol.tells_everybody(anouk, 4)
    assert case.step == "after_care"
