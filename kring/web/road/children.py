"""How children are called on screen: by name and group, told apart on a page, never by more than a line can hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.apart import Names, told_apart
from kring.cases.models import Case, Involved
from kring.protocol.terms import BULLIED
from kring.school.models import Pupil

MOST_NAMES = 4
"""More children than this, and the rest is counted."""


def targets_of(children: Iterable[Involved]) -> list[Involved]:
    """The children who are bullied; everybody when there is none left, so that a line always has a name."""
    everybody = list(children)
    return [child for child in everybody if child.role in BULLIED] or everybody


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
    called = [names[child.pupil_id] for child in children]
    if len(called) <= MOST_NAMES:
        return words.listed(called)
    more = len(called) - MOST_NAMES
    return words.listed([*called[:MOST_NAMES], _("nog %(number)s") % {"number": more}])


def groups_of(children: Iterable[Involved]) -> str:
    """`groep 6`, `groep 5 en 6`; "" when none of them has a group."""
    groups = {child.pupil.group for child in children if child.pupil.group}
    # A name stands there once, also when groups of two school years have it.
    names = list(dict.fromkeys(one.name for one in sorted(groups, key=lambda one: (one.year_group, one.name))))
    if not names:
        return ""
    # Translators: one group ("groep 6"), or several ("groep 5 en 6").
    return ngettext("groep %(names)s", "groep %(names)s", len(names)) % {"names": words.listed(names)}


def called(children: Sequence[Involved], names: Names) -> str:
    """`Sem en Daan, groep 6`: the title of a line about these children."""
    return ", ".join(filter(None, [listed_names(children, names), groups_of(children)]))
