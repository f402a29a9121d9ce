"""How children are called on screen: by their first names and group, and never by more than a line can hold."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.models import Involved
from kring.protocol.terms import Role

MOST_NAMES = 4
"""More children than this, and the rest is counted."""


def targets_of(children: Iterable[Involved]) -> list[Involved]:
    """The children who are bullied; everybody when there is none left, so that a line always has a name."""
    everybody = list(children)
    return [child for child in everybody if child.role == Role.TARGET] or everybody


def first_names(children: Sequence[Involved]) -> str:
    """`Sem en Daan`; `Sem, Daan, Lars, Noor en nog 2`."""
    names = [child.pupil.first_name for child in children]
    if len(names) <= MOST_NAMES:
        return words.listed(names)
    more = len(names) - MOST_NAMES
    return words.listed([*names[:MOST_NAMES], _("nog %(number)s") % {"number": more}])


def groups_of(children: Iterable[Involved]) -> str:
    """`groep 6`, `groep 5 en 6`; "" when none of them has a group."""
    groups = {child.pupil.group for child in children if child.pupil.group}
    names = [group.name for group in sorted(groups, key=lambda group: (group.year_group, group.name))]
    if not names:
        return ""
    # Translators: one group ("groep 6"), or several ("groep 5 en 6").
    return ngettext("groep %(names)s", "groep %(names)s", len(names)) % {"names": words.listed(names)}


def called(children: Sequence[Involved]) -> str:
    """`Sem en Daan, groep 6`: the title of a line about these children."""
    return ", ".join(filter(None, [first_names(children), groups_of(children)]))
