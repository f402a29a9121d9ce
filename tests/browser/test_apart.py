"""Apart instead of together: the bullied child is asked first, and what it wants counts (row S3a)."""

from datetime import date

from kring.cases.bodies import Talk
from tests.browser import protocol
from tests.browser.kept import kept
from tests.browser.post import leaders
from tests.browser.visitor import PHONE
from tests.cases.telling import tell


def test_a_child_that_does_not_dare_is_spoken_to_apart_without_any_excuse(comes, everybody, post):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying")
    post.days_pass_until(date(2026, 11, 24))
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    (tomorrow,) = post.brings("Morgen: Aanpak", to=[everybody.anouk])
    post.brings_nothing_else()
    anouk = comes(PHONE)
    anouk.follows_mail(tomorrow, signing_in=everybody.anouk)
    protocol.asks_beforehand(anouk, "Sem", together=False)

    # One condition of together is missing: the page proposes apart, with the protocol's own sentence beside it.
    anouk.does("Het gezamenlijke gesprek voeren")
    anouk.reads("Sem wil het gesprek liever apart.", "Voorstel: apart.", "Sem wil niet samen aan tafel.")
    anouk.reads("De leerkracht heeft een gezamenlijk gesprek met de pester en de gepeste.")
    anouk.opens(f"/zaken/{case.id}/")

    protocol.talks_apart(anouk, "Het gezamenlijke gesprek voeren", "Sem", "Daan", feels="Gaat wel")
    anouk.reads("Gedaan: Sem")
    protocol.talks_apart(anouk, "Het gezamenlijke gesprek voeren", "Daan", "Sem")
    anouk.reads("Nu nog: Het probleem opschrijven.")
    talks = kept(case, Talk, duty="joint_talk")
    assert [talk.apart_because for talk in talks] == ["Sem durft nog niet met Daan aan één tafel."] * 2
