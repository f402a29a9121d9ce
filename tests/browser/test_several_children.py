"""Several children of one group: the whole class hears that telling is not snitching (row S3e)."""

from kring.cases.models import Case
from tests.browser import protocol
from tests.cases.telling import Telling


def test_with_several_children_of_the_group_the_class_is_addressed_without_a_name(comes, everybody, days):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    protocol.reports(anouk, "Sem Bakker", "Daan Visser", "Lars de Wit")
    anouk.is_at("Sem, ")
    case = Telling(everybody, everybody.anouk, case_id=Case.objects.get().pk)
    case.step_1().judged("bullying")

    anouk.opens(f"/zaken/{case.id}/")
    anouk.reads("Aandacht in de klas", "Alle kinderen moeten zich veilig voelen.")
    protocol.asks_beforehand(anouk, "Sem")
    protocol.talks_together(anouk, "Gezamenlijk gesprek", "Sem")
    protocol.formulates(anouk)
    protocol.agrees(anouk)
    protocol.addresses_class(anouk)
    protocol.calls_guardians(anouk, *protocol.BOTH_FAMILIES, "Petra de Wit")
    protocol.issues_plan(anouk, 1, "Plan naar het team")

    # What the team reads of it: the method and what was said, and that it is no snitching.
    mo = comes()
    mo.signs_in(everybody.mo)
    mo.follows_menu("Plannen")
    mo.follows("Sem")
    mo.reads("Kringgesprek", "Het melden van pesten is geen klikken.")
    mo.reads_nowhere("Petra de Wit", "Inge Bakker", "06-12345678", "wist niet dat het zo erg was")
