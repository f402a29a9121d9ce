"""A teacher falls ill: one act hands all she has to do to a colleague, and she is left in peace until she is back."""

from datetime import date

from kring.cases.models import Case
from tests.browser.post import leaders
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_all_cases_of_a_teacher_who_is_ill_go_to_a_stand_in_until_she_is_back(comes, everybody, post):
    tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying")
    tell(everybody).report(everybody.noor, by=(everybody.jens,))
    post.brings("Er is een nieuwe zaak", to=[*leaders(everybody), *leaders(everybody)])
    carla = comes()
    carla.signs_in(everybody.carla)
    carla.follows_menu("School")
    carla.follows("Ziek of weg")
    carla.picks("Wie is er ziek of weg?", "Anouk Vermeer")
    carla.picks("Wie vervangt?", "Bram de Boer")
    carla.fills("Tot en met welke dag?", "2026-11-27")
    carla.presses("Laat vervangen")
    carla.reads("Bewaard. Bram de Boer vervangt in twee zaken.")

    # He gets a letter for each, and does what there is to do; she, at home, is asked nothing.
    letters = post.brings("Je vervangt de eigenaar van een zaak", to=[everybody.bram, everybody.bram])
    post.days_pass_until(date(2026, 11, 24))
    post.brings("Morgen: Signaleren", to=[everybody.bram])
    post.brings("Morgen: Aanpak", to=[everybody.bram])
    bram = comes(PHONE)
    bram.follows_mail(letters[0], signing_in=everybody.bram)
    bram.unfolds("gemeld op")
    bram.reads("Bram de Boer vervangt")
    bram.follows_menu("Vandaag")
    bram.reads("Sem en Daan, groep 6", "Noor en Jens, groep 6")
    post.days_pass_until(date(2026, 11, 25))
    post.brings("Vandaag: Signaleren", to=[everybody.bram])
    post.brings("Vandaag: Aanpak", to=[everybody.bram])
    post.brings("Is het kind veilig? Dat staat er nog niet", to=[everybody.carla])
    post.brings_nothing_else()

    # She is back sooner: from then on it is hers again.
    carla.opens("/school/weg/")
    carla.follows("Beëindigen")
    carla.presses("Vervanging beëindigen")
    carla.reads("De vervanging is beëindigd.")
    assert not Case.objects.filter(stand_in__isnull=False).exists()
    bram.follows_menu("Vandaag")
    bram.reads_nowhere("Sem en Daan, groep 6", "Noor en Jens, groep 6")
    post.days_pass_until(date(2026, 11, 26))
    post.brings("Te laat: Aanpak", to=[everybody.carla])
    post.brings("Nog open: Signaleren", to=[everybody.anouk])
    post.brings_nothing_else()
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.reads("Sem en Daan, groep 6", "Noor en Jens, groep 6")
