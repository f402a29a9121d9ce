"""Bullying that stops: two good evaluations, after-care and the closing (rows S2d to S5b, S5e, S5f)."""

from datetime import date

from kring.cases.models import Case, PlanVersion
from tests.browser import protocol
from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE


def test_bullying_with_two_good_evaluations_goes_through_after_care_to_its_closing(comes, everybody, days, post):
    colleagues = team(everybody, but=everybody.anouk)
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    protocol.reports(anouk, "Sem Bakker", "Daan Visser")
    protocol.signals(anouk)
    protocol.judges(anouk, "Pesten")
    anouk.reads("Stap 3, de aanpak, moet klaar zijn op woensdag.")

    protocol.approaches(anouk)
    anouk.reads("Stap 3 afgerond. De eerste evaluatie is maandag")
    case = anouk.page.url

    # Every colleague has a mail of their own, and reads the plan behind its button, on screen and on paper.
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    post.brings("Er is een nieuw handelingsplan", to=colleagues)
    post.brings_nothing_else()
    (to_read,) = post.to(everybody.mo)
    mo = comes(PHONE)
    mo.follows_mail(to_read, signing_in=everybody.mo)
    paper = mo.prints("Afdrukken (PDF)")
    reference = Case.objects.get().reference
    for words in ("Basisschool De Wilg", reference, "Versie 1", "pagina 1 van", "afgedrukt door Mo Yilmaz op"):
        assert words in paper
    assert "Sem wordt in de pauze uitgelachen" in paper
    assert "Daan laat de tas van Sem met rust." in paper
    mo.follows("Noteer wat je zag")
    mo.presses("Niets gezien")

    # Who read the plan and answered is not asked again.
    others = [person for person in colleagues if person.pk != everybody.mo.pk]
    post.days_pass_until(date(2026, 11, 29))
    post.brings("Een handelingsplan wacht op je", to=others)
    post.brings("Heb je al iets gezien?", to=others)
    post.brings("Maandag: Eerste evaluatie", to=[everybody.anouk])
    post.brings_nothing_else()

    post.days_pass_until(date(2026, 11, 30))
    (today,) = post.brings("Vandaag: Eerste evaluatie", to=[everybody.anouk])
    post.brings("De week in aantallen", to=[everybody.carla])
    anouk.follows_mail(today)
    assert anouk.page.url == case
    protocol.evaluates_first(anouk, "Ja")
    protocol.tells_everybody(anouk, 2)
    anouk.reads("Stap 4 afgerond. De tweede evaluatie is maandag 14 december.")
    post.brings("Een handelingsplan is veranderd", to=colleagues)
    post.brings_nothing_else()

    days.go_to(date(2026, 12, 14))
    anouk.opens(case)
    protocol.evaluates_again(anouk, "Ja")
    protocol.phases_out(anouk)
    protocol.tells_everybody(anouk, 3)
    anouk.reads("Stap 5 afgerond. Het nazorggesprek is maandag 25 januari 2027.")
    post.brings("Een handelingsplan is veranderd", to=colleagues)

    days.go_to(date(2027, 1, 25))
    post.brings("Vandaag: Nazorg", to=[everybody.anouk])
    anouk.opens(case)
    protocol.cares_afterwards(anouk)
    days.go_to(date(2027, 3, 15))
    post.brings("Vandaag: Nazorg", to=[everybody.anouk])
    anouk.follows_mail(post.to(everybody.anouk)[0])
    protocol.cares_afterwards(anouk)
    anouk.reads("Alles is gedaan.")

    # The teacher proposes; coordinator or head closes a case of bullying.
    carla = comes()
    carla.signs_in(everybody.carla)
    carla.opens(case)
    protocol.closes(carla, "Het is al maanden goed.", asking="Sem")
    carla.reads("De zaak is afgesloten.", "Gestopt")
    assert Case.objects.get().ended_as == "stopped"
    assert PlanVersion.objects.count() == 3
