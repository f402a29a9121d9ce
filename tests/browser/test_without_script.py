"""Without JavaScript everything works as well: a report and a talk."""

from kring.cases.models import Case
from tests.browser import protocol
from tests.browser.visitor import PHONE


def test_a_report_with_two_children_and_a_talk_need_no_script(comes, everybody):
    anouk = comes(PHONE, java_script=False)
    anouk.signs_in(everybody.anouk)
    protocol.reports(anouk, "Sem Bakker", "Daan Visser", "Lars de Wit")
    anouk.is_at("Sem, ")
    case = Case.objects.get()
    assert [child.role for child in case.involved.order_by("role")] == ["instigator", "instigator", "target"]

    anouk.does("Praten met de leerling die gepest wordt")
    anouk.presses("Gesprek bewaren")
    anouk.reads("Er klopt nog iets niet", "Schrijf op wat er gezegd is.")
    anouk.fills("Wat is er gezegd?", "Ze doen het elke pauze.")
    anouk.chooses("Hoe veilig voel je je?", "Wil ik niet zeggen")
    anouk.presses("Gesprek bewaren")
    anouk.is_at("Sem, ")
    assert case.facts.filter(kind="talk").count() == 1
