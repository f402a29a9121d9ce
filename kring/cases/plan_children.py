"""What changed of the children between two versions of the plan: compared by the child, never by name.

Versions of before a child's id was kept are compared by name, and say nothing where that could be wrong.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from kring import words
from kring.cases.plan import Child, GuardiansInformed, PlanChange, What
from kring.cases.plan_two import Two
from kring.names.letters import bare

One = TypeVar("One", Child, GuardiansInformed)


@dataclass(frozen=True)
class Matched:
    """The same child in both versions. `sure`: so far as one can know without an id."""

    former: Child
    new: Child
    sure: bool = True


def changed_children(two: Two) -> Iterator[PlanChange]:
    """Who came, who went, and whose role, name or group is another one."""
    former, new = two.former.children, two.new.children
    if _have_ids(former) and _have_ids(new):
        pairs, came, went = _by_id(former, new)
    else:
        pairs, came, went = _by_name(former, new)
    yield from (PlanChange(What.CHILD_NEW, child.name) for child in came)
    yield from (PlanChange(What.CHILD_LEFT, _now(two, child.id, child.name)) for child in went)
    sure = [pair for pair in pairs if pair.sure]
    yield from (PlanChange(What.CHILD_ROLE, one.new.name) for one in sure if one.former.role != one.new.role)
    for one in sure:
        if one.former.name != one.new.name:
            # Another child of that first name changes what this one is called, not its name.
            same = one.former.first_name == one.new.first_name
            yield PlanChange(What.CHILD_CALLED if same else What.CHILD_NAME, one.former.name, to=one.new.name)
    for one in sure:
        if one.former.group != one.new.group:
            what = What.CHILD_GROUP if one.new.group else What.CHILD_NO_GROUP
            yield PlanChange(what, one.new.name, to=one.new.group)


def changed_informed(two: Two) -> Iterator[PlanChange]:
    """For which child it changed whose guardians were told; not again of a child that came or went itself."""
    former, new = two.former.informed, two.new.informed
    if not (_have_ids(former) and _have_ids(new)):
        return
    before, now = _keyed(former), _keyed(new)
    in_both = {one.id for one in two.former.children} & {one.id for one in two.new.children}
    different = [
        _now(two, key, one.name)
        for key, one in (before | now).items()
        if key in in_both and _told(before.get(key)) != _told(now.get(key))
    ]
    if different:
        yield PlanChange(What.INFORMED, words.listed(different))


def _told(one: GuardiansInformed | None) -> object:
    return one and (one.informed, one.of, one.last_on)


def _now(two: Two, key: UUID | None, former: str) -> str:
    """What a child is called beside those of the new version, also when it takes part no more."""
    return two.names.get(key, former) if key else former


def _have_ids(of: Sequence[Child] | Sequence[GuardiansInformed]) -> bool:
    return all(one.id for one in of)


def _keyed(of: Sequence[One]) -> dict[UUID, One]:
    return {one.id: one for one in of if one.id}


Compared = tuple[list[Matched], list[Child], list[Child]]


def _by_id(former: Sequence[Child], new: Sequence[Child]) -> Compared:
    before, now = _keyed(former), _keyed(new)
    pairs = [Matched(before[key], child) for key, child in now.items() if key in before]
    came = [child for key, child in now.items() if key not in before]
    return pairs, came, [child for key, child in before.items() if key not in now]


def _by_name(former: Sequence[Child], new: Sequence[Child]) -> Compared:
    """Who is sure to be the same, to have come or to have gone, by name alone.

    A first name that stands twice in either version can be anybody. With a child left over on both sides, one may have
    got another name. In both cases nothing is said.
    """
    alike = {name for version in (former, new) for name, times in Counter(map(_key, version)).items() if times > 1}
    before = {_key(child): child for child in former if _key(child) not in alike}
    now = {_key(child): child for child in new if _key(child) not in alike}
    # In another group it may be another child of that name, or the same one after the summer.
    pairs = [
        Matched(before[key], child, sure=before[key].group == child.group)
        for key, child in now.items()
        if key in before
    ]
    came = [child for key, child in now.items() if key not in before]
    went = [child for key, child in before.items() if key not in now]
    if alike or (came and went):
        return pairs, [], []
    return pairs, came, went


def _key(child: Child) -> str:
    return bare(child.first_name)
