"""Who from outside takes part in a case: experts whom the school brought in itself (row S5c)."""

from datetime import date

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.typed import FactOf
from kring.names import persons

Expert = FactOf[bodies.OutsideExpert]


def experts_now(file: CaseFile, today: date) -> list[Expert]:
    """The experts who take part today, in the order in which they came."""
    return [one for one in file.of(bodies.OutsideExpert) if takes_part(one, today)]


def takes_part(expert: Expert, today: date) -> bool:
    """Until the last day that was agreed, or until somebody ends it."""
    until_on = expert.fact.until_on
    return not expert.body.ended and (until_on is None or until_on >= today)


def named(expert: bodies.OutsideExpert) -> str:
    """`Marit Hoek (Samenwerkingsverband)`."""
    persons.named(expert.name)
    return f"{expert.name} ({expert.organisation})" if expert.organisation else expert.name


def part_in_words(organisation: str, until_on: date | None, today: date | None = None) -> str:
    """`deskundige van buiten, Wijkteam, tot en met 5 maart`."""
    until = _("tot en met %(day)s") % {"day": words.day_and_month(until_on, today)} if until_on else ""
    return ", ".join(filter(None, [_("deskundige van buiten"), organisation, until]))
