"""Until when one is asked to watch, as every list says it."""

from datetime import date

from django.utils.translation import gettext as _

from kring import words


def until(last_day: date | None, today: date) -> str:
    """`tot en met vrijdag`; "" when nobody asks."""
    return _("tot en met %(day)s") % {"day": words.near_day(last_day, today)} if last_day else ""
