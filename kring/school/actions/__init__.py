"""Every verb that changes a school's own world.

Each is one transaction, and writes its own line in the trail; where nothing changes it writes none. `act` says who
does it, of the same school, and when; `Itself` is Kring (a command, the demo). An argument that is left out of a
`change_…` stays as it was. A row of another school, or somebody who may not, raises `NotAllowed`; input that cannot be
right raises `Refused` with the field and a sentence.

`id` can be given where a form could be sent twice: with the id of a row that is already there nothing is added, and
that row is returned. Cases lie above this package: a page calls the verbs that move cases by their names in
`kring/cases/actions/school_changes.py` (ruff says so).
"""

from kring.school.actions.agenda import make_calendar_address, stop_calendar_address
from kring.school.actions.calling import add_on_call, check_numbers, remove_on_call
from kring.school.actions.clock import say_clock_is_right
from kring.school.actions.days import add_closed_day, confirm_calendar, remove_closed_day
from kring.school.actions.families import (
    add_guardian,
    add_missing_phone,
    add_pupil,
    change_guardian,
    change_pupil,
    hold_back,
    link_guardian,
    set_custody,
    unlink_guardian,
)
from kring.school.actions.groups import add_group, assign_teacher, change_group, change_teachers, unassign_teacher
from kring.school.actions.joining import answer_joining
from kring.school.actions.portraits import put_portrait, take_portrait
from kring.school.actions.proposals import let_proposals_lapse, say_no, say_yes, withdraw_proposal
from kring.school.actions.same_person import say_who_on_staff
from kring.school.actions.schools import add_school, change_school, move_demo_clock, save_variation
from kring.school.actions.staff import add_staff, change_staff
from kring.school.actions.typed import list_pupil, recognise_pupil, type_pupil

__all__ = [
    "add_closed_day",
    "add_group",
    "add_guardian",
    "add_missing_phone",
    "add_on_call",
    "add_pupil",
    "add_school",
    "add_staff",
    "answer_joining",
    "assign_teacher",
    "change_group",
    "change_guardian",
    "change_pupil",
    "change_school",
    "change_staff",
    "change_teachers",
    "check_numbers",
    "confirm_calendar",
    "hold_back",
    "let_proposals_lapse",
    "link_guardian",
    "list_pupil",
    "make_calendar_address",
    "move_demo_clock",
    "put_portrait",
    "recognise_pupil",
    "remove_closed_day",
    "remove_on_call",
    "save_variation",
    "say_clock_is_right",
    "say_no",
    "say_who_on_staff",
    "say_yes",
    "set_custody",
    "stop_calendar_address",
    "take_portrait",
    "type_pupil",
    "unassign_teacher",
    "unlink_guardian",
    "withdraw_proposal",
]
