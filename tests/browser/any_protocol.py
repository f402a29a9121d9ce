"""How a teacher carries out any protocol in Kring: which form a duty has goes by its kind, its words by its data."""

from collections.abc import Callable

from kring.cases.models import PlanVersion
from kring.protocol.progress import State, Task
from kring.protocol.terms import Kind, Role, Whom, total
from tests.browser import protocol
from tests.browser.visitor import Visitor
from tests.cases.telling import Telling


def talks(teacher: Visitor, case: Telling, task: Task) -> None:
    duty, file = task.duty, case.file
    targets = [file.name_of(child) for child in file.with_role(Role.TARGET)]
    if duty.own_verdict:
        protocol.hears_first(teacher, duty.title, *targets)
    if duty.whom is Whom.EACH_OF_BOTH and file.table.said_no([str(one.pk) for one in file.people]):
        parties = [file.name_of(child) for child in file.people if str(child.pk) in task.missing]
        for name in parties:
            protocol.talks_apart(teacher, duty.title, name, *(other for other in parties if other != name))
        return
    if duty.whom is Whom.EACH_OF_BOTH:
        protocol.talks_together(teacher, duty.title, *() if duty.own_verdict else targets)
        return
    for key in task.missing:
        child = file.child(key)
        assert child
        if duty.asks_wish:
            protocol.asks_beforehand(teacher, file.name_of(child), duty=duty.title)
        else:
            protocol.talks(
                teacher, duty.title, feels="Gaat wel" if child.role == Role.TARGET and not duty.own_verdict else ""
            )


def informs(teacher: Visitor, case: Telling, task: Task) -> None:
    names = {str(one.pk): one.guardian.name for one in case.file.guardianships}
    protocol.calls_guardians(teacher, *(names[key] for key in task.missing), duty=task.duty.title)


def issues(teacher: Visitor, case: Telling, task: Task) -> None:
    version = PlanVersion.objects.filter(case=case.id).count() + 1
    protocol.issues_plan(teacher, version, task.duty.title)


def by_title(does: Callable[[Visitor, str], None]) -> Callable[[Visitor, Telling, Task], None]:
    """A duty that is carried out in the same words whatever the case."""
    return lambda teacher, case, task: does(teacher, task.duty.title)


DOES: dict[Kind, Callable[[Visitor, Telling, Task], None]] = total(
    {
        Kind.TALK: talks,
        Kind.INCIDENTS: by_title(protocol.tells_what_happened),
        Kind.SEVERITY: by_title(protocol.estimates),
        Kind.PROBLEM: by_title(protocol.formulates),
        Kind.AGREE: by_title(protocol.agrees),
        Kind.REVIEW: by_title(lambda teacher, duty: protocol.reviews(teacher, "Nagekomen", duty)),
        Kind.PHASE_OUT: by_title(protocol.phases_out),
        Kind.ADDRESS_CLASS: by_title(protocol.addresses_class),
        Kind.OBSERVE: by_title(protocol.asks_colleagues),
        Kind.CONSULT: by_title(protocol.consults),
        Kind.ANALYSIS: by_title(protocol.analyses),
        Kind.NEW_APPROACH: by_title(protocol.finds_another_way),
        Kind.INFORM_GUARDIANS: informs,
        Kind.ISSUE_PLAN: issues,
        Kind.EXTRA: by_title(protocol.does_something_else),
    },
    Kind,
)
"""How each kind of duty is done by those who see its page."""


def carries_out(teacher: Visitor, case: Telling) -> None:
    """Every duty that can be done now in the step where the case is, one after another."""
    stands = case.progress.last.place
    while (current := case.progress.current) is not None and current.place == stands:
        task = next((task for task in current.tasks if task.state is State.OPEN), None)
        if task is None:
            return
        DOES[task.duty.kind](teacher, case, task)


def decides(teacher: Visitor, case: Telling, answer: str) -> None:
    """Answers the question of the step where the case is, by the words of the answer."""
    protocol.decides(teacher, case.progress.last.step.question, answer)
