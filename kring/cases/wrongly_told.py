"""Which guardians were told something that turned out not to be so, and have not heard yet how it is.

They were called, or their child's copy was released, before it was put right. Whoever takes a child out, or puts its
role right, says which guardians must hear of that; when the problem, an agreement or an approach is put right, these
are all who heard of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kring import words
from kring.cases.bodies import Closed, Informed, PartChanged, PutRight, Reached
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact, ParentCopy
from kring.protocol.terms import Ending
from kring.school.models import Guardianship


@dataclass(frozen=True)
class Heard:
    """The last that a guardian was told: by a call or in another way, or by a copy of this number."""

    link: Guardianship
    at: datetime
    on: date
    copy: int = 0


def who_heard(file: CaseFile) -> dict[str, Heard]:
    """Every guardian who was told something in this case, by the key of the guardianship, with the last of it."""
    heard: dict[str, Heard] = {}
    for one in sorted(_heard(file), key=lambda one: one.at):
        heard[str(one.link.pk)] = one
    return heard


def still_to_hear(file: CaseFile) -> list[Heard]:
    """Those who were told something wrong and nothing since, in the order of the file; one query where anything was put
    right."""
    named, corrected, mistaken = list(_named(file)), list(_corrected(file)), _mistaken(file)
    if not named and not corrected and not mistaken:
        return []
    heard = list(_heard(file))
    asked = dict(named)
    if mistaken:
        asked |= {str(one.link.pk): mistaken for one in heard}
    for since, at in corrected:
        for one in heard:
            if since <= one.at < at:
                key = str(one.link.pk)
                asked[key] = max(asked.get(key, at), at)
    settled: dict[str, datetime] = {}
    for fact in _settling(file):
        for key in fact.about:
            settled[key] = max(settled.get(key, fact.at), fact.at)
    last = {str(one.link.pk): one for one in sorted(heard, key=lambda one: one.at)}
    return [
        last.get(str(link.pk), Heard(link, asked[str(link.pk)], _day(asked[str(link.pk)])))
        for link in file.guardianships
        if str(link.pk) in asked and settled.get(str(link.pk), asked[str(link.pk)]) <= asked[str(link.pk)]
    ]


def _day(at: datetime) -> date:
    return at.astimezone(words.HERE).date()


def _heard(file: CaseFile) -> Iterator[Heard]:
    for told in file.of(Informed):
        for link in map(file.link, told.fact.about):
            if link and told.body.reached is Reached.INFORMED:
                yield Heard(link, told.fact.at, told.fact.on)
    for copy in ParentCopy.objects.filter(case=file.case).defer("content"):
        child = file.child(str(copy.child_id))
        for link in file.guardianships_of(child) if child else ():
            if link.must_be_told and not link.is_held_back(_day(copy.released_at)):
                yield Heard(link, copy.released_at, _day(copy.released_at), copy.number)


def _named(file: CaseFile) -> Iterator[tuple[str, datetime]]:
    """Whom somebody named when a child was taken out or its role was put right; the latest last."""
    for changed in file.of(PartChanged):
        yield from ((str(key), changed.fact.at) for key in changed.body.tell)


def _mistaken(file: CaseFile) -> datetime | None:
    """When the case was ended as one that was opened by mistake, while it is: then all that anybody heard was wrong."""
    ended = [one.fact for one in file.of(Closed)]
    return ended[-1].at if file.progress.closed_on and ended and ended[-1].outcome == Ending.MISTAKE else None


def _corrected(file: CaseFile) -> Iterator[tuple[datetime, datetime]]:
    """From when until when something stood there that was put right or taken back."""
    by_id = {fact.pk: fact for fact in file.every_fact}
    for fact in file.every_fact:
        former = by_id.get(fact.replaces_id) if fact.replaces_id else None
        if former and former.traits.told_to_guardians:
            yield former.at, fact.at


def _settling(file: CaseFile) -> Iterable[Fact]:
    yield from (one.fact for one in file.of(PutRight))
    yield from (one.fact for one in file.of(Informed) if one.body.reached is Reached.INFORMED)
