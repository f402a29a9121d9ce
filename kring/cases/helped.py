"""Bullied children who were bullied before, in another case or a round before, and the help they were offered since."""

from collections.abc import Iterable

from kring.cases.bodies import HelpBeside
from kring.cases.case_file import CaseFile
from kring.cases.models import Case, Involved
from kring.protocol.terms import Ending, Role


def bullied_again(file: CaseFile, others: Iterable[CaseFile]) -> list[Involved]:
    """The children for whom it goes on: bullied in one of these other cases before, or still after a first round.

    What was teasing or a mistake is no case of bullying. Whether a child needs more, a person decides.
    """
    before = {
        child.pupil_id
        for other in others
        if _numbered(other.case) < _numbered(file.case) and other.case.ended_as not in (Ending.TEASING, Ending.MISTAKE)
        for child in other.with_role(Role.TARGET)
    }
    rounds = file.progress.current is not None and file.progress.current.round > 1
    return [child for child in file.with_role(Role.TARGET) if rounds or child.pupil_id in before]


def _numbered(case: Case) -> tuple[int, int]:
    """The order in which cases were opened."""
    return case.year, case.number


def without_help(file: CaseFile, children: Iterable[Involved]) -> list[Involved]:
    """Those of these children of whom no help is written down."""
    helped = {key for one in file.of(HelpBeside) for key in one.fact.about}
    return [child for child in children if str(child.pk) not in helped]
