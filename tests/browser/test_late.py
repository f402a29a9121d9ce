"""Nobody acts: the day before and the day itself for the owner, then the coordinator, then the head (row S2d)."""

from datetime import date

from kring.cases.models import Case
from tests.browser.post import leaders
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_step_that_is_late_reaches_the_head_who_hands_the_case_over(comes, everybody, post):
    # Decided on Monday: step 3 must be done within two school days.
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying")
    post.days_pass_until(date(2026, 11, 24))
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    post.brings("Morgen: Aanpak", to=[everybody.anouk])
    post.days_pass_until(date(2026, 11, 25))
    post.brings("Vandaag: Aanpak", to=[everybody.anouk])
    post.brings_nothing_else()

    post.days_pass_until(date(2026, 11, 26))
    post.brings("Te laat: Aanpak", to=[everybody.carla])
    carla = comes()
    carla.follows_mail(post.to(everybody.carla)[0], signing_in=everybody.carla)
    carla.reads("Vooraf vragen wat de leerling wil")

    post.days_pass_until(date(2026, 11, 27))
    post.brings("Twee schooldagen te laat: Aanpak", to=[everybody.hein])
    hein = comes()
    hein.follows_mail(post.to(everybody.hein)[0], signing_in=everybody.hein)
    hein.opens(f"/zaken/{case.id}/mensen/")
    hein.follows("Overdragen")
    hein.chooses("Wie wordt de eigenaar?", "Bram de Boer")
    hein.presses("Overdragen")
    hein.reads("De zaak is overgedragen.")

    post.brings("Een zaak is nu van jou", to=[everybody.bram])
    post.brings("Je zaak is overgedragen", to=[everybody.anouk])
    post.brings_nothing_else()
    bram = comes(PHONE)
    bram.follows_mail(post.to(everybody.bram)[0], signing_in=everybody.bram)
    bram.is_at("Sem en Daan, groep 6")
    assert Case.objects.get().owner == everybody.bram

    # On Monday the coordinator has the week in counts. What was said once is not said again.
    post.days_pass_until(date(2026, 11, 30))
    (digest,) = post.brings("De week in aantallen", to=[everybody.carla])
    post.brings_nothing_else()
    assert "Lopende zaken: 1. Te laat: 1." in digest.text
    carla.follows_mail(digest)
    carla.reads("Sem")
