"""A talk at one table that a bullied child did not want, in the words in which several pages say it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact


def held_against(file: CaseFile, talk: Fact) -> str:
    """`Anouk Vermeer hield een gezamenlijk gesprek terwijl Sem dat niet wilde.` Or that it was not asked."""
    who = {"who": talk.by.name}
    unwilling, no = file.table.unwilling_at(talk), file.table.said_no_at(talk)
    if no:
        names = {"names": words.listed(file.name_of(child) for child in no)}
        sentence = ngettext(
            "%(who)s hield een gezamenlijk gesprek terwijl %(names)s dat niet wilde.",
            "%(who)s hield een gezamenlijk gesprek terwijl %(names)s dat niet wilden.",
            len(no),
        )
        return sentence % (who | names)
    names = {"names": words.listed(file.name_of(child) for child in unwilling)}
    return _("%(who)s hield een gezamenlijk gesprek zonder het aan %(names)s te vragen.") % (who | names)
