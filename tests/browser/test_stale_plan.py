"""A plan that is not true any more: the team reads so above it, and the owner has the duty of a new version."""

from datetime import date

from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_plan_that_went_stale_says_so_to_the_team_until_the_new_version_is_out(comes, everybody, post):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    post.days_pass_until(date(2026, 11, 24))
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    colleagues = team(everybody, but=everybody.anouk)
    post.brings("Er is een nieuw handelingsplan", to=colleagues)
    mo, anouk, ada = comes(PHONE), comes(PHONE), comes()

    # The one agreement does not hold any more, and a name was written wrongly from the start.
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/dossier/")
    anouk.follows("Afspraken maken")
    anouk.follows("Intrekken")
    anouk.fills("Waarom klopt dit niet?", "Daan verhuist naar de andere groep.")
    anouk.presses("Intrekken")
    ada.signs_in(everybody.ada)
    ada.opens(f"/school/leerlingen/{everybody.sem.pk}/wijzigen/")
    ada.fills("Voornaam", "Sam")
    ada.presses("Bewaren")
    post.goes_out()

    mo.signs_in(everybody.mo)
    mo.opens(f"/plannen/{case.id}/")
    mo.reads("Dit plan klopt niet meer helemaal", "Er komt een nieuwe versie. Vraag het Anouk Vermeer.")
    assert "Dit plan klopt niet meer helemaal" in mo.prints("Afdrukken (PDF)")
    anouk.follows_menu("Vandaag")
    anouk.reads("Het plan van Sam en Daan, groep 6 klopt niet meer helemaal.")
    anouk.follows("Nieuwe versie nalezen en delen")
    anouk.presses("Versie 2 naar het team")

    post.brings("Een handelingsplan is veranderd", to=colleagues)
    mo.follows_mail(post.to(everybody.mo)[0])
    mo.reads("Wat is er veranderd?", "Deze afspraak geldt niet meer: Daan laat de tas van Sem met rust.")
    mo.reads_nowhere("klopt niet meer")
    anouk.follows_menu("Vandaag")
    anouk.reads_nowhere("klopt niet meer")
