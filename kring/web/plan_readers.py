"""Who reads a version of the plan: who opened it, and else how far the mail about it came."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from kring import words
from kring.cases.models import Case, CaseStaff, PlanRead, PlanVersion
from kring.mail.models import Letter, State
from kring.mail.queries import letters_of_versions
from kring.school.models import Role, StaffMember


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of the team. `says` is where it stands in words; `answer` the mail server's own, when it refused."""

    name: str
    has_read: bool
    says: str
    icon: str = ""
    answer: str = ""


def readers_of(case: Case, version: PlanVersion, today: date) -> list[Reader]:
    """Everybody who should read this version, by name, in two queries. Who is kept out is not counted."""
    kept_out = CaseStaff.objects.filter(case=case, staff=OuterRef("pk"), part=CaseStaff.Part.EXCLUDED)
    read = PlanRead.objects.filter(version=version, staff=OuterRef("pk"))
    team = (
        StaffMember.objects.filter(~Exists(kept_out), school=case.school_id, is_active=True)
        .exclude(role=Role.ADMINISTRATOR)
        .annotate(read_at=Subquery(read.values("read_at")[:1]))
        .order_by("name", "id")
        .values_list("pk", "name", "read_at")
    )
    sent = letters_of_versions([version.pk], school_id=case.school_id)[version.pk]
    return [
        _issuer(name)
        if pk == version.issued_by_id and read_at is None
        else _reader(name, read_at, [letter for letter in sent if letter.to_staff_id == pk], today)
        for pk, name, read_at in team
    ]


def _issuer(name: str) -> Reader:
    """Who shared it needs no mail."""
    return Reader(name, False, _("deelde deze versie"))


def _reader(name: str, read_at: datetime | None, letters: list[Letter], today: date) -> Reader:
    if read_at is not None:
        return Reader(name, True, _("gelezen %(when)s") % {"when": _when(read_at, today)}, "check")
    arrived = next((letter.sent_at for letter in letters if letter.sent_at), None)
    if arrived is not None:
        return Reader(name, False, _("mail verstuurd %(when)s") % {"when": _when(arrived, today)}, "mail-check")
    for letter in reversed(letters):
        match letter.state:
            case State.WAITING:
                return Reader(name, False, _("mail nog niet verstuurd"), "clock")
            case State.REFUSED:
                return Reader(name, False, _("mail geweigerd"), "circle-alert", _in_words(letter.answer))
            case State.GIVEN_UP:
                return Reader(name, False, _("mail niet gelukt"), "circle-alert", _in_words(letter.answer))
    return Reader(name, False, _("kreeg geen mail"))


def _in_words(answer: str) -> str:
    """The server's own words as they are; Kring's own about a letter in the language of the page."""
    return _(answer) if answer else ""


def _when(at: datetime, today: date) -> str:
    """`vandaag om 14.05 uur` on the day itself, later `16 november`."""
    on = at.astimezone(words.HERE).date()
    return words.moment(at, today) if on == today else words.day_and_month(on, today)
