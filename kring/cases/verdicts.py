"""What each bullied child itself says: whether it stopped, at which moment, and beside what the teacher answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from kring.cases.bodies import OwnVerdict, Stopped
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.typed import FactOf
from kring.protocol.progress import Visit
from kring.protocol.terms import Role

NOT_STOPPED = frozenset({Stopped.LESS, Stopped.SAME, Stopped.WORSE})
"""The answers of a child for whom it goes on, if less."""


@dataclass(frozen=True)
class Said:
    """What one child said at one time in a step, the last of it; or why it was not asked."""

    child: Involved
    visit: Visit
    verdict: FactOf[OwnVerdict]

    @property
    def differs(self) -> bool:
        """True where the child says otherwise than what was answered to the question of this step."""
        answered, stopped = self.visit.outcome, self.verdict.body.stopped
        if answered is None or not any(outcome.good for outcome in self.visit.step.outcomes):
            return False
        return stopped in NOT_STOPPED if answered.good else stopped is Stopped.STOPPED


def verdicts_over_time(file: CaseFile) -> list[Said]:
    """Everything that children said, in the order of the steps; of each child the last at each time in a step."""
    return list(_said(file))


def _said(file: CaseFile) -> Iterator[Said]:
    verdicts = file.of(OwnVerdict)
    for visit in file.progress.visits if verdicts else ():
        last = {key: one for one in verdicts if one.fact.place == visit.place for key in one.fact.about}
        for child in file.everyone:
            if one := last.get(str(child.pk)):
                yield Said(child, visit, one)


def last_verdict(file: CaseFile, child: Involved) -> FactOf[OwnVerdict] | None:
    """The last time that this child itself said whether it stopped; not asked, or will not say, undoes nothing."""
    nothing = (None, Stopped.NOT_SAID)
    given = [one for one in file.of(OwnVerdict) if str(child.pk) in one.fact.about and one.body.stopped not in nothing]
    return given[-1] if given else None


def still_to_ask(file: CaseFile, visit: Visit) -> list[Involved]:
    """The bullied children who were not asked yet at this time in a step, and of whom is not written why not.

    Who left the school cannot be asked any more.
    """
    asked = {key for one in file.of(OwnVerdict, at=visit) for key in one.fact.about}
    return [child for child in file.with_role(Role.TARGET) if str(child.pk) not in asked and not file.is_gone(child)]


def answered_at(file: CaseFile, visit: Visit) -> set[str]:
    """The keys of the children who gave their own answer at this time in a step."""
    return {key for one in file.of(OwnVerdict, at=visit) if one.body.stopped for key in one.fact.about}
