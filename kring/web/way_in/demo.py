"""The demo's own doors: come in as somebody of the invented school, and let a day or a week go by, begin again.

Every one of them is shut (404) unless this installation is a demo and the school is the invented one.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kring import words
from kring.cases.queries import When, today_lines
from kring.cases.team import asked_of
from kring.demo.again import begin_again
from kring.demo.ahead import let_go_by
from kring.reports.models import Door
from kring.school.act import Act
from kring.school.calendars import calendar_for
from kring.school.models import Role, StaffMember
from kring.school.order import by_name
from kring.school.rights import sees_cases
from kring.trail.record import Key, record
from kring.trail.verbs import Verb
from kring.web.request import clock
from kring.web.request.redirects import SeeOther, safe_next
from kring.web.request.requests import KringRequest
from kring.web.request.sure import asks_first
from kring.web.way_in.middleware import CHOSEN_STAFF, begin_session, recognise, today_of
from kring.web.way_in.second_step import note_shown
from kring.web.way_in.sight import in_demo

STEPS_AHEAD = (1, 7)
"""Days: the visitor chooses one of these, and never goes back."""
WAS_SURE = "kring_demo_ahead"
"""In the session: somebody said that time may go by."""

TEACHERS_SHOWN = 2
"""The sign-in page offers one of each role, in their order, and of teachers so many: they carry the protocol out."""


def demo_staff() -> QuerySet[StaffMember]:
    """The invented colleagues one may be. Nobody outside a demo."""
    if not settings.KRING_DEMO:
        return StaffMember.objects.none()
    return StaffMember.objects.filter(
        school__is_demo=True, school__practice=None, is_active=True, account__is_active=True
    )


def offered() -> list[StaffMember]:
    """Some of them, of each role: enough to walk through the whole protocol."""
    everybody = by_name(demo_staff().prefetch_related("groups"))
    return [
        member
        for role in Role
        for member in [one for one in everybody if one.role == role][: TEACHERS_SHOWN if role == Role.TEACHER else 1]
    ]


@dataclass(frozen=True, slots=True)
class Offered:
    """An invented colleague on the door, with what they meet now."""

    member: StaffMember
    meets: str


@dataclass(frozen=True)
class OpenDoor:
    """A way in for who has no account: where it is, its drawing, for whom, and what it is."""

    url: str
    icon: str
    title: str
    about: str


def doors() -> list[Offered]:
    """Those who are offered, each with what stands on their own Vandaag today: a few queries for each."""
    return [Offered(member, _meets(member)) for member in offered()]


def open_doors() -> list[OpenDoor]:
    """Where a child or a parent of the invented school tells something, as far as those doors are open."""
    door = Door.objects.filter(school__is_demo=True, school__practice=None).first()
    if door is None:
        return []
    child = OpenDoor(
        reverse("door", args=(door.address,)),
        "message-circle",
        _("Een kind dat iets wil vertellen"),
        _("De deur voor kinderen, zonder inloggen. Wat je vertelt, komt bij de school binnen."),
    )
    parent = OpenDoor(
        reverse("parent_door", args=(door.address,)),
        "users",
        _("Een ouder die zich zorgen maakt"),
        _("De deur voor ouders, zonder inloggen. De school leest het en geeft antwoord."),
    )
    return [one for one, is_open in ((child, door.for_children), (parent, door.for_parents)) if is_open]


def _meets(member: StaffMember) -> str:
    if not sees_cases(member):
        return _("Houdt de school bij, en ziet geen enkele zaak.")
    today = today_of(member)
    lines = [one for one in today_lines(member, today, calendar_for(member.school)) if one.is_timely]
    late = len({one.case.pk for one in lines if one.when is When.LATE})
    if late:
        return ngettext("Nu: een zaak is te laat.", "Nu: %(n)s zaken zijn te laat.", late) % {"n": late}
    now = len({one.case.pk for one in lines if one.when in (When.GUIDELINE_PASSED, When.TODAY)})
    if now:
        return ngettext("Nu: een zaak vraagt vandaag iets.", "Nu: %(n)s zaken vragen vandaag iets.", now) % {"n": now}
    if asked_of(member, today, limit=1):
        return _("Nu: een plan om te lezen, en de vraag wat je ziet.")
    return _("Nu: een rustige dag.")


def roles(request: KringRequest) -> HttpResponse:
    """The invented colleagues, each a button."""
    if not settings.KRING_DEMO:
        raise Http404
    return render(request, "kring/demo/choose_role.html")


@require_POST
def sign_in_as(request: KringRequest, staff_id: UUID) -> HttpResponse:
    """Comes in as one of the invented colleagues, without a password and without the second step: it is only shown."""
    member = demo_staff().select_related("account", "school").filter(id=staff_id).first()
    if member is None or member.account is None:
        raise Http404
    if request.user.is_authenticated:
        logout(request)
    login(request, member.account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[CHOSEN_STAFF] = str(member.id)
    begin_session(request)
    note_shown(request, member.account)
    recognise(request)
    record(verb=Verb.SESSION_SIGNED_IN, school_id=member.school_id, at=request.now, by=member, way=Key("demo"))
    return SeeOther(safe_next(request))


@require_POST
def ahead(request: KringRequest) -> HttpResponse:
    """Lets a day or a week go by in the invented school; each day that comes has its sweep, so its reminders.

    There is no way back, so the first time of a session asks whether that is meant.
    """
    staff = request.staff
    if staff is None or not in_demo(staff):
        raise Http404
    days = _days_asked(request)
    if WAS_SURE not in request.session and (
        asking := asks_first(
            request,
            title=_("De tijd vooruit zetten?"),
            text=_("Het wordt later voor iedereen in deze demo, en terug kan niet. Wat niet gedaan is, wordt te laat."),
            save=_("Een dag later") if days == 1 else _("Een week later"),
            back=safe_next(request),
        )
    ):
        return asking
    request.session[WAS_SURE] = True
    act = Act(by=staff, at=request.now, today=request.today)
    if not let_go_by(act=act, school=staff.school, days=days):
        messages.warning(request, _("Verder vooruit gaat deze demo niet."))
        return SeeOther(safe_next(request))
    messages.info(request, ngettext("Het is nu %(n)s dag later.", "Het is nu %(n)s dagen later.", days) % {"n": days})
    return SeeOther(safe_next(request))


@require_POST
def again(request: KringRequest) -> HttpResponse:
    """Makes the demo anew for everybody, once that was asked; whoever pressed it chooses again who they are."""
    if not settings.KRING_DEMO or (request.staff is not None and not in_demo(request.staff)):
        raise Http404
    if asking := asks_first(
        request,
        title=_("De demo opnieuw beginnen?"),
        text=_("Alles wat iemand in deze demo deed, gaat weg, voor iedereen. Het is dan weer vandaag."),
        save=_("Begin opnieuw"),
        back=safe_next(request),
    ):
        return asking
    if request.user.is_authenticated:
        logout(request)
    now = clock.now()  # of the real day: the former demo may have run ahead
    begin_again(at=now, today=now.astimezone(words.HERE).date())
    messages.info(request, _("De demo is opnieuw begonnen. Kies wie je bent."))
    return SeeOther(reverse("account_login"))


def _days_asked(request: HttpRequest) -> int:
    asked = request.POST.get("days", "")
    for days in STEPS_AHEAD:
        if asked == str(days):
            return days
    raise Http404
