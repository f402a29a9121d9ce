"""Two children of one first name in a case: every page and paper says which of them, and the guardians of one read
nothing of the other."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kring.school.models import Custody, Relation
from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE
from tests.cases.telling import WORDS, tell
from tests.cases.test_trailing import evaluated
from tests.cast import ITSELF
from tests.school import plain as school

WHICH = re.compile(r"\bNoor\b(?! (H\.|E\.|Haddad|El Amrani))")


@pytest.fixture
def case(everybody):
    """Noor Haddad is bullied by Noor El Amrani, and what is written says which."""
    other = school.add_pupil(
        act=ITSELF, school=everybody.school, first_name="Noor", last_name="El Amrani", group=everybody.group6
    )
    school.add_guardian(
        act=ITSELF, pupil=other, name="Leila Ziani", relation=Relation.MOTHER, custody=Custody.YES, phone="06-12345678"
    )
    told = tell(everybody)
    told.words = replace(
        WORDS,
        problem="Noor H. wordt elke dag uitgelachen door Noor E.",
        agreements=(("Noor E. laat Noor H. met rust.", "Noor E."),),
    )
    return told.report(everybody.noor, by=(other,)).step_1().judged("bullying").step_3()


def says_which(somebody, *addresses):
    """Each of these pages names no Noor without saying which."""
    for address in addresses:
        somebody.opens(address)
        text = " ".join(somebody.page.locator("body").inner_text().split())
        found = WHICH.search(text)
        assert not found, f"{address}: {text[max(0, found.start() - 60) : found.end() + 40]}" if found else ""
        assert "Noor" in text


def test_of_two_noors_every_page_says_which_and_the_paper_for_one_family_names_no_other(
    comes, everybody, days, post, case
):
    post.days_pass_until(date(2026, 11, 30))
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    post.brings("Er is een nieuw handelingsplan", to=team(everybody, but=everybody.anouk))
    anouk, mo = comes(PHONE), comes()
    anouk.signs_in(everybody.anouk)
    case_page = f"/zaken/{case.id}/"
    parts = ("", "dossier/", "mensen/", "voor-ouders/", "voorval/", "taak/talk/", "taak/review/", "besluit/", "plan/")
    says_which(anouk, "/vandaag/", "/zaken/", "/melding/", *[f"{case_page}{part}" for part in parts])
    mo.signs_in(everybody.mo)
    says_which(mo, "/vandaag/", "/plannen/", f"/plannen/{case.id}/", f"/observatie/{case.id}/")
    mo.opens(f"/plannen/{case.id}/")
    assert not WHICH.search(" ".join(mo.prints("Afdrukken (PDF)").split()))

    # What is to be said on the phone, on the screen as on the call sheet, is about one's own child: she is Noor.
    evaluated(case.until_due())
    days.go_to(date(2026, 12, 1))
    anouk.opens(f"{case_page}taak/inform_guardians/")
    anouk.reads("Ouders van Noor H.", "Ouders van Noor E.")
    anouk.does("Samira Haddad")
    with anouk.within("Wat je kunt zeggen"):
        anouk.reads("Een andere leerling laat Noor met rust.")
        said = anouk.page.get_by_role("region", name="Wat je kunt zeggen").inner_text()
    assert not re.search(r"Noor (E|H)|Amrani", said)

    # So does the copy for her family: Kring asks whether the name that is left is hers.
    anouk.opens(f"{case_page}voor-ouders/")
    anouk.follows("Ouderversie maken Noor H.")
    assert "Noor E" not in anouk.typed("Wat speelt er?")
    anouk.fills("Afspraken voor dit kind", "Noor E. laat Noor H. met rust.")
    anouk.presses("Vrijgeven")
    anouk.reads("Hier staat nog een naam. Herschrijf deze zinnen.")
    anouk.fills("Afspraken voor dit kind", "Een andere leerling laat Noor met rust.")
    anouk.fills("Woorden die geen naam zijn", "Noor")
    anouk.presses("Vrijgeven")
    anouk.reads("Vrijgegeven.")
    paper = anouk.prints("Afdrukken")
    assert "Een andere leerling laat Noor met rust." in paper
    assert not re.search(r"Noor E|Amrani|Ziani", paper)
