"""Carrying out a case of any protocol act by act, by what its data says and by no key: for the locks on editions."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from kring.cases.actions import closing
from kring.demo import doing
from kring.protocol.progress import State, Task, Visit
from tests.cases.telling import Telling


def acts(case: Telling, *answers: int) -> Iterator[str]:
    """Carry out a case to its last step by the verbs; as `walk`."""
    return walk(
        case,
        lambda task: doing.DOES[task.duty.kind](case, task),
        lambda visit, number: doing.decide(case, visit.step.outcomes[number], visit.step.tests),
        *answers,
    )


def walk(
    case: Telling, does: Callable[[Task], object], decides: Callable[[Visit, int], object], *answers: int
) -> Iterator[str]:
    """Carry out a case to its last step, act by act; gives the key of the duty or answer after each.

    `answers` say, by their number, which answer each question gets; the first one after that.
    """
    given = list(answers)
    while (current := case.progress.current) is not None and not current.step.ends_case:
        if task := next((task for task in current.tasks if task.state is State.OPEN), None):
            if task.duty.settles_date and current.due and current.due.on > case.today:
                case.on(current.due.on)
            does(task)
            yield task.duty.key
            continue
        number = given.pop(0) if given else 0
        decides(current, number)
        yield current.step.outcomes[number].key


def close(case: Telling, check_on: timedelta | None = None) -> None:
    """The coordinator closes the case, as it stands."""
    closing.close_case(
        act=case.hear().act(),
        case_id=case.id,
        reason="Het is rustig.",
        check_on=case.today + check_on if check_on else None,
    )
