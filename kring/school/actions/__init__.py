"""Every verb that changes a school's own world.

Each is one transaction. `by` is who does it, of the same school; None is Kring itself (a command, the demo). `at` is
when. An argument that is left out of a `change_…` stays as it was. A row of another school, or somebody who may not,
raises `NotAllowed`; input that cannot be right raises `Refused` with the field and a sentence.

`id` can be given where a form could be sent twice: with the id of a row that is already there nothing is added, and
that row is returned. Whoever calls a verb records it in the trail, in the same transaction.
"""

from kring.school.actions.agenda import (
    calendar_address_of,
    calendar_address_with,
    make_calendar_address,
    note_fetch,
    stop_calendar_address,
)
from kring.school.actions.days import (
    Closure,
    add_closed_day,
    confirm_calendar,
    remove_closed_day,
)
from kring.school.actions.families import (
    add_guardian,
    add_pupil,
    change_guardian,
    change_guardianship,
    change_pupil,
    link_guardian,
    set_custody,
    unlink_guardian,
)
from kring.school.actions.groups import add_group, assign_teacher, change_group, unassign_teacher
from kring.school.actions.schools import add_school, change_school, move_demo_clock, save_variation
from kring.school.actions.staff import add_staff, change_staff, give_account, take_account

__all__ = [
    "Closure",
    "add_closed_day",
    "add_group",
    "add_guardian",
    "add_pupil",
    "add_school",
    "add_staff",
    "assign_teacher",
    "calendar_address_of",
    "calendar_address_with",
    "change_group",
    "change_guardian",
    "change_guardianship",
    "change_pupil",
    "change_school",
    "change_staff",
    "confirm_calendar",
    "give_account",
    "link_guardian",
    "make_calendar_address",
    "move_demo_clock",
    "note_fetch",
    "remove_closed_day",
    "save_variation",
    "set_custody",
    "stop_calendar_address",
    "take_account",
    "unassign_teacher",
    "unlink_guardian",
]
