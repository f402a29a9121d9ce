"""Positive against the child: possible, with a reason that two people read, and looked at again sooner."""

from datetime import date

from tests.browser import protocol
from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_yes_against_what_the_child_says_itself_is_told_and_looked_at_sooner(comes, everybody, days, post):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    case.until_due().evaluate("yes")
    days.go_to(date(2026, 12, 14))
    post.goes_out()
    anouk, carla, hein = comes(PHONE), comes(), comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/")

    # Sem says it himself, on her phone, before she writes anything.
    anouk.does("Praten met de leerlingen")
    anouk.follows("Vraag het aan Sem")
    protocol.hears(anouk, "Sem", feels="Niet veilig", stopped="Het is erger")
    anouk.follows("Terug zonder bewaren")
    protocol.talks_together(anouk, "Praten met de leerlingen")
    protocol.reviews(anouk, "Nagekomen")

    # She sees it otherwise. Kring sets his words beside hers and asks why; nothing typed is lost.
    anouk.does("Zijn de effecten positief?")
    anouk.reads("Wat er in het dossier staat", "Sem zegt zelf: erger.", "Sem voelt zich niet veilig.")
    anouk.chooses("Wat besluit je?", "Ja")
    anouk.fills("Waarom?", "In de klas zien we niets meer.")
    anouk.presses("Besluit bewaren")
    anouk.reads("Schrijf op waarom je dit toch kiest")
    assert anouk.typed("Waarom?") == "In de klas zien we niets meer."
    anouk.fills("Waarom toch, ondanks wat hierboven staat?", "Sem was vandaag boos om iets van thuis.")
    anouk.presses("Besluit bewaren")
    anouk.reads("Zij zien het anders: Sem zegt “erger”, de leerkracht “positief”.")
    case_page = anouk.page.url

    read_along = post.brings("Lees even mee in een zaak", to=leaders(everybody))
    carla.follows_mail(next(mail for mail in read_along if "carla" in mail.to), signing_in=everybody.carla)
    carla.reads("Zij zien het anders", "Anders dan wat er in het dossier staat")
    carla.follows_menu("Vandaag")
    carla.reads("Lees even mee: Sem en Daan, groep 6")

    # What comes next is not after six weeks but within one, and before the holiday.
    protocol.phases_out(anouk)
    protocol.tells_everybody(anouk, 3)
    anouk.reads(
        "Het nazorggesprek is vrijdag.",
        "Naar voren gehaald: vrijdag 18 december in plaats van maandag 25 januari 2027.",
    )
    post.brings("Een handelingsplan is veranderd", to=[*team(everybody, but=everybody.anouk)] * 2)

    # Only the head closes against the child, with the reason once more.
    carla.opens(f"{case_page}afsluiten/")
    carla.reads("Dan kan alleen de directeur deze zaak afsluiten.")
    hein.signs_in(everybody.hein)
    hein.opens(f"{case_page}afsluiten/")
    hein.reads("Sem zegt zelf: erger.")
    hein.follows("Vraag het aan Sem")
    protocol.hears(hein, "Sem", feels="Een beetje veilig", stopped="Het is hetzelfde")
    hein.reads("Sem zegt zelf: hetzelfde.")
    hein.fills("Waarom kan de zaak worden afgesloten?", "Sem gaat naar een andere school.")
    hein.fills("Waarom toch, ondanks wat hierboven staat?", "De nieuwe school kijkt met ons mee.")
    hein.fills("Wanneer vraag je nog eens na?", "2027-01-11")
    hein.presses("Zaak afsluiten")
    hein.reads("De zaak is afgesloten.")
