"""The one sentence that text of this person waits to be saved, on Vandaag, or on School for who has no Vandaag."""

from django.utils.translation import ngettext

from kring import words
from kring.school.models import StaffMember
from kring.web.forms import drafts


def unsaved_words(staff: StaffMember) -> str:
    """`Eén tekst is nog niet bewaard.`; "" when there is none. One query."""
    number = drafts.unsaved_by(staff.pk).order_by().count()
    if number == 0:
        return ""
    return ngettext(
        "%(number)s tekst van je is nog niet bewaard.", "%(number)s teksten van je zijn nog niet bewaard.", number
    ) % {"number": words.capital(words.number(number))}
