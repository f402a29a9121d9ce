"""Every verb that changes a school's own world.

Each is one transaction. `by` is who does it, of the same school; None is Kring itself (a command, the demo). `at` is
when. An argument that is left out of a `change_…` stays as it was. A row of another school, or somebody who may not,
raises `NotAllowed`; input that cannot be right raises `Refused` with the field and a sentence.

`id` can be given where a form could be sent twice: with the id of a row that is already there nothing is added, and
that row is returned. The trail lies above this package: whoever calls a verb records it, in the same transaction.
"""

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
    "change_group",
    "change_guardian",
    "change_guardianship",
    "change_pupil",
    "change_school",
    "change_staff",
    "confirm_calendar",
    "give_account",
    "link_guardian",
    "move_demo_clock",
    "remove_closed_day",
    "save_variation",
    "set_custody",
    "take_account",
    "unassign_teacher",
    "unlink_guardian",
]
