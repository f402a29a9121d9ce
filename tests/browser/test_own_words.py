"""A school says it in its own words: what it calls its coordinator, and what bullying is (decision 089)."""

from datetime import date

from tests.browser.visitor import PHONE
from tests.cases.telling import tell

OURS = "Pesten is iemand steeds weer pijn doen, terwijl die er niets tegen kan doen."
DOCUMENTS = "Pesten is het systematisch uitoefenen van psychische en/of fysieke mishandeling"


def test_a_teacher_judges_by_the_schools_definition_and_the_head_reads_the_schools_word(comes, everybody, post):
    carla, anouk = comes(), comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens("/school/gegevens/")
    carla.fills("Hoe noemen jullie wie de zaken begeleidt?", "de intern begeleider")
    carla.presses("Bewaren")
    carla.reads("Laat het lidwoord weg: Kring zet er zelf ‘de’ voor.")
    carla.fills("Hoe noemen jullie wie de zaken begeleidt?", "intern begeleider")
    carla.presses("Bewaren")
    carla.reads("De gegevens van de school zijn bewaard.")

    carla.opens("/school/protocol/")
    carla.reads(DOCUMENTS)
    carla.fills("Hoe zegt jullie school wat pesten is?", OURS)
    carla.unfolds("Eigen woorden voor de vragen erbij")
    carla.fills("Wat doet het met de leerling?", "Wat doet het met het kind?")
    carla.presses("Bewaren")
    carla.reads("Het protocol van de school is bewaard.", OURS)

    # A case that begins now: the document's words first, the school's beside them, and its question.
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1()
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/")
    anouk.does("Is dit plagen of pesten?")
    anouk.unfolds("Wat zegt het protocol hier?")
    anouk.reads(DOCUMENTS, OURS)
    anouk.chooses("Hoe vaak gebeurt het?", "Een aantal keren per week")
    anouk.ticks("Wat doet het met het kind?", "Het doet pijn vanbinnen")
    anouk.unfolds("Wie doet het bij")
    anouk.reads("Klasgenoten zijn hier alle kinderen van de school.")
    anouk.chooses("Wie doet het bij één of meer klasgenoten?", "Nog niet duidelijk")
    anouk.chooses("Kan de leerling", "Nee")
    anouk.chooses("Wat besluit je?", "Pesten")
    anouk.fills("Waarom?", "Niemand weet nog wie het doet, en het gebeurt iedere week.")
    anouk.presses("Besluit bewaren")
    anouk.reads_nowhere("De kenmerken wezen")

    # Nobody acts: the head reads who knows of it, in the school's word.
    post.days_pass_until(date(2026, 11, 30))
    letters = [mail for mail in post.to(everybody.hein) if mail.subject.startswith("Twee schooldagen te laat")]
    assert "De intern begeleider weet ervan." in letters[0].text
