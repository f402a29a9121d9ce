"""A phone in the hands of a child: no way back into the file, neither by Back nor without JavaScript."""

import pytest

from tests.browser import protocol
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


@pytest.fixture
def case(everybody):
    return (
        tell(everybody, everybody.anouk)
        .report(everybody.sem, by=(everybody.daan,))
        .step_1()
        .judged("bullying")
        .step_3()
    )


def test_back_does_not_lead_a_child_into_the_file(comes, everybody, case):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/")
    anouk.unfolds("Wat altijd kan")
    anouk.follows("Vraag het Sem zelf")
    number = anouk.page.locator("strong.number").inner_text()
    anouk.presses("Geef de telefoon aan Sem")
    anouk.is_at("Hoi Sem!")
    for _step in range(3):
        anouk.page.go_back()
        anouk.reads("Hoi Sem!")
        anouk.reads_nowhere("Daan", "Dossier", "Zaken")
    anouk.presses("Beginnen")
    anouk.presses("Elke week")
    anouk.follows("Ik wil stoppen")
    anouk.reads("Geef de telefoon terug.")
    anouk.fills("Het getal van daarnet", number)
    anouk.presses("Verder")
    anouk.reads("Er is geen antwoord bewaard.", "Daan")

    # Handed over from the page of the talk it leads back to there.
    anouk.does("Praten met beide partijen")
    anouk.follows("Vraag het aan Sem")
    protocol.hears(anouk, "Sem", feels="Een beetje veilig")
    anouk.reads("Het antwoord staat bij de zaak.", "Wat is er gezegd?")
