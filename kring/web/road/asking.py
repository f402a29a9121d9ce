"""Whom somebody asks for what they may not do themselves, by name, and a mail to them with one tap."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from kring.school.models import StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, may, roles_with

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """`sentence` names them; `mail` opens a mail to them, without a word about a child. Empty where nobody has one."""

    sentence: str
    mail: str


def ask_for(staff: StaffMember, right: Right) -> Ask | None:
    """Whom to ask; None for who may do it. One query, for an empty page only."""
    if may(staff, right):
        return None
    found = StaffMember.objects.filter(school=staff.school, is_active=True, role__in=roles_with(right))
    people = by_name(found.select_related("account"))[:MOST_NAMES]
    addresses = [one.account.email for one in people if one.account is not None]
    subject = quote(_("Wil je iets in Kring zetten?"))
    mail = f"mailto:{quote(','.join(addresses), safe='@,')}?subject={subject}" if addresses else ""
    return Ask(sentence_of([one.name for one in people]), mail)


def sentence_of(names: Sequence[str]) -> str:
    """To ask it of these colleagues; without any of the head, who has every right."""
    if not names:
        return _("Vraag het aan de directeur.")
    *others, last = names[:MOST_NAMES]
    either = _("%(names)s of %(last)s") % {"names": ", ".join(others), "last": last} if others else last
    return _("Vraag het aan %(names)s.") % {"names": either}
