"""Issuing the plan: read it once as the team will, then send it into the school (rows S3d, S3g, S4e, S5f)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.access import Need, may, readers
from kring.cases.actions import issuing
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Case, PlanVersion
from kring.cases.plan import newest_version
from kring.cases.plan_in_force import next_plan, still_named, task_to_issue
from kring.cases.plan_words import Pair, plan_on_screen
from kring.cases.relatives import possible_relatives, to_decide_first, waiting_relatives
from kring.protocol.progress import State
from kring.school.models import StaffMember
from kring.school.order import by_name
from kring.web.forms import FormPage, Page, SureForm, by_field
from kring.web.kinds.observation_request import ObserveForm, until_next_evaluation
from kring.web.kinds.relative_stays import relative_in_words
from kring.web.request.requests import StaffRequest
from kring.web.road.afterwards import what_is_next
from kring.web.road.case_form import case_form
from kring.web.road.not_now import not_now, what_comes_first
from kring.web.road.place import Here, Place, standing_in
from kring.web.road.plan_readers import in_headings
from kring.web.way_in.doors import staff_page


@dataclass(frozen=True)
class Readers:
    """Who will be able to read the plan, in groups with their names."""

    groups: list[Pair]
    number: int


@staff_page()
@case_form(Need.WRITE)
def issue_plan(request: StaffRequest, held: HeldCase) -> Page:
    """The plan as it would be issued now, with what must come first, or the button that issues it."""
    file, case = held.file, held.case
    current = file.progress.current
    latest = newest_version(case)
    task = task_to_issue(file)
    shows = request.method != "POST"
    if shows and current is None:
        return not_now(request, held)
    plan = next_plan(file, request.staff, request.today, latest)
    reason = issuing.why_not_now(task, latest, plan)
    if shows and latest is None and reason:
        return not_now(request, held, because=reason)
    visit = file.progress.last

    def said(version: PlanVersion) -> str:
        saved = _("Versie %(number)s van het plan is uit. Het hele team kan het lezen.") % {"number": version.number}
        following = what_is_next(held, visit, saved=saved)
        return following if following.startswith(saved) else f"{saved} {following}"

    waits = task is not None and task.state is State.WAITING and not issuing.needed_now(file, plan)
    first = what_comes_first(file, task) if task and waits else []
    decide = to_decide_first(file)
    watch = issuing.watch_to_ask(file) if not first else None
    return FormPage(
        form=ObserveForm if watch else SureForm,
        verb=by_field(issuing.issue_plan, case_id=case.pk),
        to=reverse("case", args=[case.pk]),
        said=said,
        template="kring/duties/issue_plan.html",
        words={
            "here": Here(Place(held, visit, task.duty if task else None)),
            "document": plan_on_screen(plan),
            "first": first,
            "relatives": _relatives(file, request.staff),
            "may_issue": not first and not reason and not decide,
            "decide_first": bool(decide),
            "latest": latest,
            "readers": others_of_the_team(case, request.staff),
            "asks_to_watch": watch is not None,
            "still_named": still_named(file, plan),
        },
        initial=until_next_evaluation(Place(held, visit, watch.duty)) if watch else {},
        keeps_drafts=watch is not None,
        stands=standing_in(visit),
    )


def _relatives(file: CaseFile, reader: StaffMember) -> list[tuple[str, str]]:
    """Colleagues who are, or may be, family of a child, and where who leads decides about them."""
    decides = may(reader, Need.LEAD, file.case)
    return [
        (
            relative_in_words(one, file),
            reverse("relative", args=[file.case.pk, one.staff.pk]) if decides and one.staff.pk != reader.pk else "",
        )
        for one in (*waiting_relatives(file), *possible_relatives(file))
    ]


def others_of_the_team(case: Case, issuer: StaffMember) -> Readers:
    """Everybody of the team but those kept out of this case, without who shares the plan and so has it already."""
    team = by_name(readers(case).exclude(pk=issuer.pk))
    groups = [(label, [one.name for one in members]) for label, members in in_headings(team)]
    return Readers([Pair(label, words.listed(names)) for label, names in groups if names], len(team))
