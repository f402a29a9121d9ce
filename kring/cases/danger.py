"""Signs of danger in a case: whether they were answered, what to do, and whom to call, first things first (row S1d)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kring.cases.bodies import Danger, DangerAnswered, Severity
from kring.cases.case_file import CaseFile
from kring.cases.models import Report
from kring.cases.typed import FactOf
from kring.cases.wording import DANGERS
from kring.school.models import School


@dataclass(frozen=True)
class DangerNow:
    """How it stands with the danger in a case.

    `signs`: seen at a report or in estimating the severity, and not over yet, in the order of the list. `since`: when
    the first was seen that nobody answered yet, of those that all who lead hear of; None when somebody did. `waits`:
    the same, of any sign. `answers` are those since the danger began, oldest first.
    """

    signs: tuple[Danger, ...]
    since: datetime | None
    waits: bool
    answers: list[FactOf[DangerAnswered]]


def danger_now(file: CaseFile, reports: Iterable[Report]) -> DangerNow:
    """How it stands with the danger, by what was reported, estimated and answered: the one place that says it."""
    answers = file.of(DangerAnswered)
    over = max((one.fact.at for one in answers if one.body.over), default=None)
    seen = [(at, sign) for at, sign in _seen(file, reports, over) if over is None or at > over]
    if not seen or file.progress.current is None:
        return DangerNow((), None, waits=False, answers=[])
    answered = max((one.fact.at for one in answers), default=None)
    waiting = [(at, sign) for at, sign in seen if answered is None or at > answered]
    signs = {sign for _at, sign in seen}
    first = min(at for at, _sign in seen)
    return DangerNow(
        signs=tuple(sign for sign in Danger if sign in signs),
        since=min((at for at, sign in waiting if sign in TOLD), default=None),
        waits=bool(waiting),
        answers=[one for one in answers if one.fact.at >= first],
    )


TOLD = frozenset(Danger) - {Danger.STAFF}
"""The signs that everybody hears of who leads. That staff are involved may be about one of them: it goes the way of a
concern (decision 11)."""


def _seen(file: CaseFile, reports: Iterable[Report], over: datetime | None) -> Iterator[tuple[datetime, Danger]]:
    """Every sign with the moment it was first written down: putting an estimate right does not make it new, but for who
    still sees it after somebody said that it was over."""
    for report in reports:
        yield from ((report.taken_at, sign) for sign in report.danger_signs)
    for estimate in file.of(Severity):
        for sign in estimate.body.danger:
            at = estimate.fact.at
            for former in file.former(estimate.fact):
                was_over = over is not None and former.at <= over
                if was_over or sign not in FactOf(former, Severity).body.danger:
                    break
                at = former.at
            yield at, sign


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
