"""Who is asking, and what day it is for them: `request.staff`, `request.now`, `request.today`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from kring.names.comparing import sort_key
from kring.own_word import own_word, speak_of
from kring.protocol.called import STANDARD
from kring.school.models import School, StaffMember
from kring.web.request import clock
from kring.web.request.requests import KringRequest
from kring.web.request.seats import practice_seats, practises
from kring.web.way_in import guess
from kring.web.way_in.backend import who_it_is
from kring.web.way_in.device import device_of
from kring.web.way_in.second_step import is_wanting
from kring.web.way_in.sight import in_demo
from kring.words import HERE

CHOSEN_STAFF = "kring_staff"
"""In the session: the id of the staff member someone with several schools has chosen to be."""

PRACTISES = "kring_practises"
"""In the session: whoever is signed in is in their own practice (decision 138)."""
ABOUT_ONESELF = ("account_", "second_step", "session", "own_step", "joining", "choose_school", "agenda", "practice")
"""How the names of the addresses begin that are about who is signed in: also while they practise these are real."""


class StaffMiddleware:
    """Sets `staff`, `memberships`, `now` and `today` on every request.

    `staff` is None for who is not signed in, or with a password alone where the second step is asked; for who belongs
    to no school, or to several and has not chosen yet (`memberships` then holds them). A request without a
    session cookie costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with own_word():
            place(request, staff=None, memberships=())
            if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
                recognise(request)
                if is_wanting(request):
                    # Nobody: neither Kring's pages nor allauth's own take a password alone for somebody.
                    request.user = AnonymousUser()
                    place(request, staff=None, memberships=())
                elif request.path_info != reverse("still_in"):  # a page that asks is nobody who does something
                    request.session.stay_awake()  # type: ignore[attr-defined]  # the store of Kring
            answer = self.get_response(request)
            guess.mark(request, answer)
            return answer


def recognise(request: HttpRequest) -> None:
    """Finds the staff member behind the signed-in account. Also called right after signing in."""
    found = who_it_is(request.user)  # type: ignore[arg-type]  # an account: it is signed in
    memberships = tuple(sorted(found, key=lambda one: (sort_key(one.school.name), one.pk)))
    chosen = request.session.get(CHOSEN_STAFF)
    staff = _the_one(memberships, chosen)
    place(request, staff=_practising(request, staff) or staff, memberships=memberships)


def begin_session(request: HttpRequest) -> None:
    """Somebody signed in: the time that a session lasts runs from here."""
    browser, system = device_of(request)
    request.session.begin(browser=browser, system=system)  # type: ignore[attr-defined]  # the store of Kring


def _the_one(memberships: tuple[StaffMember, ...], chosen: str | None) -> StaffMember | None:
    if len(memberships) == 1:
        return memberships[0]
    return next((member for member in memberships if chosen and member.id == UUID(chosen)), None)


def _practising(request: HttpRequest, staff: StaffMember | None) -> StaffMember | None:
    """Who this colleague is in their practice, while they are in it. What is about themselves they do as themselves."""
    if staff is None or not request.session.get(PRACTISES) or is_about_oneself(request.path_info):
        return None
    return practice_seats(staff).first()


def sit_down(request: KringRequest, seat: StaffMember) -> None:
    """From here on this session is in this seat: at a school, or in the practice of who works at one."""
    real = seat.school.practice.of if practises(seat) else seat
    request.session[CHOSEN_STAFF] = str(real.pk)
    request.session[PRACTISES] = practises(seat)


def is_about_oneself(path: str) -> bool:
    """Whether an address is about who is signed in, and not about what their school does."""
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return False
    return name.startswith(ABOUT_ONESELF)


def place(request: HttpRequest, *, staff: StaffMember | None, memberships: tuple[StaffMember, ...]) -> None:
    """Puts who is asking, and the moment it is for them, on the request; sentences say the word of their school."""
    speak_of(staff.school.coordinator_word if staff else STANDARD)
    known: KringRequest = request  # type: ignore[assignment]
    known.staff = staff
    known.memberships = memberships
    known.now = now_for(staff)
    known.today = known.now.astimezone(HERE).date()


def today_of(staff: StaffMember) -> date:
    """The day it is for somebody who is not asking as themselves: whose calendar asks at a secret address."""
    return now_for(staff).astimezone(HERE).date()


def now_at(school: School) -> datetime:
    """The moment it is at this school for who tells something by its door; only a demo and a practice run ahead."""
    return clock.now() + timedelta(days=school.clock_ahead_days)


def now_for(staff: StaffMember | None) -> datetime:
    """The moment it is for this person: in a demo and in a practice the clock runs ahead."""
    ahead = staff.school.clock_ahead_days if staff is not None and (in_demo(staff) or practises(staff)) else 0
    return clock.now() + timedelta(days=ahead)
