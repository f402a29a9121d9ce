"""Signs of danger in a case: whether they were answered, what to do, and whom to call, first things first (row S1d)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kring.cases.bodies import Danger, DangerAnswered, Severity
from kring.cases.case_file import CaseFile
from kring.cases.models import Report
from kring.cases.typed import FactOf
from kring.cases.wording import DANGERS
from kring.phone import numbers_in
from kring.protocol.terms import total
from kring.school.calling import numbers_of, on_call
from kring.school.models import Line, School


@dataclass(frozen=True)
class DangerNow:
    """How it stands with the danger in a case.

    `signs`: seen at a report or in estimating the severity, and not over yet, in the order of the list. `since`: when
    the first was seen that nobody answered yet, of those that all who lead hear of; None when somebody did. `waits`:
    the same, of any sign. `answers` are those since the danger began, oldest first; when it is over, all of them.
    """

    signs: tuple[Danger, ...]
    since: datetime | None
    waits: bool
    answers: list[FactOf[DangerAnswered]]


def danger_now(file: CaseFile, reports: Iterable[Report]) -> DangerNow:
    """How it stands with the danger, by what was reported, estimated and answered: the one place that says it."""
    answers = file.of(DangerAnswered)
    given = {one.fact.pk: file.first(one.fact).at for one in answers}
    over = max((given[one.fact.pk] for one in answers if one.body.over), default=None)
    seen = [(at, sign) for at, sign in _seen(file, reports, over) if over is None or at > over]
    if not seen or file.progress.current is None:
        return DangerNow((), None, waits=False, answers=answers)
    answered = max(given.values(), default=None)
    waiting = [(at, sign) for at, sign in seen if answered is None or at > answered]
    signs = {sign for _at, sign in seen}
    first = min(at for at, _sign in seen)
    return DangerNow(
        signs=tuple(sign for sign in Danger if sign in signs),
        since=min((at for at, sign in waiting if sign in TOLD), default=None),
        waits=bool(waiting),
        answers=[one for one in answers if given[one.fact.pk] >= first],
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


def advice_at(school: School, danger: Iterable[Danger], today: date) -> list[Advice]:
    """For each sign of danger: what to do now and whom to call, also when school is closed today. Two queries.

    Where home is not safe, nothing says to call the parents before Veilig Thuis was asked (meldcode)."""
    danger = list(danger)
    outside = numbers_of(school)
    head = Call(_("Directeur"), school.phone_head)
    board = Call(_("Bestuur"), school.phone_board)
    coordinator = Call(_("{Coordinator}"), school.phone_coordinator)
    reached = on_call(school, today)
    closed = tuple(Call(_("Als de school dicht is: %(name)s") % {"name": one.name}, one.number) for one in reached)
    in_holiday = any(one.from_on for one in reached)  # named for these days: then the first of the school to call
    first, last = ((), closed) if not in_holiday else (closed, ())
    alarm, suicide, police, safe_home, inspector = (
        Call(str(line.label), outside[line].number)
        for line in (Line.ALARM, Line.SUICIDE, Line.POLICE, Line.SAFE_HOME, Line.INSPECTOR)
    )
    told = total(
        {
            Danger.SELF_HARM: (
                _("Laat het kind niet alleen. Bel de ouders en de huisarts. Praat erover met Zelfmoordpreventie.")
                if Danger.HOME not in danger
                else _(
                    "Laat het kind niet alleen. Bel de huisarts en praat erover met Zelfmoordpreventie."
                    " Bel de ouders pas na overleg met Veilig Thuis."
                ),
                (alarm, suicide, *first, coordinator, head, *last),
            ),
            Danger.VIOLENCE: (
                _("Zorg dat het kind nu veilig is, bij een volwassene. Bij acuut gevaar bel je het alarmnummer."),
                (alarm, police, *first, head, coordinator, *last),
            ),
            Danger.HOME: (
                _("Volg de meldcode. Vertel de ouders nog niets voordat je hebt overlegd."),
                (*first, coordinator, safe_home, head, *last, alarm),
            ),
            Danger.STAFF: (
                _(
                    "Meld het meteen bij de directeur, of bij het bestuur als het om de directeur gaat."
                    " Zoek zelf niets uit."
                ),
                (head, board, inspector),
            ),
        },
        Danger,
    )
    return [Advice(str(DANGERS[sign][0]), told[sign][0], each_once(told[sign][1])) for sign in danger]


def each_once(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Every number once, at the first place that it has; without those that the school has not filled in."""
    once: dict[tuple[str, ...], Call] = {}
    for call in calls:
        if call.number:
            once.setdefault(tuple(one.to_dial for one in numbers_in(call.number)) or (call.number,), call)
    return tuple(once.values())


def reachable(school: School, today: date) -> list[str]:
    """Who can be called when school is closed, a line each, for the letter about danger: in Dutch, as letters are."""
    return [f"Bereikbaar als de school dicht is: {one.name}, {one.number}" for one in on_call(school, today)]
