"""Plannen: the running plans that the whole team may read, and one plan as a document with its versions."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need, may
from kring.cases.actions.issuing import read_plan
from kring.cases.models import Case, PlanVersion
from kring.cases.plan import content_of
from kring.cases.plan_in_force import is_shut, stale_line
from kring.cases.plan_words import plan_on_screen
from kring.cases.queries import PlanLine, asked_and_noted, asked_at, plan_lines
from kring.cases.team import running_request, versions_for
from kring.school.models import StaffMember
from kring.school.rights import sees_cases
from kring.web.lists.until import until
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest, act_of
from kring.web.road.children import Shown, Titles, called, in_title, names_on_page
from kring.web.road.pager import page_asked, pager
from kring.web.road.plan_readers import readers_of
from kring.web.way_in.doors import case_or_404, staff_page


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan of the list. `watch` says until when one is asked to watch, "" when nobody asks."""

    url: str
    title: str
    sentence: str
    read: bool
    watch: str
    observed: bool
    observation_url: str


@require_safe
@staff_page(when=sees_cases)
def plans(request: StaffRequest) -> HttpResponse:
    """One page of the running plans, the latest issued on top."""
    page = page_asked(request)
    lines, has_next = plan_lines(request.staff, request.today, page)
    here = reverse("plans")
    if not lines and page > 1:
        return SeeOther(here)
    return render(
        request,
        "kring/plans/list.html",
        {"rows": _rows(lines, request.today), "pager": pager(here, page, len(lines), has_next=has_next)},
    )


def _rows(lines: list[PlanLine], today: date) -> list[PlanRow]:
    parties = {line.case.pk: in_title(line.children, reads_file=line.reads_file) for line in lines}
    names = names_on_page(Shown(line.children, beside=parties[line.case.pk]) for line in lines)
    titled = [(line, called(parties[line.case.pk], names)) for line in lines]
    titles = Titles((line.case, title) for line, title in titled)
    return [_row(line, titles.of(line.case, title), today) for line, title in titled]


def _row(line: PlanLine, title: str, today: date) -> PlanRow:
    about = {
        "number": line.version.number,
        "day": words.day(line.version.issued_on, today),
        "name": line.case.owner.name,
    }
    return PlanRow(
        url=reverse("plan", args=(line.case.pk,)),
        title=title,
        sentence=_("Versie %(number)s van %(day)s. Zaak van %(name)s.") % about,
        read=line.read,
        watch=until(line.watch_until, today),
        observed=line.observed,
        observation_url=reverse("observation", args=(line.case.pk,)),
    )


@require_safe
@staff_page(when=sees_cases)
def plan(request: StaffRequest, case_id: UUID, number: int | None = None) -> HttpResponse:
    """One version of a plan, the newest unless a number is given. Opening it is reading it."""
    case = case_or_404(request, case_id, Need.READ_PLAN)
    reads_file = may(request.staff, Need.READ_FILE, case)
    if is_shut(case, request.staff):
        return render(request, "kring/plans/shut.html", {"case": case})
    versions = versions_for(request.staff, case)
    shown = next((version for version in versions if number in (None, version.number)), None)
    if shown is None:
        raise Http404
    shown.case = case
    with transaction.atomic():
        read_plan(act=act_of(request), version=shown)
    team = readers_of(case, shown.number, shown.issued_by_id, request.today)
    return render(
        request,
        "kring/plans/plan.html",
        {
            "document": plan_on_screen(content_of(shown)),
            "number": shown.number,
            "is_newest": shown is versions[0],
            "stale": stale_line(case, request.today) if shown is versions[0] else "",
            "pdf_url": reverse("plan_pdf", args=(case.pk, shown.number)),
            "newest_url": reverse("plan", args=(case.pk,)),
            "versions": [_version(case, version, shown, versions[0], request.today) for version in versions],
            "case": case,
            "case_url": reverse("case", args=(case.pk,)) if reads_file else "",
            "request_now": _request_now(case, request.staff, request.today) if case.closed_on is None else None,
            "observation_url": reverse("observation", args=(case.pk,)) if case.closed_on is None else "",
            "readers": sum(reader.has_read for reader in team),
            "team": len(team),
            "team_by_name": team if reads_file else [],
        },
    )


def _version(case: Case, version: PlanVersion, shown: PlanVersion, newest: PlanVersion, today: date) -> dict[str, Any]:
    """One version in the chooser. The newest has the address that always shows the newest."""
    return {
        "url": reverse("plan", args=(case.pk,))
        if version is newest
        else reverse("plan_version", args=(case.pk, version.number)),
        "number": version.number,
        "day": words.day_and_month(version.issued_on, today),
        "current": version is shown,
        "newest": version is newest,
    }


def _request_now(case: Case, staff: StaffMember, today: date) -> dict[str, Any] | None:
    """What colleagues are asked to watch for now, whatever the shown version said, and whether this person answered."""
    facts = asked_and_noted([case.pk])
    asked = running_request(facts, today)
    if asked is None:
        return None
    mine = [fact for fact in facts if fact.kind == "observation" and fact.by_id == staff.pk]
    return {
        "watch_for": asked.watch_for,
        "until": words.near_day(asked.until, today),
        "answered": any(fact.at > asked_at(asked.fact) for fact in mine),
    }
