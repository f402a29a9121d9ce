"""School: who did what with its people, roles, addresses and settings. For the head (decision 107)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kring.school.models import Proposal, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, having, role_sees_cases, roles_with
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.web.request.moments import day_in
from kring.web.request.noting import note
from kring.web.request.requests import StaffRequest
from kring.web.road.trail_moments import Line, by_day
from kring.web.school.trail_told import ABOUT_WORDS, SAYS, About, said
from kring.web.way_in.doors import staff_page
from kring.words import HERE

PAGE = 50
ON_TOP = 10
LATELY = timedelta(days=30)
"""So long what an administrator did stands on top."""


@dataclass(frozen=True)
class Wish:
    """What of the trail is asked for, as it stands in the address. `before` goes on from the line with that number."""

    who: UUID | None = None
    about: About | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @property
    def narrows(self) -> bool:
        return any((self.who, self.about, self.since, self.until))

    def address(self, **other: Any) -> str:
        """The same page, with something else in it."""
        values = {
            "wie": self.who,
            "wat": self.about,
            "van": self.since,
            "tot": self.until,
        } | other
        return "?" + urlencode({name: str(value) for name, value in values.items() if value})


@require_safe
@staff_page(when=having(Right.TRAIL))
def school_trail(request: StaffRequest) -> HttpResponse:
    """What administrators did lately on top, then all of it, newest first. That it was read is a line of it too."""
    wish = _wish(request.GET)
    note(request, Verb.SCHOOL_TRAIL_READ, subject_id=request.staff.pk)
    school = request.staff.school
    everybody = by_name(StaffMember.objects.filter(school=school))
    lines = list(_asked(school.pk, wish)[: PAGE + 1])
    first = not wish.narrows and wish.before is None
    on_top = list(_of_keepers(request)[:ON_TOP]) if first else []
    told = said([*on_top, *lines[:PAGE]], request.staff, request.today)
    return render(
        request,
        "kring/school/trail.html",
        {
            "on_top": told[: len(on_top)],
            "days": by_day(
                (
                    Line(at=line.at, who=line.who, what=line.what, reads=False, url=line.url)
                    for line in told[len(on_top) :]
                ),
                request.today,
            ),
            "wish": wish,
            "everybody": [(str(one.pk), one.name) for one in everybody],
            "abouts": [(about.value, label) for about, label in ABOUT_WORDS.items()],
            "older": wish.address(voor=lines[PAGE - 1].pk) if len(lines) > PAGE else "",
            "newest": reverse("school_trail") + (wish.address() if wish.narrows else "") if wish.before else "",
        },
    )


def _wish(sent: Mapping[str, str]) -> Wish:
    """What was asked. What cannot be read is a page that is not there, and nothing is left out in silence."""
    try:
        return Wish(
            who=UUID(sent["wie"]) if sent.get("wie") else None,
            about=About(sent["wat"]) if sent.get("wat") else None,
            since=_day(sent["van"]) if sent.get("van") else None,
            until=_day(sent["tot"]) if sent.get("tot") else None,
            before=_number(sent["voor"]) if sent.get("voor") else None,
        )
    except ValueError as unread:
        raise Http404 from unread


def _day(text: str) -> date:
    if (day := day_in(text)) is None:
        raise ValueError(text)
    return day


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(text)
    return int(text)


def _of_school(school_id: UUID) -> QuerySet[TrailLine]:
    """The lines of the school itself, newest first: of no case (index `trail_of_school_itself`)."""
    own = TrailLine.objects.filter(school_id=school_id, case_id=None, verb__in=SAYS)
    return own.select_related("by").order_by("-id")


def _asked(school_id: UUID, wish: Wish) -> QuerySet[TrailLine]:
    lines = _of_school(school_id)
    if wish.about:
        lines = lines.filter(verb__in=[verb for verb, (about, _words) in SAYS.items() if about is wish.about])
    else:
        lines = lines.exclude(verb=Verb.SCHOOL_TRAIL_READ)
    if wish.who:
        lines = lines.filter(by=wish.who)
    if wish.since:
        lines = lines.filter(at__gte=_begins(wish.since))
    if wish.until:
        lines = lines.filter(at__lt=_begins(wish.until + timedelta(days=1)))
    return lines if wish.before is None else lines.filter(id__lt=wish.before)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)


def _of_keepers(request: StaffRequest) -> QuerySet[TrailLine]:
    """What those did lately who keep the people and see no case: by their role now, or the one that they had or have
    been given since the trail is kept by two (an administrator who became head still did it as administrator)."""
    keepers = [role for role in roles_with(Right.PEOPLE) if not role_sees_cases(role)]
    were = Proposal.objects.filter(Q(role__in=keepers) | Q(role_before__in=keepers), school=request.staff.school)
    people = StaffMember.objects.filter(school=request.staff.school)
    them = people.filter(Q(role__in=keepers) | Q(pk__in=were.values("staff")))
    lines = _of_school(request.staff.school_id).exclude(verb=Verb.SCHOOL_TRAIL_READ)
    return lines.filter(by__in=them.values("pk"), at__gt=request.now - LATELY)
