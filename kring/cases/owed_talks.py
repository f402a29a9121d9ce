"""Talks with a bullied child that were let go for another day: owed, until somebody spoke with the child."""

from dataclasses import dataclass
from datetime import date

from kring.cases.bodies import Talk, Waived
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.typed import FactOf
from kring.protocol.terms import BULLIED


@dataclass(frozen=True)
class OwedTalk:
    """With whom somebody is to speak after all, and on which day."""

    child: Involved
    on: date
    waived: FactOf[Waived]


def owed_talks(file: CaseFile) -> list[OwedTalk]:
    """What was promised to children of a running case and not kept yet; the first day first.

    A talk at one table that waits for a second name keeps no promise (decision 059)."""
    if file.progress.current is None:
        return []
    spoken_in = [talk.fact for talk in file.of(Talk) if talk.fact.pk not in file.table.nameless]
    found = []
    for waived in file.of(Waived):
        for key in waived.fact.about if waived.body.again_on else ():
            child = file.child(key)
            spoken = any(key in talk.about and talk.at > waived.fact.at for talk in spoken_in)
            if child and file.is_gone(child):
                continue
            if child and child.left_on is None and child.role in BULLIED and waived.body.again_on and not spoken:
                found.append(OwedTalk(child, waived.body.again_on, waived))
    return sorted(found, key=lambda owed: owed.on)
