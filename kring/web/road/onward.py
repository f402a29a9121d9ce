"""Where a duty is carried out, and where "Bewaren en verder" leads: to what the case asks next (decision 139)."""

from datetime import date

from django.urls import reverse

from kring.cases.asked_together import asked_together
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.planned_talks import planned_talks
from kring.cases.safety import asked_by
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import Duty, Kind, Whom

ONWARD = "verder"
"""In the address of a list of calls: begin with the first of them."""


def next_in(held: HeldCase) -> str:
    """The form of what comes first in the case as it was left; the case itself where there is none to fill in now.

    Whether the children are safe for now goes before everything (decision 067). What has a day to come is not written
    up today, and what a danger asks stands on the case.
    """
    file, case_id = held.now, held.case.pk
    case_url, current = reverse("case", args=[case_id]), file.progress.current
    if current is None or file.case.danger_since is not None:
        return case_url
    if asked_by(file.calendar.after(held.today, 1), file):
        return reverse("safe_for_now", args=[case_id])
    task = current.next_task
    if task is None:
        return reverse("decide", args=[case_id]) if current.may_decide else case_url
    if _is_to_come(file, current, task, held):
        return case_url
    if task.duty.whom is Whom.EACH_GUARDIAN:
        return f"{reverse('duty', args=[case_id, task.duty.key])}?{ONWARD}"
    return address_now(file, task.duty, held.today)


def _is_to_come(file: CaseFile, visit: Visit, task: Task, held: HeldCase) -> bool:
    """Whether a talk of this duty stands in the agenda on a day after today."""
    here = (*visit.place, task.duty.key)
    planned = planned_talks(file)
    return any((*one.visit.place, one.task.duty.key) == here and one.fact.on > held.today for one in planned)


def address_now(file: CaseFile, duty: Duty, today: date) -> str:
    """Where a duty is carried out now: with what belongs to it, in one save, where something does."""
    found = asked_together(file, today, duty.key)
    return reverse("at_once", args=[file.case.pk, duty.key]) if found else address_of(file, duty)


def address_of(file: CaseFile, duty: Duty) -> str:
    """Where a duty is carried out."""
    if duty.kind is Kind.ISSUE_PLAN:
        return reverse("issue_plan", args=[file.case.pk])
    return reverse("duty", args=[file.case.pk, duty.key])
