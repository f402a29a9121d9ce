"""The page instead of a form: the case is closed, something comes first, or the step does not ask for this."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.protocol.progress import Task
from kring.web.request.requests import StaffRequest
from kring.web.road.onward import address_of
from kring.web.road.place import Here, Place


def not_now(
    request: StaffRequest,
    held: HeldCase,
    *,
    task: Task | None = None,
    earlier: Fact | None = None,
    because: str = "",
    first: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """The page instead of a form: the case is closed, something comes first, or this step does not ask for it."""
    file = held.file
    place = Place(held, file.progress.last, task.duty if task else None)
    here = Here(place)
    first = first or (what_comes_first(file, task) if task else [])
    # Without a duty something comes before the question of the step.
    title = here.title or (_(place.visit.step.question) if first and place.visit.step.question else "")
    return render(
        request,
        "kring/duties/not_now.html",
        {
            "here": here,
            "title": title,
            "closed": file.progress.current is None,
            "first": first,
            "earlier": earlier,
            "because": because,
        },
    )


def what_comes_first(file: CaseFile, task: Task) -> list[tuple[str, str]]:
    """What a waiting duty waits for, as (title, address)."""
    current = file.progress.current
    if current is None:
        return []
    waiting = [current.task(key) for key in task.waits_for]
    first = [(_(one.duty.title), address_of(file, one.duty)) for one in waiting if one]
    if current.step.outcomes and current.outcome is None:
        first.append((_(current.step.question), reverse("decide", args=[file.case.pk])))
    return first
