"""A child that says no to the joint talk: apart is proposed, together against it takes a second person, and it may stop
the next one (row S3a, E1.2)."""

from datetime import date

from kring.cases.bodies import Talk
from kring.cases.models import Case
from tests.browser import protocol
from tests.browser.kept import kept
from tests.browser.visitor import PHONE
from tests.cases.telling import Telling

JOINT = "Het gezamenlijke gesprek voeren"


def test_a_child_that_says_no_to_the_joint_talk_is_held_to_by_two(comes, everybody, days, post):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    protocol.reports(anouk, "Sem Bakker", "Daan Visser")
    protocol.signals(anouk)
    protocol.judges(anouk, "Pesten")
    case = Telling(everybody, everybody.anouk, case_id=Case.objects.get().pk)
    protocol.asks_beforehand(anouk, "Sem", together=False)

    # The page proposes apart, with the protocol's own sentence beside it; that needs no reason.
    anouk.does(JOINT)
    anouk.reads("Sem wil het gesprek liever apart.", "Voorstel: apart.", "Daar is geen reden voor nodig.")
    anouk.reads("Sem wil niet samen aan tafel.", "We weten nog niet of Daan samen wil.")
    anouk.reads("De leerkracht heeft een gezamenlijk gesprek met de pester en de gepeste.")
    anouk.opens(f"/zaken/{case.id}/")

    # Together all the same: without the reason it is not kept, and nothing typed is lost.
    anouk.does(JOINT)
    anouk.chooses("Was het gesprek samen of apart?", "Samen")
    anouk.ticks("Wie waren erbij?", "Sem", "Daan")
    anouk.fills("Wat is er gezegd?", "Ze luisterden naar elkaar. Sem zei weinig.")
    protocol.says_how_safe(anouk, "Sem, hoe veilig voel je je?", "Een beetje veilig")
    anouk.presses("Gesprek bewaren")
    anouk.reads("Er klopt nog iets niet", "Er is geen ja van Sem.")
    assert anouk.typed("Wat is er gezegd?").startswith("Ze luisterden naar elkaar.")
    anouk.fills("Waarom toch samen?", "Ze gingen dezelfde dag samen op kamp.")
    anouk.presses("Gesprek bewaren")
    anouk.reads("Anouk Vermeer hield een gezamenlijk gesprek terwijl Sem dat niet wilde.")
    anouk.reads("Het telt mee zodra de Seo-coördinator of de directeur er een naam onder zet.")
    assert not case.task("joint_talk").settled

    # Who leads is asked by mail and on Vandaag, reads why, and puts a name to it: then it counts.
    asked = post.brings("Wil je een gesprek nalezen?", to=[everybody.carla, everybody.hein])[0]
    carla = comes(PHONE)
    carla.follows_mail(asked, signing_in=everybody.carla)
    carla.follows_menu("Vandaag")
    carla.reads("Een gezamenlijk gesprek ging door zonder ja van een gepest kind.")
    carla.follows("Lees waarom en zet je naam eronder")
    carla.reads("Ze gingen dezelfde dag samen op kamp.")
    carla.presses("Ik zet mijn naam eronder")
    carla.reads("Je naam staat eronder. Het gesprek telt nu mee.")
    assert case.task("joint_talk").settled

    # At the evaluation Sem is asked again, alone, says yes, and stops the talk: that is what happened, and it counts.
    case.on(date(2026, 11, 24)).step_3()
    days.go_to(date(2026, 11, 30))
    anouk.opens(f"/zaken/{case.id}/")
    talk = "Praten met beide partijen"
    protocol.hears_first(anouk, talk, "Sem", feels="Gaat wel")
    anouk.does(talk)
    anouk.follows("Vraag het Sem opnieuw")
    anouk.chooses("Wil Sem het gesprek samen?", "Ja")
    anouk.picks("Wie wil het kind erbij", "Carla Jansen")
    anouk.presses("Bewaren")
    anouk.does(talk)
    anouk.reads("Sem wil het gesprek samen. Wil erbij: Carla Jansen.")
    anouk.chooses("Was het gesprek samen of apart?", "Samen")
    anouk.chooses("Stopte een gepest kind het gesprek?", "Sem")
    anouk.fills("Wat is er gezegd?", "Na vijf minuten wilde Sem stoppen. Dat deden we.")
    anouk.presses("Gesprek bewaren")
    anouk.reads_nowhere("hield een gezamenlijk gesprek terwijl Sem dat niet wilde")
    assert case.on(date(2026, 11, 30)).task("talk").settled
    assert kept(case, Talk, duty="talk")[-1].stopped_by == case.key(everybody.sem)

    # And it is Sem's no to the next one.
    anouk.opens(f"/zaken/{case.id}/taak/talk/")
    anouk.reads("Sem wil het gesprek liever apart.", "Stopte een gezamenlijk gesprek.", "Voorstel: apart.")
