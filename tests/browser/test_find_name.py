"""One name out of a whole school, on a phone: typed with script, chosen from the groups without it."""

from kring.cases.models import Involved
from kring.school import actions
from tests.browser.visitor import PHONE
from tests.cast import ITSELF, Cast

MANY = 30


def many_pupils(cast: Cast) -> None:
    for number in range(MANY):
        actions.add_pupil(
            act=ITSELF, school=cast.school, first_name=f"Kind{number}", last_name="Test", group=cast.group5
        )


def reported() -> dict[str, str]:
    return {row.pupil.first_name: row.role for row in Involved.objects.select_related("pupil")}


def test_typing_a_part_of_the_name_finds_that_child_and_a_tap_chooses_it(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.ticks("Wie wordt er gepest?", "Sem")
    anouk.unfolds("Wie doet het?")
    with anouk.within("Wie doet het?"):
        anouk.types("Zoek een kind", "kind2")
        anouk.reads("11 kinderen gevonden. Tik op wie je bedoelt.")
        anouk.looks()
        anouk.types("Zoek een kind", "7")
        anouk.reads("1 kind gevonden. Tik op de naam.")
        anouk.ticks_here("Kind27 Test groep 5")
        assert anouk.typed("Zoek een kind") == "", "the next name can be typed at once"
        anouk.finds("Kind3 Test", by="kind3")
    anouk.fills("Wat is er gebeurd?", "Kind27 lacht Sem elke pauze uit.")
    anouk.presses("Melding bewaren")
    assert reported() == {"Sem": "target", "Kind27": "instigator", "Kind3": "instigator"}


def test_half_a_name_chooses_nobody(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    with anouk.within("Wie wordt er gepest?"):
        anouk.types("Zoek een kind", "kind12")
        anouk.reads("1 kind gevonden.")
    anouk.fills("Wat is er gebeurd?", "Er wordt iemand uitgelachen.")
    anouk.presses("Melding bewaren")
    anouk.reads("Tik op wie je bedoelt, of maak de zoekregel leeg.")
    assert reported() == {}
    anouk.ticks("Wie wordt er gepest?", "Kind12 Test groep 5")
    anouk.presses("Melding bewaren")
    assert reported() == {"Kind12": "target"}


def test_a_name_that_nobody_has_waits_where_a_child_is_typed_until_somebody_has_it(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    with anouk.within("Wie wordt er gepest?"):
        anouk.types("Zoek een kind", "Bo de Jong")
        anouk.reads("Niemand in de lijst heet zo.")
        assert (anouk.typed("Voornaam"), anouk.typed("Achternaam")) == ("Bo", "de Jong")
        anouk.fills("Zoek een kind", "kind12")
        anouk.reads("1 kind gevonden.")
        assert anouk.typed("Voornaam") == ""
        anouk.fills("Zoek een kind", "Bo")
        anouk.reads("Niemand in de lijst heet zo.")
    anouk.looks()
    anouk.fills("Wat is er gebeurd?", "Bo wordt uitgelachen.")
    anouk.presses("Melding bewaren")
    assert reported() == {"Bo": "target"}


def test_without_script_a_button_finds_the_name_and_the_form_keeps_its_text(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE, java_script=False)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.fills("Wat is er gebeurd?", "Er wordt iemand uitgelachen.")
    with anouk.within("Wie wordt er gepest?"):
        anouk.finds("Kind12 Test", by="kind12", script=False)
    assert anouk.typed("Wat is er gebeurd?") == "Er wordt iemand uitgelachen."
    anouk.looks()
    anouk.presses("Melding bewaren")
    assert reported() == {"Kind12": "target"}
