"""Owner, coordinator and head hear of danger at once, whatever brought it up (row S1d, decision 046)."""

from uuid import UUID

from kring.cases import letters
from kring.cases.danger import reachable
from kring.cases.models import Case
from kring.cases.recipients import Occasion
from kring.school.act import Act


def tell_of_danger(act: Act, case: Case, *, once: UUID) -> None:
    """The letter, with whose case it is and who can be reached; `once` is the report or estimate that names it."""
    letters.send(
        "danger",
        Occasion(case=case, by=act.by),
        at=act.at,
        once=once,
        lines=reachable(case.school, act.today),
        who=act.by.name,
        owner=case.owner.name,
    )
