"""The plan on paper: one frozen version as an accessible PDF."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need
from kring.cases.plan import content_of
from kring.cases.plan_in_force import stale_line
from kring.cases.plan_sheet import file_name_of, sheet_of
from kring.cases.team import versions_for
from kring.paper.printing import pdf
from kring.paper.sheet import Sheet
from kring.school.rights import sees_cases
from kring.trail.verbs import Verb
from kring.web.request.files import file_answer
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import case_or_404, staff_page


@require_safe
@staff_page(when=sees_cases)
def plan_pdf(request: StaffRequest, case_id: UUID, number: int) -> HttpResponse:
    """Print one version. Who printed it and when stands on each page and in the trail; no name in the file's name."""
    case = case_or_404(request, case_id, Need.READ_PLAN)
    versions = versions_for(request.staff, case)
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise Http404
    stale = stale_line(case, request.today) if version is versions[0] else ""
    plan = content_of(version)
    printed = _("afgedrukt door %(who)s op %(day)s") % {
        "who": request.staff.name,
        "day": f"{words.day_and_month(request.today)} {request.today.year}",  # short: one line with the page
    }
    school, language = request.staff.school.name, get_language() or "nl"
    sheet = sheet_of(plan, school=school, printed=printed, language=language, stale=stale)
    note(request, Verb.PLAN_PRINTED, case_id=case.pk, subject_id=version.pk, number=number)
    return on_paper(sheet, file_name_of(plan))


def on_paper(sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a PDF of this name."""
    return file_answer(pdf(sheet), "application/pdf", name)
