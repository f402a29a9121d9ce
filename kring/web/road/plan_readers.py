"""Who reads a version of the plan: who opened it, and else how far the mail about it came.

Shown on the page of the plan, and on the page of the case under "Wie weet het".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from kring import words
from kring.cases.access import readers
from kring.cases.models import Case, PlanRead, PlanVersion
from kring.mail.models import Letter, State
from kring.mail.queries import letters_of_version
from kring.names.comparing import sort_key
from kring.names.persons import named
from kring.prepared import prepared
from kring.school.models import StaffMember
from kring.school.rights import Right, roles_with

REFUSED = "circle-alert"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of the team. `says` is where it stands in words; `answer` the mail server's own, when it refused.

    `refused`: the mail did not arrive, for whatever reason, and a person must do something.
    """

    name: str
    role: str
    has_read: bool
    says: str
    icon: str = ""
    answer: str = ""

    @property
    def refused(self) -> bool:
        return self.icon == REFUSED


def readers_of(case: Case, number: int, issuer: UUID, today: date) -> list[Reader]:
    """Everybody who should read the version of this number, by name, in two queries. Those kept out are not counted.

    `issuer` is who shared it: that person got no mail.
    """
    team = _team(case.pk, case.school_id, case.owner_id, case.stand_in_id, number)
    letters: dict[UUID | None, list[Letter]] = defaultdict(list)
    if team:  # of each the same version
        for letter in letters_of_version(case.pk, team[0][-1], school_id=case.school_id):
            letters[letter.to_staff_id].append(letter)
    named(*(name for _pk, name, _role, _read_at, _version in team))
    return [
        Reader(name, role, False, _("deelde deze versie"))
        if pk == issuer and read_at is None
        else _reader(name, role, read_at, letters[pk], today)
        for pk, name, role, read_at, _version in sorted(team, key=lambda one: sort_key(one[1]))
    ]


@prepared
def _team(
    case: UUID, school: UUID, owner: UUID, stand_in: UUID | None, number: int
) -> QuerySet[StaffMember, tuple[UUID, str, str, datetime | None, UUID]]:
    """Those who read the plan of this case, each with when they read the version of this number, and its id."""
    version = PlanVersion.objects.filter(case=case, number=number).values("pk")[:1]
    read = PlanRead.objects.filter(version=OuterRef("version_id"), staff=OuterRef("pk")).values("read_at")[:1]
    return (
        readers(Case(pk=case, school_id=school, owner_id=owner, stand_in_id=stand_in))
        .annotate(version_id=Subquery(version))
        .annotate(read_at=Subquery(read))
        .values_list("pk", "name", "role", "read_at", "version_id")
    )


class HasRole(Protocol):
    """Somebody of whom the role is known: a colleague, or a reader."""

    @property
    def role(self) -> str: ...


Person = TypeVar("Person", bound=HasRole)


def in_headings(team: Iterable[Person]) -> list[tuple[str, list[Person]]]:
    """The team under its three headings, everybody under one of them."""
    coordinating, answering = roles_with(Right.COORDINATE), roles_with(Right.ANSWER) - roles_with(Right.COORDINATE)
    people = list(team)
    return [
        (_("{Coordinator}"), [one for one in people if one.role in coordinating]),
        (_("Directeur"), [one for one in people if one.role in answering]),
        (_("Team"), [one for one in people if one.role not in coordinating | answering]),
    ]


def _reader(name: str, role: str, read_at: datetime | None, letters: list[Letter], today: date) -> Reader:
    if read_at is not None:
        return Reader(name, role, True, _("gelezen %(when)s") % {"when": _when(read_at, today)}, "check")
    arrived = next((letter.sent_at for letter in letters if letter.sent_at), None)
    if arrived is not None:
        return Reader(name, role, False, _("mail verstuurd %(when)s") % {"when": _when(arrived, today)}, "mail-check")
    for letter in reversed(letters):
        match letter.state:
            case State.WAITING:
                return Reader(name, role, False, _("mail nog niet verstuurd"), "clock")
            case State.REFUSED:
                return Reader(name, role, False, _("mail geweigerd"), REFUSED, _in_words(letter.answer))
            case State.GIVEN_UP:
                return Reader(name, role, False, _("mail niet gelukt"), REFUSED, _in_words(letter.answer))
    return Reader(name, role, False, _("kreeg geen mail"))


def _in_words(answer: str) -> str:
    """The server's own words as they are; Kring's own about a letter in the language of the page."""
    return _(answer) if answer else ""


def _when(at: datetime, today: date) -> str:
    """`vandaag om 14.05 uur` on the day itself, later `16 november`."""
    on = at.astimezone(words.HERE).date()
    return words.moment(at, today) if on == today else words.day_and_month(on, today)
