"""What somebody may read and must read: told once more, by other means than Kring tells it, so that both can be held
against each other."""

from html import unescape
from typing import Any

from kring import words
from kring.backup.models import Restoration
from kring.cases.models import Case, CaseStaff
from kring.school.models import Role, StaffMember
from tests.simulate.ledger import Said

LEADERS = (Role.COORDINATOR, Role.HEAD)


def may_know(who: StaffMember, mark: str, said: Said) -> bool:
    """Whether this person may come to read a text with this mark."""
    if who.school_id != said.school:
        return False
    if who.pk == said.by:
        return True
    if said.case is None:
        return who.pk != said.accused and (who.role in LEADERS or who.pk in said.passed_on)
    case = Case.objects.get(pk=said.case)
    parts = set(CaseStaff.objects.filter(case=case, staff=who).values_list("part", flat=True))
    if CaseStaff.Part.EXCLUDED in parts or who.role == Role.ADMINISTRATOR:
        return False
    works_at_it = bool(parts) or who.pk in (case.owner_id, case.stand_in_id) or who.role in LEADERS
    return works_at_it or mark.startswith("p")


def says_what_may_be_missing(who: StaffMember, answer: Any) -> bool:
    """Whether this Vandaag says from when to when, for as long as no head said that it is known."""
    restoration = Restoration.objects.open(who.school_id).first() if answer.status_code == 200 else None
    if restoration is None:
        return True
    text = unescape(answer.content.decode())
    return all(words.moment(one) in text for one in (restoration.kept_until, restoration.restored_at))
