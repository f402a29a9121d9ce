"""How children are called on screen: by name and group, told apart on a page, never by more than a line can hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases.apart import Names, told_apart
from kring.cases.models import Case, Involved
from kring.cases.title import PARTIES, in_groups, some_of, titled
from kring.protocol.terms import BULLIED
from kring.school.models import Pupil


def targets_of(children: Iterable[Involved]) -> list[Involved]:
    """The children who are bullied; everybody when there is none left, so that a line always has a name."""
    everybody = list(children)
    return [child for child in everybody if child.role in BULLIED] or everybody


def parties_of(children: Iterable[Involved]) -> list[Involved]:
    """The children after whom a case is called: who is bullied, then who does it; everybody when there is none left."""
    everybody = list(children)
    return [child for child in everybody if child.role in PARTIES] or everybody


def in_title(children: Iterable[Involved], *, reads_file: bool) -> list[Involved]:
    """Those after whom a case is called for this reader: the team, which reads its plan alone, is told of a list of
    plans who is bullied, and nobody who may have joined since the plan (decision 134)."""
    return parties_of(children) if reads_file else targets_of(children)


@dataclass(frozen=True)
class Shown:
    """Children that a page names in one place; `beside` are those of whom the groups stand with them, if any."""

    children: Sequence[Involved]
    beside: Sequence[Involved] = ()


def names_on_page(shown: Iterable[Shown]) -> Names:
    """What each child is called on a page with several cases, by the pupil's id.

    A first name is enough where the groups beside it tell which child it is; one that also stands without is anybody's.
    """
    pupils: dict[UUID, Pupil] = {}
    groups: dict[UUID, set[str]] = {}
    bare: set[UUID] = set()
    for one in shown:
        beside = {child.pupil.group.name for child in one.beside if child.pupil.group}
        for child in one.children:
            pupils[child.pupil_id] = child.pupil
            groups.setdefault(child.pupil_id, set()).update(beside)
            if not beside:
                bare.add(child.pupil_id)
    seen_with = {key: frozenset(beside) for key, beside in groups.items() if key not in bare}
    return told_apart(pupils.values(), seen_with)


class Titles:
    """The titles of the cases on a page: two cases that would be called the same get their number with it."""

    def __init__(self, titled: Iterable[tuple[Case, str]]) -> None:
        self._cases: dict[str, set[UUID]] = {}
        for case, title in titled:
            self._cases.setdefault(title, set()).add(case.pk)

    def of(self, case: Case, title: str) -> str:
        """`Sem, groep 6`, or `Sem, groep 6 (zaak 2026-003)`."""
        if len(self._cases[title]) == 1:
            return title
        return _("%(title)s (zaak %(reference)s)") % {"title": title, "reference": case.reference}


def listed_names(children: Sequence[Involved], names: Names) -> str:
    """`Sem en Daan`; `Sem, Daan, Lars, Noor en nog 2`."""
    return some_of([names[child.pupil_id] for child in children])


def groups_of(children: Iterable[Involved]) -> str:
    """`groep 6`, `groep 5 en 6`; "" when none of them has a group."""
    return in_groups(_group_names(children))


def _group_names(children: Iterable[Involved]) -> list[str]:
    groups = {child.pupil.group for child in children if child.pupil.group}
    return [one.name for one in sorted(groups, key=lambda one: (one.year_group, one.name))]


def called(children: Sequence[Involved], names: Names) -> str:
    """`Sem en Daan, groep 6`: the title of a line about these children."""
    return titled([names[child.pupil_id] for child in children], _group_names(children))
