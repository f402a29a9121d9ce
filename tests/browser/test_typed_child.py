"""A child that is not in the list is reported on a phone, and the administrator says who it is."""

from kring.cases.models import Case
from tests.browser.protocol import unfolds_who_does_it
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_new_child_is_reported_in_danger_and_the_plan_says_its_right_name(comes, everybody, post):
    anouk, ada, mo = comes(PHONE), comes(), comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.follows_menu("Melding")
    with anouk.within("Wie wordt er gepest?"):
        anouk.fills("Zoek een kind", "Jarra")
        anouk.reads("Niemand in de lijst heet zo.")
        assert anouk.typed("Voornaam") == "Jarra"
    anouk.looks()
    unfolds_who_does_it(anouk)
    anouk.ticks("Wie doet het?", "Daan")
    anouk.fills("Wat is er gebeurd?", "Jarra durft niet naar buiten.")
    anouk.unfolds("Is er nu gevaar?")
    anouk.ticks("Is er nu gevaar?", "Ernstig geweld of bedreiging")
    anouk.presses("Melding bewaren")
    anouk.is_at("Bel nu. De rest kan even wachten.")

    # Danger is told at once. Who keeps the pupils hears of a name, and of nothing else.
    post.brings("Dringend: er is gevaar gemeld", to=[everybody.anouk, everybody.carla, everybody.hein])
    mails = post.brings("Een leerling staat nog niet in de lijst", to=[everybody.hein, everybody.ada])
    post.brings_nothing_else()
    assert "Jarra" not in mails[0].everything()
    ada.follows_mail(post.to(everybody.ada)[0], signing_in=everybody.ada)
    ada.looks()
    ada.follows("Jarra")
    ada.reads("Groep niet bekend.", "Anouk Vermeer typte deze naam")
    ada.reads_nowhere("gevaar", "gepest", "melding", "2026-001")
    ada.chooses("Wie is dit?", "Een leerling uit de lijst")
    ada.looks()
    with ada.within("Welke leerling uit de lijst is het?"):
        ada.finds("Yara Smeets", by="yara")
    ada.presses("Bewaren")
    ada.is_at("Yara Smeets")

    # The teacher of her group takes part; the case goes on, and its plan says who she is.
    post.brings("Je hebt toegang tot een zaak", to=[everybody.bram])
    case = tell(everybody)
    case.case_id = Case.objects.get().pk
    case.step_1().judged("bullying").step_3()
    mo.signs_in(everybody.mo)
    mo.opens(f"/plannen/{case.id}/")
    mo.reads("Yara")
    mo.reads_nowhere("Jarra")
