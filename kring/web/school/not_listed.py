"""The one sentence that a child is not in the list of pupils, on Vandaag and on School, for who settles it."""

from django.utils.translation import ngettext

from kring import words
from kring.cases.unlisted import to_settle
from kring.school.models import StaffMember


def not_listed(staff: StaffMember) -> str:
    """`Een leerling staat nog niet in de lijst.`, for those who settle it; "" for others, or when all are."""
    number = len(to_settle(staff))
    if number == 0:
        return ""
    return ngettext(
        "%(number)s leerling staat nog niet in de lijst.", "%(number)s leerlingen staan nog niet in de lijst.", number
    ) % {"number": words.capital(words.number(number))}
