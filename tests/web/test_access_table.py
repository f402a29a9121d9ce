"""Who gets what at every address: one table, read beside docs/access.md.

    T  Anouk, takes part in the case and teaches its children's group      A  Ada, administrator
    O  Bram, another teacher                                               X  Wil, a teacher who is kept out of the case
    M  Mo, team member who takes part                                      Y  Cor, a coordinator who is kept out of it
    C  Carla, coordinator                                                  L  Fenna, coordinator of another school
    H  Hein, head                                                          N  nobody: not signed in

    yes  the page      -  404, as if it did not exist      in  to the sign-in page, and back after it
    go   elsewhere     405  this address is only for a form that is sent

An address that has two faces stands in it twice, with a word behind a slash. What is not in the table fails the test,
and so does what has gone. Every address about a case is asked a second time, about a case in which nobody of the table
has a part: `*/elsewhere` says what each then gets, and a line of its own where that is something else. And a third
time about cases that X and Y began by reporting the same children once more: each then gets what the address itself
says, but for the lines with `/again`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from kring.cases.models import CaseStaff, Fact, Report
from kring.mail.models import Letter
from kring.school.models import Account, Guardianship, Role, StaffMember
from kring.school.rights import RIGHTS
from tests.cases.telling import tell
from tests.cast import Cast, sign_in
from tests.web.marked import READS, all_of, listening, mark_everything, read_by, words_in
from tests.web.world import AGAIN, ELSEWHERE, PATTERNS, World, about_a_case, make_world

TABLE = """
address                             how   T    O    M    C    H    A    X    Y    L    N

home                                GET   go   go   go   go   go   go   go   go   go   in
account_login                       GET   go   go   go   go   go   go   go   go   go   yes
account_signup                      GET   go   go   go   go   go   go   go   go   go   yes
account_inactive                    GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
account_reauthenticate              GET   go   go   go   go   go   go   go   go   go   in
second_step                         GET   go   go   go   go   go   go   go   go   go   in
second_step_set_up                  GET   go   go   go   go   go   go   go   go   go   in
second_step_app                     GET   go   go   go   go   go   go   go   go   go   in
second_step_stop                    GET   405  405  405  405  405  405  405  405  405  405
second_step_stop                    POST  in   in   in   in   in   in   in   in   in   in
second_step_codes                   GET   go   go   go   go   go   go   go   go   go   in
sessions                            GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
session_end                         GET   405  405  405  405  405  405  405  405  405  405
session_end                         POST  -    -    -    -    -    -    -    -    -    in
sessions_end                        GET   405  405  405  405  405  405  405  405  405  405
sessions_end                        POST  go   go   go   go   go   go   go   go   go   in
account_logout                      GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
own_step                            GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
own_step_app                        GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
own_step_passkey                    GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
own_step_codes                      GET   405  405  405  405  405  405  405  405  405  405
own_step_codes                      POST  yes  yes  yes  yes  yes  yes  yes  yes  yes  in
own_step_remove                     GET   yes  -    -    -    -    -    -    -    -    in
account_change_password             GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
account_reset_password              GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
account_reset_password_done         GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
account_reset_password_from_key     GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
account_reset_password_from_key_done GET  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
joining                             GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
choose_school                       GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
practice                            GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
practice_again                      GET   405  405  405  405  405  405  405  405  405  405
practice_again                      POST  -    -    -    -    -    -    -    -    -    in
practice_on                         GET   405  405  405  405  405  405  405  405  405  405
practice_on                         POST  -    -    -    -    -    -    -    -    -    in
practice_stop                       GET   405  405  405  405  405  405  405  405  405  405
practice_stop                       POST  go   go   go   go   go   go   go   go   go   in
set_language                        GET   405  405  405  405  405  405  405  405  405  405
set_language                        POST  go   go   go   go   go   go   go   go   go   go
still_in                            GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
keep_draft                          GET   405  405  405  405  405  405  405  405  405  405
keep_draft                          POST  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
throw_draft_away                    GET   405  405  405  405  405  405  405  405  405  405
throw_draft_away                    POST  -    -    -    -    -    -    -    -    -    in
manifest                            GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
unsaved                             GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
unsaved                             POST -    -    -    -    -    -    -    -    -    in

today                               GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
cases                               GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
report                              GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
quick_report                        GET   yes  yes  yes  yes  yes  go   yes  yes  yes  in
own_reports                         GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
report_done                         GET   yes  -    -    -    -    -    -    -    -    in
concern                             GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
concern_page/about_Cor_by_Mo        GET   -    -    yes  yes  yes  -    -    -    -    in
told                                GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
told_one                            GET   -    -    -    yes  yes  -    -    -    -    in
told_one/passed_on                  GET   yes  -    -    yes  yes  -    -    yes  -    in
told_one/staff                      GET   -    -    -    -    yes  -    -    -    -    in
told_take_up                        GET   405  405  405  405  405  405  405  405  405  405
told_take_up                        POST  -    -    -    go   go   -    -    -    -    in
told_pass_on                        GET   -    -    -    yes  yes  -    -    -    -    in
told_about                          GET   -    -    -    -    yes  -    -    -    -    in
told_end                            GET   -    -    -    yes  yes  -    -    -    -    in
told_to_case                        GET   -    -    -    yes  yes  -    -    -    -    in
told_hold                           GET   -    -    -    yes  yes  -    -    -    -    in
plans                               GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
plan                                GET   yes  yes  yes  yes  yes  -    -    -    -    in
plan/closed                         GET   yes  -    -    yes  yes  -    -    -    -    in
plan_version                        GET   yes  yes  yes  yes  yes  -    -    -    -    in
plan_pdf                            GET   yes  yes  yes  yes  yes  -    -    -    -    in
observations                        GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
observation                         GET   yes  yes  yes  yes  yes  -    -    -    -    in
observation/closed                  GET   -    -    -    -    -    -    -    -    -    in
agenda                              GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
agenda_new                          GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
agenda_stop                         GET   yes  yes  yes  yes  yes  -    yes  yes  yes  in
agenda_feed                         GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
agenda_feed/former                  GET   -    -    -    -    -    -    -    -    -    -

case                                GET   yes  -    yes  yes  yes  -    -    -    -    in
case/closed                         GET   yes  -    -    yes  yes  -    -    -    -    in
file                                GET   yes  -    yes  yes  yes  -    -    -    -    in
fact                                GET   yes  -    yes  yes  yes  -    -    -    -    in
fact/home                           GET   -    -    -    yes  yes  -    -    -    -    in
planned_talk_file                   GET   yes  -    yes  yes  yes  -    -    -    -    in
plan_talk                           GET   yes  -    yes  yes  yes  -    -    -    -    in
withdraw                            GET   yes  -    yes  yes  yes  -    -    -    -    in
withdraw/home                       GET   -    -    -    yes  yes  -    -    -    -    in
parent_copies                       GET   yes  -    yes  yes  yes  -    -    -    -    in
parent_copy                         GET   yes  -    yes  yes  yes  -    -    -    -    in
parent_copy_pdf                     GET   yes  -    yes  yes  yes  -    -    -    -    in
correct                             GET   yes  -    yes  yes  yes  -    -    -    -    in
correct/home                        GET   -    -    -    yes  yes  -    -    -    -    in
people                              GET   yes  -    yes  yes  yes  -    -    -    -    in
at_once                             GET   yes  -    yes  yes  yes  -    -    -    -    in
add_child                           GET   yes  -    yes  yes  yes  -    -    -    -    in
change_role                         GET   yes  -    yes  yes  yes  -    -    -    -    in
swap_child                          GET   yes  -    yes  yes  yes  -    -    -    -    in
remove_child                        GET   yes  -    yes  yes  yes  -    -    -    -    in
child_gone                          GET   yes  -    yes  yes  yes  -    -    -    -    in
hand_over_sheet                     GET   yes  -    -    yes  yes  -    -    -    -    in
include                             GET   yes  -    yes  yes  yes  -    -    -    -    in
stand_in                            GET   yes  -    yes  yes  yes  -    -    -    -    in
bring_in_expert                     GET   yes  -    yes  yes  yes  -    -    -    -    in
end_expert                          GET   yes  -    yes  yes  yes  -    -    -    -    in
hand_over                           GET   -    -    -    yes  yes  -    -    -    -    in
exclude                             GET   -    -    -    yes  yes  -    -    -    -    in
lift_exclusion                      GET   -    -    -    yes  yes  -    -    -    -    in
relative                            GET   -    -    -    yes  yes  -    -    -    -    in
take_up                             GET   yes  -    yes  yes  yes  -    -    -    -    in
pass_on_story                       GET   -    -    -    yes  yes  -    -    -    -    in
waive                               GET   -    -    -    yes  yes  -    -    -    -    in
which_to_waive                      GET   -    -    -    yes  yes  -    -    -    -    in
close                               GET   yes  -    yes  yes  yes  -    -    -    -    in
close_by_mistake                    GET   -    -    -    yes  yes  -    -    -    -    in
check_back                          GET   yes  -    -    yes  yes  -    -    -    -    in
reopen                              GET   -    -    -    yes  yes  -    -    -    -    in
home_notes                          GET   -    -    -    yes  yes  -    -    -    -    in
trail                               GET   -    -    -    yes  yes  -    -    -    -    in
duty/talk                           GET   yes  -    yes  yes  yes  -    -    -    -    in
duty/inform_guardians               GET   yes  -    yes  yes  yes  -    -    -    -    in
decide                              GET   yes  -    yes  yes  yes  -    -    -    -    in
plan_step                           GET   yes  -    yes  yes  yes  -    -    -    -    in
later                               GET   yes  -    yes  yes  yes  -    -    -    -    in
incident                            GET   yes  -    yes  yes  yes  -    -    -    -    in
agree                               GET   yes  -    yes  yes  yes  -    -    -    -    in
inform                              GET   yes  -    yes  yes  yes  -    -    -    -    in
talk_between                        GET   yes  -    yes  yes  yes  -    -    -    -    in
plan_reply                          GET   yes  -    yes  yes  yes  -    -    -    -    in
parent_statement                    GET   yes  -    yes  yes  yes  -    -    -    -    in
talk_summary                        GET   yes  -    yes  yes  yes  -    -    -    -    in
talk_summary_pdf                    GET   yes  -    yes  yes  yes  -    -    -    -    in
parent_statement/home               GET   -    -    -    -    -    -    -    -    -    in
issue_plan                          GET   yes  -    yes  yes  yes  -    -    -    -    in
confirm_consultation                GET   -    -    -    yes  yes  -    -    -    -    in
ask_wish                            GET   yes  -    yes  yes  yes  -    -    -    -    in
defender                            GET   yes  -    yes  yes  yes  -    -    -    -    in
endorse                             GET   -    -    -    yes  yes  -    -    -    -    in
help_child                          GET   yes  -    yes  yes  yes  -    -    -    -    in
call_now                            GET   yes  -    yes  yes  yes  -    -    -    -    in
safe_for_now                        GET   yes  -    yes  yes  yes  -    -    -    -    in
add_phone                           GET   yes  -    yes  yes  yes  -    -    -    -    in
not_told                            GET   -    -    -    yes  yes  -    -    -    -    in
ask_child                           GET   yes  -    yes  yes  yes  -    -    -    -    in
child_says                          GET   go   -    go   go   go   -    -    -    -    in
child_says/elsewhere                GET   -    -    -    go   go   -    -    go   -    in
child_reads                         GET   go   -    go   go   go   -    -    -    -    in
child_reads/elsewhere               GET   -    -    -    go   go   -    -    go   -    in
read_to_child                       GET   yes  -    yes  yes  yes  -    -    -    -    in
handed_back                         GET   go   go   go   go   go   go   go   go   go   in
more_care                           GET   yes  -    yes  yes  yes  -    -    -    -    in
put_right                           GET   yes  -    yes  yes  yes  -    -    -    -    in
promise                             GET   yes  -    yes  yes  yes  -    -    -    -    in
promise_told                        GET   yes  -    yes  yes  yes  -    -    -    -    in

protocol                            GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
how_it_works                        GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
lesson                              GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
door_poster                         GET   yes  yes  yes  yes  yes  yes  yes  yes  -    in
door_cards                          GET   yes  yes  yes  yes  yes  yes  yes  yes  -    in
door_group_poster                   GET   yes  yes  yes  yes  yes  yes  yes  yes  -    in
school                              GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  in
school_group                        GET   yes  -    -    yes  yes  yes  -    yes  -    in
school_group_add                    GET   -    -    -    -    yes  yes  -    -    -    in
school_group_change                 GET   -    -    -    -    yes  yes  -    -    -    in
school_group_teachers               GET   -    -    -    -    yes  yes  -    -    -    in
school_group_move                   GET   -    -    -    -    yes  yes  -    -    -    in
school_pupils                       GET   -    -    -    yes  yes  yes  -    yes  yes  in
unlisted                            GET   -    -    -    -    yes  yes  -    -    -    in
unlisted_pupil                      GET   -    -    -    -    yes  yes  -    -    -    in
school_pupil                        GET   yes  -    -    yes  yes  yes  -    yes  -    in
school_pupil_add                    GET   -    -    -    -    yes  yes  -    -    -    in
school_pupil_change                 GET   -    -    -    -    yes  yes  -    -    -    in
school_guardian_add                 GET   -    -    -    -    yes  yes  -    -    -    in
school_guardian_link                GET   -    -    -    -    yes  yes  -    -    -    in
school_guardian_change              GET   -    -    -    -    yes  yes  -    -    -    in
school_custody                      GET   -    -    -    -    yes  yes  -    -    -    in
school_hold_back                    GET   -    -    -    -    yes  yes  -    -    -    in
school_guardian_unlink              GET   -    -    -    -    yes  yes  -    -    -    in
school_guardian_staff               GET   -    -    -    -    yes  yes  -    -    -    in
school_people                       GET   -    -    -    -    yes  yes  -    -    -    in
school_person_add                   GET   -    -    -    -    yes  yes  -    -    -    in
school_person_change                GET   -    -    -    -    yes  yes  -    -    -    in
school_person_invite                GET   405  405  405  405  405  405  405  405  405  405
school_person_invite                POST  -    -    -    -    go   go   -    -    -    in
school_trail                        GET   -    -    -    -    yes  -    -    -    -    in
proposals                           GET   -    -    -    yes  yes  yes  -    yes  yes  in
proposal                            GET   -    -    -    -    yes  -    -    -    -    in
proposals_together                  GET   -    -    -    -    yes  -    -    -    -    in
proposal_withdraw                   GET   -    -    -    -    -    yes  -    -    -    in
school_person_let_in                GET   -    -    -    -    yes  yes  -    -    -    in
school_calendar                     GET   -    -    -    yes  yes  yes  -    yes  yes  in
school_calendar_confirm             GET   -    -    -    yes  yes  yes  -    yes  yes  in
school_closed_day_add               GET   -    -    -    yes  yes  yes  -    yes  yes  in
school_closed_day_remove            GET   -    -    -    yes  yes  yes  -    yes  -    in
absences                            GET   -    -    -    yes  yes  -    -    yes  yes  in
absence_end                         GET   -    -    -    yes  yes  -    -    yes  -    in
school_doors                        GET   -    -    -    yes  yes  yes  -    yes  yes  in
school_reader_photo                 GET   -    -    -    yes  yes  yes  -    yes  -    in
school_reader_photo_off             GET   -    -    -    yes  yes  yes  -    yes  -    in
school_portrait                     GET   -    -    -    yes  yes  yes  -    yes  -    in
school_calling                      GET   -    -    -    yes  yes  yes  -    yes  yes  in
school_on_call_add                  GET   -    -    -    yes  yes  yes  -    yes  yes  in
school_on_call_remove               GET   -    -    -    yes  yes  yes  -    yes  -    in
school_settings                     GET   -    -    -    yes  yes  yes  -    yes  yes  in
clock                               GET   -    -    -    -    go   go   -    -    -    in
how_it_goes                         GET   -    -    -    -    yes  yes  -    -    -    in
restored                            GET   -    -    -    -    yes  yes  -    -    -    in
restored_close                      GET   405  405  405  405  405  405  405  405  405  405
restored_close                      POST  -    -    -    -    yes  -    -    -    -    in
restored_all                        GET   405  405  405  405  405  405  405  405  405  405
restored_all                        POST  -    -    -    -    yes  yes  -    -    -    in
restored_letter                     GET   405  405  405  405  405  405  405  405  405  405
restored_letter                     POST  -    -    -    -    yes  yes  -    -    -    in
undelivered                         GET   -    -    -    -    yes  yes  -    -    -    in
undelivered_all                     GET   405  405  405  405  405  405  405  405  405  405
undelivered_all                     POST  -    -    -    -    go   go   -    -    -    in
undelivered_letter                  GET   405  405  405  405  405  405  405  405  405  405
undelivered_letter                  POST  -    -    -    -    go   go   -    -    -    in
school_protocol                     GET   -    -    -    yes  yes  yes  -    yes  yes  in

plan/elsewhere                      GET   yes  yes  yes  yes  yes  -    yes  yes  -    in
plan_version/elsewhere              GET   yes  yes  yes  yes  yes  -    yes  yes  -    in
plan_pdf/elsewhere                  GET   yes  yes  yes  yes  yes  -    yes  yes  -    in
observation/elsewhere               GET   yes  yes  yes  yes  yes  -    yes  yes  -    in
observation/closed/elsewhere        GET   -    -    -    -    -    -    -    -    -    in
parent_statement/home/elsewhere     GET   -    -    -    -    -    -    -    -    -    in
report_done/elsewhere               GET   -    -    -    -    -    -    -    -    -    in
*/elsewhere                         GET   -    -    -    yes  yes  -    -    yes  -    in
report_done/again                   GET   -    -    -    -    -    -    yes  -    -    in

door                                GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
door/shut                           GET   -    -    -    -    -    -    -    -    -    -
door_asks                           GET   go   go   go   go   go   go   go   go   go   go
door_asks                           POST  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
door_asks/shut                      POST  -    -    -    -    -    -    -    -    -    -
door_code                           GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
door_code/shut                      GET   -    -    -    -    -    -    -    -    -    -
door_portrait                       GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
door_portrait/shut                  GET   -    -    -    -    -    -    -    -    -    -
parent_door                         GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
parent_door/shut                    GET   -    -    -    -    -    -    -    -    -    -
parent_door_asks                    GET   go   go   go   go   go   go   go   go   go   go
parent_door_asks                    POST  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
parent_door_asks/shut               POST  -    -    -    -    -    -    -    -    -    -
parent_door_code                    GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
parent_door_code/shut               GET   -    -    -    -    -    -    -    -    -    -
parent_door_link                    GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
parent_door_link/shut               GET   -    -    -    -    -    -    -    -    -    -
told_link                           GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
told_link/unknown                   GET   -    -    -    -    -    -    -    -    -    -
board_reads                         GET   -    -    -    -    -    -    -    -    -    -
board_reads/shut                    GET   -    -    -    -    -    -    -    -    -    -
facts                               GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes

demo_roles                          GET   -    -    -    -    -    -    -    -    -    -
demo_sign_in_as                     GET   405  405  405  405  405  405  405  405  405  405
demo_sign_in_as                     POST  -    -    -    -    -    -    -    -    -    -
demo_ahead                          GET   405  405  405  405  405  405  405  405  405  405
demo_ahead                          POST  -    -    -    -    -    -    -    -    -    -
demo_again                          GET   405  405  405  405  405  405  405  405  405  405
demo_again                          POST  -    -    -    -    -    -    -    -    -    -
letters                             GET   -    -    -    -    -    -    -    -    -    in
letter                              GET   -    -    -    -    -    -    -    -    -    in
letter_html                         GET   -    -    -    -    -    -    -    -    -    in
letter_file                         GET   -    -    -    -    -    -    -    -    -    in
health                              GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
robots                              GET   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
"""

HEAD, *LINES = (line.split() for line in TABLE.strip().splitlines() if line.strip())
WHO = HEAD[2:]
STAFF = [who for who in WHO if who not in ("L", "N")]
"""The columns of this school."""


@dataclass(frozen=True)
class Row:
    """One line of the table: an address (with its face), how it is asked, and what each gets."""

    face: str
    how: str
    gets: dict[str, str]

    @property
    def address(self) -> str:
        return self.face.partition("/")[0]


ALL_ROWS = {face + how: Row(face, how, dict(zip(WHO, gets, strict=True))) for face, how, *gets in LINES}
ROWS = [row for row in ALL_ROWS.values() if not row.face.endswith((ELSEWHERE, AGAIN))]
"""The addresses as they are told, those of a case about the one in which some of the table take part."""
ROWS_ELSEWHERE = [
    replace(
        ALL_ROWS.get(row.face + ELSEWHERE + row.how) or ALL_ROWS["*" + ELSEWHERE + "GET"],
        face=row.face + ELSEWHERE,
        how=row.how,
    )
    for row in ROWS
    if about_a_case(row.address)
]
"""Each address about a case once more, about one in which nobody of the table has a part."""
EVERYWHERE = [*ROWS, *ROWS_ELSEWHERE]
ROWS_AGAIN = [
    replace(ALL_ROWS.get(row.face + AGAIN + row.how) or row, face=row.face + AGAIN)
    for row in ROWS
    if about_a_case(row.address)
]
"""Each address about a case, about one that those who are kept out of the other began by reporting once more."""


def every_address(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern.url_patterns)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern.pattern} has no name, so nothing can be said about it"
            yield pattern.name


def test_the_table_holds_every_address_and_no_other():
    addresses = list(every_address(PATTERNS))
    assert sorted(addresses) == sorted({row.address for row in ROWS})
    assert len(set(addresses)) == len(addresses)


def test_what_the_table_says_is_what_somebody_can_get():
    for row in (*EVERYWHERE, *ROWS_AGAIN):
        assert set(row.gets.values()) <= {"yes", "-", "in", "go", "405"}, row.face
        assert row.how in ("GET", "POST"), row.face


def test_every_line_about_elsewhere_is_of_an_address_about_a_case():
    lines = {row.face for row in ALL_ROWS.values() if row.face.endswith(ELSEWHERE)}
    assert lines - {"*" + ELSEWHERE} <= {row.face for row in ROWS_ELSEWHERE}
    assert len(ALL_ROWS) == len(LINES), "a line stands in the table twice"


def test_every_role_has_a_column(cast):
    """A role that the table does not know gets nothing that anybody looked at."""
    who = make_world(cast).who
    assert {one.role for one in who.values()} == set(Role)
    assert {*who, "N"} == set(WHO)


@pytest.mark.slow
def test_every_role_is_tried_with_a_part_in_a_case_and_without_one(cast):
    """What a part adds must be seen, and what comes without one: the second is where too much is given away."""
    world = make_world(cast, elsewhere=True)
    assert world.elsewhere is not None
    here, there = (
        {case.owner_id, case.stand_in_id, *CaseStaff.objects.filter(case=case).values_list("staff", flat=True)}
        for case in (world.running.case, world.elsewhere.running.case)
    )
    gains = {role for role, rights in RIGHTS.items() if rights.with_a_part is not rights.in_cases}
    assert {one.role for one in world.who.values() if one.pk in here} >= gains
    assert there.isdisjoint({one.pk for one in world.who.values()})


# ── What comes back ─────────────────────────────────────────────────────────────────────────────────────────────────


FINDS_A_GROUP = {"bullied-find": "6", "bullied-search": "1"}
"""Looks for the children of a group on the report, which carries no other child by itself."""


def asked(client: Client, how: str, url: str, fields: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer, with everything that it changed undone again."""
    visitor = Client()
    visitor.cookies.update(client.cookies)
    visitor.handler = client.handler  # it has loaded what stands before every page
    with transaction.atomic():
        answer: Any = visitor.post(url, fields or {}) if how == "POST" else visitor.get(url)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


def word_for(answer: HttpResponse) -> str:
    """What came back, in the table's words."""
    match answer.status_code:
        case 200:
            return "yes"
        case 404:
            return "-"
        case 301 | 302 | 303:
            return "in" if answer["Location"].startswith(reverse("account_login")) else "go"
        case other:
            return str(other)


@pytest.fixture
def world(cast: Cast, settings: Any) -> World:
    settings.KRING_MAIL = True  # without a mail server nobody can be invited
    return make_world(cast, elsewhere=True)


def come_in(world: World, who: str) -> Client:
    return Client() if who == "N" else sign_in(Client(), world.who[who])


OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

KEPT_BY_WHO_ASKS = ("agenda_feed", "manifest")
"""An agenda asks whether it changed since; nobody is signed in there."""


def says_what_it_is(answer: HttpResponse) -> bool:
    """With a type, of text in which letters too, and with the word that no browser is to guess another."""
    kind = answer.get("Content-Type", "")
    told = "charset=utf-8" in kind if kind.startswith("text/") else bool(kind or not answer.content)
    return told and answer.get("X-Content-Type-Options") == "nosniff"


REFUSALS = {"-": {"-", "405"}, "in": {"in", "405"}}
"""What a form gives that is sent to a page which may not be opened."""


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says_and_nothing_else(world, who):
    marks = mark_everything()
    client = come_in(world, who)
    with listening() as heard:
        answers = [(row, asked(client, row.how, world.url(row.face))) for row in EVERYWHERE]
        # Who may not open a page may not send its form either.
        refused = [(row, asked(client, "POST", world.url(row.face))) for row in EVERYWHERE if row.gets[who] in REFUSALS]
        found = asked(client, "POST", reverse("report"), FINDS_A_GROUP)
    got = [(row, word_for(answer)) for row, answer in answers]
    differences = [
        f"{row.face} {row.how}: a browser may keep what {who} gets, for whoever comes after"
        for row, answer in answers
        if "no-store" not in answer.get("Cache-Control", "") and row.face not in KEPT_BY_WHO_ASKS
    ]
    differences += [
        f"{row.face} {row.how}: {who} gets {word}, and the table says {row.gets[who]}"
        for row, word in got
        if word != row.gets[who]
    ]
    differences += [
        f"{row.face}: what {who} gets does not say what it is"
        for row, answer in (*answers, *refused)
        if not says_what_it_is(answer)
    ]
    differences += [
        f"{row.face}: {who} may not open it, and a form that is sent gets {word}"
        for row, answer in refused
        if (word := word_for(answer)) not in REFUSALS[row.gets[who]]
    ]

    # A word of each text in the database is read by those whom the table in marked.py names, and by nobody else.
    differences += read_by(who, [all_of(answer) for answer in (*(one for _row, one in answers), found)], marks, world)
    differences += [
        f"{row.face}: {who} may not open it, and reads a word of somebody's"
        for row, answer in refused
        if words_in(all_of(answer))
    ]
    differences += [f"logged: {line}" for line in heard.lines if words_in(line)]
    differences += [f"mailed: {one.subject}" for one in mail.outbox if words_in(f"{one.subject} {one.body}")]
    assert not differences, "\n".join(differences)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["T", "H", "N"])
def test_a_page_is_read_or_its_form_is_sent_and_nothing_else_is_asked_of_it(world, who):
    """HEAD says what GET says, and writes no more than GET does: it needs no token, so it must never save."""
    client = come_in(world, who)
    for row in EVERYWHERE:
        url = world.url(row.face)
        for how in OTHER_METHODS:
            answer = client.generic(how, url)
            assert (answer.status_code, answer.content, answer["Allow"]) == (405, b"", "GET, HEAD, POST"), (
                f"{how} {url}"
            )
        if row.how == "GET":
            with transaction.atomic():
                facts = Fact.objects.count(), Letter.objects.count(), Report.objects.count(), Account.objects.count()
                head: Any = client.head(url)
                assert (word_for(head), head.content) == (row.gets[who], b""), f"HEAD {row.face}"
                now = Fact.objects.count(), Letter.objects.count(), Report.objects.count(), Account.objects.count()
                assert now == facts, f"HEAD {row.face} saved something"
                transaction.set_rollback(True)


ALWAYS_OPEN = ("account_logout", "account_change_password", "account_reauthenticate")
"""What somebody may still open who is signed in and has no seat at a school any more: nothing of a school."""


def ended(world: World) -> Client:
    """Somebody who stopped working at the school, in a browser that was signed in."""
    client = come_in(world, "H")
    StaffMember.objects.filter(pk=world.who["H"].pk).update(is_active=False)
    return client


def shut(world: World) -> Client:
    """Somebody whose account was shut, in a browser that was signed in."""
    client = come_in(world, "H")
    account = world.who["H"].account
    assert account is not None
    Account.objects.filter(pk=account.pk).update(is_active=False)
    return client


def signed_out(world: World) -> Client:
    """A browser that still has the cookie of before somebody signed out."""
    client = come_in(world, "H")
    kept = Client()
    kept.cookies.load({name: one.value for name, one in client.cookies.items()})
    client.post(reverse("account_logout"))
    return kept


def made_up(world: World) -> Client:
    """A cookie that somebody made up."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    return client


@pytest.mark.slow
@pytest.mark.parametrize("without_a_seat", [ended, shut, signed_out, made_up], ids=lambda one: one.__name__)
def test_who_has_no_seat_any_more_is_nobody_at_every_address(world, without_a_seat):
    """The same as who never came in; who is signed in without a school is told so, in a page that says nothing else."""
    marks = mark_everything()
    client = without_a_seat(world)
    differences = []
    for row in EVERYWHERE:
        for how in ("GET", "POST"):
            answer = asked(client, how, world.url(row.face))
            if words := words_in(all_of(answer)):
                differences.append(f"{how} {row.face} shows {[one.what for one in marks if one.word in words]}")
            if row.gets["N"] == "in" and row.address not in ALWAYS_OPEN:
                allowed = {"in", "405"} | ({"403", "go"} if without_a_seat is ended else set())
                if without_a_seat is ended and row.address == "joining":
                    allowed |= {"yes", "-"}  # another school may ask for them; here none does
                if (word := word_for(answer)) not in allowed:
                    differences.append(f"{how} {row.face} gives {word}")
    assert not differences, "\n".join(differences)


def test_who_reads_what_is_told_of_those_in_the_table():
    assert {who for readers in READS.values() for who in readers} <= set(WHO) - {"N"}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["T", "M", "C", "X", "Y"])
def test_nobody_who_is_kept_out_comes_in_by_reporting_again(cast, who):
    world = make_world(cast, again=True)
    client = come_in(world, who)
    got = {row.face: word_for(asked(client, row.how, world.url(row.face))) for row in ROWS_AGAIN}
    assert got == {row.face: row.gets[who] for row in ROWS_AGAIN}


@pytest.mark.slow
def test_a_form_that_is_sent_empty_breaks_no_page(world):
    for who in WHO:
        client = come_in(world, who)
        for row in ROWS:
            if row.gets[who] in REFUSALS:
                continue  # the test above has sent it
            answer = asked(client, "POST", world.url(row.face))
            assert answer.status_code in (200, 302, 303, 404, 405, 409, 422), f"{who} {row.face}: {answer.status_code}"


# ── Ids that belong elsewhere ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_an_id_of_another_case_or_school_is_unknown_under_this_one(world, cast):
    """What is under a case or a pupil is looked up there, and not in the whole database."""
    other = tell(cast).report(cast.yara, by=(cast.lars,)).step_1()
    linde = tell(cast, by=cast.linde.teacher).report(cast.linde.mila, by=(cast.linde.tijn,)).step_1()
    strange: dict[str, list[UUID]] = {
        "case_id": [linde.id],
        "fact_id": [next(iter(one.file.facts)).pk for one in (other, linde)],
        "involved_id": [one.file.people[0].pk for one in (other, linde)],
        "guardianship_id": [
            Guardianship.objects.get(guardian=guardian).pk for guardian in (cast.lies_smeets, cast.linde.saar_vlug)
        ],
        "pupil_id": [cast.linde.mila.pk],
        "group_id": [cast.linde.group.pk],
        "staff_id": [cast.linde.teacher.pk],
        "report_id": [Report.objects.get(case=linde.id).pk],
    }
    client = sign_in(Client(), cast.hein)
    open_to_head = [row for row in ROWS if row.gets["H"] == "yes"]
    tried = 0
    for row in open_to_head:
        known = world.known(row.face)
        for name, ids in strange.items():
            for one in ids if name in known else ():
                url = reverse(row.address, kwargs={**known, name: one})
                for how in ("GET", "POST"):
                    word = word_for(asked(client, how, url))
                    assert word in ("-", "405"), f"{how} {row.face} with a strange {name}: {word}"
                tried += 1
    assert tried > 40
