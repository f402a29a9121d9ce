"""The photo of who reads what is told, for the first pages of both doors: without a cookie, and kept by nobody."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kring.reports.access import who_read
from kring.reports.models import Door, For
from kring.school.models import Portrait
from kring.web.request.files import file_answer


@require_safe
def portrait(request: HttpRequest, address: str, portrait_id: UUID) -> HttpResponse:
    """The photo at an open door of this address, of a colleague who reads what is told there now."""
    door = Door.objects.filter(Q(for_children=True) | Q(for_parents=True), address=address.lower()).first()
    found = None
    if door is not None:
        found = Portrait.objects.filter(staff__in=who_read(door.school_id, For.LEADERS), pk=portrait_id).first()
    if found is None:
        raise Http404
    answer = file_answer(found.jpeg, "image/jpeg", "foto.jpg")
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    answer["X-Robots-Tag"] = "noindex"
    return answer
