"""What a request carries in Kring, for type hints: the middleware sets it, views read it."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest

from kring.school.act import Act
from kring.school.models import StaffMember


class KringRequest(HttpRequest):
    """Any request: `staff` is None for somebody who is not (yet) known as a member of one school."""

    staff: StaffMember | None
    memberships: tuple[StaffMember, ...]
    drafts_known: frozenset[UUID]
    """Which drafts go with the form that was sent, where that was asked for."""
    now: datetime
    today: date


class StaffRequest(KringRequest):
    """A request that came through `staff_page`: there is a staff member."""

    staff: StaffMember


def act_of(request: StaffRequest) -> Act:
    """What is done by a button that is no form: by whom, and when."""
    return Act(by=request.staff, at=request.now, today=request.today)
