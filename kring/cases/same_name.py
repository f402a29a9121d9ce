"""Two children of a case with one first name: what names the other one, where only the own child may be named.

The first name itself is the own child's too and stays. Everything that tells the other one from it is kept out
(decision 035).
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from kring.cases.apart import names_that_tell
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.names.finding import Mention, Sought, Text, apart
from kring.names.letters import bare


@dataclass(frozen=True)
class SameName:
    """`others`: what tells other children of this first name from the own child. `own`: what tells it from them.

    `shared`: the first names that may be either's. `called`: the own child's name in this case, with the first name by
    which its guardians know it. All are empty when no other child of the case is called the same.
    """

    others: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    called: dict[str, str] = field(default_factory=dict)


def same_name(file: CaseFile, child: Involved) -> SameName:
    """The names by which this child and others of the case with its first name are told apart."""
    first = {bare(name.first_name) for name in child.pupil.every_name}
    alike = [
        one
        for one in file.everyone
        if one.pupil_id != child.pupil_id and any(bare(name.first_name) in first for name in one.pupil.every_name)
    ]
    if not alike:
        return SameName()
    own = forms_that_tell(file, child)
    known = {bare(name) for name in own}
    mine = {bare(child.pupil.name), bare(file.name_of(child))}
    others = {name for one in alike for name in forms_that_tell(file, one) if bare(name) not in mine}
    shared = {name.first_name for name in child.pupil.every_name}
    both = known & {bare(name) for name in others}
    sure = frozenset(name for name in own if bare(name) not in both)
    called = {file.name_of(child): child.pupil.first_name}
    return SameName(frozenset(others), sure, frozenset(shared), called)


def forms_that_tell(file: CaseFile, child: Involved) -> set[str]:
    """Every way to tell this child from another of its first name, by the names of now and of before."""
    pupil = child.pupil
    group = pupil.group.title if pupil.group else ""
    names = {form for name in pupil.every_name for form in names_that_tell(name.first_name, name.last_name, group)}
    called = file.name_of(child)
    return names if called == pupil.first_name else names | {called}


def names_own(text: str, own: Collection[str], others: Collection[str]) -> bool:
    """Whether the own child is named: not where its name is only the beginning of what another one is called."""
    found = _apart(text, own, others)
    return any(one.name in own for one in found)


def names_others(text: str, own: Collection[str], others: Collection[str]) -> bool:
    """Whether another child is named, by more than a name that is the own child's too."""
    return any(one.name not in own for one in _apart(text, own, others))


def _apart(text: str, own: Collection[str], others: Collection[str]) -> list[Mention]:
    read = Text(text)
    mine = Sought(own).in_text(read)
    spans = {(one.start, one.end) for one in mine}
    theirs = [one for one in Sought(others).in_text(read) if (one.start, one.end) not in spans]
    return apart(mine, theirs)
