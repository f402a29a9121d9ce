"""Mails to who is not of the school, for tests: what the worker wrote, and the link in it."""

import re
from datetime import datetime

from kring.mail.models import Letter
from kring.reports.actions.mailing import write_outside
from kring.school.models import School
from tests.cast import NOW


def mailed(school: School, *, at: datetime = NOW) -> list[Letter]:
    """What the worker writes at this moment, and all that went outside before, in order."""
    write_outside(school=school, at=at, today=at.date())
    return list(Letter.objects.filter(school=school, outside=True).order_by("made_at", "key"))


def link_in(letter: Letter) -> str:
    """The path of the link in this mail."""
    found = re.search(r"https?://[^/\s]+(/link/[\w-]+/)", letter.text or "")
    assert found, letter.text
    return found[1]
