"""A wrong child in a case, and a case that should not be there: put right in one act, and who was told is listed."""

from datetime import date

import pytest

from kring.cases.models import Case
from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


@pytest.fixture
def case(everybody, post):
    """The plan is out with Daan in it, and his mother was called."""
    told = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    post.days_pass_until(date(2026, 11, 24))
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    post.brings("Er is een nieuw handelingsplan", to=team(everybody, but=everybody.anouk))
    return told


def test_a_plan_with_the_wrong_child_is_shut_at_once_and_comes_back_right(comes, everybody, post, case):
    mo, anouk, carla = comes(PHONE), comes(), comes(PHONE)
    mo.follows_mail(post.to(everybody.mo)[0], signing_in=everybody.mo)
    mo.reads("Daan laat de tas van Sem met rust.")

    # It was Lars. One act swaps the children, proposes whom to tell, and shuts the plan for the team.
    anouk.signs_in(everybody.anouk)
    anouk.opens(f"/zaken/{case.id}/mensen/")
    anouk.follows("Verkeerd kind", nth=1)
    anouk.chooses("Welke leerling was het wel?", "Lars")
    anouk.fills("Wat is er misgegaan?", "Sem noemde Lars; ik koos de verkeerde naam.")
    anouk.reads("Moeder van Daan")
    anouk.presses("Wissel de leerling")
    anouk.reads("De leerling is gewisseld.")
    urgent = post.brings("Dringend: een plan klopt niet", to=leaders(everybody))
    post.brings_nothing_else()
    mo.opens(f"/plannen/{case.id}/")
    mo.is_at("Dit plan is even dicht")
    mo.reads_nowhere("Daan", "Sem")
    carla.follows_mail(urgent[0], signing_in=everybody.carla)
    carla.follows_menu("Vandaag")
    carla.reads("Dringend: in het plan van Sem en Lars, groep 6 staat een kind ten onrechte.")

    # The page of the new version points at what still names Daan.
    anouk.opens(f"/zaken/{case.id}/")
    anouk.reads("In het plan staat een kind ten onrechte.")
    anouk.follows("Nieuwe versie nalezen en delen")
    anouk.reads("In dit plan staat nog de naam van een kind dat er niets mee te maken had")
    anouk.opens(f"/zaken/{case.id}/")
    anouk.unfolds("Wat altijd kan")
    anouk.follows("Afspraak toevoegen")
    anouk.unfolds("1 lopende afspraak")
    anouk.follows("Verbeteren")
    anouk.fills("Wat spreken jullie af?", "Lars laat de tas van Sem met rust.")
    anouk.ticks("Wie houdt zich eraan?", "Lars")
    anouk.presses("Afspraak bewaren")
    anouk.opens(f"/zaken/{case.id}/plan/")
    anouk.reads_nowhere("In dit plan staat nog de naam")
    anouk.presses("Versie 2 naar het team")
    post.brings("Een handelingsplan is veranderd", to=team(everybody, but=everybody.anouk))
    mo.follows_mail(post.to(everybody.mo)[0])
    mo.unfolds("verandering")
    mo.reads("Lars laat de tas van Sem met rust.", "Wat niet klopte over een ander kind, staat er niet meer in.")
    mo.reads_nowhere("Daan")
    assert "Daan" not in mo.prints("Afdrukken (PDF)")
    carla.follows_menu("Vandaag")
    carla.reads_nowhere("staat een kind ten onrechte")

    # Who was told is on a list until somebody told what is so: Daan's mother, and who of the team read it.
    anouk.follows_menu("Vandaag")
    anouk.follows("Wie moet nog horen wat er wel zo is?")
    anouk.reads("Deze collega’s lazen het plan: Mo Yilmaz")
    anouk.ticks("Over wie gaat het?", "Moeder van Daan")
    anouk.chooses("Weten zij het nu?", "Ja, ik vertelde het")
    anouk.fills("Wat vertelde je, of waarom hoeft het niet?", "Daan had er niets mee te maken. Het spijt ons.")
    anouk.presses("Vastleggen")
    # Sem's parents heard the agreement with Daan in it: they are on the list as well.
    anouk.opens(f"/zaken/{case.id}/rechtzetten/")
    anouk.ticks("Over wie gaat het?", "Moeder van Sem", "Vader van Sem")
    anouk.chooses("Weten zij het nu?", "Ja, ik vertelde het")
    anouk.fills("Wat vertelde je, of waarom hoeft het niet?", "Dat het een andere leerling was, en wat die belooft.")
    anouk.presses("Vastleggen")
    anouk.opens(f"/zaken/{case.id}/rechtzetten/")
    anouk.is_at("Alle ouders weten wat er zo is")


def test_a_case_that_was_opened_by_mistake_leaves_its_children_nowhere_and_says_whom_to_tell(
    comes, everybody, post, case
):
    carla, mo, hein = comes(), comes(PHONE), comes()
    carla.signs_in(everybody.carla)
    carla.opens(f"/zaken/{case.id}/")
    carla.unfolds("Wat altijd kan")
    carla.follows("Per ongeluk geopend")
    carla.fills("Wat is er misgegaan?", "De melding ging over kinderen van een andere school.")
    carla.presses("Afsluiten als vergissing")
    carla.is_at("Wie moet dit nog horen?")
    carla.reads("Moeder van Sem", "Vader van Sem", "Moeder van Daan")
    carla.follows_menu("Zaken")
    carla.reads_nowhere("Sem en Daan")
    assert Case.objects.get().ended_as == "mistake"

    mo.signs_in(everybody.mo)
    mo.follows_menu("Plannen")
    mo.reads_nowhere("Sem")
    # A next case of one of them knows of no other.
    hein.signs_in(everybody.hein)
    again = tell(everybody).report(everybody.sem, by=(everybody.lars,))
    hein.opens(f"/zaken/{again.id}/")
    hein.reads_nowhere("Daan", case.case.reference)
