"""Who may change what of the school itself. What each may see and do in a case stands in kring/cases/access.py."""

import uuid
from enum import Enum

from kring.school.errors import NotAllowed
from kring.school.models import Role, StaffMember


class Right(Enum):
    """A part of the school that can be changed, with the roles that may."""

    PEOPLE = frozenset({Role.HEAD, Role.ADMINISTRATOR})
    """Groups, staff and their roles, pupils, guardians."""

    CALENDAR = frozenset({Role.HEAD, Role.ADMINISTRATOR, Role.COORDINATOR})
    """Closed days."""

    PROTOCOL = frozenset({Role.HEAD, Role.ADMINISTRATOR, Role.COORDINATOR})
    """What the school does differently, and whom to call."""


def may(staff: StaffMember, right: Right) -> bool:
    """Whether this member of staff may change this part of the own school."""
    return staff.is_active and Role(staff.role) in right.value


def require(by: StaffMember | None, right: Right, *, school_id: uuid.UUID) -> None:
    """`NotAllowed` when `by` may not, or belongs to another school. None is Kring itself: a command, never a page."""
    if by is not None and (by.school_id != school_id or not may(by, right)):
        raise NotAllowed(f"{by.role} may not change {right.name.lower()} of this school")


def require_same_school(school_id: uuid.UUID, *rows_of: uuid.UUID) -> None:
    """`NotAllowed` when one of the rows (told by their `school_id`) belongs to another school."""
    if any(other != school_id for other in rows_of):
        raise NotAllowed("rows of two schools do not mix")
