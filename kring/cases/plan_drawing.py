"""Draws up the plan from what was recorded: what the whole team may know of it today."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from kring.cases import bodies
from kring.cases.agreements import standing_agreements
from kring.cases.case_file import INFORMED_ROLES, CaseFile
from kring.cases.consulting import agreed_at
from kring.cases.foresight import after_finishing
from kring.cases.last_round import sorts_in_words
from kring.cases.models import Fact, Involved
from kring.cases.outside import experts_now
from kring.cases.own_words import is_denied
from kring.cases.plan import (
    Approach,
    Child,
    ClassTalk,
    Evaluation,
    GuardiansInformed,
    LetGo,
    Plan,
    PlanAgreement,
    PlanExpert,
    PlanPromise,
)
from kring.cases.promises import promises_of
from kring.protocol.progress import State
from kring.protocol.terms import Kind


def draw_up(file: CaseFile, *, number: int, issued_by: str, today: date, coordinators: tuple[str, ...]) -> Plan:
    """The plan as it would be issued today."""
    position = file.progress
    last = position.last
    problems = file.of(bodies.Problem)
    # What colleagues are asked to watch until a day that is past, nobody is asked any more.
    asked = [
        request for request in file.of(bodies.ObservationRequest)[-1:] if (request.fact.until_on or today) >= today
    ]
    coming = coming_of(file, today)
    return Plan(
        reference=file.case.reference,
        number=number,
        issued_on=today,
        issued_by=issued_by,
        owner=file.case.owner.name,
        stand_in=file.case.stand_in.name if file.case.stand_in else "",
        coordinators=coordinators,
        children=tuple(
            Child(
                child.pupil.first_name,
                child.pupil.group.name if child.pupil.group else "",
                child.role,
                child.pk,
                _called(file, child),
            )
            for child in file.people
        ),
        problem=problems[-1].body.text if problems else "",
        agreements=_agreements(file),
        promises=_promises(file, today),
        approaches=tuple(
            Approach(
                chosen.fact.on,
                chosen.body.text,
                chosen.body.expert,
                chosen.body.organisation,
                sorts_in_words(file, chosen.body),
            )
            for chosen in file.of(bodies.NewApproach)
        ),
        class_talks=tuple(
            ClassTalk(talk.fact.on, talk.body.method, talk.body.said) for talk in file.of(bodies.ClassAttention)
        ),
        watch_for=asked[-1].body.watch_for if asked else "",
        watch_until=asked[-1].fact.until_on if asked else None,
        informed=_informed(file),
        evaluations=_evaluations(file),
        let_go=_let_go(file),
        step=last.step.key,
        step_title=last.step.title,
        round=last.round,
        next_title=coming.title,
        next_on=coming.due_on,
        next_can_on=coming.can_on,
        experts=tuple(
            PlanExpert(one.body.name, one.body.organisation, one.fact.until_on) for one in experts_now(file, today)
        ),
    )


def _called(file: CaseFile, child: Involved) -> str:
    """How this child is told from another one of the case; "" when the first name is enough."""
    name = file.name_of(child)
    return "" if name == child.pupil.first_name else name


def _agreements(file: CaseFile) -> tuple[PlanAgreement, ...]:
    return tuple(
        PlanAgreement(
            key=_first_version(file, one.fact),
            what=one.agreement.what,
            who=one.agreement.who,
            from_on=one.agreement.from_on,
            until_on=one.agreement.until_on,
            state=one.state.value,
            since=one.since,
            kept=tuple((on, kept.value) for on, kept in one.kept),
        )
        for one in standing_agreements(file)
    )


def _promises(file: CaseFile, today: date) -> tuple[PlanPromise, ...]:
    """Those of which a day is still to come; what ended stands in the file."""
    return tuple(
        PlanPromise(
            key=one.promise.pk,
            child=one.promise.child_id,
            name=next(file.name_of(child) for child in file.everyone if child.pk == one.promise.child_id),
            what=one.body.what,
            who=one.promise.staff.name,
            weekdays=one.body.weekdays,
            until_on=one.promise.last_on,
            kept=one.kept,
            of=len(one.days),
        )
        for one in promises_of(file, today)
        if one.counts
    )


def _first_version(file: CaseFile, fact: Fact) -> UUID:
    former = file.former(fact)
    return former[-1].pk if former else fact.pk


def _informed(file: CaseFile) -> tuple[GuardiansInformed, ...]:
    """Per child, how many guardians were told in the last step that asks for it.

    A step asks for it when it may be done: before the answer of an evaluation what counts is what they heard before.
    """
    visits = file.progress.visits
    asking = [
        visit
        for visit in visits
        if any(task.duty.kind is Kind.INFORM_GUARDIANS and task.state is not State.WAITING for task in visit.tasks)
    ]
    last = asking[-1] if asking else file.progress.last
    told = {
        key: informed.fact.on
        for informed in file.of(bodies.Informed, at=last)
        if informed.body.reached is bodies.Reached.INFORMED and informed.fact.duty  # not a talk in between
        for key in informed.fact.about
    }
    persons = {person.key: person for person in file.bare.people}
    return tuple(
        GuardiansInformed(
            child.pupil.first_name,
            sum(key in told for key in persons[str(child.pk)].guardians),
            len(persons[str(child.pk)].guardians),
            max((told[key] for key in persons[str(child.pk)].guardians if key in told), default=None),
            child.pk,
            _called(file, child),
        )
        for child in file.people
        if child.role in INFORMED_ROLES
    )


def _evaluations(file: CaseFile) -> tuple[Evaluation, ...]:
    evaluations = []
    for visit in file.progress.visits:
        held = max((task.on for task in visit.tasks if task.duty.settles_date and task.on), default=None)
        if not visit.outcome or not visit.decided_on or visit.step.tests:
            continue
        analysis = file.of(bodies.Analysis, at=visit)
        decided = file.of(bodies.Decision, at=visit)
        agreed, added = agreed_at(file, visit)
        evaluations.append(
            Evaluation(
                step=visit.step.key,
                title=visit.step.title,
                round=visit.round,
                question=visit.step.question,
                on=held or visit.decided_on,
                answer=visit.outcome.title,
                good=visit.outcome.good,
                held_early=visit.held_early,
                analysis=analysis[-1].body.text if analysis else "",
                although=bool(decided and decided[-1].body.although),
                agreed=agreed,
                added=added,
            )
        )
    return tuple(evaluations)


def _let_go(file: CaseFile) -> tuple[LetGo, ...]:
    return tuple(
        LetGo(
            one.fact.on,
            file.protocol.step(one.fact.step).title,
            file.protocol.duty(one.fact.step, one.fact.duty).title,
            one.fact.by.name,
            one.body.again_on,
            bool(one.body.child_says) and not is_denied(file, one.fact),
        )
        for one in file.of(bodies.Waived)
    )


class Coming(NamedTuple):
    """What comes after this issue of the plan, with the day its term ends; where that has been, the first possible."""

    title: str
    due_on: date | None = None
    can_on: date | None = None


def coming_of(file: CaseFile, today: date) -> Coming:
    """The step that comes next, with its date as progress will derive it once this is done."""
    visit = file.progress.current
    if visit is None:
        return Coming("")
    after = after_finishing(file).current
    if after is None or after.place == visit.place:
        after = visit
    if after.due is None:
        return Coming(after.step.title)
    can_on = after.due.still_possible(today, file.calendar)
    return Coming(after.step.title, after.due.on, can_on if can_on != after.due.on else None)
