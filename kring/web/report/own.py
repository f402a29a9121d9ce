"""What became of one's own reports: the list, and the lines below one of them."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.own_reports import Followed, own_reports
from kring.school.rights import Right, having
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import staff_page


@dataclass(frozen=True, slots=True)
class OwnReport:
    """One line of the list."""

    url: str
    title: str
    sentence: str


@require_safe
@staff_page(when=having(Right.REPORT))
def own(request: StaffRequest) -> HttpResponse:
    """The latest reports that this person made, or took down for a pupil or a parent."""
    reports = own_reports(request.staff)
    titles = [_("Gemeld op %(day)s") % {"day": words.day(report.reported_on, request.today)} for report in reports]
    rows = [
        OwnReport(
            url=reverse("report_done", args=[report.pk]),
            title=title,
            sentence=_("%(name)s pakt dit op.") % {"name": report.case.owner.name},
        )
        for report, title in zip(reports, words.numbered(titles), strict=True)
    ]
    return render(request, "kring/report/own.html", {"rows": rows})


def what_became(followed: Followed, today: date) -> list[str]:
    """What happened with a report, in sentences for the one who made it. Nothing of what the children said."""
    if followed.kept_out:
        return []
    lines = []
    if followed.talked_on:
        day = words.day(followed.talked_on, today)
        lines.append(_("Het eerste gesprek met een kind was %(day)s.") % {"day": day})
    else:
        lines.append(_("Er staat nog geen gesprek met de kinderen in Kring."))
    if followed.closed:
        lines.append(_("De zaak is afgesloten."))
    return lines
