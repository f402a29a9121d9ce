"""What a case is called: one name on every page, after who is bullied and who does it (decision 134)."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.protocol.terms import BULLIED, BULLIES

MOST_NAMES = 4
"""More children than this, and the rest is counted."""

PARTIES = BULLIED | BULLIES
"""The parts after which a case is called. Who reads its plan or file sees them there too; nobody else is told them."""


def titled(names: Sequence[str], groups: Iterable[str]) -> str:
    """`Sem en Daan, groep 6`: these names and the names of their groups, the lowest first."""
    return ", ".join(filter(None, [some_of(names), in_groups(groups)]))


def some_of(names: Sequence[str]) -> str:
    """`Sem en Daan`; `Sem, Daan, Lars, Noor en nog 2`."""
    if len(names) <= MOST_NAMES:
        return words.listed(names)
    return words.listed([*names[:MOST_NAMES], _("nog %(number)s") % {"number": len(names) - MOST_NAMES}])


def in_groups(groups: Iterable[str]) -> str:
    """`groep 6`, `groep 5 en 6`, each once; "" when there is none."""
    found = list(dict.fromkeys(groups))
    if not found:
        return ""
    # Translators: one group ("groep 6"), or several ("groep 5 en 6").
    return ngettext("groep %(names)s", "groep %(names)s", len(found)) % {"names": words.listed(found)}
