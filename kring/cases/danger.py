"""What to do at a sign of danger, and whom to call at this school, the first one first (row S1d)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kring.cases.bodies import Danger, Severity
from kring.cases.case_file import CaseFile
from kring.cases.models import Report
from kring.cases.wording import DANGERS
from kring.school.models import School


@dataclass(frozen=True)
class Call:
    """Whom to call, and the number as the school wrote it down."""

    who: str
    number: str


@dataclass(frozen=True)
class Advice:
    """What to do at one sign of danger, and whom to call, the first one first."""

    sign: str
    what: str
    calls: tuple[Call, ...]


def signs_in(file: CaseFile, reports: Iterable[Report]) -> list[Danger]:
    """Every sign that was seen at a report or in estimating the severity, in the order of the list."""
    seen = {sign for report in reports for sign in report.danger_signs}
    for estimate in file.of(Severity):
        seen |= set(estimate.body.danger)
    return [sign for sign in Danger if sign in seen]


def advice_at(school: School, danger: tuple[Danger, ...]) -> list[Advice]:
    """For each sign of danger: what to do now and whom to call."""
    head = Call(_("Directeur"), school.phone_head)
    board = Call(_("Bestuur"), school.phone_board)
    coordinator = Call(_("Seo-coördinator"), school.phone_coordinator)
    alarm = Call(_("Direct gevaar: alarmnummer"), "112")
    told = {
        Danger.SELF_HARM: (
            _("Laat het kind niet alleen. Bel de ouders en de huisarts. Praat erover met 113."),
            (alarm, Call(_("113 Zelfmoordpreventie"), "0800-0113"), coordinator, head),
        ),
        Danger.VIOLENCE: (
            _("Zorg dat het kind nu veilig is, bij een volwassene. Bij acuut gevaar bel je 112."),
            (alarm, Call(_("Politie, geen spoed"), "0900-8844"), head, coordinator),
        ),
        Danger.HOME: (
            _("Volg de meldcode. Vertel de ouders nog niets voordat je hebt overlegd."),
            (coordinator, Call(_("Veilig Thuis, dag en nacht"), "0800-2000"), head, alarm),
        ),
        Danger.STAFF: (
            _("Meld het meteen bij de directeur. Gaat het over de directeur: bij het bestuur. Onderzoek zelf niets."),
            (head, board, Call(_("Vertrouwensinspecteur"), school.phone_inspector)),
        ),
    }
    return [
        Advice(str(DANGERS[sign][0]), told[sign][0], tuple(call for call in told[sign][1] if call.number))
        for sign in danger
    ]
