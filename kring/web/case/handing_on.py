"""The hand-over sheet: half a page for the teacher who takes a case over, to be read and printed (decision 086)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need, coordinators_of
from kring.cases.agreements import standing_agreements
from kring.cases.bodies import HandedOver
from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.handing_on import may_read_sheet
from kring.cases.models import Involved
from kring.cases.promises import promises_of
from kring.cases.wording import role_in_words
from kring.web.case.knowing import Pair
from kring.web.case.overview import head_of
from kring.web.case.path import visit_title
from kring.web.case.side import dates_of
from kring.web.request.requests import StaffRequest
from kring.web.road.names import group_title
from kring.web.way_in.doors import case_or_404, staff_page


@require_safe
@staff_page()
def hand_over_sheet(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Which child, what is open, what was agreed and still holds, the next day, whom to ask. Nothing in confidence."""
    case = case_or_404(request, case_id, Need.READ_FILE)
    file = read_case_file(case)
    if not may_read_sheet(request.staff, file):
        raise Http404
    return render(
        request,
        "kring/case/hand_over_sheet.html",
        {
            **head_of(file),
            "children": [_child(file, one) for one in file.people],
            "open": _open(file),
            "agreements": [(one.agreement.what, one.agreement.who) for one in standing_agreements(file) if one.counts],
            "promises": [
                (one.body.what, one.promise.staff.name) for one in promises_of(file, request.today) if one.counts
            ],
            "dates": dates_of(file, words.full_day),
            "owner": case.owner.name,
            "former": sorted({one.body.from_name for one in file.of(HandedOver)} - {case.owner.name}),
            "coordinators": words.listed(one.name for one in coordinators_of(case)),
        },
    )


def _child(file: CaseFile, child: Involved) -> Pair:
    pupil = child.pupil
    where = _("van school") if pupil.left_on else group_title(pupil.group)
    if pupil.next_group:
        where = _("%(group)s, na de zomer %(next)s") % {"group": where, "next": pupil.next_group.title}
    return Pair(file.name_of(child), f"{role_in_words(child.role)}, {where}")


def _open(file: CaseFile) -> list[Pair]:
    """What is to be done still, by the step that asks it."""
    current = file.progress.current
    here = [task for task in current.tasks if not task.settled] if current else []
    asked = {visit_title(current): [_(task.duty.title) for task in here]} if current and here else {}
    for visit, task in file.progress.trailing:
        asked.setdefault(visit_title(visit), []).append(_(task.duty.title))
    return [Pair(step, words.capital(words.listed(map(words.lower_first, duties)))) for step, duties in asked.items()]
