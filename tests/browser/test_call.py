"""Calling the parents on a phone: the number, what to say, and the outcome right below it (row S3f)."""

from kring.cases.bodies import Informed
from kring.school.models import Guardian
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_teacher_calls_one_parent_after_the_other_with_the_words_at_hand(comes, everybody):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,), followers=(everybody.lars,))
    case.step_1().judged("bullying")
    case.agree("Daan laat de tas van Sem met rust.", "Daan")
    Guardian.objects.filter(pk=everybody.tom_bakker.pk).delete()

    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/")
    anouk.does("Ouders informeren")
    anouk.reads("Nu aan de beurt: Inge Bakker, moeder van Sem.", "Na vijf uur, of een appje overdag")
    anouk.follows("Naar Inge Bakker")

    number = anouk.page.get_by_role("link", name="Bel Inge Bakker")
    assert number.get_attribute("href") == "tel:0612345678"
    box = number.bounding_box()
    assert box is not None
    assert box["height"] >= 64
    anouk.reads("Sem wordt op school gepest.", "Een andere leerling laat de tas van Sem met rust.")
    with anouk.within("Wat je kunt zeggen"):
        assert "Daan" not in anouk.page.get_by_role("region", name="Wat je kunt zeggen").inner_text()
    anouk.chooses("Heb je deze ouder gesproken?", "Ja, gesproken")
    anouk.chooses("Hoe?", "Gebeld")
    anouk.fills("Wat zei deze ouder?", "Ze schrok, en is blij dat we bellen.")
    anouk.presses("Bewaren")

    # The next one is at hand. She is not there.
    anouk.reads("Nu aan de beurt: Karin Visser, moeder van Daan.")
    anouk.follows("Naar Karin Visser")
    anouk.reads("Daan laat de tas van een andere leerling met rust.")
    anouk.chooses("Heb je deze ouder gesproken?", "Nee, nog niet bereikt")
    anouk.presses("Bewaren")

    # Nobody knows whether she has custody: the call is explained.
    anouk.reads("Nu aan de beurt: Petra de Wit, moeder van Lars.")
    anouk.follows("Naar Petra de Wit")
    anouk.chooses("Heb je deze ouder gesproken?", "Ja, gesproken")
    anouk.chooses("Hoe?", "Gebeld")
    anouk.presses("Bewaren")
    anouk.reads("Schrijf op waarom je deze ouder informeerde terwijl het gezag niet bekend is.")
    anouk.fills("Waarom informeerde je", "Lars woont bij haar.")
    anouk.presses("Bewaren")
    anouk.reads("Nu aan de beurt: Karin Visser, moeder van Daan.")
    assert [fact.body.custody_unknown for fact in case.file.of_kind("informed") if isinstance(fact.body, Informed)] == [
        "",
        "",
        "Lars woont bij haar.",
    ]

    anouk.opens(f"/zaken/{case.id}/")
    anouk.unfolds("Wie wanneer en hoe")
    anouk.reads("Moeder van Sem", "nog niet bereikt, 23 november, door juf Anouk")
