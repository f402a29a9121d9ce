"""What is seldom there, on Vandaag and School: asked for in one question, and read only where there is any of it.

These notices are each a query of their own that nearly always finds nothing. Whether there is anything at all is asked
of all of them at once, with what the school still lacks (decision 149).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet

from kring.backup.age import age_in
from kring.backup.models import Restoration
from kring.cases.access import concerns_visible_to
from kring.cases.models import Concern
from kring.cases.promises import seen_from, that_may_be_seen
from kring.cases.queries import open_concerns
from kring.cases.unlisted import who_to_settle
from kring.mail.queries import undelivered
from kring.prepared import prepared
from kring.reports.waiting import Waits, waits_for, what_waits
from kring.school.calendars import school_year_of
from kring.school.models import Role, School, StaffMember
from kring.school.rights import Right, may
from kring.school.second_yes import SHOWN, reads_proposals, told
from kring.school.setting_up import Missing, missing_in, what_is_set_up
from kring.web.forms.drafts import unsaved_by
from kring.web.road.unsaved import unsaved_words
from kring.web.school.not_listed import not_listed
from kring.web.school.proposals_told import ProposalNotice, proposal_notices
from kring.web.school.restored import RestoredNotice, restored_notice
from kring.web.school.server import Server, is_told_of_copies, is_told_of_server, what_is_known
from kring.web.school.undelivered import not_arrived
from kring.web.way_in.sight import changes_people


@dataclass(frozen=True)
class Seldom:
    """What the school still lacks, and each notice as its page shows it.

    `told` and `promised` are for Vandaag alone: what was told by a door and waits, and whether there may be a promise
    to tell of. `server` is there for who is told of the server.
    """

    missing: Sequence[Missing]
    concerns: Sequence[Concern]
    not_arrived: str
    not_listed: str
    proposals: Sequence[ProposalNotice]
    restored: RestoredNotice | None
    unsaved: str
    told: Sequence[Waits] = ()
    promised: bool = False
    server: Server | None = None


def what_is_there(staff: StaffMember, today: date, at: datetime, *, on_today: bool = False) -> Seldom:
    """One query, and one more for each of these of which there is something; `on_today` asks for what Vandaag alone
    shows."""
    server, copies = is_told_of_server(staff), is_told_of_copies(staff)
    who = (staff.pk, staff.school_id, Role(staff.role), staff.is_active)
    (row,) = _asked(*who, school_year_of(today), at - SHOWN, seen_from(today), on_today, server, copies)
    there = {name.removeprefix(IS_THERE) for name, is_there in row.items() if name.startswith(IS_THERE) and is_there}
    return Seldom(
        missing=missing_in(staff.school, row),
        concerns=open_concerns(staff) if "concerns" in there else (),
        not_arrived=not_arrived(staff) if "not_arrived" in there else "",
        not_listed=not_listed(staff) if "not_listed" in there else "",
        proposals=proposal_notices(staff, at) if "proposals" in there else (),
        restored=restored_notice(staff) if "restored" in there else None,
        unsaved=unsaved_words(staff) if "unsaved" in there else "",
        told=waits_for(staff, today) if "told" in there else (),
        promised="promised" in there,
        server=Server(row, age_in(row) if copies else None) if server else None,
    )


IS_THERE = "is_there_"


@prepared
def _asked(
    who: UUID,
    school: UUID,
    role: Role,
    is_active: bool,
    year: str,
    lately: datetime,
    promised_until: date,
    on_today: bool,
    server: bool,
    copies: bool,
) -> QuerySet[School, dict[str, Any]]:
    staff = StaffMember(pk=who, school_id=school, role=role, is_active=is_active)
    beside: dict[str, QuerySet[Any]] = {
        "restored": Restoration.objects.filter(school_id=school),
        "unsaved": unsaved_by(who),
        **_of_those_who(staff, lately),
    }
    if on_today:
        beside |= {"told": what_waits(staff), "promised": that_may_be_seen(staff, promised_until)}
    asked = {
        **what_is_set_up(school, year),
        **{f"{IS_THERE}{name}": Exists(rows.order_by()) for name, rows in beside.items()},
        **(what_is_known(copies=copies) if server else {}),
    }
    found: QuerySet[School, dict[str, Any]] = School.objects.filter(pk=school).annotate(**asked).values(*asked)
    return found


def _of_those_who(staff: StaffMember, lately: datetime) -> Mapping[str, QuerySet[Any]]:
    """What only some are told."""
    asked: dict[str, QuerySet[Any]] = {}
    if may(staff, Right.CONCERNS):
        asked["concerns"] = concerns_visible_to(staff).filter(taken_up_at=None)
    if changes_people(staff):
        asked["not_arrived"] = undelivered(School(pk=staff.school_id))
    if may(staff, Right.PEOPLE):
        asked["not_listed"] = who_to_settle(staff)
    if reads_proposals(staff):
        asked["proposals"] = told(staff.school_id, lately)
    return asked
