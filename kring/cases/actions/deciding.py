"""Answering a step's question (rows S2a, S2b, S4b, S5b), and choosing an earlier date for a step."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import changing, check_day_in_case, something_first
from kring.cases.actions.departing import departs_from_file, look_sooner, tell_of_departure
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.protocol.progress import Task, Visit
from kring.school.act import Act


def decide(
    *,
    act: Act,
    case_id: UUID,
    outcome: str,
    reasons: str,
    on: date | None = None,
    tests: dict[str, list[str]] | None = None,
    although: str = "",
) -> Fact:
    """Answer the question of the current step.

    Where the question has the tests of the definition, all of them are answered; departing from what they suggest is
    allowed and kept as such. So is saying that it goes well although the file says otherwise: it is told to coordinator
    and head, and what comes next comes sooner. A decision can be changed until its step is finished.
    """
    day = on or act.today
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        visit = change.current
        former = change.correcting()
        if former and former.place != visit.place:
            raise Refused(None, _("Deze stap is al klaar. Het besluit kan niet meer veranderen."))
        if not visit.step.outcomes:
            raise Refused(None, _("In deze stap valt niets te besluiten."))
        if visit.outcome is None and not visit.may_decide:
            raise something_first(task.duty.title for task in _first_open(visit))
        try:
            chosen = visit.step.outcome(outcome)
        except KeyError:
            raise Refused("outcome", _("Kies een van de antwoorden.")) from None
        check_day_in_case("on", day, change)
        if not reasons.strip():
            raise Refused("reasons", _("Schrijf op waarom. Een paar zinnen is genoeg."))
        departs = False
        if definition := visit.step.tests:
            tests = tests or {}
            for test in definition.tests:
                given = tests.get(test.key, [])
                if not given or not set(given) <= {key for key, _words, _points in test.answers}:
                    raise Refused(f"test_{test.key}", _("Kies een antwoord."))
            departs = definition.points_elsewhere(tests, chosen)
        against = departs_from_file(change, although) if chosen.claims_well else None
        fact = change.record(
            bodies.Decision(reasons=reasons, tests=tests or {}, departs=departs, although=against),
            on=day,
            duty="decision",
            outcome=outcome,
        )
        if against:
            look_sooner(change, visit, chosen, day)
            tell_of_departure(change, fact)
        return fact


def plan_step(*, act: Act, case_id: UUID, on: date, why: str = "", although: str = "") -> Fact:
    """Choose an earlier date for the current step, such as one before a holiday. Later than the term is refused.

    Moving back a day that was chosen, while the file says that it does not go well, takes a reason and is told.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        due = change.current.due
        if due is None:
            raise Refused(None, _("Deze stap heeft geen termijn."))
        if on < act.today:
            raise Refused("on", _("Kies een dag die nog komt."))
        if not change.file.calendar.is_school_day(on):
            raise Refused("on", _("Op deze dag is er geen school. Kies een schooldag."))
        if on > due.term_on:
            raise Refused("on", _("Later dan het protocol mag niet. Kies een eerdere dag."))
        against = departs_from_file(change, although) if on > due.on else None
        fact = change.record(bodies.Planned(why=why, although=against), on=on)
        if against:
            tell_of_departure(change, fact)
        return fact


def _first_open(visit: Visit) -> list[Task]:
    """The first duty that comes before the question."""
    return [task for task in visit.tasks if task.still_needed][:1]
