"""Carrying out a case of any protocol, by what its data says and by no key: for the locks on editions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from kring.cases import bodies
from kring.cases.actions import agreeing, closing, deciding, informing, issuing, recording
from kring.protocol.progress import UNKNOWN, State, Task
from kring.protocol.terms import Kind, Role, Whom, total
from kring.school.models import Custody
from tests.cases.telling import Telling


def talk(case: Telling, task: Task) -> None:
    """With everybody at once where both parties are meant, else one after another."""
    together = task.duty.whom is Whom.EACH_OF_BOTH
    for about in [list(task.missing)] if together else [[key] for key in task.missing]:
        recording.record_talk(
            act=case.act(),
            case_id=case.id,
            duty=task.duty.key,
            on=case.today,
            about=about,
            talk=bodies.Talk(
                said="We spraken over de pauze.",
                together=together,
                wants_together=True if task.duty.asks_wish else None,
                feelings=dict.fromkeys(about, 3),
            ),
        )


def incidents(case: Telling, task: Task) -> None:
    incident = bodies.Incident(what="Zijn tas werd verstopt.", place="playground", sorts=("things",))
    recording.record_incidents(
        act=case.act(), case_id=case.id, incidents=[(case.today, case.keys(Role.TARGET), incident)], duty=task.duty.key
    )


def severity(case: Telling, task: Task) -> None:
    recording.estimate_severity(
        act=case.act(),
        case_id=case.id,
        severity=bodies.Severity(level=bodies.Level.SERIOUS, reasons="Het gebeurt elke dag."),
        duty=task.duty.key,
    )


def agree(case: Telling, task: Task) -> None:
    agreement = bodies.Agreement(what=f"Afspraak bij {task.duty.title}.", who="Daan", from_on=case.today)
    agreeing.agree(act=case.act(), case_id=case.id, agreements=[agreement], duty=task.duty.key)


def inform(case: Telling, task: Task) -> None:
    custody = {str(link.pk): link.custody for link in case.file.guardianships}
    for key in task.missing:
        if key == UNKNOWN:
            continue
        informing.inform_guardian(
            act=case.act(),
            case_id=case.id,
            guardianship_id=UUID(key),
            on=case.today,
            informed=bodies.Informed(
                reached=bodies.Reached.INFORMED,
                channel="phone",
                said="Dank je.",
                custody_unknown="Het kind woont hier." if custody[key] == Custody.UNKNOWN else "",
            ),
            duty=task.duty.key,
        )


def observe(case: Telling, task: Task) -> None:
    recording.ask_observations(
        act=case.act(),
        case_id=case.id,
        watch_for="Let op het plein.",
        until_on=case.today + timedelta(days=7),
        duty=task.duty.key,
    )


def extra(case: Telling, task: Task) -> None:
    about = [key for key in task.missing if key != UNKNOWN]
    recording.do_extra(
        act=case.act(), case_id=case.id, duty=task.duty.key, on=case.today, about=about, note="Het is gedaan."
    )


DOES: dict[Kind, Callable[[Telling, Task], object]] = total(
    {
        Kind.TALK: talk,
        Kind.INCIDENTS: incidents,
        Kind.SEVERITY: severity,
        Kind.PROBLEM: lambda case, task: recording.formulate_problem(
            act=case.act(), case_id=case.id, text="Er wordt iemand uitgelachen.", duty=task.duty.key
        ),
        Kind.AGREE: agree,
        Kind.REVIEW: lambda case, task: case.review(),
        Kind.PHASE_OUT: lambda case, task: case.phase_out(),
        Kind.ADDRESS_CLASS: lambda case, task: recording.address_class(
            act=case.act(),
            case_id=case.id,
            on=case.today,
            attention=bodies.ClassAttention(method="Kringgesprek", said="Melden is geen klikken."),
            duty=task.duty.key,
        ),
        Kind.OBSERVE: observe,
        Kind.CONSULT: lambda case, task: recording.consult(
            act=case.act(),
            case_id=case.id,
            on=case.today,
            consultation=bodies.Consultation(advice="Extra ogen op het plein.", with_whom="Carla Jansen"),
            duty=task.duty.key,
        ),
        Kind.ANALYSIS: lambda case, task: recording.analyse(
            act=case.act(), case_id=case.id, text="De pauze had geen toezicht.", duty=task.duty.key
        ),
        Kind.NEW_APPROACH: lambda case, task: recording.choose_approach(
            act=case.act(),
            case_id=case.id,
            approach=bodies.NewApproach(text="Een steungroep om Sem heen.", organisation="Samenwerkingsverband"),
            duty=task.duty.key,
        ),
        Kind.INFORM_GUARDIANS: inform,
        Kind.ISSUE_PLAN: lambda case, task: issuing.issue_plan(act=case.act(), case_id=case.id),
        Kind.EXTRA: extra,
    },
    Kind,
)
"""How each kind of duty is done."""


def acts(case: Telling, *answers: int) -> Iterator[str]:
    """Carry out a case to its last step, act by act; gives the key of the duty or answer after each.

    `answers` say, by their number, which answer each question gets; the first one after that.
    """
    given = list(answers)
    while (current := case.progress.current) is not None and not current.step.ends_case:
        if task := next((task for task in current.tasks if task.state is State.OPEN), None):
            if task.duty.settles_date and current.due and current.due.on > case.today:
                case.on(current.due.on)
            DOES[task.duty.kind](case, task)
            yield task.duty.key
            continue
        number = given.pop(0) if given else 0
        outcome = current.step.outcomes[number]
        tests = {
            test.key: [next(key for key, _words, points in test.answers if points is outcome.suggested)]
            for test in (current.step.tests.tests if current.step.tests else ())
        }
        deciding.decide(
            act=case.act(), case_id=case.id, outcome=outcome.key, reasons="Zo zien we het.", tests=tests or None
        )
        yield outcome.key


def close(case: Telling, check_on: timedelta | None = None) -> None:
    """The coordinator closes the case, as it stands."""
    closing.close_case(
        act=case.act(),
        case_id=case.id,
        reason="Het is rustig.",
        child_says="Het gaat goed.",
        child_feels=4,
        check_on=case.today + check_on if check_on else None,
    )
