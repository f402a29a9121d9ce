"""What each role may do: one table. What a row does not say is denied; every list, letter, menu and page asks here.

What a standing allows in a case is `ALLOWED` in kring/cases/access.py; who is kept out of a case gets nothing of it,
whatever stands here. The tables of roles in docs/access.md are printed from both.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kring.protocol.terms import total
from kring.school.errors import NotAllowed
from kring.school.models import Role, StaffMember

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


class Standing(StrEnum):
    """What somebody is to a case: from somebody who has nothing to do with it to somebody who leads."""

    EXCLUDED = auto()
    NOBODY = auto()
    TEAM = auto()
    TAKES_PART = auto()
    LEADS = auto()


GIVEN_BY_A_ROLE = (Standing.NOBODY, Standing.TEAM, Standing.TAKES_PART, Standing.LEADS)
"""From the least to the most. Nobody is kept out of a case by a role: that is said of a person."""


class Right(Enum):
    """What a role may do, or is asked for, outside a given case. The value says it, for docs/access.md."""

    REPORT = "make a report, also about a member of staff; open a case or join one with it"
    OWN = "be given a case that is not of the own group, or stand in for its owner"
    TEACH = "stand before a group, and see its pupils, their guardians and how to reach them"
    COORDINATE = "is consulted and called about a case; hears first that a step is late; gets the week in numbers"
    ANSWER = (
        "hears of a step that is two days late, and first of a report about a member of staff; closes against a child"
    )
    CONCERNS = "read a report about another member of staff, and take it up"
    DOORS = "read what children and parents told by a door, answer it, pass it on, and make a case of it"
    PUPILS = "the pupils of every group, their guardians and how to reach them"
    PEOPLE = "change groups, staff and roles, pupils, guardians, custody; see to letters that did not arrive"
    TRAIL = "read the trail of the school: who did what with its people, roles, addresses and settings"
    SAY_YES = "say yes to a role that sees cases, or to another address, that somebody else proposed"
    SAY_YES_MEANWHILE = "do so while no other than who proposed it can"
    POST = "is written to when a letter did not arrive; where nobody is, everybody who changes people"
    CALENDAR = "confirm and change the calendar"
    CLOCK = "say that the server's clock is right, after it leapt; is told of the server, and how old the last copy is"
    RESTORED = "say that it is known what is missing, after Kring was put back from a copy"
    PROTOCOL = "what the school does its own way, whom to call"


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The row of a role.

    `says` tells it to who gives the role to somebody. `in_cases` is what this role is to every case of the school,
    `with_a_part` what it is to a case of which this person is the owner or stand-in, or in which they are listed. A
    part never takes anything away.
    """

    says: "Words"
    in_cases: Standing = Standing.NOBODY
    with_a_part: Standing = Standing.NOBODY
    may: frozenset[Right] = frozenset()

    def __post_init__(self) -> None:
        if Standing.EXCLUDED in (self.in_cases, self.with_a_part):
            raise ValueError("a person can be excluded from a case, a role never")
        least, most = GIVEN_BY_A_ROLE.index(self.in_cases), GIVEN_BY_A_ROLE.index(self.with_a_part)
        if most < least:
            raise ValueError(f"{self.with_a_part} is less than {self.in_cases}: a part in a case takes nothing away")


RIGHTS: dict[Role, Rights] = total(
    {
        Role.TEACHER: Rights(
            says=_("Doet meldingen, voert de stappen uit voor de eigen groep en leest de plannen."),
            in_cases=Standing.TEAM,
            with_a_part=Standing.TAKES_PART,
            may=frozenset({Right.REPORT, Right.OWN, Right.TEACH}),
        ),
        Role.COORDINATOR: Rights(
            says=_("Houdt alle zaken in beweging, en houdt kalender en protocol bij."),
            in_cases=Standing.LEADS,
            with_a_part=Standing.LEADS,
            may=frozenset(
                {
                    Right.REPORT,
                    Right.OWN,
                    Right.TEACH,
                    Right.COORDINATE,
                    Right.CONCERNS,
                    Right.DOORS,
                    Right.PUPILS,
                    Right.CALENDAR,
                    Right.PROTOCOL,
                    Right.SAY_YES_MEANWHILE,
                }
            ),
        ),
        Role.HEAD: Rights(
            says=_("Ziet alle zaken, en alles van de school."),
            in_cases=Standing.LEADS,
            with_a_part=Standing.LEADS,
            may=frozenset(
                {
                    Right.REPORT,
                    Right.OWN,
                    Right.TEACH,
                    Right.ANSWER,
                    Right.CONCERNS,
                    Right.DOORS,
                    Right.PUPILS,
                    Right.PEOPLE,
                    Right.SAY_YES,
                    Right.TRAIL,
                    Right.CALENDAR,
                    Right.CLOCK,
                    Right.RESTORED,
                    Right.PROTOCOL,
                }
            ),
        ),
        Role.MEMBER: Rights(
            says=_("Doet meldingen, leest de plannen en noteert wat opvalt."),
            in_cases=Standing.TEAM,
            with_a_part=Standing.TAKES_PART,
            may=frozenset({Right.REPORT, Right.TEACH}),
        ),
        Role.ADMINISTRATOR: Rights(
            says=_("Houdt leerlingen, groepen, medewerkers en kalender bij. Ziet niets van een zaak."),
            may=frozenset({Right.PUPILS, Right.PEOPLE, Right.POST, Right.CALENDAR, Right.CLOCK, Right.PROTOCOL}),
        ),
    },
    Role,
)


def rights_of(staff: StaffMember) -> Rights:
    """The row of this person's role."""
    return RIGHTS[Role(staff.role)]


def may(staff: StaffMember, right: Right) -> bool:
    """Whether this member of staff has this right at the own school."""
    return staff.is_active and right in rights_of(staff).may


def having(*rights: Right) -> Callable[[StaffMember], bool]:
    """For the door of a page: whether somebody has one of these rights."""
    return lambda staff: any(may(staff, right) for right in rights)


def roles_with(right: Right) -> frozenset[Role]:
    """The roles that have this right, for `role__in=`."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights.may)


def sees_cases(staff: StaffMember) -> bool:
    """Whether there can be a case of which this person sees anything at all."""
    return staff.is_active and role_sees_cases(staff.role)


def role_sees_cases(role: str) -> bool:
    """Whether somebody with this role can see anything of a case."""
    return RIGHTS[Role(role)].with_a_part is not Standing.NOBODY


def gives_no_more(role: str, *, than: str) -> bool:
    """Whether this role sees and may nothing that the other does not: to go from that one to this is a step down."""
    one, other = RIGHTS[Role(role)], RIGHTS[Role(than)]
    return (
        one.may <= other.may
        and GIVEN_BY_A_ROLE.index(one.in_cases) <= GIVEN_BY_A_ROLE.index(other.in_cases)
        and GIVEN_BY_A_ROLE.index(one.with_a_part) <= GIVEN_BY_A_ROLE.index(other.with_a_part)
    )


def needs_second_step(staff: StaffMember) -> bool:
    """Whether a password alone is too little for this person: there is a case that they may see, or they keep people.

    It follows from the table, so that a role that gets one of these rights gets the second step along with it.
    """
    return sees_cases(staff) or any(may(staff, right) for right in BEHIND_SECOND_STEP)


BEHIND_SECOND_STEP = frozenset({Right.PEOPLE, Right.PUPILS, Right.CONCERNS, Right.POST})
"""Rights over people or their names, for which somebody shows who they are twice, also without any case."""


def require(by: StaffMember | None, right: Right, *, school_id: uuid.UUID) -> None:
    """`NotAllowed` when `by` may not, or belongs to another school. None is Kring itself: a command, never a page."""
    if by is not None and (by.school_id != school_id or not may(by, right)):
        raise NotAllowed(f"{by.role} may not change {right.name.lower()} of this school")


def require_same_school(school_id: uuid.UUID, *rows_of: uuid.UUID) -> None:
    """`NotAllowed` when one of the rows (told by their `school_id`) belongs to another school."""
    if any(other != school_id for other in rows_of):
        raise NotAllowed("rows of two schools do not mix")
