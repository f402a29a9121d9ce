"""Danger comes before the protocol: whom to call stands there at once, and who may not know sees nothing."""

from datetime import date

from kring.school.models import School
from tests.browser import protocol
from tests.browser.visitor import PHONE


def test_a_sign_of_danger_in_a_report_shows_at_once_whom_to_call(comes, everybody, post):
    School.objects.filter(pk=everybody.school.pk).update(phone_head="06-11112222")
    anouk, carla, hein = comes(PHONE), comes(PHONE), comes()
    anouk.signs_in(everybody.anouk)
    protocol.fills_in_report(anouk, "Sem Bakker", "Daan Visser", danger="De leerling doet zichzelf iets aan")
    anouk.is_at("Bel nu. De rest kan even wachten.")
    anouk.reads("06-11112222", "Je melding is bewaard.")

    # Owner, coordinator and head hear it at once, without a word of what it is, and have it on top of Vandaag.
    post.brings("Dringend: er is gevaar gemeld", to=[everybody.anouk, everybody.carla, everybody.hein])
    post.brings_nothing_else()
    carla.follows_mail(post.to(everybody.carla)[0], signing_in=everybody.carla)
    carla.reads("Bel nu. Het stappenplan kan even wachten.", "06-11112222")
    hein.signs_in(everybody.hein)
    hein.reads("Gevaar: Sem", "Nog niemand schreef op wat er is gedaan.")

    # Who called says so, in ten seconds; then it is on nobody's Vandaag, and everybody sees who did it.
    anouk.follows("Ik heb gebeld: vastleggen wat er is gedaan")
    anouk.fills("Wie heb je gebeld of gesproken?", "De huisarts en zijn vader")
    anouk.fills("Wat is er gedaan?", "Sem is nu bij zijn vader.")
    anouk.chooses("Is het gevaar nu voorbij?", "Nee, nog niet")
    anouk.presses("Vastleggen")
    anouk.unfolds("Gevaar: iemand pakte het op")
    anouk.reads("Sem is nu bij zijn vader.")
    hein.follows_menu("Vandaag")
    hein.reads_nowhere("Gevaar: Sem")
    hein.follows_menu("Zaken")
    hein.follows("Sem en Daan, groep 6")
    hein.unfolds("Gevaar: iemand pakte het op")
    hein.reads("Anouk Vermeer", "Gebeld of gesproken: De huisarts en zijn vader")


def test_a_report_about_a_colleague_leaves_the_protocol_and_reaches_only_who_may_read_it(comes, everybody, post):
    anouk, carla, hein = comes(PHONE), comes(), comes()
    anouk.signs_in(everybody.anouk)
    anouk.follows_menu("Melding")
    anouk.follows("Meld het apart.")
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
    hein.is_at("Pak jij deze melding op?")
    hein.presses("Ik pak dit op")
    hein.reads("Jij pakt deze melding op.")


def test_danger_in_the_summer_holiday_reaches_whom_the_school_named_for_it(comes, everybody, days, post):
    # Before the summer the head names who can be reached, and until when.
    days.go_to(date(2027, 7, 12))
    hein, anouk, carla = comes(), comes(PHONE), comes(PHONE)
    hein.signs_in(everybody.hein)
    hein.follows_menu("School")
    hein.follows("Wie je belt")
    hein.reads("Wordt er in de vakantie gevaar gemeld, dan staat er niet bij wie je belt.")
    hein.follows("Iemand toevoegen")
    hein.fills("Wie is er bereikbaar?", "Hein Smit")
    hein.fills("Op welk nummer?", "06-33334444")
    hein.fills("Vanaf welke dag?", "2027-07-17")
    hein.fills("Tot en met welke dag?", "2027-08-29")
    hein.presses("Toevoegen")
    hein.reads("06-33334444, zaterdag 17 juli tot en met zondag 29 augustus")

    # In August, with nobody at school, a teacher writes down on her phone what she heard.
    days.go_to(date(2027, 8, 10))
    anouk.signs_in(everybody.anouk)
    protocol.fills_in_report(anouk, "Sem Bakker", "Daan Visser", danger="De leerling doet zichzelf iets aan")
    anouk.is_at("Bel nu. De rest kan even wachten.")
    anouk.reads("Als de school dicht is: Hein Smit", "06-33334444")
    reached = [everybody.anouk, everybody.carla, everybody.hein]
    for mail in post.brings("Dringend: er is gevaar gemeld", to=reached):
        assert "Bereikbaar als de school dicht is: Hein Smit, 06-33334444" in mail.text
    post.brings_nothing_else()

    # Nobody wrote down what was done: on the next day, without school, they are asked again.
    post.days_pass_until(date(2027, 8, 11))
    post.brings("Dringend: er staat nog gevaar open", to=reached)
    carla.follows_mail(post.to(everybody.carla)[0], signing_in=everybody.carla)
    carla.follows_menu("Vandaag")
    anouk.follows_menu("Vandaag")
    for somebody in (carla, anouk):
        somebody.reads("Gevaar: Sem", "Nog niemand schreef op wat er is gedaan.")

    # The head does what had to be done, and each of them reads that it was he.
    hein.follows_mail(post.to(everybody.hein)[0])
    hein.fills("Wie heb je gebeld of gesproken?", "De huisartsenpost en zijn moeder")
    hein.fills("Wat is er gedaan?", "Sem is met zijn moeder bij de dokter.")
    hein.chooses("Is het gevaar nu voorbij?", "Ja, het is voorbij")
    hein.presses("Vastleggen")
    for somebody in (carla, anouk):
        somebody.follows_menu("Vandaag")
        somebody.reads_nowhere("Gevaar: Sem")
        somebody.follows_menu("Zaken")
        somebody.follows("Sem en Daan, groep 6")
        somebody.unfolds("Het gevaar is voorbij")
        somebody.reads("Hein Smit", "Gebeld of gesproken: De huisartsenpost en zijn moeder")
    post.days_pass_until(date(2027, 8, 13))
    post.brings_nothing_else()
