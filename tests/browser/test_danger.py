"""Danger comes before the protocol: whom to call stands there at once, and who may not know sees nothing."""

from kring.school.models import School
from tests.browser import protocol
from tests.browser.visitor import PHONE


def test_a_sign_of_danger_in_a_report_shows_at_once_whom_to_call(comes, everybody, post):
    School.objects.filter(pk=everybody.school.pk).update(phone_head="06-11112222")
    anouk, carla = comes(PHONE), comes(PHONE)
    anouk.signs_in(everybody.anouk)
    protocol.fills_in_report(anouk, "Sem Bakker", "Daan Visser", danger="De leerling doet zichzelf iets aan")
    anouk.is_at("Bel nu. De rest kan even wachten.")
    anouk.reads("06-11112222", "Je melding is bewaard.")

    # Coordinator and head hear it at once, without a word of what it is.
    post.brings("Dringend: er is gevaar gemeld", to=[everybody.carla, everybody.hein])
    post.brings_nothing_else()
    carla.follows_mail(post.to(everybody.carla)[0], signing_in=everybody.carla)
    carla.reads("Bel nu, wacht niet op Kring", "06-11112222")

    anouk.follows("Ik heb gebeld: door naar de zaak")
    anouk.reads("Bel nu, wacht niet op Kring")


def test_a_report_about_a_colleague_leaves_the_protocol_and_reaches_only_who_may_read_it(comes, everybody, post):
    anouk, carla, hein = comes(PHONE), comes(), comes()
    anouk.signs_in(everybody.anouk)
    anouk.follows_menu("Melding")
    anouk.follows("Meld het hier, apart en afgeschermd.")
    anouk.reads("0900-1113111")
    anouk.chooses("Over wie gaat het?", "Carla Jansen")
    anouk.fills("Wat is er gezien of verteld?", "Er werd tegen een kind geschreeuwd.")
    anouk.presses("Melding bewaren")
    anouk.is_at("Dank je, je melding is bewaard")

    # Not to the colleague it is about, whatever the role: no mail, and nothing on the page.
    (mail,) = post.brings("Dringend: er is een melding voor je", to=[everybody.hein])
    post.brings_nothing_else()
    assert "Carla" not in mail.everything()
    carla.signs_in(everybody.carla)
    carla.reads_nowhere("Er is een melding over een medewerker.")
    hein.follows_mail(mail, signing_in=everybody.hein)
    hein.reads("Er is een melding over een medewerker.")
    hein.follows("Melding lezen")
    hein.reads("Er werd tegen een kind geschreeuwd.")
    hein.presses("Ik pak dit op")
    hein.reads("Jij pakt deze melding op.")
