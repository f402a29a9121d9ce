"""Typed text is never lost: a session that ended while typing, and two people on one duty."""

from kring.cases.bodies import Problem, Talk
from tests.browser.kept import kept
from tests.browser.visitor import PHONE
from tests.cases.telling import tell

STORY = "Sem vertelde dat het bij de kapstokken begint.\n\nHij huilde <b>niet</b> 🙂"


def test_what_was_typed_when_the_session_ended_is_back_after_signing_in(comes, everybody):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,))
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.follows("Sem")
    anouk.does("Praten met de leerling die gepest wordt")
    anouk.fills("Wat is er gezegd?", "🙂" * 9_500)
    anouk.reads("nog 500 tekens")  # as the server counts, an emoji is one
    anouk.fills("Wat is er gezegd?", STORY)
    anouk.chooses("Hoe veilig voel je je?", "Gaat wel")
    anouk.loses_session()
    anouk.presses("Gesprek bewaren")

    anouk.is_at("Inloggen")
    anouk.reads("Je tekst is bewaard")
    anouk.signs_in(everybody.anouk)
    anouk.reads("Je tekst is bewaard. Controleer en bewaar.")
    assert anouk.typed("Wat is er gezegd?") == STORY
    anouk.presses("Gesprek bewaren")
    assert [talk.said for talk in kept(case, Talk)] == [STORY]
    assert kept(case, Talk)[0].feelings == {case.key(everybody.sem): 3}


def test_two_people_on_one_duty_see_both_texts_and_lose_none(comes, everybody):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying")
    anouk, carla = comes(), comes()
    for somebody, staff in ((anouk, everybody.anouk), (carla, everybody.carla)):
        somebody.signs_in(staff)
        somebody.opens(f"/zaken/{case.id}/")
        somebody.does("Het probleem opschrijven")
    carla.fills("Het probleem in één alinea", "Sem wordt elke dag uitgelachen.")
    carla.presses("Bewaren")

    anouk.fills("Het probleem in één alinea", "De tas van Sem wordt steeds verstopt.")
    anouk.presses("Bewaren")
    anouk.reads("Wat Carla Jansen intussen vastlegde", "Sem wordt elke dag uitgelachen.")
    assert anouk.typed("Het probleem in één alinea") == "De tas van Sem wordt steeds verstopt."
    anouk.fills("Het probleem in één alinea", "Sem wordt elke dag uitgelachen en zijn tas wordt steeds verstopt.")
    anouk.presses("Bewaren")

    newest = case.file.of_kind("problem")[-1]
    both = ("Sem wordt elke dag uitgelachen en zijn tas wordt steeds verstopt.", "Sem wordt elke dag uitgelachen.")
    versions = kept(case, Problem, facts=[newest, *case.file.former(newest)])
    assert tuple(one.text for one in versions) == both


def test_below_a_long_text_stands_as_far_as_which_words_it_is_kept(comes, everybody):
    anouk = comes(PHONE)
    anouk.signs_in(everybody.anouk)
    anouk.opens("/melding/")
    area = anouk.page.get_by_label("Wat is er gebeurd?")
    six_lines = "area => area.clientHeight / parseFloat(getComputedStyle(area).lineHeight)"
    assert area.evaluate(six_lines) >= 6
    anouk.types("Wat is er gebeurd?", "Daan pakte de tas.")
    anouk.reads("Bewaard tot en met: ‘Daan pakte de tas.’")
    anouk.types("Wat is er gebeurd?", " Niemand hielp Sem zoeken op het plein.")
    anouk.reads("Bewaard tot en met: ‘… Sem zoeken op het plein.’")
    # A tool for dictation that tells the page nothing of what it put there.
    area.evaluate("area => { area.value += ' Sem huilde.'; }")
    anouk.reads("Bewaard tot en met: ‘… op het plein. Sem huilde.’")
    anouk.looks()
