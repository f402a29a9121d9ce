"""Bullying that stops: two good evaluations, after-care and the closing (rows S2d to S5b, S5e, S5f)."""

from datetime import date

from kring.cases.models import Case, PlanVersion
from tests.browser import protocol


def test_bullying_with_two_good_evaluations_goes_through_after_care_to_its_closing(comes, everybody, days):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    protocol.reports(anouk, "Sem Bakker", "Daan Visser")
    protocol.signals(anouk)
    protocol.judges(anouk, "Pesten")
    anouk.reads("Stap 3, de aanpak, moet klaar zijn op woensdag.")

    protocol.approaches(anouk)
    anouk.reads("Stap 3 is klaar. De eerste evaluatie is maandag")
    case = anouk.page.url

    days.go_to(date(2026, 11, 30))
    anouk.opens("/vandaag/")
    anouk.follows("Sem")
    assert anouk.page.url == case
    protocol.evaluates_first(anouk, "Ja")
    protocol.tells_everybody(anouk, 2)
    anouk.reads("Stap 4 is klaar. De tweede evaluatie is maandag 14 december.")

    days.go_to(date(2026, 12, 14))
    anouk.opens(case)
    protocol.evaluates_again(anouk, "Ja")
    protocol.phases_out(anouk)
    protocol.tells_everybody(anouk, 3)
    anouk.reads("Stap 5 is klaar. Het nazorggesprek is maandag 25 januari 2027.")

    days.go_to(date(2027, 1, 25))
    anouk.opens(case)
    protocol.cares_afterwards(anouk)
    days.go_to(date(2027, 3, 15))
    anouk.opens(case)
    protocol.cares_afterwards(anouk)
    anouk.reads("Alles is gedaan.")

    # The teacher proposes; coordinator or head closes a case of bullying.
    carla = comes()
    carla.signs_in(everybody.carla)
    carla.opens(case)
    protocol.closes(carla, "Het is al maanden goed.", child="Ik ga weer graag naar school.")
    carla.reads("De zaak is gesloten.", "Ik ga weer graag naar school.")
    assert Case.objects.get().ended_as == "stopped"
    assert PlanVersion.objects.count() == 3
