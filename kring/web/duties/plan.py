"""Issuing the plan: read it once as the team will, then send it into the school (rows S3d, S3g, S4e, S5f)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.access import Need, readers
from kring.cases.actions import issuing
from kring.cases.case_file import read_case_file
from kring.cases.models import Case, PlanVersion
from kring.cases.plan_words import Pair, plan_on_screen
from kring.protocol.progress import State
from kring.protocol.terms import Kind
from kring.school.act import Act
from kring.web.doors import case_or_404, staff_page
from kring.web.duties.afterwards import what_is_next
from kring.web.duties.not_now import not_now, what_comes_first
from kring.web.duties.place import Place
from kring.web.forms import KringForm
from kring.web.forms.page import handle
from kring.web.plan_readers import in_headings
from kring.web.requests import StaffRequest


class IssueForm(KringForm):
    """Nothing to fill in: the plan is read, and then issued."""


@dataclass(frozen=True)
class Readers:
    """Who will be able to read the plan, in groups with their names."""

    groups: list[Pair]
    number: int


@staff_page()
def issue_plan(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The plan as it would be issued now, with what must come first, or the button that issues it."""
    case = case_or_404(request, case_id, Need.WRITE)
    file = read_case_file(case)
    current = file.progress.current
    latest = issuing.newest_version(case)
    task = current.task_of(Kind.ISSUE_PLAN) if current else None
    asked = task is not None and not task.settled
    shows = request.method != "POST"
    if shows and current is None:
        return not_now(request, file)
    if shows and latest is None and not asked:
        return not_now(
            request, file, because=_("Het plan is er nog niet aan toe. Kijk op de zaak wat nu aan de beurt is.")
        )
    plan = issuing.next_plan(file, request.staff, request.today, latest)
    visit = file.progress.last

    def said(version: PlanVersion) -> str:
        saved = _("Versie %(number)s van het plan is uit. Het hele team kan het lezen.") % {"number": version.number}
        return what_is_next(case, visit, request.today, saved=saved)

    def act(_form: IssueForm, now: Act) -> PlanVersion:
        return issuing.issue_plan(act=now, case_id=case.pk)

    first = what_comes_first(file, task) if task and task.state is State.WAITING else []
    return handle(
        request,
        IssueForm,
        act=act,
        to=reverse("case", args=[case.pk]),
        said=said,
        template="kring/duties/issue_plan.html",
        context={
            "here": Place(request, file, visit, task.duty if task else None),
            "document": plan_on_screen(plan),
            "first": first,
            "may_issue": not first and (asked or bool(plan.changes)),
            "latest": latest,
            "readers": readers_of(case),
        },
        keeps_drafts=False,
    )


def readers_of(case: Case) -> Readers:
    """Everybody of the team but who is kept out of this case."""
    team = list(readers(case))
    groups = [(label, [one.name for one in members]) for label, members in in_headings(team)]
    return Readers([Pair(label, words.listed(names)) for label, names in groups if names], len(team))
