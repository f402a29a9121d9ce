"""Several children of one group: the whole class hears that telling is not snitching (row S3e)."""

from kring.cases.actions.people import exclude
from kring.cases.models import Case
from tests.browser import protocol
from tests.browser.post import leaders, team
from tests.cases.telling import Telling


def test_with_several_children_of_the_group_the_class_is_addressed_without_a_name(comes, everybody, days, post):
    mo, anouk, bram = comes(), comes(), comes()
    mo.signs_in(everybody.mo)
    protocol.fills_in_report(mo, "Sem Bakker", "Daan Visser", "Lars de Wit")
    mo.reads("Anouk Vermeer pakt dit op, en de Seo-coördinator kijkt mee.")

    # The report is in the mailbox of the children's teacher; who leads hears that there is a case.
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    (received,) = post.brings("Er is een melding voor je", to=[everybody.anouk])
    post.brings_nothing_else()
    anouk.follows_mail(received, signing_in=everybody.anouk)
    anouk.is_at("Sem, ")
    case = Telling(everybody, everybody.anouk, case_id=Case.objects.get().pk)
    assert {child.pupil.first_name for child in case.file.people} == {"Sem", "Daan", "Lars"}
    case.step_1().judged("bullying").as_(everybody.carla)
    exclude(act=case.act(), case_id=case.id, staff_id=everybody.wil.pk)

    anouk.opens(f"/zaken/{case.id}/")
    anouk.reads("In de klas bespreken")
    protocol.asks_beforehand(anouk, "Sem")
    protocol.talks_together(anouk, "Het gezamenlijke gesprek voeren", "Sem")
    protocol.formulates(anouk)
    protocol.agrees(anouk)
    anouk.reads("Alle kinderen moeten zich veilig voelen.")
    protocol.addresses_class(anouk)
    protocol.calls_guardians(anouk, *protocol.BOTH_FAMILIES, "Petra de Wit")
    protocol.issues_plan(anouk, 1, "Het plan delen met het team")

    # Who is kept out of the case, a relative of one of the children, hears nothing of it.
    readers = [person for person in team(everybody, but=everybody.anouk) if person.pk != everybody.wil.pk]
    post.brings("Er is een nieuw handelingsplan", to=readers)
    post.brings_nothing_else()
    assert post.to(everybody.wil) == []

    # What the team reads of it: the method and what was said, and that it is no snitching.
    bram.follows_mail(post.to(everybody.bram)[0], signing_in=everybody.bram)
    bram.reads("Kringgesprek", "Het melden van pesten is geen klikken.")
    bram.reads_nowhere("Petra de Wit", "Inge Bakker", "06-12345678", "wist niet dat het zo erg was")
    paper = bram.prints("Afdrukken (PDF)")
    assert "Het melden van pesten is geen klikken." in paper
    assert "Petra de Wit" not in paper

    # Each family gets its own child's part on paper, and no name of another child.
    protocol.releases_for_parents(anouk, "Daan", agreement="Daan vraagt of hij mee mag doen.")
    paper = anouk.prints("Afdrukken")
    assert "Voor de ouders van Daan" in paper
    assert "Daan vraagt of hij mee mag doen." in paper
    for name in ("Sem", "Lars", "Bakker", "de Wit"):
        assert name not in paper
