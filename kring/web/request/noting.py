"""What a page writes in the trail: that somebody read or did something here, now."""

from uuid import UUID

from kring.trail.record import Detail, record
from kring.trail.verbs import Verb
from kring.web.request.requests import StaffRequest


def note(
    request: StaffRequest, verb: Verb, *, case_id: UUID | None = None, subject_id: UUID | None = None, **more: Detail
) -> None:
    """Add a line to the trail of this person's school. What a verb changes, the verb notes itself."""
    by = request.staff
    record(verb=verb, school_id=by.school_id, at=request.now, by=by, case_id=case_id, subject_id=subject_id, **more)
