"""What is seldom there, on Vandaag and School: asked for in one question, and read only where there is any of it.

These notices are each a query of their own that nearly always finds nothing. Whether there is anything at all is asked
of all of them at once, with what the school still lacks (decision 149).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from kring.backup.models import Restoration
from kring.cases.access import concerns_visible_to
from kring.cases.models import Concern
from kring.cases.queries import open_concerns
from kring.cases.unlisted import who_to_settle
from kring.mail.queries import undelivered
from kring.school.models import StaffMember
from kring.school.rights import Right, may
from kring.school.second_yes import reads_proposals, told
from kring.school.setting_up import Missing, missing_beside
from kring.web.forms.drafts import unsaved_by
from kring.web.road.unsaved import unsaved_words
from kring.web.school.not_listed import not_listed
from kring.web.school.proposals_told import ProposalNotice, proposal_notices
from kring.web.school.restored import RestoredNotice, restored_notice
from kring.web.school.undelivered import not_arrived
from kring.web.way_in.sight import changes_people


@dataclass(frozen=True)
class Seldom:
    """What the school still lacks, and each notice as its page shows it."""

    missing: Sequence[Missing]
    concerns: Sequence[Concern]
    not_arrived: str
    not_listed: str
    proposals: Sequence[ProposalNotice]
    restored: RestoredNotice | None
    unsaved: str


def what_is_there(staff: StaffMember, today: date, at: datetime) -> Seldom:
    """One query, and one more for each of these of which there is something."""
    asked: dict[str, QuerySet[Any]] = {
        "restored": Restoration.objects.filter(school_id=staff.school_id),
        "unsaved": unsaved_by(staff.pk),
        **_of_those_who(staff, at),
    }
    missing, there = missing_beside(staff.school, today, asked)
    return Seldom(
        missing=missing,
        concerns=open_concerns(staff) if "concerns" in there else (),
        not_arrived=not_arrived(staff) if "not_arrived" in there else "",
        not_listed=not_listed(staff) if "not_listed" in there else "",
        proposals=proposal_notices(staff, at) if "proposals" in there else (),
        restored=restored_notice(staff) if "restored" in there else None,
        unsaved=unsaved_words(staff) if "unsaved" in there else "",
    )


def _of_those_who(staff: StaffMember, at: datetime) -> Mapping[str, QuerySet[Any]]:
    """What only some are told."""
    asked: dict[str, QuerySet[Any]] = {}
    if may(staff, Right.CONCERNS):
        asked["concerns"] = concerns_visible_to(staff).filter(taken_up_at=None)
    if changes_people(staff):
        asked["not_arrived"] = undelivered(staff.school)
    if may(staff, Right.PEOPLE):
        asked["not_listed"] = who_to_settle(staff)
    if reads_proposals(staff):
        asked["proposals"] = told(staff.school, at)
    return asked
