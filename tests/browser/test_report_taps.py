"""A report of two children between two lessons, on a phone: counted in taps."""

from datetime import date

import pytest

from kring.cases import bodies
from kring.cases.models import Case, Involved, Report
from kring.protocol.terms import Role
from tests.browser.kept import kept
from tests.browser.visitor import PHONE, Visitor
from tests.cases.telling import tell

MOST_TAPS = 8
LONGEST_FORM = 1_800
"""Pixels on a phone, from danger to the button, with the small groups of the cast."""


class Thumb:
    """Taps what a label or link says, and counts."""

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.taps = visitor.page, 0

    def tap(self, role: str, name: str, *, within: str = "") -> None:
        self.taps += 1
        place = self.page.get_by_role("group", name=within).first if within else self.page
        place.get_by_role(role, name=name, exact=role != "link").first.click()  # type: ignore[arg-type]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_two_children_are_reported_and_the_story_is_the_first_incident(comes, everybody, script):
    anouk = comes(PHONE, java_script=script)
    anouk.signs_in(everybody.anouk)
    thumb = Thumb(anouk)
    thumb.tap("link", "Melding")
    thumb.tap("checkbox", "Sem", within="Wie wordt er gepest?")
    thumb.tap("checkbox", "Daan", within="Wie doet het?")
    thumb.tap("textbox", "Wat is er gebeurd?")
    anouk.hits(*"Daan")
    anouk.types_here(" pakte de tas van Sem.")
    thumb.tap("radio", "Gisteren", within="Wanneer gebeurde het?")
    thumb.tap("radio", "Plein", within="Waar gebeurde het?")
    anouk.looks()
    length = anouk.page.locator("form.form").bounding_box()["height"]
    assert length <= LONGEST_FORM, f"{length:.0f} px"
    thumb.tap("button", "Melding bewaren")
    anouk.is_at("Sem en Daan")
    assert thumb.taps <= MOST_TAPS
    report, case = Report.objects.get(), tell(everybody)
    case.case_id = Case.objects.get().pk
    assert (report.happened_on, report.place) == (date(2026, 11, 22), "playground")
    parts = {one.pupil.first_name: one.role for one in Involved.objects.select_related("pupil")}
    assert parts == {"Sem": Role.TARGET, "Daan": Role.INSTIGATOR}

    # The card of the case leads on to the first incident, which stands there already.
    anouk.reads("De melding staat al ingevuld: lees na en bewaar.")
    anouk.does("Voorvallen opschrijven")
    anouk.reads("Dit staat in de melding.")
    anouk.looks()
    anouk.presses("Voorval bewaren")
    (incident,) = kept(case, bodies.Incident)
    assert (incident.what, incident.place) == ("Daan pakte de tas van Sem.", "playground")
    anouk.reads_nowhere("De melding staat al ingevuld")
