"""What is given at the secret address: an agenda without sign-in; and one planned talk as a file, behind sign-in."""

from datetime import date, datetime
from functools import cache
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from kring.backup.manifest import release
from kring.cases.access import Need
from kring.cases.agenda import agenda_of
from kring.cases.case_file import read_case_file
from kring.cases.planned_talks import planned_talks
from kring.own_word import own_word
from kring.school.calendar_addresses import calendar_address_with, note_fetch
from kring.school.models import StaffMember
from kring.trail.changes import last_changes
from kring.web.agenda.calendar_file import agenda_file, talk_file
from kring.web.request.files import file_answer
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import case_or_404, staff_page
from kring.web.way_in.middleware import now_for
from kring.words import HERE

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def agenda_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The agenda of whoever this secret belongs to. The secret is the only key: an unknown or former one gets 404."""
    address = calendar_address_with(secret)
    if address is None:
        raise Http404
    now = now_for(address.staff)
    today = now.astimezone(HERE).date()
    # Read before the agenda is: what changes in between is sent at the next time.
    etag = _etag(address.staff, today, now)
    note_fetch(address, on=today)
    if known := get_conditional_response(request, etag=etag):
        answer: HttpResponseBase = known
    else:
        with own_word(address.staff.school.coordinator_word):
            answer = file_answer(agenda_file(agenda_of(address.staff, today)), CALENDAR, "kring.ics")
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = etag
    return answer


_release = cache(release)


def _etag(staff: StaffMember, today: date, now: datetime) -> str:
    """What this agenda is known by, without making it: calendars ask every quarter of an hour, and nearly always have
    it already. All that it shows changes by a verb, which writes its line in the school's trail (decision 168)."""
    who = (staff.pk, staff.role, staff.school.coordinator_word)
    shown = (*who, today, settings.KRING_URL, _release(), *last_changes(staff.school_id, now))
    return quote_etag(sha256(repr([str(one) for one in shown]).encode()).hexdigest())


@require_safe
@staff_page()
def planned_talk_file(request: StaffRequest, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """One planned talk, to be put into one's own calendar. The newest version, whichever was asked for."""
    case = case_or_404(request, case_id, Need.READ_FILE)
    file = read_case_file(case)
    for planned in planned_talks(file):
        if fact_id in {planned.fact.pk, *(fact.pk for fact in file.former(planned.fact))}:
            return file_answer(talk_file(planned), CALENDAR, f"kring-{case.reference}.ics", attached=True)
    raise Http404
