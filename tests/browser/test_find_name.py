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


def test_typing_a_part_of_the_name_leaves_that_child_and_chooses_it(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    with anouk.within("Wie wordt er gepest?"):
        anouk.unfolds("Iemand uit een andere groep")
        anouk.types("Zoek op naam", "sem ba")
    with anouk.within("Wie doet het?"):
        anouk.unfolds("Iemand uit een andere groep")
        anouk.types("Zoek op naam", "kind2")
        anouk.reads("11: Kind2 Test, Kind20 Test, Kind21 Test, Kind22 Test …")
        anouk.fills("Zoek op naam", "kind27")
    anouk.fills("Wat is er gebeurd?", "Kind27 lacht Sem elke pauze uit.")
    anouk.presses("Melding bewaren")
    assert reported() == {"Sem": "target", "Kind27": "instigator"}


def test_half_a_name_chooses_nobody(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    with anouk.within("Wie wordt er gepest?"):
        anouk.unfolds("Iemand uit een andere groep")
        anouk.types("Zoek op naam", "kind")
    anouk.fills("Wat is er gebeurd?", "Er wordt iemand uitgelachen.")
    anouk.presses("Melding bewaren")
    anouk.reads("Kies om welke leerling het gaat: wie wordt er gepest?")
    assert reported() == {}


def test_a_name_that_nobody_has_waits_where_a_child_is_typed_until_somebody_has_it(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    with anouk.within("Wie wordt er gepest?"):
        anouk.unfolds("Iemand uit een andere groep")
        anouk.types("Zoek op naam", "Bo de Jong")
        anouk.hits("Tab")
        assert (anouk.typed("Voornaam"), anouk.typed("Achternaam")) == ("Bo", "de Jong")
        anouk.fills("Zoek op naam", "sem ba")
        anouk.hits("Tab")
        assert anouk.typed("Voornaam") == ""
        anouk.fills("Zoek op naam", "Bo")
        anouk.hits("Tab")
    anouk.looks()
    anouk.fills("Wat is er gebeurd?", "Bo wordt uitgelachen.")
    anouk.presses("Melding bewaren")
    assert reported() == {"Bo": "target"}


def test_without_script_the_whole_list_is_there_by_group(comes, everybody):
    many_pupils(everybody)
    anouk = comes(PHONE, java_script=False)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    anouk.reads_nowhere("Zoek op naam")
    with anouk.within("Wie wordt er gepest?"):
        anouk.unfolds("Iemand uit een andere groep")
        anouk.picks("Naam", "Sem Bakker")
    anouk.fills("Wat is er gebeurd?", "Er wordt iemand uitgelachen.")
    anouk.presses("Melding bewaren")
    assert reported() == {"Sem": "target"}
