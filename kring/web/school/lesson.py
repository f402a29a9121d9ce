"""A lesson of twenty minutes about telling, with the poster and the cards of the child's door."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring.own_word import in_dutch
from kring.paper.poster import Poster
from kring.paper.printing import poster_pdf
from kring.paper.square_code import square_code
from kring.reports.access import who_read
from kring.reports.actions.doors import door_of
from kring.reports.models import Door, For
from kring.school.calendars import school_year_of
from kring.school.calling import numbers_of
from kring.school.models import Group, Line, Portrait, School, StaffMember
from kring.school.order import by_name
from kring.web.request.files import file_answer
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_protocol

YOUNGEST = 3
"""The child's door is for groep 3 to 8; the little ones tell it to their teacher, or together at the tablet."""


@require_safe
@staff_page()
def lesson(request: StaffRequest) -> HttpResponse:
    """The lesson, and what to hang up: for anybody of the team."""
    staff = request.staff
    door = _open_door(staff.school)
    groups = _groups(request)
    return render(
        request,
        "kring/school/lesson.html",
        {
            "door": door,
            "door_url": reverse("door", args=[door.address]) if door else "",
            "may_open": changes_protocol(staff),
            "leaders": [one.name for one in _leaders(staff)] if door is None else [],
            "groups": groups if door else [],
            "own": [group for group in groups if staff in group.taught_by()] if door else [],
        },
    )


@require_safe
@staff_page()
def door_poster(request: StaffRequest) -> HttpResponse:
    """The poster of the school."""
    return _printed(request, "poster", _leaders(request.staff))


@require_safe
@staff_page()
def door_group_poster(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """The poster of one group, with its own teachers first."""
    group = next((one for one in _groups(request) if one.pk == group_id), None)
    if group is None:
        raise Http404
    teachers = by_name(group.taught_by())
    return _printed(request, "poster", list(dict.fromkeys([*teachers, *_leaders(request.staff)])), group.title)


@require_safe
@staff_page()
def door_cards(request: StaffRequest) -> HttpResponse:
    """Eight cards to cut out, for in a drawer or a bag."""
    return _printed(request, "cards", [])


def _printed(request: StaffRequest, shape: str, people: list[StaffMember], group: str = "") -> HttpResponse:
    school = request.staff.school
    door = _open_door(school)
    if door is None:
        raise Http404
    photos = {one.staff_id: one.jpeg for one in Portrait.objects.filter(staff__in=people)} if people else {}
    url = f"{settings.KRING_URL}{reverse('door', args=[door.address])}"
    with in_dutch(school.coordinator_word):  # children read it, whatever language this teacher works in
        poster = Poster(
            shape="cards" if shape == "cards" else "poster",
            school=f"{school.name} · {group}" if group else school.name,
            title=_("Vertel het"),
            lines=(
                _("Word jij gepest? Of zie je het bij iemand anders?"),
                _("Vertellen is geen klikken. Je mag het altijd zeggen."),
            )
            if shape == "poster"
            else (_("Word jij gepest? Zie je het bij iemand?"), _("Vertellen is geen klikken.")),
            address=url.partition("://")[2].rstrip("/"),
            svg=square_code(url),
            says=_("QR-code van het adres dat eronder staat"),
            in_person=_("Je mag het ook gewoon zeggen tegen:"),
            people=tuple(one.form_of_address or one.name for one in people),
            faces=tuple(photos.get(one.pk, b"") for one in people),
            foot=_("Je hoeft je naam niet te zeggen. Is er nu gevaar? Roep een groot mens, of bel %(number)s.")
            % {"number": numbers_of(school)[Line.ALARM].number},
            language="nl",
            made_at=request.now,
        )
        return file_answer(poster_pdf(poster), "application/pdf", f"vertel-het-{shape}.pdf")


def _leaders(staff: StaffMember) -> list[StaffMember]:
    """Who reads what a child tells, by name."""
    return by_name(who_read(staff.school_id, For.LEADERS))


def _open_door(school: School) -> Door | None:
    """The door for children, while it is open."""
    door = door_of(school)
    return door if door and door.for_children else None


def _groups(request: StaffRequest) -> list[Group]:
    """The groups of this school year from groep 3 on, with their teachers."""
    year = school_year_of(request.today)
    found = Group.objects.filter(school=request.staff.school_id, school_year=year, year_group__gte=YOUNGEST)
    return list(found.prefetch_related("teachers"))
